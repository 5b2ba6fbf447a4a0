using System.Globalization;

namespace ClinicLive.Domain.Features.Import;

/// <summary>A cell as a date, a time, or both.</summary>
/// <param name="Numbers">The three numbers of the date in the order in which they stand, or null.</param>
/// <param name="YearFirst">The first of them is the year.</param>
/// <param name="Time">The time of the day, or null.</param>
/// <param name="Offset">From UTC, where it is said.</param>
internal readonly record struct CellTime((int A, int B, int C)? Numbers, bool YearFirst, TimeOnly? Time, TimeSpan? Offset)
{
    private static readonly string[] TimeShapes = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF", "h:mm tt", "h:mm:ss tt", "h:mmtt", "h tt"];

    /// <summary>Reads a cell; null where it is neither date nor time.</summary>
    public static CellTime? Read(string cell)
    {
        var text = cell.AsSpan().Trim();
        if (text.Length is 0 or > 40) return null;
        (int, int, int)? numbers = null;
        var yearFirst = false;
        var rest = text;
        var cut = text.IndexOfAny('T', ' ');
        if (text.IndexOfAny("/-.") is > 0 and <= 4 || (text.Length >= 8 && !text.Contains(':') && text.IndexOfAny("/-.") < 0))
        {
            var date = cut < 0 ? text : text[..cut];
            if (Date(date, out yearFirst) is not { } found) return null;
            numbers = found;
            rest = cut < 0 ? [] : text[(cut + 1)..].Trim();
            if (rest.IsEmpty) return new CellTime(numbers, yearFirst, null, null);
        }

        TimeSpan? offset = null;
        if (numbers is not null && rest[^1] is 'Z' or 'z')
        {
            offset = TimeSpan.Zero;
            rest = rest[..^1];
        }
        else if (numbers is not null && rest.LastIndexOfAny('+', '-') is > 0 and var sign && FromUtc(rest[sign..]) is { } said)
        {
            offset = said;
            rest = rest[..sign].TrimEnd();
        }

        return TimeOnly.TryParseExact(rest, TimeShapes, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var time)
            ? new CellTime(numbers, yearFirst, time, offset)
            : null;
    }

    /// <summary>The date by an order; null where it is none by it.</summary>
    public DateOnly? Day(DateOrder order)
    {
        if (Numbers is not { } n) return null;
        var (year, month, day) = YearFirst ? (n.A, n.B, n.C) : order == DateOrder.MonthDayYear ? (n.C, n.A, n.B) : (n.C, n.B, n.A);
        return year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    private static (int, int, int)? Date(ReadOnlySpan<char> text, out bool yearFirst)
    {
        yearFirst = false;
        if (text.Length == 8 && text.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            yearFirst = true;
            return (Number(text[..4]), Number(text[4..6]), Number(text[6..]));
        }

        Span<Range> parts = stackalloc Range[4];
        var separator = text.IndexOfAny("/-.");
        if (separator < 0 || text.Split(parts, text[separator]) != 3) return null;
        var a = text[parts[0]];
        var b = text[parts[1]];
        var c = text[parts[2]];
        yearFirst = a.Length == 4;
        if (!yearFirst && c.Length != 4) return null; // a year of two digits may be any century
        return IsNumber(a) && IsNumber(b) && IsNumber(c) ? (Number(a), Number(b), Number(c)) : null;
    }

    private static TimeSpan? FromUtc(ReadOnlySpan<char> text)
    {
        var digits = text[1..].ToString().Replace(":", "", StringComparison.Ordinal);
        if (digits.Length is not (2 or 4) || !IsNumber(digits)) return null;
        var span = new TimeSpan(Number(digits.AsSpan(0, 2)), digits.Length == 4 ? Number(digits.AsSpan(2)) : 0, 0);
        return span > TimeSpan.FromHours(14) ? null : text[0] == '-' ? -span : span;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length is > 0 and <= 4 && text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static int Number(ReadOnlySpan<char> text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
