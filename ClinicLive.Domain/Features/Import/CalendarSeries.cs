using System.Globalization;
using ClinicLive.Domain.Features.Calendars;

namespace ClinicLive.Domain.Features.Import;

/// <summary>When an entry that repeats takes place (RFC 5545, 3.8.5): its begin, what its rules and single dates add, without what is taken out.</summary>
internal sealed class CalendarSeries(CalendarPart part, CalendarMoment begin, CalendarClock clock, Func<CalendarLine, CalendarClock?> clockOf, DateTimeOffset horizon, int most)
{
    private readonly SortedDictionary<DateTimeOffset, TimeSpan?> _starts = [];

    /// <summary>The begins in order, with a length where one has its own.</summary>
    public IEnumerable<(DateTimeOffset Start, TimeSpan? Length)> Starts => _starts.Select(s => (s.Key, s.Value));

    /// <summary>It repeats beyond the last day that is taken over.</summary>
    public bool GoesOn { get; private set; }

    /// <summary>Works it out; else says why it cannot be.</summary>
    public string? Read()
    {
        if (clock.At(begin.Value) is { } first) _starts[first] = null;
        foreach (var line in part.All("RRULE"))
        {
            if (Add(line) is { } why) return why;
        }

        foreach (var line in part.All("RDATE"))
        {
            foreach (var value in line.Values())
            {
                if (Dated(line, value) is not var (start, length)) return $"The date \"{value}\" cannot be read.";
                _starts[start] = length;
                if (_starts.Count > most) return TooMany();
            }
        }

        foreach (var line in part.All("EXRULE"))
        {
            if (Rule(line, out var why) is not { } recurrence) return why;
            foreach (var moment in recurrence.Moments().Take(most)) Remove(clock.At(moment));
        }

        return part.All("EXDATE").SelectMany(line => line.Values().Select(value => TakeOut(line, value))).FirstOrDefault(why => why is not null);
    }

    private string? Add(CalendarLine line)
    {
        if (Rule(line, out var why) is not { } recurrence) return why;
        var count = 0;
        foreach (var moment in recurrence.Moments())
        {
            if (clock.At(moment) is { } at) _starts.TryAdd(at, null);
            if (++count > most || _starts.Count > most) return TooMany();
        }

        if (recurrence.IsCut) return TooMany();
        GoesOn |= recurrence.EndsWithLast(count);
        return null;
    }

    private CalendarRecurrence? Rule(CalendarLine line, out string? why)
    {
        var (rule, fault) = CalendarRule.Read(line.Value);
        why = rule is null ? $"The rule by which it repeats cannot be read: {fault}." : null;
        return rule is null ? null : new CalendarRecurrence(rule.EndingOn(clock.Local), begin, clock.Local(horizon.UtcDateTime));
    }

    private (DateTimeOffset Start, TimeSpan? Length)? Dated(CalendarLine line, string value)
    {
        var period = value.Split('/');
        if (period.Length > 2 || Instant(line, period[0]) is not { } start) return null;
        if (period.Length == 1) return (start, null);
        var length = CalendarMoment.Length(period[1]) ?? Instant(line, period[1]) - start;
        return length is null ? null : (start, length);
    }

    private string? TakeOut(CalendarLine line, string value)
    {
        if (CalendarMoment.Read(value) is not { } moment) return $"The date \"{value}\" cannot be read.";
        if (!moment.IsDate) Remove(Instant(line, value));
        foreach (var start in _starts.Keys.Where(s => moment.IsDate && clock.Local(s.UtcDateTime).Date == moment.Value.Date).ToList()) _starts.Remove(start);
        return null;
    }

    private DateTimeOffset? Instant(CalendarLine line, string value) => CalendarMoment.Read(value) switch
    {
        null => null,
        { IsUtc: true } utc => KnownClock.Utc.At(utc.Value),
        { IsDate: true } day => clock.At(day.Value + begin.Value.TimeOfDay),
        { } local => clockOf(line)?.At(local.Value),
    };

    private void Remove(DateTimeOffset? start)
    {
        if (start is { } at) _starts.Remove(at);
    }

    private string TooMany() => string.Create(CultureInfo.InvariantCulture, $"It repeats more than {most:N0} times up to {horizon:d MMMM yyyy}. Please ask for a calendar with less of it.");
}
