using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>What is asked for when an appointment is made.</summary>
/// <param name="PatientId">For whom.</param>
/// <param name="PractitionerId">With whom.</param>
/// <param name="Start">Begin, in UTC.</param>
/// <param name="Minutes">Planned length; 0 takes that of the kind of visit.</param>
/// <param name="Reason">Reason for the visit.</param>
/// <param name="CommandId">The client's id of this command.</param>
/// <param name="VisitTypeId">The kind of visit, or null.</param>
public sealed record NewAppointment(
    Guid PatientId, Guid PractitionerId, DateTimeOffset Start, int Minutes, string? Reason, Guid CommandId, Guid? VisitTypeId = null);

/// <summary>
/// Making appointments. The database refuses two of one doctor that overlap, however many ask at once. Outside the doctor's hours and
/// in his time off only a walk-in is taken.
/// </summary>
public sealed class BookingService(
    IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, ScheduleQueries schedule, TimeProvider time)
{
    /// <summary>Most appointments that a patient may have ahead by booking them himself, so that one account cannot take all free times.</summary>
    public const int MostAhead = 10;

    /// <summary>Books at the desk.</summary>
    public Task<Outcome<BoardRow>> BookAsync(Actor actor, NewAppointment wish, CancellationToken gone = default) =>
        MakeAsync(actor, wish, false, (w, change) => Appointment.Book(
            w.PatientId, w.PractitionerId, w.Start, w.Minutes, w.Reason, walkIn: false, change, visitTypeId: w.VisitTypeId), gone);

    /// <summary>Books for somebody who is here already: he waits at once.</summary>
    public Task<Outcome<BoardRow>> WalkInAsync(Actor actor, NewAppointment wish, CancellationToken gone = default) =>
        MakeAsync(actor, wish, true, (w, change) => Appointment.Book(
            w.PatientId, w.PractitionerId, w.Start, w.Minutes, w.Reason, walkIn: true, change, visitTypeId: w.VisitTypeId), gone);

    /// <summary>Asks for a time that reception accepts or not.</summary>
    public Task<Outcome<BoardRow>> RequestAsync(Actor actor, NewAppointment wish, CancellationToken gone = default) =>
        MakeAsync(actor, wish, false, (w, change) => Appointment.Request(
            w.PatientId, w.PractitionerId, w.Start, w.Minutes, w.Reason, change, visitTypeId: w.VisitTypeId), gone);

    /// <summary>
    /// Reserves a time for <see cref="Appointment.HoldFor"/>; a patient's must leave the minutes behind visits free. A patient has one reservation at a time: choosing another time lets the one
    /// before go, so that nobody can block a doctor's week.
    /// </summary>
    public async Task<Outcome<BoardRow>> HoldAsync(Actor actor, NewAppointment wish, CancellationToken gone = default)
    {
        if (actor.Role == Role.Patient) await LetGoAsync(actor, wish.CommandId, gone).ConfigureAwait(false);
        return await MakeAsync(actor, wish, false, (w, change) => Appointment.Hold(
            w.PatientId, w.PractitionerId, w.Start, w.Minutes, w.Reason, change, visitTypeId: w.VisitTypeId), gone).ConfigureAwait(false);
    }

    /// <summary>
    /// A patient chooses a time and confirms it in one: what <see cref="HoldAsync"/> refuses is refused, and nothing stays reserved in between.
    /// </summary>
    public async Task<Outcome<BoardRow>> BookOwnAsync(Actor actor, NewAppointment wish, CancellationToken gone = default)
    {
        if (actor.Role == Role.Patient) await LetGoAsync(actor, wish.CommandId, gone).ConfigureAwait(false);
        return await MakeAsync(actor, wish, false, (w, change) =>
        {
            var (own, refusal) = Appointment.Hold(w.PatientId, w.PractitionerId, w.Start, w.Minutes, w.Reason, change, visitTypeId: w.VisitTypeId);
            refusal ??= own!.ConfirmHold(change with { CommandId = null }); // the command is the making
            return refusal is null ? (own, null) : (null, refusal);
        }, gone).ConfigureAwait(false);
    }

    private async Task<Outcome<BoardRow>> MakeAsync(
        Actor actor, NewAppointment wish, bool isHere, Func<NewAppointment, Change, (Appointment? Appointment, Refusal? Refusal)> make, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        return await CommandLog.OnceAsync(() => AnswerRepeatedAsync(db, actor, wish.CommandId, gone), () => MakeOnceAsync(db, actor, wish, isHere, make, gone)).ConfigureAwait(false);
    }

    private async Task<Outcome<BoardRow>> MakeOnceAsync(
        ClinicDbContext db, Actor actor, NewAppointment wish, bool isHere, Func<NewAppointment, Change, (Appointment? Appointment, Refusal? Refusal)> make, CancellationToken gone)
    {
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        if (wish.Minutes == 0 && book.VisitType(wish.VisitTypeId) is { } type) wish = wish with { Minutes = type.Minutes };
        if (actor.Role == Role.Patient)
        {
            var (online, notOnline) = book.OnlineVisit(wish.VisitTypeId, wish.PractitionerId, wish.Minutes);
            if (notOnline is not null) return notOnline;
            wish = wish with { VisitTypeId = online?.Id };
            var now = time.GetUtcNow();
            var ahead = await db.Appointments.CountAsync(a => a.OrganizationId == actor.OrganizationId && a.PatientId == actor.PatientId && a.Start > now
                && (a.Status == AppointmentStatus.Booked || a.Status == AppointmentStatus.Requested), gone).ConfigureAwait(false);
            if (ahead >= MostAhead) return Refusal.NotAllowed($"You have {ahead} appointments ahead, which is as many as can be booked here. Please call the clinic for more.");
        }

        var (appointment, refusal) = make(wish, new Change(actor, time.GetUtcNow(), policy, Reason: null, wish.CommandId));
        if (appointment is null) return refusal!;
        if (!await db.Patients.AnyAsync(p => p.Id == wish.PatientId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false))
        {
            return Refusal.Invalid("Patient", "Please choose a patient of this clinic.");
        }

        if (!await db.Practitioners.AnyAsync(p => p.Id == wish.PractitionerId && p.OrganizationId == actor.OrganizationId && !p.IsRetired, gone).ConfigureAwait(false))
        {
            return Refusal.Invalid("Practitioner", "Please choose a doctor of this clinic.");
        }

        if (book.RefuseVisitType(actor, wish.VisitTypeId, wish.PractitionerId) is { } notOffered) return notOffered;
        if (!isHere && book.Refuse(appointment.PractitionerId, appointment.Start, appointment.End) is { } outside) return outside;

        if (actor.Role == Role.Patient && appointment.HoldsSlot && await VisitBuffers.RefuseAsync(
            db, book, appointment.Id, appointment.PractitionerId, appointment.VisitTypeId, appointment.Start, appointment.End, gone).ConfigureAwait(false) is { } tooNear) return tooNear;

        await QueuePlace.SettleAsync(db, appointment, gone).ConfigureAwait(false);
        db.Add(appointment);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<BoardRow>.Done((await AppointmentQueries.FindAsync(db, actor, appointment.Id, gone).ConfigureAwait(false))!),
            SaveResult.Overlap => new Refusal(RefusalKind.SlotTaken, "The doctor has another appointment in that time. Please choose another time.", "Start"),
            _ => Refusal.Unavailable,
        };
    }

    /// <summary>Lets a patient's own reservations go, but not what the waiting list offers him, and not what this very command made before.</summary>
    private async Task LetGoAsync(Actor actor, Guid commandId, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is not null
            || await AnswerRepeatedAsync(db, actor, commandId, gone).ConfigureAwait(false) is not null)
        {
            return; // said by what comes next
        }

        var held = await db.Appointments.Where(a => a.OrganizationId == actor.OrganizationId && a.PatientId == actor.PatientId
            && a.Status == AppointmentStatus.Held && a.StatusBefore != AppointmentStatus.Waitlisted).ToListAsync(gone).ConfigureAwait(false);
        if (held.Count == 0) return;
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        foreach (var one in held) one.Cancel(new Change(actor, time.GetUtcNow(), policy, "Another time was chosen."));
        await db.TrySaveAsync(gone).ConfigureAwait(false); // one that ran out at this moment is gone as well
    }

    private static async Task<Outcome<BoardRow>?> AnswerRepeatedAsync(ClinicDbContext db, Actor actor, Guid commandId, CancellationToken gone)
    {
        var line = await CommandLog.FindAsync(db, actor, commandId, gone).ConfigureAwait(false);
        if (line is null) return null;
        var madeOne = line.ActorId == actor.UserId && line is { Category: ActivityCategory.Appointment, From: null };
        return madeOne && await AppointmentQueries.FindAsync(db, actor, line.SubjectId, gone).ConfigureAwait(false) is { } row
            ? Outcome<BoardRow>.Already(row)
            : CommandLog.UsedOtherwise;
    }
}
