using System.Globalization;
using System.Text;
using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>A calendar as a file (iCalendar, RFC 5545): one appointment that somebody takes along, or a feed that his program looks at again and again. It never names a reason.</summary>
/// <param name="Name">What the calendar is called.</param>
/// <param name="Entries">The appointments.</param>
public sealed record CalendarFile(string Name, IReadOnlyList<CalendarEntry> Entries)
{
    /// <summary>How often a feed should be looked at (RFC 7986, 5.7).</summary>
    public static readonly TimeSpan Refresh = TimeSpan.FromMinutes(15);

    /// <summary>Whether programs come back for it.</summary>
    public bool IsFeed { get; init; }

    /// <summary>
    /// The file: lines end with CRLF and are folded at 75 octets. Times are on the clinic's clock, whose rules stand in the file; where that clock shows a time twice,
    /// or the clinic is not named, in UTC.
    /// </summary>
    public string Write()
    {
        var file = new StringBuilder();
        Add("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ClinicLive//Front desk//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH");
        if (IsFeed)
        {
            var refresh = $"PT{((int)Refresh.TotalMinutes).ToString(CultureInfo.InvariantCulture)}M";
            Add($"NAME:{CalendarLine.Escape(Name)}", $"X-WR-CALNAME:{CalendarLine.Escape(Name)}", $"REFRESH-INTERVAL;VALUE=DURATION:{refresh}", $"X-PUBLISHED-TTL:{refresh}");
        }

        foreach (var zone in Entries.Where(e => e.ZoneId is not null).GroupBy(e => e.ZoneId!, StringComparer.Ordinal))
        {
            Add([.. CalendarZone.Write(TimeZoneInfo.FindSystemTimeZoneById(zone.Key), zone.Min(e => e.Start), zone.Max(e => e.End))]);
        }

        foreach (var entry in Entries) Add([.. Lines(entry)]);
        Add("END:VCALENDAR");
        return file.ToString();

        void Add(params string[] lines)
        {
            foreach (var line in lines) CalendarLine.Fold(file, line);
        }
    }

    private static IEnumerable<string> Lines(CalendarEntry entry)
    {
        var status = entry.Status switch
        {
            AppointmentStatus.Cancelled or AppointmentStatus.NoShow or AppointmentStatus.LeftUnseen or AppointmentStatus.EnteredInError => "CANCELLED",
            AppointmentStatus.Requested or AppointmentStatus.Waitlisted or AppointmentStatus.Held => "TENTATIVE",
            _ => "CONFIRMED",
        };
        return
        [
            "BEGIN:VEVENT", $"UID:{entry.Id}@cliniclive", $"DTSTAMP:{CalendarMoment.Instant(entry.ChangedAt)}", $"LAST-MODIFIED:{CalendarMoment.Instant(entry.ChangedAt)}",
            $"DTSTART{Time(entry.Start, entry.ZoneId)}", $"DTEND{Time(entry.End, entry.ZoneId)}",
            $"SUMMARY:{CalendarLine.Escape(entry.Title)}", $"LOCATION:{CalendarLine.Escape(entry.Place)}", $"SEQUENCE:{entry.Sequence.ToString(CultureInfo.InvariantCulture)}", $"STATUS:{status}",
            $"TRANSP:{(status == "CANCELLED" ? "TRANSPARENT" : "OPAQUE")}", "CLASS:PRIVATE",
            .. entry.CheckIn is { } link ? [$"URL:{link.AbsoluteUri}"] : Array.Empty<string>(),
            "END:VEVENT",
        ];
    }

    private static string Time(DateTimeOffset at, string? zoneId)
    {
        if (zoneId is null or "UTC") return $":{CalendarMoment.Instant(at)}";
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        return zone.IsAmbiguousTime(local) ? $":{CalendarMoment.Instant(at)}" : $";TZID={zoneId}:{CalendarMoment.Local(local)}";
    }
}
