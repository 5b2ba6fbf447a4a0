using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>
/// Hours, exceptions and absences. An admin changes all of them, a doctor his own absences. Every command carries the version that the
/// person was looking at, and the client's id: the same id twice is one change and the same answer.
/// </summary>
public sealed class ScheduleService(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>Most days ahead that an exception can be for.</summary>
    public const int FurthestDays = 3 * 366;

    /// <summary>Says the usual week of the clinic, a doctor or a room. Refuses what <see cref="WeekHours.Make"/> refuses; hours that are so already are a success.</summary>
    /// <param name="actor">An admin.</param>
    /// <param name="owner">Whose hours.</param>
    /// <param name="typed">The hours as typed; none at all takes them back.</param>
    /// <param name="version">The version on the person's screen; 0 where there were none.</param>
    /// <param name="commandId">The client's id of this command.</param>
    /// <param name="gone">Stops waiting.</param>
    public Task<Outcome<int>> SetWeekAsync(
        Actor actor, HoursOwner owner, IReadOnlyList<TypedHours> typed, int version, Guid commandId, CancellationToken gone = default) =>
        AdminAsync(actor, owner, commandId, async (db, change) =>
        {
            var (week, refusal) = WeekHours.Make(typed);
            if (week is null) return refusal!;
            var hours = await db.WorkingHours.SingleOrDefaultAsync(h => h.OrganizationId == actor.OrganizationId && h.OwnerId == owner.Id, gone).ConfigureAwait(false);
            if (hours?.Week.Equals(week) ?? week.IsEmpty) return Outcome<int>.Already(hours?.Version ?? 0);
            if ((hours?.Version ?? 0) != version) return await SomebodyElseAsync(db, owner.Id, gone).ConfigureAwait(false);
            if (hours is null) db.Add(hours = WorkingHours.First(owner, week, change));
            else hours.Set(week, change);
            return Outcome<int>.Done(hours.Version);
        }, gone);

    /// <summary>Says other hours for one date; none at all closes it. Refuses days that have passed or lie more than <see cref="FurthestDays"/> ahead.</summary>
    public Task<Outcome<int>> SetExceptionAsync(
        Actor actor, HoursOwner owner, DateOnly date, IReadOnlyList<HoursSpan> typed, string? note, int version, Guid commandId, CancellationToken gone = default) =>
        AdminAsync(actor, owner, commandId, async (db, change) =>
        {
            var today = (await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false)).DayOf(change.At);
            if (date < today) return Refusal.Invalid("Date", "This day has passed.");
            if (date > today.AddDays(FurthestDays)) return Refusal.Invalid("Date", "This day is more than three years ahead.");
            if (note?.Length > HoursException.NoteLimit) return Refusal.Invalid("Note", $"The note is longer than {HoursException.NoteLimit} characters.");
            if (PlainText.HasBrokenCharacter(note)) return Refusal.Invalid("Note", "A character of the note is broken. Please type it again.");
            var (hours, refusal) = HoursSpans.Check(typed, "Hours");
            if (hours is null) return refusal!;

            var kept = PlainText.HasVisibleCharacter(note) ? note.Trim() : null;
            var exception = await db.HoursExceptions.SingleOrDefaultAsync(
                e => e.OrganizationId == actor.OrganizationId && e.OwnerId == owner.Id && e.Date == date, gone).ConfigureAwait(false);
            if (exception is not null && exception.Hours.SequenceEqual(hours) && exception.Note == kept) return Outcome<int>.Already(exception.Version);
            if ((exception?.Version ?? 0) != version)
            {
                return version == 0
                    ? Refusal.Invalid("Date", "There are other hours for this day already. Please remove those first.")
                    : await SomebodyElseAsync(db, exception?.Id ?? owner.Id, gone).ConfigureAwait(false);
            }

            if (exception is null) db.Add(exception = HoursException.First(owner, date, hours, kept, change));
            else exception.Set(hours, kept, change);
            return Outcome<int>.Done(exception.Version);
        }, gone);

    /// <summary>The usual week counts again on that date.</summary>
    public Task<Outcome<int>> RemoveExceptionAsync(Actor actor, Guid exceptionId, int version, Guid commandId, CancellationToken gone = default) =>
        AdminAsync(actor, null, commandId, async (db, change) =>
        {
            var exception = await db.HoursExceptions.SingleOrDefaultAsync(e => e.Id == exceptionId && e.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
            if (exception is null) return Refusal.NotFound("exception");
            if (exception.Version != version) return await SomebodyElseAsync(db, exceptionId, gone).ConfigureAwait(false);
            exception.TakeBack(change);
            db.Remove(exception);
            return Outcome<int>.Done(exception.Version);
        }, gone);

    /// <summary>
    /// Enters a doctor's absence: an admin for anybody, a doctor for himself. Refuses what <see cref="TimeOff.Enter"/> refuses, and one
    /// that overlaps another of the same doctor. What is booked in it stays: <see cref="ScheduleQueries.OutsideHoursAsync"/> lists it.
    /// </summary>
    public Task<Outcome<Guid>> EnterTimeOffAsync(
        Actor actor, Guid practitionerId, DateTimeOffset from, DateTimeOffset until, string? reason, Guid commandId, Guid? coveredBy = null, CancellationToken gone = default) =>
        ChangeAsync<Guid>(actor, commandId, line => line.Kind == ActivityKind.TimeOffEntered ? line.SubjectId : null, async (db, change) =>
        {
            if (RefuseTimeOff(actor, practitionerId) is { } forbidden) return forbidden;
            if (!await db.Practitioners.AnyAsync(p => p.Id == practitionerId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false))
            {
                return Refusal.Invalid("Practitioner", "Please choose a doctor of this clinic.");
            }

            var (timeOff, refusal) = TimeOff.Enter(practitionerId, from, until, reason, change, coveredBy);
            if (timeOff is null) return refusal!;
            if (await db.TimeOff.AnyAsync(t => t.PractitionerId == practitionerId && t.OrganizationId == actor.OrganizationId && t.From < until && t.Until > from, gone).ConfigureAwait(false))
            {
                return Refusal.Invalid("From", "There is time off in these days already.");
            }

            if (await RefuseCoverAsync(db, actor, practitionerId, from, until, coveredBy, gone).ConfigureAwait(false) is { } unfit) return unfit;
            db.Add(timeOff);
            return Outcome<Guid>.Done(timeOff.Id);
        }, gone);

    /// <summary>
    /// Says who answers the patients of a doctor meanwhile, or nobody. Refuses the doctor himself, somebody of another clinic or without an
    /// account, and somebody who is away himself in that time.
    /// </summary>
    public Task<Outcome<Guid>> SetCoverAsync(Actor actor, Guid timeOffId, Guid? coveredBy, int version, Guid commandId, CancellationToken gone = default) =>
        ChangeAsync<Guid>(actor, commandId, line => line.Kind == ActivityKind.TimeOffCoverSet ? line.SubjectId : null, async (db, change) =>
        {
            if (actor.Role is not (Role.Admin or Role.Practitioner)) return RefuseTimeOff(actor, Guid.Empty)!;
            var timeOff = await db.TimeOff.SingleOrDefaultAsync(t => t.Id == timeOffId && t.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
            if (timeOff is null || RefuseTimeOff(actor, timeOff.PractitionerId) is not null) return Refusal.NotFound("time off");
            if (timeOff.CoveredBy == coveredBy) return Outcome<Guid>.Already(timeOffId);
            if (timeOff.Version != version) return await SomebodyElseAsync(db, timeOffId, gone).ConfigureAwait(false);
            if (await RefuseCoverAsync(db, actor, timeOff.PractitionerId, timeOff.From, timeOff.Until, coveredBy, gone).ConfigureAwait(false) is { } unfit) return unfit;
            timeOff.SetCover(coveredBy, change);
            return Outcome<Guid>.Done(timeOffId);
        }, gone);

    private static async Task<Refusal?> RefuseCoverAsync(ClinicDbContext db, Actor actor, Guid absentId, DateTimeOffset from, DateTimeOffset until, Guid? coveredBy, CancellationToken gone)
    {
        if (coveredBy is not { } id) return null;
        var colleague = await db.Practitioners.Where(p => p.Id == id && p.Id != absentId && p.OrganizationId == actor.OrganizationId)
            .Select(p => new { p.FamilyName, HasAccount = db.Accounts.Any(a => a.Id == p.AccountId && !a.IsDisabled) }).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        if (colleague is null) return Refusal.Invalid("CoveredBy", "Please choose another doctor of this clinic.");
        if (!colleague.HasAccount) return Refusal.Invalid("CoveredBy", $"Dr {colleague.FamilyName} has no account and could not read messages.");
        return await db.TimeOff.AnyAsync(t => t.PractitionerId == id && t.From < until && t.Until > from, gone).ConfigureAwait(false)
            ? Refusal.Invalid("CoveredBy", $"Dr {colleague.FamilyName} is away then too. Please choose another doctor.")
            : null;
    }

    /// <summary>The doctor is there after all.</summary>
    public Task<Outcome<Guid>> TakeBackTimeOffAsync(Actor actor, Guid timeOffId, int version, Guid commandId, CancellationToken gone = default) =>
        ChangeAsync<Guid>(actor, commandId, line => line.Kind == ActivityKind.TimeOffTakenBack ? line.SubjectId : null, async (db, change) =>
        {
            if (actor.Role is not (Role.Admin or Role.Practitioner)) return RefuseTimeOff(actor, Guid.Empty)!;
            var timeOff = await db.TimeOff.SingleOrDefaultAsync(t => t.Id == timeOffId && t.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
            if (timeOff is null || RefuseTimeOff(actor, timeOff.PractitionerId) is not null) return Refusal.NotFound("time off");
            if (timeOff.Version != version) return await SomebodyElseAsync(db, timeOffId, gone).ConfigureAwait(false);
            timeOff.TakeBack(change);
            db.Remove(timeOff);
            return Outcome<Guid>.Done(timeOffId);
        }, gone);

    private static Refusal? RefuseTimeOff(Actor actor, Guid practitionerId) => actor.Role switch
    {
        Role.Admin => null,
        Role.Practitioner when actor.PractitionerId == practitionerId => null,
        _ => Refusal.Forbidden("Only the doctor or an admin enters time off."),
    };

    private Task<Outcome<int>> AdminAsync(
        Actor actor, HoursOwner? owner, Guid commandId, Func<ClinicDbContext, ScheduleChange, Task<Outcome<int>>> act, CancellationToken gone) =>
        ChangeAsync<int>(actor, commandId, line => line.Category == ActivityCategory.Schedule ? line.SubjectVersion : null, async (db, change) =>
        {
            if (actor.Role != Role.Admin) return Refusal.Forbidden("Only an admin changes the hours.");
            if (owner is { } whose && !await ExistsAsync(db, actor, whose, gone).ConfigureAwait(false)) return Refusal.NotFound("doctor or room");
            return await act(db, change).ConfigureAwait(false);
        }, gone);

    private static Task<bool> ExistsAsync(ClinicDbContext db, Actor actor, HoursOwner owner, CancellationToken gone) => owner.Kind switch
    {
        HoursOwnerKind.Clinic => Task.FromResult(owner.Id == actor.OrganizationId),
        HoursOwnerKind.Practitioner => db.Practitioners.AnyAsync(p => p.Id == owner.Id && p.OrganizationId == actor.OrganizationId, gone),
        _ => db.Locations.AnyAsync(l => l.Id == owner.Id && l.OrganizationId == actor.OrganizationId, gone),
    };

    private async Task<Outcome<T>> ChangeAsync<T>(
        Actor actor, Guid commandId, Func<ActivityEntry, T?> answerOf, Func<ClinicDbContext, ScheduleChange, Task<Outcome<T>>> act, CancellationToken gone)
        where T : struct
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        return await CommandLog.ChangeAsync(
            db, actor, commandId, answerOf, () => act(db, new ScheduleChange(actor, time.GetUtcNow(), commandId)), gone).ConfigureAwait(false);
    }

    private Task<Refusal> SomebodyElseAsync(ClinicDbContext db, Guid subjectId, CancellationToken gone) =>
        CommandLog.SomebodyElseAsync(db, subjectId, ActivityCategory.Schedule, time.GetUtcNow(), gone);
}
