namespace ClinicLive.Domain.Features.Calendars;

/// <summary>
/// The moments that a rule gives (RFC 5545, 3.3.10), on the clock of the event. They come in order, one by one, and end with the rule, with the
/// caller's last moment or with the year 9999. The work for one rule is bounded: <see cref="IsCut"/> says that it ended for that.
/// </summary>
internal sealed class CalendarRecurrence(CalendarRule rule, CalendarMoment start, DateTime last)
{
    private const int MostSteps = 2_000_000;
    private readonly CalendarDates _dates = new(rule, DateOnly.FromDateTime(start.Value));
    private int _steps;

    /// <summary>The work became too much before an end was reached.</summary>
    public bool IsCut { get; private set; }

    private DateTime Last => rule.Until is not { } until ? last : Earlier(until.IsDate && !start.IsDate ? until.Value.AddDays(until.Value.Date == DateTime.MaxValue.Date ? 0 : 1).AddTicks(-1) : until.Value, last);

    /// <summary>True when it would have gone on behind the caller's last moment, after so many.</summary>
    public bool EndsWithLast(int count) => Last == last && !(count >= rule.Count);

    public IEnumerable<DateTime> Moments()
    {
        var (end, before, count) = (Last, DateTime.MinValue, 0);
        foreach (var moment in rule.Frequency >= CalendarFrequency.Daily ? ByDay(end) : ByTime(end))
        {
            if (moment > end) yield break;
            if (moment < start.Value || (count > 0 && moment <= before)) continue;
            before = moment;
            yield return moment;
            if (++count == rule.Count) yield break;
        }
    }

    private IEnumerable<DateTime> ByDay(DateTime end)
    {
        var times = start.IsDate ? new CalendarTimes([0], [0], [0])
            : new CalendarTimes(Or(rule.Hours, start.Value.Hour), Or(rule.Minutes, start.Value.Minute), Or(rule.Seconds, start.Value.Second));
        foreach (var days in _dates.Periods(DateOnly.FromDateTime(end)))
        {
            if (IsTooMuch()) yield break;
            foreach (var at in Chosen((long)days.Count * times.Count)) yield return days[(int)(at / times.Count)].ToDateTime(TimeOnly.MinValue) + times[(int)(at % times.Count)];
        }
    }

    // Steps of hours, minutes or seconds; what cannot fit is jumped over.
    private IEnumerable<DateTime> ByTime(DateTime end)
    {
        var unit = rule.Frequency switch { CalendarFrequency.Hourly => 3_600L, CalendarFrequency.Minutely => 60L, _ => 1L };
        var first = start.Value.Ticks / TimeSpan.TicksPerSecond / unit * unit;
        var step = unit * rule.Interval;
        for (var at = first; at <= end.Ticks / TimeSpan.TicksPerSecond;)
        {
            if (IsTooMuch()) yield break;
            var moment = new DateTime(at * TimeSpan.TicksPerSecond);
            if (Beyond(moment) is { } next)
            {
                at += Math.Max(1, ((next - at) + step - 1) / step) * step;
                continue;
            }

            var times = new CalendarTimes(
                [moment.Hour],
                rule.Frequency == CalendarFrequency.Hourly ? Or(rule.Minutes, start.Value.Minute) : [moment.Minute],
                rule.Frequency == CalendarFrequency.Secondly ? [moment.Second] : Or(rule.Seconds, start.Value.Second));
            foreach (var one in Chosen(times.Count)) yield return moment.Date + times[(int)one];
            at += step;
        }
    }

    /// <summary>The first second that may fit again, where this one cannot.</summary>
    private long? Beyond(DateTime moment)
    {
        var seconds = moment.Ticks / TimeSpan.TicksPerSecond;
        if (!_dates.Fits(DateOnly.FromDateTime(moment))) return ((seconds / 86_400) + 1) * 86_400;
        if (rule.Hours.Count > 0 && !rule.Hours.Contains(moment.Hour)) return ((seconds / 3_600) + 1) * 3_600;
        if (rule.Frequency <= CalendarFrequency.Minutely && rule.Minutes.Count > 0 && !rule.Minutes.Contains(moment.Minute)) return ((seconds / 60) + 1) * 60;
        return rule.Frequency == CalendarFrequency.Secondly && rule.Seconds.Count > 0 && !rule.Seconds.Contains(moment.Second) ? seconds + 1 : null;
    }

    /// <summary>Which of so many moments of one period count.</summary>
    private IEnumerable<long> Chosen(long all)
    {
        if (rule.Positions.Count > 0) return rule.Positions.Select(p => p > 0 ? p - 1 : all + p).Where(p => p >= 0 && p < all).Distinct().Order();
        return Every(all);

        static IEnumerable<long> Every(long all)
        {
            for (var i = 0L; i < all; i++) yield return i;
        }
    }

    private bool IsTooMuch() => IsCut = ++_steps > MostSteps;

    private static IReadOnlyList<int> Or(IReadOnlyList<int> said, int otherwise) => said.Count > 0 ? said : [otherwise];

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}

/// <summary>Times of a day, in order, made when they are asked for. There is no sixtieth second.</summary>
internal readonly struct CalendarTimes(IReadOnlyList<int> hours, IReadOnlyList<int> minutes, IReadOnlyList<int> seconds)
{
    private readonly IReadOnlyList<int> _seconds = seconds.Contains(60) ? [.. seconds.Where(s => s < 60)] : seconds;

    public int Count => hours.Count * minutes.Count * _seconds.Count;

    public TimeSpan this[int at] => new(hours[at / _seconds.Count / minutes.Count], minutes[at / _seconds.Count % minutes.Count], _seconds[at % _seconds.Count]);
}
