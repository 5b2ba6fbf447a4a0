using System.Globalization;
using System.Text.Json.Nodes;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>The pieces that resources are made of (HL7 FHIR R4, json.html and datatypes.html): nothing is written that would be empty.</summary>
internal static class FhirJson
{
    /// <summary>The way ids are written: lower case, with dashes (36 of the 64 characters that an id may have).</summary>
    public static string Id(Guid id) => id.ToString("D");

    /// <summary>A resource with its id and what is known of its version.</summary>
    public static JsonObject Resource(string type, string id, string? version, DateTimeOffset? changedAt)
    {
        var resource = new JsonObject { ["resourceType"] = type, ["id"] = id };
        var meta = new JsonObject();
        if (version is not null) meta["versionId"] = version;
        if (changedAt is { } at) meta["lastUpdated"] = Instant(at);
        if (meta.Count > 0) resource["meta"] = meta;
        return resource;
    }

    /// <summary>The resource with one more element; nothing where there is no value.</summary>
    public static JsonObject With(this JsonObject resource, string name, JsonNode? value)
    {
        if (value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }) return resource;
        resource[name] = value;
        return resource;
    }

    /// <summary>The resource with one more text; nothing where nobody could read it.</summary>
    public static JsonObject WithText(this JsonObject resource, string name, string? text) => resource.With(name, Text(text));

    /// <summary>
    /// A text as FHIR's string may hold it: without the control characters that it forbids (datatypes.html#string), null when nothing else is left.
    /// </summary>
    public static string? Text(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (!text.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n'))) return text;
        var clean = string.Concat(text.Where(c => !char.IsControl(c) || c is '\t' or '\r' or '\n'));
        return string.IsNullOrWhiteSpace(clean) ? null : clean;
    }

    /// <summary>An instant or dateTime, always in UTC.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A date.</summary>
    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A period; null when neither end is known.</summary>
    public static JsonObject? Period(DateTimeOffset? start, DateTimeOffset? end)
    {
        if (start is null && end is null) return null;
        var period = new JsonObject();
        if (start is { } from) period["start"] = Instant(from);
        if (end is { } to) period["end"] = Instant(to);
        return period;
    }

    /// <summary>A reference to a resource of this clinic, with the words that a person reads.</summary>
    public static JsonObject Reference(string type, Guid id, string? display = null) =>
        new JsonObject { ["reference"] = $"{type}/{Id(id)}" }.WithText("display", display);

    /// <summary>Somebody who is no resource of ours, such as reception: only how he is named.</summary>
    public static JsonObject? Named(string? display) => Text(display) is { } words ? new JsonObject { ["display"] = words } : null;

    /// <summary>A code of a system.</summary>
    public static JsonObject Coding(string system, string code, string? display = null) =>
        new JsonObject { ["system"] = system, ["code"] = code }.WithText("display", display);

    /// <summary>A concept that is one code of a system.</summary>
    public static JsonObject Concept(string system, string code, string? display, string? text = null) =>
        new JsonObject { ["coding"] = new JsonArray(Coding(system, code, display)) }.WithText("text", text);

    /// <summary>A concept that is only words; null without any.</summary>
    public static JsonObject? Words(string? text) => Text(text) is { } words ? new JsonObject { ["text"] = words } : null;

    /// <summary>A list of one, or null.</summary>
    public static JsonArray? One(JsonNode? item) => item is null ? null : new JsonArray(item);
}
