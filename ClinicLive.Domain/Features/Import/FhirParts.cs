using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ClinicLive.Domain.Features.Import;

/// <summary>Parts of FHIR R4 resources as the clinic reads them. Whatever has the wrong shape is as if it were not there.</summary>
internal static class FhirParts
{
    public static string? Text(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        return Plain(value) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    public static JsonElement? Part(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    public static IEnumerable<JsonElement> Each(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>What the resource is called: its id, the address of its entry, and its identifiers. Of one that has none of them, its hash.</summary>
    public static List<string> Keys(JsonElement resource, string? fullUrl, Func<string> hash)
    {
        var keys = new List<string>();
        if (resource.Text("id") is { } id) keys.Add(id);
        if (fullUrl is not null) keys.Add(fullUrl);
        keys.AddRange(resource.Each("identifier").Select(Identifier).OfType<string>());
        if (keys.Count == 0) keys.Add(hash());
        return [.. keys.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>An identifier as <c>system|value</c>. One that was replaced, or has no system, names nobody for sure.</summary>
    public static string? Identifier(JsonElement identifier) =>
        identifier.Text("system") is { } system && identifier.Text("value") is { } value && identifier.Text("use") is not "old" ? $"{system}|{value}" : null;

    /// <summary>What a reference may point to, most exact first (http://hl7.org/fhir/R4/references.html): literal, conditional, or logical. Only those to one of the types.</summary>
    public static IReadOnlyList<string> Reference(JsonElement? reference, params string[] types)
    {
        if (reference is not { } to) return [];
        var keys = new List<string>();
        if (to.Text("reference") is { } literal)
        {
            if (literal.StartsWith("urn:", StringComparison.Ordinal)) keys.Add(literal);
            else if (literal.IndexOf("?identifier=", StringComparison.Ordinal) is > 0 and var at && types.Contains(literal[..at], StringComparer.Ordinal)) keys.Add(Uri.UnescapeDataString(literal[(at + 12)..]));
            else if (literal.Split('/') is [.., var type, var id] parts && !literal.StartsWith('#'))
            {
                if (parts is [.., var versioned, var its, "_history", _]) (type, id) = (versioned, its);
                if (types.Contains(type, StringComparer.Ordinal))
                {
                    if (parts.Length > 2) keys.Add(literal);
                    keys.Add(type == "PractitionerRole" ? $"PractitionerRole/{id}" : id);
                }
            }
        }

        if (to.Part("identifier") is { } logical && Identifier(logical) is { } key && (to.Text("type") is not { } named || types.Contains(named, StringComparer.Ordinal))) keys.Add(key);
        return keys;
    }

    /// <summary>The name of a person (HumanName): the official or usual one, else the first that is not old.</summary>
    public static (string Full, string Given, string Family)? Name(JsonElement person)
    {
        var names = person.Each("name").Where(n => n.Text("use") is not "old").ToList();
        var name = names.Find(n => n.Text("use") == "official") is { ValueKind: JsonValueKind.Object } official ? official
            : names.Find(n => n.Text("use") == "usual") is { ValueKind: JsonValueKind.Object } usual ? usual : names.FirstOrDefault();
        if (name.ValueKind != JsonValueKind.Object) return null;
        var given = string.Join(' ', name.Each("given").Where(g => g.ValueKind == JsonValueKind.String).Select(Plain).OfType<string>());
        var family = name.Text("family") ?? "";
        var full = name.Text("text") ?? $"{given} {family}".Trim();
        if (full.Length == 0) return null;
        return family.Length > 0 || given.Length > 0 ? (full, given, family) : (full, "", full);
    }

    private static string? Plain(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half of a character, escaped: no text
        }
    }

    /// <summary>The first telephone number that is in use.</summary>
    public static string? Phone(JsonElement person) => person.Each("telecom").Where(t => t.Text("system") is "phone" or "sms" && t.Text("use") is not "old").Select(t => t.Text("value")).FirstOrDefault(v => v is not null);

    /// <summary>The words of a CodeableConcept.</summary>
    public static string? Concept(JsonElement concept) => concept.Text("text") ?? concept.Each("coding").Select(c => c.Text("display")).FirstOrDefault(d => d is not null);

    /// <summary>A whole date; one of which only the year or the month is known is none.</summary>
    public static DateOnly? Date(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>An instant with its offset; a date without a time, or a time without an offset, is none.</summary>
    public static DateTimeOffset? Instant(string? text) =>
        text is { Length: >= 17 and <= 40 } && text[10] == 'T' && (text.EndsWith('Z') || text[^6] is '+' or '-')
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;

    /// <summary>A text that stands for the resource where it has no name of its own.</summary>
    public static string Hash(ReadOnlySpan<byte> resource) => $"sha256:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(resource))}";

    /// <inheritdoc cref="Hash(ReadOnlySpan{byte})"/>
    public static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));
}
