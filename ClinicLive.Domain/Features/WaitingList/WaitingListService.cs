using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.WaitingList;

/// <summary>
/// The waiting list, for people. Free times are offered by <see cref="FreeTimeOffers"/>; taking one and letting it go are moves of the
/// appointment (<see cref="AppointmentService"/>).
/// </summary>
public sealed class WaitingListService(
    IDbContextFactory<ClinicDbContext> contexts, ScheduleQueries schedule, TimeProvider time)
{
    /// <summary>
    /// Puts a patient on the list: reception anybody, a patient himself for the kinds of visits that he may book by himself. Refuses,
    /// at its field, what <see cref="WaitingEntry.Refuse"/> refuses, a doctor who does not offer it, and waiting twice for one kind of visit.
    /// </summary>
    public async Task<Outcome<Guid>> JoinAsync(Actor actor, WaitingWish wish, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (await AnswerRepeatedAsync(db, actor, wish.CommandId, gone).ConfigureAwait(false) is { } sameAnswer) return sameAnswer;
        if (actor.Role != Role.Receptionist && (actor.Role != Role.Patient || actor.PatientId != wish.PatientId))
        {
            return Refusal.Forbidden("Only the patient or reception can ask for a place on the waiting list.");
        }

        if (!await db.Patients.AnyAsync(p => p.Id == wish.PatientId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false))
        {
            return Refusal.Invalid("Patient", "Please choose a patient of this clinic.");
        }

        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var (type, doctorId, refusal) = Choose(book, actor, wish);
        if (type is null) return refusal!;
        var now = time.GetUtcNow();
        if (WaitingEntry.Refuse(wish, type.Minutes, book.Policy, now) is { } unusable) return unusable;
        if (await WaitsAlreadyAsync(db, wish, gone).ConfigureAwait(false))
        {
            return Refusal.Invalid("VisitType", actor.Role == Role.Patient ? "You are on the waiting list for this already." : "This patient is on the waiting list for this already.");
        }

        var (appointment, bad) = Appointment.Wait(
            wish.PatientId, doctorId, WaitingEntry.LastBegin(wish, type.Minutes, book.Policy), type.Minutes, wish.Reason, type.Id,
            new Change(actor, now, book.Policy, CommandId: wish.CommandId));
        if (appointment is null) return bad!;
        db.Add(appointment);
        db.Add(WaitingEntry.Of(appointment.Id, actor.OrganizationId, wish, now));
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<Guid>.Done(appointment.Id),
            SaveResult.RepeatedCommand when await AnswerRepeatedAsync(db, actor, wish.CommandId, gone).ConfigureAwait(false) is { } same => same,
            _ => Refusal.Unavailable,
        };
    }

    /// <summary>
    /// Offers one time to somebody on the list, out of turn: reception's choice. Refuses a time outside the hours, one that is taken, one
    /// that this patient was offered before, and what moved meanwhile.
    /// </summary>
    public async Task<Outcome<Guid>> OfferAsync(Actor actor, AppointmentCommand command, Guid practitionerId, DateTimeOffset start, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (actor.Role != Role.Receptionist) return Refusal.Forbidden("Only reception offers times.");
        var line = await CommandLog.FindAsync(db, actor, command.CommandId, gone).ConfigureAwait(false);
        if (line is not null)
        {
            return line.ActorId == actor.UserId && line.SubjectId == command.AppointmentId ? Outcome<Guid>.Already(line.SubjectId) : CommandLog.UsedOtherwise;
        }

        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var appointment = await AppointmentQueries.Visible(db, actor).SingleOrDefaultAsync(a => a.Id == command.AppointmentId, gone).ConfigureAwait(false);
        if (appointment is null) return Refusal.NotFound("appointment");
        if (appointment.Version != command.Version || appointment.Status != command.ExpectedFrom) return MovedMeanwhile;
        if (!book.Doctors.Any(d => d.Id == practitionerId)) return Refusal.Invalid("Practitioner", "Please choose a doctor of this clinic.");
        var minutes = (int)(appointment.End - appointment.Start).TotalMinutes;
        if ((book.RefuseOffer(appointment.VisitTypeId, practitionerId) ?? book.Refuse(practitionerId, start, start.AddMinutes(minutes))) is { } outside) return outside;
        var slot = new FreeSlot(practitionerId, "", start.ToUniversalTime(), minutes);
        var before = await db.WaitingOffers.AsNoTracking().Where(o => o.AppointmentId == appointment.Id).ToListAsync(gone).ConfigureAwait(false);
        if (before.Exists(o => o.Covers(slot))) return Refusal.NotAllowed("This time was offered before and was not taken. Please offer another one.");

        if (FreeTimeOffers.Offer(db, appointment, slot, new Change(actor, time.GetUtcNow(), book.Policy, command.Reason, command.CommandId)) is { } refusal) return refusal;
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<Guid>.Done(appointment.Id),
            SaveResult.Overlap => new Refusal(RefusalKind.SlotTaken, "Somebody has just taken this time. Please offer another one."),
            SaveResult.Stale or SaveResult.RepeatedCommand => MovedMeanwhile,
            _ => Refusal.Unavailable,
        };
    }

    private static Refusal MovedMeanwhile { get; } = new(RefusalKind.Moved, "This has just changed. Nothing was offered. What you see now is the newest.");

    private static (VisitTypeRow? Type, Guid DoctorId, Refusal? Refusal) Choose(OpeningBook book, Actor actor, WaitingWish wish)
    {
        if (wish.PractitionerId is { } asked && !book.Doctors.Any(d => d.Id == asked)) return (null, default, Refusal.Invalid("Practitioner", "Please choose a doctor of this clinic."));
        var doctor = wish.PractitionerId ?? book.Doctors.FirstOrDefault(d => book.VisitType(wish.VisitTypeId)?.IsOfferedBy(d.Id) != false)?.Id;
        if (doctor is not { } doctorId) return (null, default, Refusal.Invalid("VisitType", "No doctor offers this."));
        return book.RefuseVisitType(actor, wish.VisitTypeId, doctorId) is { } refusal ? (null, default, refusal) : (book.VisitType(wish.VisitTypeId), doctorId, null);
    }

    private static Task<bool> WaitsAlreadyAsync(ClinicDbContext db, WaitingWish wish, CancellationToken gone) => (
        from a in db.Appointments
        join e in db.WaitingEntries on a.Id equals e.AppointmentId
        where a.PatientId == wish.PatientId && e.VisitTypeId == wish.VisitTypeId
            && (a.Status == AppointmentStatus.Waitlisted || a.Status == AppointmentStatus.Held)
        select a.Id).AnyAsync(gone);

    private static async Task<Outcome<Guid>?> AnswerRepeatedAsync(ClinicDbContext db, Actor actor, Guid commandId, CancellationToken gone)
    {
        var line = await CommandLog.FindAsync(db, actor, commandId, gone).ConfigureAwait(false);
        if (line is null) return null;
        return line.ActorId == actor.UserId && line.Kind == ActivityKind.WaitingListJoined ? Outcome<Guid>.Already(line.SubjectId) : CommandLog.UsedOtherwise;
    }
}
