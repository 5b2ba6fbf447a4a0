using System.Globalization;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Features.Fhir;

/// <summary>Why a program did not get what it asked for, as an OperationOutcome (HL7 FHIR R4, operationoutcome.html; codes of the value set issue-type).</summary>
internal static class FhirOutcome
{
    /// <summary>One reason.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">Of the value set issue-type.</param>
    /// <param name="sentence">For the person who waits.</param>
    /// <param name="element">The element that it belongs to, as FHIRPath, or null.</param>
    /// <param name="wait">When to come again.</param>
    public static IResult Of(int status, string code, string sentence, string? element = null, TimeSpan? wait = null)
    {
        var issue = new JsonObject { ["severity"] = "error", ["code"] = code, ["details"] = new JsonObject { ["text"] = sentence } };
        if (element is not null) issue["expression"] = new JsonArray(element);
        return new FhirAnswer(status, new JsonObject { ["resourceType"] = "OperationOutcome", ["issue"] = new JsonArray(issue) }, Wait: wait);
    }

    /// <summary>There is no such type of resource here.</summary>
    public static IResult NoSuchType(string type) =>
        Of(StatusCodes.Status404NotFound, "not-supported", type.Length <= 64 && type.All(char.IsAsciiLetter) ? $"There is no {type} here. /metadata says what there is." : "There is nothing here. /metadata says what there is.");

    /// <summary>A search that cannot be made as it was asked for.</summary>
    public static IResult OfSearch(Refusal refusal) => refusal.Kind == RefusalKind.Invalid ? Of(StatusCodes.Status400BadRequest, "invalid", refusal.Sentence) : Of(refusal);

    /// <summary>A refusal of the core. Who looked at an older version has failed a precondition.</summary>
    public static IResult Of(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.NotFound => Of(StatusCodes.Status404NotFound, "not-found", refusal.Sentence),
        RefusalKind.Forbidden => Of(StatusCodes.Status403Forbidden, "forbidden", refusal.Sentence),
        RefusalKind.Invalid => Of(StatusCodes.Status422UnprocessableEntity, refusal.Field == "Start" ? "business-rule" : "value", refusal.Sentence, Element(refusal.Field)),
        RefusalKind.Moved => Of(StatusCodes.Status412PreconditionFailed, "conflict", refusal.Sentence),
        RefusalKind.SlotTaken => Of(StatusCodes.Status409Conflict, "conflict", refusal.Sentence, Element(refusal.Field)),
        RefusalKind.TooMany => Of(StatusCodes.Status429TooManyRequests, "throttled", refusal.Sentence),
        RefusalKind.Unavailable => Of(StatusCodes.Status503ServiceUnavailable, "transient", refusal.Sentence),
        _ => Of(StatusCodes.Status422UnprocessableEntity, "business-rule", refusal.Sentence),
    };

    /// <summary>A problem that was found before it was known what is asked for, such as a missing sign-in.</summary>
    public static IResult Of(Problem problem, TimeSpan? wait) => Of(
        problem.Status,
        problem.Status switch
        {
            400 => "structure",
            401 => "login",
            403 => "forbidden",
            404 => "not-found",
            405 or 406 or 415 => "not-supported",
            409 or 412 => "conflict",
            413 => "too-long",
            429 => "throttled",
            503 => "transient",
            >= 500 => "exception",
            _ => "processing",
        },
        (problem.Detail ?? problem.Title) + (problem.Id is { } id ? string.Create(CultureInfo.InvariantCulture, $" When asking for help, please name {id}.") : ""),
        wait: wait);

    private static string? Element(string? field) => field switch
    {
        "Start" or "Minutes" => "Appointment.start",
        "Patient" or "Practitioner" => "Appointment.participant",
        "VisitType" => "Appointment.serviceType",
        "Reason" => "Appointment.cancelationReason",
        _ => null,
    };
}
