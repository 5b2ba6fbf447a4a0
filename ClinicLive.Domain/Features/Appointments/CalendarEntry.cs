using System.Globalization;
using System.Text;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>An appointment for somebody's own calendar (iCalendar, RFC 5545). It names the doctor and the clinic, never the reason.</summary>
/// <param name="Id">The appointment; its UID for ever, so that a later copy replaces an earlier one.</param>
/// <param name="Start">Begin, in UTC.</param>
/// <param name="End">End, in UTC.</param>
/// <param name="Title">What the calendar shows.</param>
/// <param name="Place">Where.</param>
/// <param name="Status">The state.</param>
/// <param name="Sequence">How often it was moved (RFC 5545, 3.8.7.4).</param>
/// <param name="ChangedAt">When it last changed, in UTC.</param>
public sealed record CalendarEntry(
    Guid Id, DateTimeOffset Start, DateTimeOffset End, string Title, string Place, AppointmentStatus Status, int Sequence, DateTimeOffset ChangedAt)
{
    /// <summary>Where the patient checks in by himself, or null; the calendar shows it as a link (RFC 5545, 3.8.4.6).</summary>
    public Uri? CheckIn { get; init; }

    private const int LongestLine = 75; // octets, without the line break (RFC 5545, 3.1)

    /// <summary>The file: lines end with CRLF and are folded at 75 octets, times are in UTC.</summary>
    public string ToICalendar()
    {
        var status = Status switch
        {
            AppointmentStatus.Cancelled or AppointmentStatus.NoShow or AppointmentStatus.LeftUnseen or AppointmentStatus.EnteredInError => "CANCELLED",
            AppointmentStatus.Requested or AppointmentStatus.Waitlisted or AppointmentStatus.Held => "TENTATIVE",
            _ => "CONFIRMED",
        };
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ClinicLive//Front desk//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
            "BEGIN:VEVENT", $"UID:{Id}@cliniclive", $"DTSTAMP:{Instant(ChangedAt)}", $"DTSTART:{Instant(Start)}", $"DTEND:{Instant(End)}",
            $"SUMMARY:{Text(Title)}", $"LOCATION:{Text(Place)}", $"SEQUENCE:{Sequence.ToString(CultureInfo.InvariantCulture)}", $"STATUS:{status}",
            .. CheckIn is { } link ? [$"URL:{link.AbsoluteUri}"] : Array.Empty<string>(),
            "END:VEVENT", "END:VCALENDAR",
        ];
        var file = new StringBuilder();
        foreach (var line in lines) Fold(file, line);
        return file.ToString();
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    // RFC 5545, 3.3.11; other control characters have no place in a text value.
    private static string Text(string value)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");
        return string.Concat(escaped.Where(c => !char.IsControl(c)));
    }

    private static void Fold(StringBuilder file, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                file.Append("\r\n ");
                octets = 1;
            }

            file.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        file.Append("\r\n");
    }
}
