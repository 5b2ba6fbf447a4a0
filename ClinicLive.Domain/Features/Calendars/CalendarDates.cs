namespace ClinicLive.Domain.Features.Calendars;

/// <summary>The days that a rule gives, period by period (RFC 5545, 3.3.10): all days of the period that fit, so the order of the rule's parts does not matter.</summary>
internal sealed class CalendarDates(CalendarRule rule, DateOnly start)
{
    private static readonly int LastDay = DateOnly.MaxValue.DayNumber;

    /// <summary>The days of one period after the other, in order; they end with the last day asked for.</summary>
    public IEnumerable<IReadOnlyList<DateOnly>> Periods(DateOnly last)
    {
        for (var step = 0L; ; step += rule.Interval)
        {
            if (Period(step) is not var (first, length) || first > last.DayNumber) yield break;
            yield return rule.Skip != CalendarSkip.Omit && SkipsDates ? Shifted(first, length) : Fitting(first, length);
        }
    }

    /// <summary>True when what repeats within a day may fall on that day.</summary>
    public bool Fits(DateOnly day) =>
        FitsMonth(day) && (rule.YearDays.Count == 0 || IsYearDay(day)) && (rule.MonthDays.Count == 0 || IsMonthDay(day)) && (rule.Days.Count == 0 || rule.Days.Any(d => d.Day == day.DayOfWeek));

    private bool SkipsDates => rule.Frequency >= CalendarFrequency.Monthly && rule.Weeks.Count == 0 && (rule.Days.Count == 0 || rule.MonthDays.Count > 0 || rule.YearDays.Count > 0);

    /// <summary>First day and length; null beyond the end of all dates.</summary>
    private (int First, int Length)? Period(long step)
    {
        switch (rule.Frequency)
        {
            case CalendarFrequency.Yearly when rule.Weeks.Count > 0:
                var weekYear = FirstWeekYear() + step;
                return weekYear is < 2 or > 9998 ? null : (FirstOfWeeks((int)weekYear), FirstOfWeeks((int)weekYear + 1) - FirstOfWeeks((int)weekYear));
            case CalendarFrequency.Yearly:
                return start.Year + step > 9999 ? null : (new DateOnly((int)(start.Year + step), 1, 1).DayNumber, DateTime.IsLeapYear((int)(start.Year + step)) ? 366 : 365);
            case CalendarFrequency.Monthly:
                var month = (start.Year * 12L) + start.Month - 1 + step;
                return month / 12 > 9999 ? null : (new DateOnly((int)(month / 12), (int)(month % 12) + 1, 1).DayNumber, DateTime.DaysInMonth((int)(month / 12), (int)(month % 12) + 1));
            case CalendarFrequency.Weekly:
                var week = start.DayNumber - DaysSince(rule.WeekStart, start.DayOfWeek) + (7 * step);
                return week > LastDay ? null : week < 0 ? (0, (int)week + 7) : ((int)week, (int)Math.Min(7, LastDay - week + 1));
            default:
                return start.DayNumber + step > LastDay ? null : ((int)(start.DayNumber + step), 1);
        }
    }

    private List<DateOnly> Fitting(int first, int length)
    {
        var days = new List<DateOnly>();
        if (OnlyMonths() is { } months)
        {
            foreach (var month in months)
            {
                var begin = new DateOnly(DateOnly.FromDayNumber(first).Year, month, 1);
                for (var i = 0; i < DateTime.DaysInMonth(begin.Year, month); i++) Add(begin.AddDays(i), i);
            }

            return days;
        }

        for (var i = 0; i < length; i++) Add(DateOnly.FromDayNumber(first + i), i);
        return days;

        void Add(DateOnly day, int at)
        {
            if (rule.Weeks.Count > 0 ? FitsWeek(day, (at / 7) + 1, length / 7) : FitsPeriod(day)) days.Add(day);
        }
    }

    // The months of a year in which anything can fit, where that is known: most rules are about one or two of them.
    private IReadOnlyList<int>? OnlyMonths() => rule.Frequency != CalendarFrequency.Yearly || rule.Weeks.Count > 0 ? null
        : rule.Months.Count > 0 ? rule.Months : rule.Days.Count == 0 && rule.YearDays.Count == 0 ? [start.Month] : null;

    private bool FitsPeriod(DateOnly day)
    {
        if (!FitsMonth(day)) return false;
        var isYearly = rule.Frequency == CalendarFrequency.Yearly;
        if (rule.YearDays.Count > 0 && !IsYearDay(day)) return false;
        // Without a month, a day of the month that repeats by the year is one of the month in which it began.
        if (rule.MonthDays.Count > 0 && !(IsMonthDay(day) && (!isYearly || rule.YearDays.Count > 0 || rule.Months.Count > 0 || day.Month == start.Month))) return false;
        if (rule.Days.Count > 0) return rule.Days.Any(d => d.Day == day.DayOfWeek && (d.Nth == 0 || IsNth(day, d.Nth, isYearly && rule.Months.Count == 0)));
        if (rule.YearDays.Count > 0 || rule.MonthDays.Count > 0) return true;
        return rule.Frequency switch
        {
            CalendarFrequency.Yearly => day.Day == start.Day && (rule.Months.Count > 0 || day.Month == start.Month),
            CalendarFrequency.Monthly => day.Day == start.Day,
            CalendarFrequency.Weekly => day.DayOfWeek == start.DayOfWeek,
            _ => true,
        };
    }

