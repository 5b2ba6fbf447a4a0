using System.Globalization;
using System.Text.RegularExpressions;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>One value of a search parameter as it was sent (HL7 FHIR R4, search.html). Reading it answers null where it is no such value.</summary>
/// <param name="Modifier">What stands behind the colon of the name, or null.</param>
/// <param name="Text">The value, without the escapes of commas.</param>
internal sealed partial record FhirTerm(string? Modifier, string Text)
{
    /// <summary>Longest value; a longer one is none.</summary>
    public const int Longest = 200;

    /// <summary>Values are divided by commas, unless a backslash stands before one (search.html#escaping).</summary>
    public static IReadOnlyList<string> Split(string value) =>
        [.. Commas().Split(value).Select(part => part.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\$", "$", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal))];

    /// <summary>A token: what stands before the bar, or null without one, and the code.</summary>
    public (string? System, string Code)? Token()
    {
        var bar = Text.IndexOf('|', StringComparison.Ordinal);
        var code = bar < 0 ? Text : Text[(bar + 1)..];
        return code.Length == 0 ? null : (bar < 0 ? null : Text[..bar], code);
    }

    /// <summary>A reference to one of the types: which type, or null where only an id was sent, and the id as sent.</summary>
    public (string? Type, string Id)? Reference(params string[] types)
    {
        var parts = Text.Split('/');
        if (parts.Length > 2 || !IdPattern().IsMatch(parts[^1])) return null;
        var type = parts.Length == 2 ? parts[0] : Modifier;
        return type is null || types.Contains(type, StringComparer.Ordinal) ? (type, parts[^1]) : null;
    }

    /// <summary>The id of a reference as a row has it; an id that no row has is empty.</summary>
    public static Guid RowId(string id) => Guid.TryParseExact(id, "D", out var row) ? row : Guid.Empty;

    /// <summary>A date or time with its prefix: how to compare, and the stretch that it stands for (search.html#date).</summary>
    public FhirDate? Date(ClinicPolicy policy)
    {
        var prefix = Text.Length > 2 && char.IsAsciiLetterLower(Text[0]) ? Text[..2] : "eq";
        var text = Text.Length > 2 && char.IsAsciiLetterLower(Text[0]) ? Text[2..] : Text;
        if (prefix is not ("eq" or "ne" or "gt" or "lt" or "ge" or "le" or "sa" or "eb")) return null;
        if (Day(text) is { } days) return new FhirDate(prefix, days.From, days.Until, policy);
        if (!InstantPattern().IsMatch(text)) return null;
        text = text.Replace(' ', '+'); // a plus that was not encoded
        var hasZone = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from) || from.Year is < 2 or > 9000) return null;
        if (!hasZone) from = policy.At(DateOnly.FromDateTime(from.DateTime), TimeOnly.FromDateTime(from.DateTime));
        var colons = text.Count(c => c == ':') - (hasZone && !text.EndsWith('Z') ? 1 : 0);
        var length = text.Contains('.', StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(1) : colons > 1 ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1);
        return new FhirDate(prefix, from.ToUniversalTime(), from.ToUniversalTime() + length);
    }

    private static (DateOnly From, DateOnly Until)? Day(string text)
    {
        if (!DayPattern().IsMatch(text)) return null;
        var full = text.Length switch { 4 => text + "-01-01", 7 => text + "-01", _ => text };
        if (!DateOnly.TryParseExact(full, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from) || from.Year is < 2 or > 9000) return null;
        return (from, text.Length switch { 4 => from.AddYears(1), 7 => from.AddMonths(1), _ => from.AddDays(1) });
    }

    [GeneratedRegex(@"(?<!\\),", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Commas();

    [GeneratedRegex(@"\A[A-Za-z0-9\-.]{1,64}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A\d{4}(-\d\d(-\d\d)?)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DayPattern();

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+\- ]\d\d:\d\d)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InstantPattern();
}

/// <summary>A date of a search: the stretch that was written, and how to compare with it.</summary>
/// <param name="Prefix">eq, ne, gt, lt, ge, le, sa or eb.</param>
/// <param name="From">Begin, in UTC.</param>
/// <param name="Until">End, in UTC, exclusive.</param>
internal sealed record FhirDate(string Prefix, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Whole days of the clinic's calendar.</summary>
    public FhirDate(string prefix, DateOnly from, DateOnly until, ClinicPolicy policy)
        : this(prefix, policy.At(from, TimeOnly.MinValue), policy.At(until, TimeOnly.MinValue)) => Days = (from, until);

    /// <summary>The days, where days were written; the end is exclusive.</summary>
    public (DateOnly From, DateOnly Until)? Days { get; }

    /// <summary>The earliest instant that can fit, or null.</summary>
    public DateTimeOffset? Lower => Prefix switch { "eq" or "ge" => From, "gt" or "sa" => Until, _ => null };

    /// <summary>The first instant that is too late, or null.</summary>
    public DateTimeOffset? Upper => Prefix switch { "eq" or "le" => Until, "lt" or "eb" => From, _ => null };
}
