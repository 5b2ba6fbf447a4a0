using Microsoft.Net.Http.Headers;

namespace ClinicLive.Web.Features.Fhir;

/// <summary>What a program wants the answer to look like (HL7 FHIR R4, http.html#mime-type, #general, #prefer).</summary>
internal static class FhirFormat
{
    /// <summary>Parameters that say how to answer, and nothing about what.</summary>
    public static readonly string[] Parameters = ["_format", "_pretty"];

    private static readonly string[] Json = ["json", "application/json", "application/fhir+json", "text/json"];

    /// <summary>Refuses whoever cannot read JSON.</summary>
    public static ValueTask<object?> Guard(EndpointFilterInvocationContext context, EndpointFilterDelegate next) => IsJson(context.HttpContext.Request)
        ? next(context)
        : ValueTask.FromResult<object?>(FhirOutcome.Of(StatusCodes.Status406NotAcceptable, "not-supported", "Resources are written here as application/fhir+json only."));

    /// <summary>A preference of the request, such as handling or return; null where none was said.</summary>
    public static string? Prefers(HttpRequest request, string what) => request.Headers["Prefer"].SelectMany(h => (h ?? "").Split(',', ';')).Select(p => p.Trim().Split('='))
        .FirstOrDefault(p => p.Length == 2 && p[0].Trim() == what)?[1].Trim().Trim('"');

    /// <summary>A person reads it.</summary>
    public static bool IsPretty(HttpRequest request) => request.Query["_pretty"] == "true";

    private static bool IsJson(HttpRequest request)
    {
        // A plus in an address is a space for whoever reads addresses as forms.
        if (request.Query["_format"] is [{ Length: > 0 } format]) return Json.Contains(format.Split(';')[0].Trim().Replace(' ', '+'), StringComparer.OrdinalIgnoreCase);
        if (request.Headers.Accept.Count == 0) return true;
        return MediaTypeHeaderValue.TryParseList(request.Headers.Accept.ToArray()!, out var accepted)
            && accepted.Any(a => a.Quality != 0 && (a.MatchesAllTypes || (a.MatchesAllSubTypes && a.Type == "application") || Json.Contains(a.MediaType.ToString(), StringComparer.OrdinalIgnoreCase)));
    }
}
