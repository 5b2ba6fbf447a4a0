using ClinicLive.Domain.Features.Fhir;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Features.Fhir;

/// <summary>The clinic in the words of HL7 FHIR R4, under <c>/fhir/R4</c>: the same reads and commands as the pages, with the same rights.</summary>
public static class FhirRoutes
{
    /// <summary>Where all of it stands.</summary>
    public const string Root = "/fhir/R4";

    /// <summary>Everything that is meant for programs that speak FHIR, whatever the release.</summary>
    internal static readonly PathString All = "/fhir";

    /// <summary>True for a request that is answered in FHIR, also when it is refused.</summary>
    internal static bool IsFor(HttpContext context) => context.Request.Path.StartsWithSegments(All, StringComparison.OrdinalIgnoreCase);

    /// <summary>Maps it.</summary>
    public static void MapClinicFhir(this IEndpointRouteBuilder routes)
    {
        var fhir = routes.MapGroup(Root).RequireAuthorization().AddEndpointFilter(ApiRoutes.Guard).AddEndpointFilter(FhirFormat.Guard).ExcludeFromDescription();
        fhir.MapGet("/metadata", FhirCapability.Answer).AllowAnonymous();
        fhir.MapGet("/{type}", SearchAsync);
        fhir.MapPost("/{type}/_search", SearchByFormAsync);
        fhir.MapGet("/{type}/{id}", ReadAsync);
        fhir.MapPost("/Appointment", FhirBooking.CreateAsync);
        fhir.MapPut("/Appointment/{id}", FhirBooking.UpdateAsync);
        routes.Map($"{All}/{{**rest}}", Nothing).ExcludeFromDescription(); // else the page for people would answer
    }

    /// <summary>The address at which the resources of a request's host stand.</summary>
    internal static string Place(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}{Root}";

    private static IResult Nothing(HttpContext context, FhirQueries fhir)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["fhir", "R4", var type, ..] && fhir.Has(type)
            ? FhirOutcome.Of(StatusCodes.Status405MethodNotAllowed, "not-supported", "This cannot be done here. /metadata says what can.")
            : FhirOutcome.Of(StatusCodes.Status404NotFound, "not-supported", "There is nothing here. /metadata says what there is.");
    }

    private static async Task<IResult> ReadAsync(Caller caller, string type, string id, FhirQueries fhir, CancellationToken gone)
    {
        if (!fhir.Has(type)) return FhirOutcome.NoSuchType(type);
        return await fhir.ReadAsync(caller.Actor, type, id, gone) is { } resource ? FhirAnswer.Read(resource) : FhirOutcome.Of(Refusal.NotFound("resource"));
    }

    private static Task<IResult> SearchAsync(Caller caller, string type, HttpRequest request, FhirQueries fhir, CancellationToken gone) =>
        FindAsync(caller, type, request, Pairs(request.Query), fhir, gone);

    // What is in the address and what is in the body counts alike (HL7 FHIR R4, http.html#search).
    private static Task<IResult> SearchByFormAsync(Caller caller, string type, FhirForm form, HttpRequest request, FhirQueries fhir, CancellationToken gone) =>
        FindAsync(caller, type, request, [.. Pairs(request.Query), .. form.Value], fhir, gone);

    private static async Task<IResult> FindAsync(Caller caller, string type, HttpRequest request, IReadOnlyList<(string Name, string Value)> sent, FhirQueries fhir, CancellationToken gone)
    {
        if (!fhir.Has(type)) return FhirOutcome.NoSuchType(type);
        var place = Place(request);
        var asked = sent.Where(q => !FhirFormat.Parameters.Contains(q.Name)).Select(q => (q.Name, Own(q.Value, place))).ToList();
        var outcome = await fhir.SearchAsync(caller.Actor, type, asked, FhirFormat.Prefers(request, "handling") == "strict", gone);
        return outcome.Value is { } page ? FhirAnswer.Found(page, place, type, sent.Where(q => q.Name == "_page").Select(q => q.Value).FirstOrDefault()) : FhirOutcome.OfSearch(outcome.Refusal!);
    }

    private static IReadOnlyList<(string Name, string Value)> Pairs(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> sent) =>
        [.. sent.SelectMany(q => q.Value.Select(v => (q.Key, v ?? "")))];

    // References may be written in full; ours are meant then, and those of other places stay what they are.
    private static string Own(string value, string place) => value.Replace(place + "/", "", StringComparison.Ordinal);
}
