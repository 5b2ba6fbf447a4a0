using System.Globalization;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>A date or a date with a time, as a calendar writes it (RFC 5545, 3.3.4 and 3.3.5).</summary>
/// <param name="Value">What a clock on the wall shows; of a date, midnight.</param>
/// <param name="IsDate">There is no time of day.</param>
/// <param name="IsUtc">It is said in UTC; else in the zone that the property names, or in none.</param>
internal readonly record struct CalendarMoment(DateTime Value, bool IsDate, bool IsUtc)
{
    private const string DateShape = "yyyyMMdd";
    private const string LocalShape = "yyyyMMdd'T'HHmmss";

    /// <summary>Reads one; null where it is none. A leap second is the second before it.</summary>
    public static CalendarMoment? Read(string text)
    {
        var plain = text.Trim().ToUpperInvariant();
        if (plain.Length == DateShape.Length) return Exact(plain, DateShape) is { } date ? new CalendarMoment(date, true, false) : null;
        var isUtc = plain.EndsWith('Z');
        if (isUtc) plain = plain[..^1];
        if (plain.Length == 15 && plain.EndsWith("60", StringComparison.Ordinal)) plain = $"{plain[..13]}59";
        return Exact(plain, LocalShape) is { } at ? new CalendarMoment(at, false, isUtc) : null;
    }

    /// <summary>A length of time (RFC 5545, 3.3.6); null where it is none, or longer than anything that a clinic keeps.</summary>
    public static TimeSpan? Length(string text)
    {
        var rest = text.Trim().ToUpperInvariant().AsSpan();
        var isNegative = rest.StartsWith("-");
        if (isNegative || rest.StartsWith("+")) rest = rest[1..];
        if (rest.Length < 3 || rest[0] != 'P') return null;
        var (seconds, number, digits, isTime) = (0L, 0L, 0, false);
        foreach (var sign in rest[1..])
        {
            if (char.IsAsciiDigit(sign) && ++digits <= 9)
            {
                number = (number * 10) + (sign - '0');
                continue;
            }

            if (sign == 'T' && digits == 0 && !isTime)
            {
                isTime = true;
                continue;
            }

            var unit = (sign, isTime) switch { ('W', false) => 604_800L, ('D', false) => 86_400L, ('H', true) => 3_600L, ('M', true) => 60L, ('S', true) => 1L, _ => 0L };
            if (unit == 0 || digits == 0) return null;
            seconds += number * unit;
            (number, digits) = (0, 0);
        }

        return digits > 0 || seconds > 1_000_000_000 ? null : TimeSpan.FromSeconds(isNegative ? -seconds : seconds);
    }

    /// <summary>An instant in UTC, as a calendar writes it.</summary>
    public static string Instant(DateTimeOffset at) => $"{Local(at.UtcDateTime)}Z";

    /// <summary>What a clock on the wall shows, as a calendar writes it.</summary>
    public static string Local(DateTime at) => at.ToString(LocalShape, CultureInfo.InvariantCulture);

    private static DateTime? Exact(string text, string shape) =>
        DateTime.TryParseExact(text, shape, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
}
