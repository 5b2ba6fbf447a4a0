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
        return await CommandLog.OnceAsync(() => AnswerRepeatedAsync(db, actor, wish.CommandId, gone), () => JoinOnceAsync(db, actor, wish, gone)).ConfigureAwait(false);
    }

    private async Task<Outcome<Guid>> JoinOnceAsync(ClinicDbContext db, Actor actor, WaitingWish wish, CancellationToken gone)
    {
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
        if (await WaitsAlreadyAsync(db, wish, gone).ConfigureAwait(false)) return WaitsAlready(actor);

        var (appointment, bad) = Appointment.Wait(
            wish.PatientId, doctorId, WaitingEntry.LastBegin(wish, type.Minutes, book.Policy), type.Minutes, wish.Reason, type.Id,
            new Change(actor, now, book.Policy, CommandId: wish.CommandId));
        if (appointment is null) return bad!;
        db.Add(appointment);
        db.Add(WaitingEntry.Of(appointment.Id, actor.OrganizationId, wish, now));
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<Guid>.Done(appointment.Id),
            SaveResult.WaitsAlready => WaitsAlready(actor),
            _ => Refusal.Unavailable,
        };
    }

    /// <summary>
    /// Offers one time to somebody on the list, out of turn: reception's choice, of any doctor of the clinic who offers the visit, for
    /// <see cref="Appointment.HoldFor"/>. Refuses a time outside the hours, one that is taken, one that this patient was offered before, and
    /// what moved meanwhile: of two who give one time away at once, or one patient two times, one is told who was faster.
    /// </summary>
    /// <param name="actor">Who offers it.</param>
    /// <param name="command">Whom, and what the person was looking at.</param>
    /// <param name="practitionerId">With whom.</param>
    /// <param name="start">Begin, in UTC.</param>
    /// <param name="minutes">Length; null for that of the visit that is waited for.</param>
    /// <param name="gone">Stops the work.</param>
    public async Task<Outcome<BoardRow>> OfferAsync(
        Actor actor, AppointmentCommand command, Guid practitionerId, DateTimeOffset start, int? minutes = null, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        var appointment = await AppointmentQueries.Visible(db, actor).SingleOrDefaultAsync(a => a.Id == command.AppointmentId, gone).ConfigureAwait(false);
        if (appointment is null) return Refusal.NotFound("appointment");
        if (actor.Role != Role.Receptionist) return Refusal.Forbidden("Only reception offers times.");
        return await CommandLog.OnceAsync(
            () => AnswerRepeatedOfferAsync(db, actor, command, gone), () => OfferOnceAsync(db, actor, appointment, command, practitionerId, start, minutes, gone)).ConfigureAwait(false);
    }

    private async Task<Outcome<BoardRow>> OfferOnceAsync(
        ClinicDbContext db, Actor actor, Appointment appointment, AppointmentCommand command, Guid practitionerId, DateTimeOffset start, int? minutes, CancellationToken gone)
    {
        if (appointment.Version != command.Version || appointment.Status != command.ExpectedFrom) return await MovedAsync().ConfigureAwait(false);

        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        if (!book.Doctors.Any(d => d.Id == practitionerId)) return Refusal.Invalid("Practitioner", "Please choose a doctor of this clinic.");
        var slot = new FreeSlot(practitionerId, "", start.ToUniversalTime(), minutes ?? (int)(appointment.End - appointment.Start).TotalMinutes);
        var before = await db.WaitingOffers.AsNoTracking().Where(o => o.AppointmentId == appointment.Id).ToListAsync(gone).ConfigureAwait(false);
        if (before.Exists(o => o.Covers(slot))) return Refusal.NotAllowed("This time was offered before and was not taken. Please offer another one.");
        if ((FreeTimeOffers.Offer(db, appointment, slot, new Change(actor, time.GetUtcNow(), book.Policy, command.Reason, command.CommandId))
            ?? book.RefuseOffer(appointment.VisitTypeId, practitionerId) ?? book.Refuse(practitionerId, appointment.Start, appointment.End)) is { } refusal) return refusal;

        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<BoardRow>.Done(await AppointmentService.RowAsync(db, actor, appointment.Id, gone).ConfigureAwait(false)),
            SaveResult.Overlap => new Refusal(RefusalKind.SlotTaken, "Somebody has just taken this time. Please offer another one."),
            SaveResult.Stale or SaveResult.RepeatedCommand => await MovedAsync().ConfigureAwait(false),
            _ => Refusal.Unavailable,
        };

        Task<Refusal> MovedAsync() => WhoMoved.TellAsync(db, actor, command.AppointmentId, time.GetUtcNow(), gone);
    }

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

    private static Refusal WaitsAlready(Actor actor) => Refusal.Invalid(
        "VisitType", actor.Role == Role.Patient ? "You are on the waiting list for this already." : "This patient is on the waiting list for this already.");

    private static async Task<Outcome<BoardRow>?> AnswerRepeatedOfferAsync(ClinicDbContext db, Actor actor, AppointmentCommand command, CancellationToken gone)
    {
        var line = await CommandLog.FindAsync(db, actor, command.CommandId, gone).ConfigureAwait(false);
        if (line is null) return null;
        var isOffer = line.ActorId == actor.UserId && line.SubjectId == command.AppointmentId
            && line.Kind == ActivityKind.AppointmentMoved && line.To == nameof(AppointmentStatus.Held);
        return isOffer ? Outcome<BoardRow>.Already(await AppointmentService.RowAsync(db, actor, command.AppointmentId, gone).ConfigureAwait(false)) : CommandLog.UsedOtherwise;
    }

    private static async Task<Outcome<Guid>?> AnswerRepeatedAsync(ClinicDbContext db, Actor actor, Guid commandId, CancellationToken gone)
    {
        var line = await CommandLog.FindAsync(db, actor, commandId, gone).ConfigureAwait(false);
        if (line is null) return null;
        return line.ActorId == actor.UserId && line.Kind == ActivityKind.WaitingListJoined ? Outcome<Guid>.Already(line.SubjectId) : CommandLog.UsedOtherwise;
    }
}
