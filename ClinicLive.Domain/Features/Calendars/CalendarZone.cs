using System.Globalization;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>
/// A time zone as a calendar writes it (RFC 5545, 3.6.5). Its changes are named one by one for the years that the calendar covers, as the machine knows them: no
/// rule has to be guessed, and a year in which the rule was another one is right as well.
/// </summary>
internal static class CalendarZone
{
    /// <summary>The lines for everything from one instant to another.</summary>
    public static IReadOnlyList<string> Write(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset until)
    {
        if (zone.Id == "UTC") return [];
        // What counts before the first change named must be named too: a whole year in front always holds the last change where there are any.
        var begin = new DateTimeOffset(from.UtcDateTime.Year - 1, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var end = new DateTimeOffset(until.UtcDateTime.Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var lines = new List<string> { "BEGIN:VTIMEZONE", $"TZID:{zone.Id}" };
        lines.AddRange(Observance(zone.IsDaylightSavingTime(begin), zone.GetUtcOffset(begin), zone.GetUtcOffset(begin), [begin]));
        var changes = Changes(zone, begin, end);
        foreach (var kind in changes.GroupBy(c => (c.IsDaylight, c.Before, c.After)))
        {
            lines.AddRange(Observance(kind.Key.IsDaylight, kind.Key.Before, kind.Key.After, [.. kind.Select(c => c.At)]));
        }

        lines.Add("END:VTIMEZONE");
        return lines;
    }

    private static List<(DateTimeOffset At, TimeSpan Before, TimeSpan After, bool IsDaylight)> Changes(TimeZoneInfo zone, DateTimeOffset begin, DateTimeOffset end)
    {
        var changes = new List<(DateTimeOffset, TimeSpan, TimeSpan, bool)>();
        for (var day = begin; day < end; day = day.AddDays(1))
        {
            var (before, after) = (zone.GetUtcOffset(day), zone.GetUtcOffset(day.AddDays(1)));
            if (before == after) continue;
            var (early, late) = (0, 24 * 60); // the change lies in this day: halve it down to the minute
            while (late - early > 1)
            {
                var middle = (early + late) / 2;
                if (zone.GetUtcOffset(day.AddMinutes(middle)) == before) early = middle;
                else late = middle;
            }

            var at = day.AddMinutes(late);
            changes.Add((at, before, after, zone.IsDaylightSavingTime(at)));
        }

        return changes;
    }

    // The moment of a change is written on the clock that is left (RFC 5545, 3.6.5).
    private static IEnumerable<string> Observance(bool isDaylight, TimeSpan before, TimeSpan after, IReadOnlyList<DateTimeOffset> at)
    {
        var name = isDaylight ? "DAYLIGHT" : "STANDARD";
        yield return $"BEGIN:{name}";
        yield return $"DTSTART:{Local(at[0])}";
        foreach (var again in at.Skip(1)) yield return $"RDATE:{Local(again)}";
        yield return $"TZOFFSETFROM:{Offset(before)}";
        yield return $"TZOFFSETTO:{Offset(after)}";
        yield return $"END:{name}";

        string Local(DateTimeOffset change) => CalendarMoment.Local(change.ToOffset(before).DateTime);
    }

    private static string Offset(TimeSpan offset) => string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset.Duration():hhmm}");
}
