using System.Globalization;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>How often something repeats (RFC 5545, 3.3.10, FREQ), from short to long.</summary>
internal enum CalendarFrequency
{
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>What becomes of a date that does not exist, such as 30 February (RFC 7529, SKIP).</summary>
internal enum CalendarSkip
{
    Omit,
    Backward,
    Forward,
}

/// <summary>A rule by which something repeats (RFC 5545, 3.3.10; of RFC 7529 only SKIP, on the Gregorian calendar). Lists are in order and hold nothing twice.</summary>
internal sealed record CalendarRule
{
    private static readonly string[] DayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    public CalendarFrequency Frequency { get; private init; }

    public int Interval { get; private init; } = 1;

    /// <summary>How many in all, or null.</summary>
    public int? Count { get; private init; }

    /// <summary>The last moment that counts, or null.</summary>
    public CalendarMoment? Until { get; private init; }

    public IReadOnlyList<int> Seconds { get; private init; } = [];

    public IReadOnlyList<int> Minutes { get; private init; } = [];

    public IReadOnlyList<int> Hours { get; private init; } = [];

    /// <summary>Days of the week; the number counts them in the year, the month or the week, from the end where it is negative; 0 is each.</summary>
    public IReadOnlyList<(int Nth, DayOfWeek Day)> Days { get; private init; } = [];

    public IReadOnlyList<int> MonthDays { get; private init; } = [];

    public IReadOnlyList<int> YearDays { get; private init; } = [];

    public IReadOnlyList<int> Weeks { get; private init; } = [];

    public IReadOnlyList<int> Months { get; private init; } = [];

    /// <summary>Which of the moments of one period count, from the end where negative.</summary>
    public IReadOnlyList<int> Positions { get; private init; } = [];

    public DayOfWeek WeekStart { get; private init; } = DayOfWeek.Monday;

    public CalendarSkip Skip { get; private init; }

    /// <summary>Reads a rule; else the fault in words.</summary>
    public static (CalendarRule? Rule, string? Fault) Read(string text)
    {
        var (rule, hasFrequency, seen) = (new CalendarRule(), false, new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=') is not [var name, var value]) return (null, $"\"{part}\" is no part of a rule");
            if (!seen.Add(name)) return (null, $"{name} stands there twice");
            if (name.Equals("RSCALE", StringComparison.OrdinalIgnoreCase) && !value.Equals("GREGORIAN", StringComparison.OrdinalIgnoreCase)) return (null, $"it counts by the calendar {value}, and only the Gregorian one is read");
            hasFrequency |= name.Equals("FREQ", StringComparison.OrdinalIgnoreCase);
            if (rule.With(name.ToUpperInvariant(), value.ToUpperInvariant()) is not { } read) return (null, $"\"{part}\" cannot be read");
            rule = read;
        }

        if (!hasFrequency) return (null, "it does not say how often");
        return rule.Contradiction() is { } why ? (null, why) : (rule, null);
    }

    /// <summary>With its end on a clock, where it is said in UTC and what repeats is not.</summary>
    public CalendarRule EndingOn(Func<DateTime, DateTime> clock) =>
        Until is { IsUtc: true } until ? this with { Until = new CalendarMoment(clock(until.Value), IsDate: false, IsUtc: false) } : this;

    private CalendarRule? With(string name, string value) => name switch
    {
        "FREQ" => Enum.TryParse<CalendarFrequency>(value, ignoreCase: true, out var often) && !char.IsAsciiDigit(value[0]) ? this with { Frequency = often } : null,
        "INTERVAL" => Number(value, 1, int.MaxValue) is { } interval ? this with { Interval = interval } : null,
        "COUNT" => Number(value, 1, int.MaxValue) is { } count ? this with { Count = count } : null,
        "UNTIL" => CalendarMoment.Read(value) is { } until ? this with { Until = until } : null,
        "BYSECOND" => Numbers(value, 0, 60) is { } seconds ? this with { Seconds = seconds } : null,
        "BYMINUTE" => Numbers(value, 0, 59) is { } minutes ? this with { Minutes = minutes } : null,
        "BYHOUR" => Numbers(value, 0, 23) is { } hours ? this with { Hours = hours } : null,
        "BYDAY" => WeekDays(value) is { } days ? this with { Days = days } : null,
        "BYMONTHDAY" => Numbers(value, -31, 31) is { } monthDays ? this with { MonthDays = monthDays } : null,
        "BYYEARDAY" => Numbers(value, -366, 366) is { } yearDays ? this with { YearDays = yearDays } : null,
        "BYWEEKNO" => Numbers(value, -53, 53) is { } weeks ? this with { Weeks = weeks } : null,
        "BYMONTH" => Numbers(value, 1, 12) is { } months ? this with { Months = months } : null,
        "BYSETPOS" => Numbers(value, -1_000_000_000, 1_000_000_000) is { } positions ? this with { Positions = positions } : null,
        "WKST" => Array.IndexOf(DayNames, value) is >= 0 and var first ? this with { WeekStart = (DayOfWeek)first } : null,
        "SKIP" => Enum.TryParse<CalendarSkip>(value, ignoreCase: true, out var skip) && !char.IsAsciiDigit(value[0]) ? this with { Skip = skip } : null,
        _ when name == "RSCALE" || name.StartsWith("X-", StringComparison.Ordinal) => this,
        _ => null,
    };

    private string? Contradiction()
    {
        if (Count is not null && Until is not null) return "it ends twice, by COUNT and by UNTIL";
        if (Weeks.Count > 0 && Frequency != CalendarFrequency.Yearly) return "BYWEEKNO is for what repeats by the year";
        if (YearDays.Count > 0 && Frequency is CalendarFrequency.Daily or CalendarFrequency.Weekly or CalendarFrequency.Monthly) return "BYYEARDAY is not for this frequency";
        if (MonthDays.Count > 0 && Frequency == CalendarFrequency.Weekly) return "BYMONTHDAY is not for what repeats by the week";
        return Days.Any(d => d.Nth != 0) && Frequency is not (CalendarFrequency.Monthly or CalendarFrequency.Yearly) ? "a numbered day of the week is for months and years" : null;
    }

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    // Where a list may count from the end, there is no zero.
    private static List<int>? Numbers(string text, int least, int most)
    {
        var numbers = text.Split(',').Select(part => Number(part, least, most)).ToList();
        return numbers.Contains(null) || (least < 0 && numbers.Contains(0)) ? null : [.. numbers.Select(n => n!.Value).Distinct().Order()];
    }

    private static List<(int, DayOfWeek)>? WeekDays(string text)
    {
        var days = new List<(int Nth, DayOfWeek Day)>();
        foreach (var part in text.Split(','))
        {
            if (part.Length < 2 || Array.IndexOf(DayNames, part[^2..]) is not (>= 0 and var day)) return null;
            if (part.Length == 2) days.Add((0, (DayOfWeek)day));
            else if (Number(part[..^2], -53, 53) is not { } nth) return null;
            else if (nth != 0) days.Add((nth, (DayOfWeek)day));
        }

        return [.. days.Distinct()];
    }
}
