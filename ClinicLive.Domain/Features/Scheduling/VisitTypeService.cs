using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>What an admin does with the clinic's kinds of visits. A kind that appointments have is never deleted, only retired.</summary>
public sealed class VisitTypeService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Most kinds of visits of one clinic.</summary>
    public const int Most = 200;

    /// <summary>Adds a kind of visit. Refuses what <see cref="VisitType.Change"/> refuses, a name that another one has, doctors of another clinic.</summary>
    public Task<Outcome<Guid>> AddAsync(Actor actor, VisitTypeWish wish, Guid commandId, CancellationToken gone = default) =>
        ActAsync(actor, null, 0, commandId, ActivityKind.VisitTypeAdded, async (db, _, change) =>
        {
            if (await RefuseAsync(db, actor, null, wish, gone).ConfigureAwait(false) is { } unusable) return (null, unusable);
            if (await db.VisitTypes.CountAsync(t => t.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false) >= Most)
            {
                return (null, Refusal.NotAllowed($"A clinic has at most {Most} kinds of visits."));
            }

            var (type, refusal) = VisitType.Add(wish, change);
            if (type is null) return (null, refusal);
            db.Add(type);
            db.AddRange(wish.OfferedBy.Distinct().Select(id => new VisitTypeOffer { VisitTypeId = type.Id, PractitionerId = id }));
            return (type, null);
        }, gone);

    /// <summary>Another name, length or buffer, or other doctors. Appointments that are booked keep their length.</summary>
    public Task<Outcome<Guid>> ChangeAsync(Actor actor, Guid visitTypeId, VisitTypeWish wish, int version, Guid commandId, CancellationToken gone = default) =>
        ActAsync(actor, visitTypeId, version, commandId, ActivityKind.VisitTypeChanged, async (db, type, change) =>
        {
            if (await RefuseAsync(db, actor, visitTypeId, wish, gone).ConfigureAwait(false) is { } unusable) return (null, unusable);
            if (type!.Change(wish, change) is { } refusal) return (null, refusal);
            var before = await db.VisitTypeOffers.Where(o => o.VisitTypeId == visitTypeId).ToListAsync(gone).ConfigureAwait(false);
            db.RemoveRange(before.Where(o => !wish.OfferedBy.Contains(o.PractitionerId)));
            db.AddRange(wish.OfferedBy.Distinct().Where(id => before.TrueForAll(o => o.PractitionerId != id))
                .Select(id => new VisitTypeOffer { VisitTypeId = visitTypeId, PractitionerId = id }));
            return (type, null);
        }, gone);

    /// <summary>Ends a kind of visit, or brings it back; one that is so already is a success.</summary>
    public Task<Outcome<Guid>> RetireAsync(Actor actor, Guid visitTypeId, bool retired, int version, Guid commandId, CancellationToken gone = default) =>
        ActAsync(actor, visitTypeId, version, commandId, retired ? ActivityKind.VisitTypeRetired : ActivityKind.VisitTypeBroughtBack, (_, type, change) =>
        {
            type!.Retire(retired, change);
            return Task.FromResult<(VisitType?, Refusal?)>((type, null));
        }, gone);

    private static async Task<Refusal?> RefuseAsync(ClinicDbContext db, Actor actor, Guid? self, VisitTypeWish wish, CancellationToken gone)
    {
        var offeredBy = wish.OfferedBy.Distinct().ToList();
        if (await db.Practitioners.CountAsync(p => p.OrganizationId == actor.OrganizationId && offeredBy.Contains(p.Id), gone).ConfigureAwait(false) != offeredBy.Count)
        {
            return Refusal.Invalid("OfferedBy", "Please choose doctors of this clinic.");
        }

        var name = PlainText.Fold(wish.Name.Trim());
        var names = await db.VisitTypes.Where(t => t.OrganizationId == actor.OrganizationId && t.Id != self).Select(t => t.Name).ToListAsync(gone).ConfigureAwait(false);
        return names.Exists(n => PlainText.Fold(n) == name) ? Refusal.Invalid("Name", "There is a kind of visit of this name already.") : null;
    }

    private async Task<Outcome<Guid>> ActAsync(
        Actor actor, Guid? visitTypeId, int version, Guid commandId, ActivityKind kind,
        Func<ClinicDbContext, VisitType?, ScheduleChange, Task<(VisitType? Type, Refusal? Refusal)>> act, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (actor.Role != Role.Admin) return Refusal.Forbidden("Only an admin changes the kinds of visits.");
        return await CommandLog.ChangeAsync<Guid>(db, actor, commandId, IsIts, async () =>
        {
            var type = visitTypeId is null ? null
                : await db.VisitTypes.SingleOrDefaultAsync(t => t.Id == visitTypeId && t.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
            if (visitTypeId is not null && type is null) return Refusal.NotFound("kind of visit");
            if (type is { IsRetired: true } && kind == ActivityKind.VisitTypeRetired) return Outcome<Guid>.Already(type.Id);
            if (type is { IsRetired: false } && kind == ActivityKind.VisitTypeBroughtBack) return Outcome<Guid>.Already(type.Id);
            if (type is not null && type.Version != version)
            {
                return await CommandLog.SomebodyElseAsync(db, type.Id, ActivityCategory.Schedule, time.GetUtcNow(), gone).ConfigureAwait(false);
            }

            var (changed, refusal) = await act(db, type, new ScheduleChange(actor, time.GetUtcNow(), commandId)).ConfigureAwait(false);
            return changed is null ? refusal! : Outcome<Guid>.Done(changed.Id);
        }, gone).ConfigureAwait(false);

        Guid? IsIts(ActivityEntry line) => line.Kind == kind && (visitTypeId ?? line.SubjectId) == line.SubjectId ? line.SubjectId : null;
    }
}
