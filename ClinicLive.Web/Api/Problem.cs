using System.Text.Json.Serialization;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Fhir;

namespace ClinicLive.Web.Api;

/// <summary>Why a program did not get what it asked for (RFC 9457, <c>application/problem+json</c>).</summary>
/// <param name="Type">One per reason, the same for ever: what a program decides by.</param>
/// <param name="Title">The reason in a few words; the same for one type.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A sentence for the person who waits.</param>
public sealed record Problem(string Type, string Title, int Status, string? Detail)
{
    /// <summary>What is wrong with which field of the body.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>The thing as it is now, when somebody else was faster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? Current { get; init; }

    /// <summary>What to name when asking for help, for a fault of the clinic's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }
}

/// <summary>All reasons there are, and how refusals of the core become them.</summary>
public static class Problems
{
    /// <summary>The media type of RFC 9457.</summary>
    public const string MediaType = "application/problem+json";

    private const string Names = "urn:problem-type:cliniclive:";

    /// <summary>The request cannot be read.</summary>
    public static Problem Malformed { get; } = Make("malformed", "The request cannot be read", 400, "The request cannot be read.");

    /// <summary>Nobody is signed in, or not any more.</summary>
    public static Problem Unauthenticated { get; } = Make("unauthenticated", "Not signed in", 401, "Please sign in. A session may have ended, or its access token have run out.");

    /// <summary>E-mail and password do not go together; also for unknown, locked and disabled.</summary>
    public static Problem WrongCredentials { get; } = Make("wrong-credentials", "Wrong e-mail or password", 401, null);

    /// <summary>A refresh token is good for nothing.</summary>
    public static Problem WrongRefreshToken { get; } = Make("wrong-refresh-token", "The refresh token is not good", 401, "This session has ended. Please sign in again.");

    /// <summary>The password was right, and the account's code is missing; or a second factor has to be set up first.</summary>
    public static Problem SecondFactorRequired { get; } = Make("second-factor-required", "A second factor is needed", 401, "Please send the code of the authenticator app, or a recovery code, as \"code\".");

    /// <summary>The role does not include it.</summary>
    public static Problem Forbidden { get; } = Make("forbidden", "Not allowed for this role", 403, "Your role does not include this.");

    /// <summary>A request with the cookie that may come from another site.</summary>
    public static Problem ForeignPage { get; } = Make("foreign-page", "Not from a page of this clinic", 403, "With the sign-in cookie only pages of this clinic can change something. Programs use an access token.");

    /// <summary>It does not exist, or not for this person.</summary>
    public static Problem NotFound { get; } = Make("not-found", "Not found", 404, "There is nothing here.");

    /// <summary>Somebody else was faster.</summary>
    public static Problem Moved { get; } = Make("moved", "Somebody else was faster", 409, null);

    /// <summary>The time is taken.</summary>
    public static Problem SlotTaken { get; } = Make("slot-taken", "The time is taken", 409, null);

    /// <summary>The body is larger than anything that is asked for here.</summary>
    public static Problem TooLarge { get; } = Make("too-large", "The body is too large", 413, "The body is larger than anything that is asked for here.");

    /// <summary>The body is no JSON.</summary>
    public static Problem WrongMediaType { get; } = Make("unsupported-media-type", "Not JSON", 415, "The body must be application/json.");

    /// <summary>A value cannot be used.</summary>
    public static Problem Invalid { get; } = Make("invalid", "A value cannot be used", 422, null);

    /// <summary>The state of the thing does not allow it.</summary>
    public static Problem NotAllowed { get; } = Make("not-allowed", "Its state does not allow it", 422, null);

    /// <summary>Too many in a short time.</summary>
    public static Problem TooMany { get; } = Make("too-many", "Too many", 429, null);

    /// <summary>A fault of the clinic's.</summary>
    public static Problem Fault { get; } = Make("fault", "Something went wrong here", 500, "Something went wrong here. Nothing of it is your fault. Please try again.");

    /// <summary>Not now; trying again is right.</summary>
    public static Problem Unavailable { get; } = Make("unavailable", "Not possible just now", 503, Refusal.Unavailable.Sentence);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Problem> All { get; } =
    [
        Malformed, Unauthenticated, WrongCredentials, WrongRefreshToken, SecondFactorRequired, Forbidden, ForeignPage, NotFound, Moved, SlotTaken, TooLarge, WrongMediaType, Invalid, NotAllowed,
        TooMany, Fault, Unavailable,
    ];

    /// <summary>A problem as an answer. Too many and not now say when to come again.</summary>
    public static IResult Of(Problem problem, TimeSpan? wait = null) => new Answer(problem, wait);

    /// <summary>A value of the request that cannot be used, with its field as the request names it.</summary>
    public static IResult OfField(string field, string sentence) => Of(Refusal.Invalid(field, sentence));

    /// <summary>A refusal of the core as an answer.</summary>
    /// <param name="refusal">What the core said.</param>
    /// <param name="current">The thing as it is now, when it has moved.</param>
    /// <param name="wait">When to come again after too many.</param>
    public static IResult Of(Refusal refusal, object? current = null, TimeSpan? wait = null) => Of(
        Known(refusal.Kind) with
        {
            Detail = refusal.Sentence,
            Current = current,
            Errors = refusal is { Kind: RefusalKind.Invalid, Field: { } field } ? new Dictionary<string, IReadOnlyList<string>> { [Camel(field)] = [refusal.Sentence] } : null,
        },
        wait);

    /// <summary>The problem that an HTTP status stands for, for answers that the framework gave.</summary>
    public static Problem OfStatus(int status) =>
        All.FirstOrDefault(p => p.Status == status) ?? (status < 500 ? Malformed with { Status = status } : Fault with { Status = status });

    private static Problem Known(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => NotFound,
        RefusalKind.Forbidden => Forbidden,
        RefusalKind.Invalid => Invalid,
        RefusalKind.NotAllowed => NotAllowed,
        RefusalKind.Moved => Moved,
        RefusalKind.SlotTaken => SlotTaken,
        RefusalKind.TooMany => TooMany,
        _ => Unavailable,
    };

    // The core names what people see; a program sees the field that it sent.
    private static string Camel(string field) => field switch
    {
        "Patient" => "patientId",
        "Practitioner" => "practitionerId",
        "VisitType" => "visitTypeId",
        "People" => "participantIds",
        "Files" => "attachmentIds",
        _ => char.ToLowerInvariant(field[0]) + field[1..],
    };

    private static Problem Make(string name, string title, int status, string? sentence) => new(Names + name, title, status, sentence);

    private sealed class Answer(Problem problem, TimeSpan? wait) : IResult, IStatusCodeHttpResult
    {
        private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

        public int? StatusCode => problem.Status;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (FhirRoutes.IsFor(httpContext)) return FhirOutcome.Of(problem, wait).ExecuteAsync(httpContext); // said there as FHIR says it
            if (problem.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable && httpContext.Response.Headers.RetryAfter.Count == 0)
            {
                httpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling((wait ?? Soon).TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            return TypedResults.Json(problem, ApiJson.Options, MediaType, problem.Status).ExecuteAsync(httpContext);
        }
    }
}
