using System.Globalization;

namespace ClinicLive.Domain.Features.Patients;

/// <summary>Dates of birth as people type them: 1961-04-11, 11.4.1961, 11/04/61, 11 Apr 1961. Where day and month can be meant either way, both are.</summary>
internal static class TypedDates
{
    private static readonly string[] DayFirst = ["d.M.yyyy", "d.M.yy", "d/M/yyyy", "d/M/yy", "d-M-yyyy"];
    private static readonly string[] MonthFirst = ["M/d/yyyy", "M/d/yy"];
    private static readonly string[] Named = ["d MMM yyyy", "d MMMM yyyy", "d. MMM yyyy", "d. MMMM yyyy"];

    /// <summary>The dates that the first words can mean, and how many words those are; none, and 0, where they mean none.</summary>
    public static (IReadOnlyList<DateOnly> Dates, int Words) Read(ReadOnlySpan<string> words)
    {
        if (words[0].Length > 10 || !char.IsAsciiDigit(words[0][0])) return ([], 0);
        if (Parse(words[0], "yyyy-MM-dd") is { } exact) return ([exact], 1);
        if (words.Length >= 3 && words[1].Length <= 12 && words[2].Length == 4 && Parse($"{words[0]} {words[1]} {words[2]}", Named) is { } named) return ([named], 3);
        var dates = new[] { Parse(words[0], DayFirst), Parse(words[0], MonthFirst) }.OfType<DateOnly>().Distinct().ToList();
        if (dates.Count > 0 && words[0].LastIndexOfAny(['.', '/', '-']) == words[0].Length - 3) dates.AddRange(dates.ToArray().Where(d => d.Year > 1900).Select(d => d.AddYears(d.Year > 2000 ? -100 : 100))); // of two digits
        return (dates, dates.Count > 0 ? 1 : 0);
    }

    private static DateOnly? Parse(string text, params string[] formats) =>
        DateOnly.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
