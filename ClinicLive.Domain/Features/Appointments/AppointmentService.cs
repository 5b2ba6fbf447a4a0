using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>A command about an existing appointment, with what the person was looking at.</summary>
/// <param name="AppointmentId">Which one.</param>
/// <param name="ExpectedFrom">The state on the person's screen.</param>
/// <param name="Version">The version on the person's screen.</param>
/// <param name="CommandId">The client's id of this command; the same id twice is one change and the same answer.</param>
/// <param name="Reason">Why, where it is asked for.</param>
public sealed record AppointmentCommand(Guid AppointmentId, AppointmentStatus ExpectedFrom, int Version, Guid CommandId, string? Reason = null);

/// <summary>The steps of an appointment through its day.</summary>
public sealed partial class AppointmentService(
    IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, ScheduleQueries schedule, CheckInGate gate, TimeProvider time)
{
    /// <summary>
    /// Moves an appointment to another state by the one step that leads there (<see cref="Transitions"/>). A state it is
    /// already in is a success that changes nothing. Refuses what moved meanwhile, what the table does not have, another
    /// role, another clinic.
    /// </summary>
    public Task<Outcome<BoardRow>> MoveAsync(Actor actor, AppointmentCommand command, AppointmentStatus to, CancellationToken gone = default) =>
        ChangeAsync(
            actor,
            command,
            line => line.Kind is ActivityKind.AppointmentMoved or ActivityKind.AppointmentMoveUndone && line.To == to.ToString(),
            a => a.Status == to,
            (a, change, book) => a.MoveTo(to, change)
                ?? (a.StatusBefore is AppointmentStatus.Requested or AppointmentStatus.Waitlisted && to is AppointmentStatus.Booked or AppointmentStatus.Held
                    ? book.Refuse(a.PractitionerId, a.Start, a.End) // the hours may have changed since it was asked for
                    : null),
            gone);

    /// <summary>Takes the last move back: see <see cref="Appointment.UndoLastMove"/>.</summary>
    public Task<Outcome<BoardRow>> UndoAsync(Actor actor, AppointmentCommand command, CancellationToken gone = default) =>
        ChangeAsync(actor, command, line => line.Kind == ActivityKind.AppointmentMoveUndone, _ => false, (a, change, _) => a.UndoLastMove(change), gone);

    /// <summary>Calls a waiting patient to the room.</summary>
    public Task<Outcome<BoardRow>> CallAsync(Actor actor, AppointmentCommand command, CancellationToken gone = default) =>
        ChangeAsync(actor, command, line => line.Kind == ActivityKind.PatientCalled, _ => false, (a, change, _) => a.Call(change), gone);

    /// <summary>
    /// A patient checks in himself, with the code that the screen in the waiting room shows: see <see cref="Appointment.CheckInByCode"/>.
    /// Wrong codes are counted (<see cref="CheckInGate"/>).
    /// </summary>
    public Task<Outcome<BoardRow>> CheckInByCodeAsync(Actor actor, AppointmentCommand command, string code, bool acceptsToWait = false, CancellationToken gone = default) =>
        ChangeAsync(
            actor,
            command,
            line => line.Kind == ActivityKind.AppointmentMoved && line.To == nameof(AppointmentStatus.Arrived),
            a => a.Status == AppointmentStatus.Arrived,
            (a, change, _) => a.CheckInByCode(change, acceptsToWait),
            gone,
            _ => gate.CheckAsync(actor, code, gone));

    /// <summary>Notes that the patient said he will come.</summary>
    public Task<Outcome<BoardRow>> ConfirmAttendanceAsync(Actor actor, AppointmentCommand command, CancellationToken gone = default) =>
        ChangeAsync(actor, command, line => line.Kind == ActivityKind.AppointmentConfirmed, a => a.PatientConfirmed, (a, change, _) => a.ConfirmAttendance(change), gone);

    /// <summary>Another time or another practitioner for a booked appointment. A patient's own move must leave the minutes behind visits free.</summary>
    public Task<Outcome<BoardRow>> RescheduleAsync(
        Actor actor, AppointmentCommand command, Guid practitionerId, DateTimeOffset start, int minutes, CancellationToken gone = default) =>
        ChangeAsync(
            actor,
            command,
            line => line.Kind == ActivityKind.AppointmentRescheduled,
            a => a.Status == AppointmentStatus.Booked && a.PractitionerId == practitionerId && a.Start == start && a.End == start.AddMinutes(minutes),
            (a, change, book) => a.Reschedule(practitionerId, start, minutes, change)
                ?? book.RefuseOffer(a.VisitTypeId, practitionerId) ?? book.Refuse(practitionerId, a.Start, a.End),
            gone,
            async db => !await db.Practitioners.AnyAsync(p => p.Id == practitionerId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false)
                ? Refusal.Invalid("Practitioner", "Please choose a doctor of this clinic.")
                : actor.Role == Role.Patient ? await RefuseNearAsync(db, actor, command.AppointmentId, practitionerId, start, minutes, gone).ConfigureAwait(false) : null);

    private async Task<Refusal?> RefuseNearAsync(ClinicDbContext db, Actor actor, Guid appointmentId, Guid practitionerId, DateTimeOffset start, int minutes, CancellationToken gone)
    {
        if (minutes is < Appointment.ShortestMinutes or > Appointment.LongestMinutes) return null; // refused as what it is
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var type = await db.Appointments.Where(a => a.Id == appointmentId && a.OrganizationId == actor.OrganizationId).Select(a => a.VisitTypeId).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        return await VisitBuffers.RefuseAsync(db, book, appointmentId, practitionerId, type, start, start.AddMinutes(minutes), gone).ConfigureAwait(false);
    }

    private async Task<Outcome<BoardRow>> ChangeAsync(
        Actor actor,
        AppointmentCommand command,
        Func<ActivityEntry, bool> isItsLine,
        Func<Appointment, bool> isSoAlready,
        Func<Appointment, Change, OpeningBook, Refusal?> change,
        CancellationToken gone,
        Func<ClinicDbContext, Task<Refusal?>>? check = null)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (!await AppointmentQueries.Visible(db, actor).AnyAsync(a => a.Id == command.AppointmentId, gone).ConfigureAwait(false)) return Refusal.NotFound("appointment");
        return await CommandLog.OnceAsync(
            () => AnswerRepeatedAsync(db, actor, command, isItsLine, gone), () => ChangeOnceAsync(db, actor, command, isSoAlready, change, check, gone)).ConfigureAwait(false);
    }

    private async Task<Outcome<BoardRow>> ChangeOnceAsync(
        ClinicDbContext db,
        Actor actor,
        AppointmentCommand command,
        Func<Appointment, bool> isSoAlready,
        Func<Appointment, Change, OpeningBook, Refusal?> change,
        Func<ClinicDbContext, Task<Refusal?>>? check,
        CancellationToken gone)
    {
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);

        // A save that loses a race is looked at once more, as the later of the two that it is.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            db.ChangeTracker.Clear();
            var appointment = await AppointmentQueries.Visible(db, actor).SingleOrDefaultAsync(a => a.Id == command.AppointmentId, gone).ConfigureAwait(false);
            if (appointment is null) return Refusal.NotFound("appointment");
            if (isSoAlready(appointment)) return Outcome<BoardRow>.Already(await RowAsync(db, actor, appointment.Id, gone).ConfigureAwait(false));
            if (appointment.Version != command.Version || appointment.Status != command.ExpectedFrom)
            {
                return await WhoMoved.TellAsync(db, actor, appointment.Id, time.GetUtcNow(), gone).ConfigureAwait(false);
            }

            if (check is not null && await check(db).ConfigureAwait(false) is { } unchecked_) return unchecked_;
            var refusal = change(appointment, new Change(actor, time.GetUtcNow(), policy, command.Reason, command.CommandId), book);
            if (refusal is not null) return refusal;
            await QueuePlace.SettleAsync(db, appointment, gone).ConfigureAwait(false);

            switch (await db.TrySaveAsync(gone).ConfigureAwait(false))
            {
                case SaveResult.Saved:
                    return Outcome<BoardRow>.Done(await RowAsync(db, actor, appointment.Id, gone).ConfigureAwait(false));
                case SaveResult.Overlap:
                    return new Refusal(RefusalKind.SlotTaken, "The doctor has another appointment in that time. Nothing was changed. Please choose or book another time.");
                case SaveResult.WaitsAlready:
                    return Refusal.NotAllowed("This patient is on the waiting list for this already.");
                case SaveResult.ConsultationOpen:
                    return await NameOpenConsultationAsync(db, appointment, gone).ConfigureAwait(false);
                case SaveResult.Unavailable:
                    return Refusal.Unavailable;
            }
        }

        return Refusal.Unavailable;
    }

    private static async Task<Outcome<BoardRow>?> AnswerRepeatedAsync(
        ClinicDbContext db, Actor actor, AppointmentCommand command, Func<ActivityEntry, bool> isItsLine, CancellationToken gone)
    {
        var line = await CommandLog.FindAsync(db, actor, command.CommandId, gone).ConfigureAwait(false);
        if (line is null) return null;
        if (line.SubjectId != command.AppointmentId || line.ActorId != actor.UserId || !isItsLine(line))
        {
            return CommandLog.UsedOtherwise;
        }

        return Outcome<BoardRow>.Already(await RowAsync(db, actor, command.AppointmentId, gone).ConfigureAwait(false));
    }

    // It may be one that was forgotten yesterday: named, it is found.
    private static async Task<Refusal> NameOpenConsultationAsync(ClinicDbContext db, Appointment refused, CancellationToken gone)
    {
        var patient = await db.Appointments.AsNoTracking()
            .Where(a => a.PractitionerId == refused.PractitionerId && a.Status == AppointmentStatus.InConsultation && a.Id != refused.Id)
            .Join(db.Patients.AsNoTracking(), a => a.PatientId, p => p.Id, (_, p) => p.Name)
            .FirstOrDefaultAsync(gone).ConfigureAwait(false);
        return Refusal.NotAllowed($"The doctor has another consultation open{(patient is null ? "" : $", with {patient}")}. Finish or pause that one first.");
    }

    /// <summary>The row as it stands after a save.</summary>
    internal static async Task<BoardRow> RowAsync(ClinicDbContext db, Actor actor, Guid appointmentId, CancellationToken gone) =>
        await AppointmentQueries.FindAsync(db, actor with { Role = actor.Role == Role.Patient ? Role.Patient : Role.Admin }, appointmentId, gone).ConfigureAwait(false)
        ?? throw new InvalidOperationException("An appointment that was just saved cannot be read.");
}
