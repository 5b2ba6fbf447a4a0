using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <content>What is changed about a place in the line: priority, doctor, room.</content>
public sealed partial class AppointmentService
{
    /// <summary>Says how pressing a visit is: see <see cref="Appointment.Prioritize"/>.</summary>
    public Task<Outcome<BoardRow>> PrioritizeAsync(Actor actor, AppointmentCommand command, AppointmentPriority priority, CancellationToken gone = default) =>
        ChangeAsync(
            actor,
            command,
            line => line.Kind == (priority == AppointmentPriority.Urgent ? ActivityKind.AppointmentMadeUrgent : ActivityKind.AppointmentMadeRoutine),
            a => a.Priority == priority,
            (a, change, _) => a.Prioritize(priority, change),
            gone);

    /// <summary>Notes that a patient is back from a test.</summary>
    public Task<Outcome<BoardRow>> ComeBackAsync(Actor actor, AppointmentCommand command, CancellationToken gone = default) =>
        ChangeAsync(actor, command, line => line.Kind == ActivityKind.PatientCameBack, a => a.BackAt is not null, (a, change, _) => a.ComeBack(change), gone);

    /// <summary>
    /// Gives a patient to another doctor: see <see cref="Appointment.GiveTo"/>. A booked one keeps his time, and is refused
    /// where that is taken or outside the other doctor's hours; one who waits is given the other doctor's next free time of today.
    /// </summary>
    public Task<Outcome<BoardRow>> GiveToAsync(Actor actor, AppointmentCommand command, Guid practitionerId, CancellationToken gone = default)
    {
        DateTimeOffset start = default;
        return ChangeAsync(
            actor,
            command,
            line => line.Kind == ActivityKind.AppointmentGivenToDoctor && line.AfterId == practitionerId,
            a => a.PractitionerId == practitionerId,
            (a, change, book) => a.GiveTo(practitionerId, start, change)
                ?? (a.Status == AppointmentStatus.Booked ? book.RefuseOffer(a.VisitTypeId, practitionerId) ?? book.Refuse(practitionerId, a.Start, a.End) : null), // who is here is seen
            gone,
            async db =>
            {
                if (!await db.Practitioners.AnyAsync(p => p.Id == practitionerId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false))
                {
                    return Refusal.Invalid("Practitioner", "Please choose a doctor of this clinic.");
                }

                start = await FreeStartAsync(db, practitionerId, command.AppointmentId, wished: null, gone).ConfigureAwait(false);
                return null;
            });
    }

    /// <summary>Takes <see cref="GiveToAsync"/> back: at the old time where it is still free, for one who waits also at the next free one.</summary>
    public Task<Outcome<BoardRow>> GiveBackAsync(Actor actor, AppointmentCommand command, CancellationToken gone = default)
    {
        DateTimeOffset start = default;
        return ChangeAsync(
            actor,
            command,
            line => line.Kind == ActivityKind.AppointmentDoctorTakenBack,
            _ => false,
            (a, change, _) => a.GiveBack(start, change),
            gone,
            async db =>
            {
                var before = await AppointmentQueries.Visible(db, actor).AsNoTracking().Where(a => a.Id == command.AppointmentId)
                    .Select(a => new { a.DoctorBefore, a.StartBefore }).SingleAsync(gone).ConfigureAwait(false);
                if (before is { DoctorBefore: { } doctor, StartBefore: { } old }) start = await FreeStartAsync(db, doctor, command.AppointmentId, old, gone).ConfigureAwait(false);
                return null;
            });
    }

    /// <summary>Chooses the room of a patient who is in the house: see <see cref="Appointment.ChooseRoom"/>. Null is the doctor's usual one.</summary>
    public Task<Outcome<BoardRow>> ChooseRoomAsync(Actor actor, AppointmentCommand command, Guid? locationId, CancellationToken gone = default) =>
        ChangeAsync(
            actor,
            command,
            line => line.Kind == ActivityKind.RoomChosen && line.AfterId == locationId,
            a => a.LocationId == locationId,
            (a, change, _) => a.ChooseRoom(locationId, change),
            gone,
            async db => locationId is null || await db.Locations.AnyAsync(l => l.Id == locationId && l.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false)
                ? null
                : Refusal.Invalid("Room", "Please choose a room of this clinic."));

    /// <summary>
    /// The begin that an appointment can have with a doctor: its own or the wished one while it is booked; for one who waits
    /// the wished one where it is free, else the doctor's next free one from now.
    /// </summary>
    private async Task<DateTimeOffset> FreeStartAsync(ClinicDbContext db, Guid practitionerId, Guid appointmentId, DateTimeOffset? wished, CancellationToken gone)
    {
        var now = time.GetUtcNow();
        var own = await db.Appointments.AsNoTracking().Where(a => a.Id == appointmentId).Select(a => new { a.Start, a.End, a.Status }).SingleAsync(gone).ConfigureAwait(false);
        var (start, length) = (wished ?? own.Start, own.End - own.Start);
        if (own.Status == AppointmentStatus.Booked) return start;
        var from = wished < now ? wished.Value : now;
        var taken = await db.Appointments.AsNoTracking()
            .Where(a => a.PractitionerId == practitionerId && a.HoldsSlot && a.End > from && a.Id != appointmentId)
            .OrderBy(a => a.Start).Select(a => new { a.Start, a.End }).Take(200).ToListAsync(gone).ConfigureAwait(false);
        if (wished is not null && taken.TrueForAll(t => t.End <= start || t.Start >= start + length)) return start;
        return FreeGap.First(taken.Select(t => (t.Start, t.End)), now, length);
    }
}
