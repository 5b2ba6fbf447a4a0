using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;

namespace ClinicLive.Domain.Features.Displays;

/// <summary>
/// The right of an anonymous screen: it was opened with this code. Made by looking a code up, and asked again at every read:
/// a screen that was taken down or given a new code reads nothing any more. Deliberately not an <see cref="Shared.Actor"/>:
/// no use case takes it.
/// </summary>
/// <param name="DisplayId">Which screen.</param>
/// <param name="OrganizationId">The clinic that put it up.</param>
/// <param name="Code">The code that it was opened with.</param>
public sealed record DisplayPass(Guid DisplayId, Guid OrganizationId, string Code);

/// <summary>Somebody is called to a room.</summary>
/// <param name="Ticket">Who, as a ticket.</param>
/// <param name="Room">Where; null when neither the appointment nor its doctor has a room.</param>
/// <param name="At">When he was last called, in UTC; calling again is a later time.</param>
public sealed record DisplayCall(string Ticket, string? Room, DateTimeOffset At);

/// <summary>Who waits for one doctor. The doctor is told by room and field of medicine: no name stands on the wall.</summary>
/// <param name="PractitionerId">For telling the lines apart; never shown.</param>
/// <param name="Room">The doctor's usual room, or null.</param>
/// <param name="Specialty">The field of medicine, or empty.</param>
/// <param name="Tickets">First in line first.</param>
public sealed record DisplayLine(Guid PractitionerId, string? Room, string Specialty, IReadOnlyList<string> Tickets);

/// <summary>All that a waiting-room screen is ever told. It has no name of a patient or a doctor, no time of an appointment and no reason.</summary>
/// <param name="ClinicName">As on the clinic's door.</param>
/// <param name="ZoneId">The clinic's IANA time zone, for the clock.</param>
/// <param name="Language">What the screen shows and speaks.</param>
/// <param name="Calls">Who is called, the newest call first.</param>
/// <param name="Lines">Who waits, by doctor, in the order of the rooms.</param>
/// <param name="CheckInCode">The code to check in with now.</param>
/// <param name="CodeUntil">When the next code comes, in UTC.</param>
public sealed record DisplayBoard(
    string ClinicName,
    string ZoneId,
    DisplayLanguage Language,
    IReadOnlyList<DisplayCall> Calls,
    IReadOnlyList<DisplayLine> Lines,
    string CheckInCode,
    DateTimeOffset CodeUntil)
{
    /// <summary>Who is called: waiting, called, and not yet with the doctor. Somebody who is away for a test was called only when that was since he left.</summary>
    public static IReadOnlyList<DisplayCall> CallsOf(DayBoard day, Func<Guid, bool> isShown) =>
    [
        .. day.Rows.Where(r => isShown(r.PractitionerId) && r.Ticket is not null && IsCalled(r))
            .OrderByDescending(r => r.CalledAt).ThenBy(r => r.TicketNumber)
            .Select(r => new DisplayCall(r.Ticket!, r.Room, r.CalledAt!.Value)),
    ];

    /// <summary>The lines of those who wait and are not called, without doctors for whom nobody waits.</summary>
    public static IReadOnlyList<DisplayLine> LinesOf(DayBoard day, PractitionerList doctors, Func<Guid, bool> isShown) =>
    [
        .. doctors.Rows.Where(d => isShown(d.Id))
            .Select(d => new DisplayLine(d.Id, d.Room, d.Specialty, [.. QueueOrder.Of(day, d.Id).Where(r => r.Ticket is not null && !IsCalled(r)).Select(r => r.Ticket!)]))
            .Where(line => line.Tickets.Count > 0)
            .OrderBy(line => line.Room is null).ThenBy(line => line.Room?.Length).ThenBy(line => line.Room, StringComparer.Ordinal).ThenBy(line => line.PractitionerId),
    ];

    private static bool IsCalled(BoardRow row) =>
        row.Status.IsWaiting() && QueueOrder.IsCalled(row) && (row.Status != AppointmentStatus.Paused || row.CalledAt > row.StatusSince);
}
