using System.Globalization;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>What a clock on the wall of some place shows, as an instant.</summary>
internal abstract class CalendarClock
{
    /// <summary>A time that the clock skips counts by the offset before the jump; of one that it shows twice the first is meant (RFC 5545, 3.3.5). Null outside of all times.</summary>
    public DateTimeOffset? At(DateTime local)
    {
        var utc = local.Ticks - Offset(local).Ticks;
        return utc < 0 || utc > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(utc, TimeSpan.Zero);
    }

    /// <summary>What the clock shows at an instant; near enough for the end of a rule.</summary>
    public DateTime Local(DateTime utc)
    {
        var first = Shifted(utc, Offset(utc));
        return Shifted(utc, Offset(first));
    }

    protected abstract TimeSpan Offset(DateTime local);

    private static DateTime Shifted(DateTime at, TimeSpan by) => new(Math.Clamp(at.Ticks + by.Ticks, 0, DateTime.MaxValue.Ticks));
}

/// <summary>The clock of a zone that this machine knows.</summary>
internal sealed class KnownClock(TimeZoneInfo zone) : CalendarClock
{
    public static KnownClock Utc { get; } = new(TimeZoneInfo.Utc);

    protected override TimeSpan Offset(DateTime local)
    {
        if (zone.IsAmbiguousTime(local)) return zone.GetAmbiguousTimeOffsets(local).Max();
        if (!zone.IsInvalidTime(local)) return zone.GetUtcOffset(local);
        var before = local;
        for (var i = 0; i < 48 && zone.IsInvalidTime(before); i++) before = before.AddMinutes(-30);
        return zone.GetUtcOffset(before);
    }
}

/// <summary>The clock that a calendar describes itself (RFC 5545, 3.6.5).</summary>
internal sealed class DescribedClock : CalendarClock
{
    private const int MostChanges = 5_000;
    private static readonly DateTime LastChange = new(2201, 1, 1);
    private readonly List<(DateTime At, TimeSpan Before, TimeSpan After)> _changes;

    private DescribedClock(List<(DateTime At, TimeSpan Before, TimeSpan After)> changes) => _changes = changes;

    /// <summary>The clock of a VTIMEZONE; null where it describes none.</summary>
    public static DescribedClock? Read(CalendarPart part)
    {
        var changes = new List<(DateTime At, TimeSpan Before, TimeSpan After)>();
        foreach (var observance in part.Parts.Where(p => p.Name is "STANDARD" or "DAYLIGHT"))
        {
            if (Offset(observance.Find("TZOFFSETFROM")?.Value) is not { } before || Offset(observance.Find("TZOFFSETTO")?.Value) is not { } after) return null;
            if (observance.Find("DTSTART") is not { } line || CalendarMoment.Read(line.Value) is not { } first) return null;
            if (Moments(observance, first, before) is not { } moments || moments.Count > MostChanges) return null;
            changes.AddRange(moments.Select(m => (m, before, after)));
        }

        changes.Sort((one, other) => one.At.CompareTo(other.At));
        return changes.Count == 0 ? null : new DescribedClock(changes);
    }

    protected override TimeSpan Offset(DateTime local)
    {
        var (low, high) = (0, _changes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_changes[middle].At <= local) low = middle + 1;
            else high = middle;
        }

        if (low == 0) return _changes[0].Before;
        var (at, before, after) = _changes[low - 1];
        return local - at < after - before ? before : after; // in the hour that the clock jumps over, as if it had not
    }

    // On the clock that is left at the change.
    private static List<DateTime>? Moments(CalendarPart observance, CalendarMoment first, TimeSpan before)
    {
        var moments = new List<DateTime> { On(first) };
        foreach (var line in observance.All("RRULE"))
        {
            var (rule, _) = CalendarRule.Read(line.Value);
            if (rule is null) return null;
            var recurrence = new CalendarRecurrence(rule.EndingOn(utc => On(new CalendarMoment(utc, false, true))), new CalendarMoment(On(first), false, false), LastChange);
            moments.AddRange(recurrence.Moments().Take(MostChanges + 1));
            if (recurrence.IsCut || moments.Count > MostChanges) return null;
        }

        foreach (var value in observance.All("RDATE").SelectMany(l => l.Values()))
        {
            if (CalendarMoment.Read(value.Split('/')[0]) is not { } moment) return null;
            moments.Add(moment.IsDate ? moment.Value.Date + first.Value.TimeOfDay : On(moment));
        }

        return moments;

        DateTime On(CalendarMoment moment) => moment.IsUtc ? new DateTime(Math.Clamp(moment.Value.Ticks + before.Ticks, 0, DateTime.MaxValue.Ticks)) : moment.Value;
    }

    private static TimeSpan? Offset(string? text)
    {
        var plain = text?.Trim() ?? "";
        if (plain.Length is not (5 or 7) || plain[0] is not ('+' or '-')) return null;
        if (!TimeSpan.TryParseExact(plain[1..], ["hhmm", "hhmmss"], CultureInfo.InvariantCulture, out var offset) || offset > TimeSpan.FromHours(18)) return null;
        return plain[0] == '-' ? -offset : offset;
    }
}

/// <summary>The zones that the times of a calendar name.</summary>
internal sealed class CalendarClocks
{
    private readonly Dictionary<string, CalendarClock?> _found = new(StringComparer.Ordinal);

    /// <summary>Takes up a VTIMEZONE.</summary>
    public void Describe(CalendarPart part)
    {
        if (part.Find("TZID")?.Text().Trim() is { Length: > 0 } id && DescribedClock.Read(part) is { } clock) _found[id] = clock;
    }

    /// <summary>Takes up what somebody said that a zone is.</summary>
    public void Say(string id, string zone) => _found[id] = Known(zone);

    /// <summary>
    /// The clock of a zone: as the calendar describes it, else as this machine knows it by that name, by the name behind a program's own
    /// (<c>/mozilla.org/20070129_1/Europe/Berlin</c>) or by the name that Windows has for it; null where it has to be asked.
    /// </summary>
    public CalendarClock? Named(string id)
    {
        if (_found.TryGetValue(id, out var clock)) return clock;
        var parts = id.StartsWith('/') ? id.Split('/', StringSplitOptions.RemoveEmptyEntries) : [];
        clock = Known(id);
        for (var last = Math.Min(3, parts.Length); clock is null && last >= 2; last--) clock = Known(string.Join('/', parts[^last..]));
        if (clock is null && TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out var iana)) clock = Known(iana);
        return _found[id] = clock;
    }

    private static KnownClock? Known(string id) => Organizations.ClinicSettings.IsZone(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? new KnownClock(zone) : null;
}