    private bool FitsWeek(DateOnly day, int week, int weeks)
    {
        if (!rule.Weeks.Contains(week) && !rule.Weeks.Contains(week - weeks - 1)) return false;
        if (!FitsMonth(day) || (rule.YearDays.Count > 0 && !IsYearDay(day)) || (rule.MonthDays.Count > 0 && !IsMonthDay(day))) return false;
        if (rule.Days.Count > 0) return rule.Days.Any(d => d.Day == day.DayOfWeek && d.Nth is 0 or 1 or -1);
        return rule.YearDays.Count > 0 || rule.MonthDays.Count > 0 || day.DayOfWeek == start.DayOfWeek;
    }

    private bool FitsMonth(DateOnly day) => rule.Months.Count == 0 || rule.Months.Contains(day.Month);

    private bool IsYearDay(DateOnly day) => rule.YearDays.Contains(day.DayOfYear) || rule.YearDays.Contains(day.DayOfYear - DaysIn(day.Year) - 1);

    private bool IsMonthDay(DateOnly day) => rule.MonthDays.Contains(day.Day) || rule.MonthDays.Contains(day.Day - DateTime.DaysInMonth(day.Year, day.Month) - 1);

    private static bool IsNth(DateOnly day, int nth, bool ofYear)
    {
        var (at, length) = ofYear ? (day.DayOfYear, DaysIn(day.Year)) : (day.Day, DateTime.DaysInMonth(day.Year, day.Month));
        return nth > 0 ? ((at - 1) / 7) + 1 == nth : ((length - at) / 7) + 1 == -nth;
    }

    /// <summary>With days that do not exist moved to one that does (RFC 7529, 4.1).</summary>
    private List<DateOnly> Shifted(int first, int length)
    {
        var (begin, days) = (DateOnly.FromDayNumber(first), new SortedSet<DateOnly>());
        if (rule.YearDays.Count > 0)
        {
            foreach (var day in rule.YearDays) Add(begin, day, length);
        }
        else
        {
            IReadOnlyList<int> months = rule.Frequency == CalendarFrequency.Monthly ? [begin.Month] : rule.Months.Count > 0 ? rule.Months : [start.Month];
            foreach (var month in months.Where(m => rule.Months.Count == 0 || rule.Months.Contains(m)))
            {
                foreach (var day in rule.MonthDays.Count > 0 ? rule.MonthDays : [start.Day]) Add(new DateOnly(begin.Year, month, 1), day, DateTime.DaysInMonth(begin.Year, month));
            }
        }

        return [.. days.Where(d => rule.Days.Count == 0 || rule.Days.Any(w => w.Day == d.DayOfWeek))];

        void Add(DateOnly from, int day, int of)
        {
            var isForward = rule.Skip == CalendarSkip.Forward;
            var at = from.DayNumber + (day > of ? (isForward ? of : of - 1) : day < -of ? (isForward ? 0 : -1) : day > 0 ? day - 1 : of + day);
            if (at >= 0 && at <= LastDay) days.Add(DateOnly.FromDayNumber(at));
        }
    }

    /// <summary>
    /// Years of weeks are counted from the one in which the begin lies, where it is itself one of the days; else from its calendar year (the answers of
    /// libical's and Ical.Net's tests; RFC 5545 does not say).
    /// </summary>
    private int FirstWeekYear()
    {
        var year = start.Year;
        if (year is < 3 or > 9997) return year;
        var of = start.DayNumber >= FirstOfWeeks(year + 1) ? year + 1 : start.DayNumber < FirstOfWeeks(year) ? year - 1 : year;
        var (begin, weeks) = (FirstOfWeeks(of), (FirstOfWeeks(of + 1) - FirstOfWeeks(of)) / 7);
        return FitsWeek(start, ((start.DayNumber - begin) / 7) + 1, weeks) ? of : rule.Interval == 1 ? Math.Min(of, year) : year;
    }

    // Week 1 is the first that has four days of the year.
    private int FirstOfWeeks(int year)
    {
        var fourth = new DateOnly(year, 1, 4);
        return fourth.DayNumber - DaysSince(rule.WeekStart, fourth.DayOfWeek);
    }

    private static int DaysSince(DayOfWeek first, DayOfWeek day) => ((int)day - (int)first + 7) % 7;

    private static int DaysIn(int year) => DateTime.IsLeapYear(year) ? 366 : 365;
}
