using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Fhir;
using Microsoft.Net.Http.Headers;

namespace ClinicLive.Web.Features.Fhir;

/// <summary>
/// A resource as an answer, with its version as its tag (HL7 FHIR R4, http.html#versions): who shows the tag that he has gets 304. What is read also
/// names others (the doctor, the room) and is written for one reader, which no version of its own counts: its tag has a hash of the whole behind the version.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Resource">What is answered; null for no body.</param>
/// <param name="Tagged">The resource whose version is the tag; null without one.</param>
/// <param name="Location">Where something was made.</param>
/// <param name="Wait">When to come again.</param>
internal sealed record FhirAnswer(int Status, JsonObject? Resource, JsonObject? Tagged = null, string? Location = null, TimeSpan? Wait = null) : IResult, IStatusCodeHttpResult
{
    /// <summary>Between the version and the hash of a tag. A command's If-Match needs the version only.</summary>
    internal const char HashMark = '-';

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true };
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>A resource that was asked for.</summary>
    public static FhirAnswer Read(JsonObject resource) => new(StatusCodes.Status200OK, resource, resource);

    /// <summary>A page of a search. The link to itself names the parameters that were used, and no others (search.html#conformance).</summary>
    public static FhirAnswer Found(FhirPage page, string place, string type, string? at)
    {
        var self = string.Join('&', page.Used.Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}"));
        var links = new List<(string, string)> { ("self", Address(at)) };
        if (page.Next is { } next) links.Add(("next", Address(next)));
        var entries = page.Matches.Select(m => FhirBundle.Entry(place, m, "match")).Concat(page.Along.Select(a => FhirBundle.Entry(place, a, "include")));
        return new FhirAnswer(StatusCodes.Status200OK, FhirBundle.Of("searchset", entries, page.Total, links));

        string Address(string? where)
        {
            var query = where is null ? self : $"{self}{(self.Length > 0 ? "&" : "")}_page={Uri.EscapeDataString(where)}";
            return query.Length == 0 ? $"{place}/{type}" : $"{place}/{type}?{query}";
        }
    }

    private static string HashOf(JsonObject resource) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(resource)).AsSpan(0, 8));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        if (Tagged?["meta"]?["versionId"] is { } version)
        {
            var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
            var tag = new EntityTagHeaderValue(isRead ? $"\"{version}{HashMark}{HashOf(Tagged)}\"" : $"\"{version}\"", isWeak: true);
            response.Headers.ETag = tag.ToString();
            if (Tagged["meta"]!["lastUpdated"] is { } at) response.GetTypedHeaders().LastModified = DateTimeOffset.Parse(at.ToString(), CultureInfo.InvariantCulture);
            if (isRead && request.GetTypedHeaders().IfNoneMatch.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(tag, useStrongComparison: false)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        response.StatusCode = Status;
        if (Location is not null) response.Headers.Location = Location;
        if (Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = ((int)Math.Ceiling((Wait ?? Soon).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Resource is null) return Task.CompletedTask;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(Resource, FhirFormat.IsPretty(request) ? Pretty : JsonSerializerOptions.Default);
        response.ContentType = FhirNames.MediaType + "; charset=utf-8";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
