using ClinicLive.Domain.Features.Calendars;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>An appointment for somebody's own calendar (iCalendar, RFC 5545). It names the doctor and the clinic, never the reason.</summary>
/// <param name="Id">The appointment; its UID for ever, so that a later copy replaces an earlier one.</param>
/// <param name="Start">Begin, in UTC.</param>
/// <param name="End">End, in UTC.</param>
/// <param name="Title">What the calendar shows.</param>
/// <param name="Place">Where.</param>
/// <param name="Status">The state.</param>
/// <param name="Sequence">Rises with every change (RFC 5545, 3.8.7.4), so that a later copy wins.</param>
/// <param name="ChangedAt">When it last changed, in UTC.</param>
public sealed record CalendarEntry(
    Guid Id, DateTimeOffset Start, DateTimeOffset End, string Title, string Place, AppointmentStatus Status, int Sequence, DateTimeOffset ChangedAt)
{
    /// <summary>Where the patient checks in by himself, or null; the calendar shows it as a link (RFC 5545, 3.8.4.6).</summary>
    public Uri? CheckIn { get; init; }

    /// <summary>IANA time zone of the clinic, on whose clock the times are written; null writes them in UTC.</summary>
    public string? ZoneId { get; init; }

    /// <summary>The appointment alone as a file.</summary>
    public string ToICalendar() => new CalendarFile(Place, [this]).Write();
}
