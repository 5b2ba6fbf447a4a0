using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>What is asked for when an appointment is made.</summary>
/// <param name="PatientId">For whom.</param>
/// <param name="PractitionerId">With whom.</param>
/// <param name="Start">Begin, in UTC.</param>
/// <param name="Minutes">Planned length.</param>
/// <param name="Reason">Reason for the visit.</param>
/// <param name="CommandId">The client's id of this command.</param>
public sealed record NewAppointment(Guid PatientId, Guid PractitionerId, DateTimeOffset Start, int Minutes, string? Reason, Guid CommandId);

/// <summary>Making appointments. The database refuses two of one doctor that overlap, however many ask at once.</summary>
public sealed class BookingService(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>Books at the desk.</summary>
    public Task<Outcome<BoardRow>> BookAsync(Actor actor, NewAppointment wish, CancellationToken gone = default) =>
        MakeAsync(actor, wish, change => Appointment.Book(wish.PatientId, wish.PractitionerId, wish.Start, wish.Minutes, wish.Reason, walkIn: false, change), gone);

    /// <summary>Books for somebody who is here already: he waits at once.</summary>
    public Task<Outcome<BoardRow>> WalkInAsync(Actor actor, NewAppointment wish, CancellationToken gone = default) =>
        MakeAsync(actor, wish, change => Appointment.Book(wish.PatientId, wish.PractitionerId, wish.Start, wish.Minutes, wish.Reason, walkIn: true, change), gone);

    /// <summary>Asks for a time that reception accepts or not.</summary>
    public Task<Outcome<BoardRow>> RequestAsync(Actor actor, NewAppointment wish, CancellationToken gone = default) =>
        MakeAsync(actor, wish, change => Appointment.Request(wish.PatientId, wish.PractitionerId, wish.Start, wish.Minutes, wish.Reason, change), gone);

    /// <summary>Reserves a time for <see cref="Appointment.HoldFor"/>.</summary>
    public Task<Outcome<BoardRow>> HoldAsync(Actor actor, NewAppointment wish, CancellationToken gone = default) =>
        MakeAsync(actor, wish, change => Appointment.Hold(wish.PatientId, wish.PractitionerId, wish.Start, wish.Minutes, wish.Reason, change), gone);

    private async Task<Outcome<BoardRow>> MakeAsync(
        Actor actor, NewAppointment wish, Func<Change, (Appointment? Appointment, Refusal? Refusal)> make, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (await AnswerRepeatedAsync(db, actor, wish.CommandId, gone).ConfigureAwait(false) is { } sameAnswer) return sameAnswer;

        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var (appointment, refusal) = make(new Change(actor, time.GetUtcNow(), policy, Reason: null, wish.CommandId));
        if (appointment is null) return refusal!;
        if (!await db.Patients.AnyAsync(p => p.Id == wish.PatientId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false))
        {
            return Refusal.Invalid("Patient", "Please choose a patient of this clinic.");
        }

        if (!await db.Practitioners.AnyAsync(p => p.Id == wish.PractitionerId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false))
        {
            return Refusal.Invalid("Practitioner", "Please choose a doctor of this clinic.");
        }

        await QueuePlace.SettleAsync(db, appointment, gone).ConfigureAwait(false);
        db.Add(appointment);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<BoardRow>.Done((await AppointmentQueries.FindAsync(db, actor, appointment.Id, gone).ConfigureAwait(false))!),
            // The slot may be taken by this very command, sent twice at once.
            SaveResult.Overlap or SaveResult.RepeatedCommand when await AnswerRepeatedAsync(db, actor, wish.CommandId, gone).ConfigureAwait(false) is { } same => same,
            SaveResult.Overlap => new Refusal(RefusalKind.SlotTaken, "The doctor has another appointment in that time. Please choose another time.", "Start"),
            _ => Refusal.Unavailable,
        };
    }

    private static async Task<Outcome<BoardRow>?> AnswerRepeatedAsync(ClinicDbContext db, Actor actor, Guid commandId, CancellationToken gone)
    {
        var line = await db.Activity.AsNoTracking()
            .SingleOrDefaultAsync(a => a.OrganizationId == actor.OrganizationId && a.CommandId == commandId, gone).ConfigureAwait(false);
        if (line is null) return null;
        var madeOne = line.ActorId == actor.UserId && line is { Category: ActivityCategory.Appointment, From: null };
        return madeOne && await AppointmentQueries.FindAsync(db, actor, line.SubjectId, gone).ConfigureAwait(false) is { } row
            ? Outcome<BoardRow>.Already(row)
            : Refusal.Invalid("commandId", "This command id was used for something else. Nothing was changed.");
    }
}
