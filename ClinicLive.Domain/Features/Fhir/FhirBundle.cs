using System.Text.Json.Nodes;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>Resources together (HL7 FHIR R4, bundle.html).</summary>
public static class FhirBundle
{
    /// <summary>A bundle of a type, such as searchset or collection.</summary>
    public static JsonObject Of(string type, IEnumerable<JsonObject> entries, int? total = null, IEnumerable<(string Relation, string Address)>? links = null) =>
        new JsonObject { ["resourceType"] = "Bundle", ["type"] = type }
            .With("total", total)
            .With("link", new JsonArray([.. (links ?? []).Select(l => new JsonObject { ["relation"] = l.Relation, ["url"] = l.Address })]))
            .With("entry", new JsonArray([.. entries]));

    /// <summary>One entry.</summary>
    /// <param name="place">Where the resources stand, without a slash at the end; the full address of each begins with it.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="mode">Why it is there (match, include); null in a bundle that is no search.</param>
    public static JsonObject Entry(string place, JsonObject resource, string? mode = null) =>
        new JsonObject { ["fullUrl"] = $"{place}/{resource["resourceType"]}/{resource["id"]}", ["resource"] = resource }
            .With("search", mode is null ? null : new JsonObject { ["mode"] = mode });
}
