using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Displays;

/// <summary>What an admin does with the clinic's waiting-room screens. Refuses everybody else, and screens of another clinic.</summary>
public sealed class DisplayService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Most screens of one clinic.</summary>
    public const int Most = 50;

    /// <summary>Puts up a screen with a new code. The same command twice is one screen.</summary>
    public async Task<Outcome<Guid>> PutUpAsync(Actor actor, DisplayWish wish, Guid commandId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await RefuseAsync(db, actor, wish, gone).ConfigureAwait(false) is { } refused) return refused;
        return await CommandLog.OnceAsync(() => AnswerRepeatedAsync(db, actor, commandId, gone), () => PutUpOnceAsync(db, actor, wish, commandId, gone)).ConfigureAwait(false);
    }

    private async Task<Outcome<Guid>> PutUpOnceAsync(ClinicDbContext db, Actor actor, DisplayWish wish, Guid commandId, CancellationToken gone)
    {
        if (await db.Displays.CountAsync(d => d.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false) >= Most)
        {
            return Refusal.NotAllowed($"The clinic has {Most} screens already. Please remove one that is not used.");
        }

        var (display, refusal) = WaitingRoomDisplay.PutUp(wish, DisplayCode.New(), DisplayCode.NewSecret(), actor, time.GetUtcNow(), commandId);
        if (display is null) return refusal!;
        db.Add(display);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved ? Outcome<Guid>.Done(display.Id) : Refusal.Unavailable;
    }

    /// <summary>Changes name, language and doctors of the screen, as long as nobody changed it since <paramref name="version"/> was read.</summary>
    public Task<Outcome<Guid>> ChangeAsync(Actor actor, Guid displayId, int version, DisplayWish wish, CancellationToken gone = default) =>
        AlterAsync(actor, displayId, wish, (_, display) => display.Version == version
            ? display.Change(wish, actor, time.GetUtcNow())
            : new Refusal(RefusalKind.Moved, "Somebody else has just changed this screen. Nothing was changed. Please look at it again."), gone);

    /// <summary>Gives the screen a new code; what was opened with the one before ends.</summary>
    public Task<Outcome<Guid>> RenewCodeAsync(Actor actor, Guid displayId, CancellationToken gone = default) =>
        AlterAsync(actor, displayId, null, (_, display) =>
        {
            display.RenewCode(DisplayCode.New(), DisplayCode.NewSecret(), actor, time.GetUtcNow());
            return null;
        }, gone);

    /// <summary>Takes the screen down; it ends within seconds.</summary>
    public Task<Outcome<Guid>> RemoveAsync(Actor actor, Guid displayId, CancellationToken gone = default) =>
        AlterAsync(actor, displayId, null, (db, display) =>
        {
            display.TakeDown(actor, time.GetUtcNow());
            db.Remove(display);
            return null;
        }, gone);

    private async Task<Outcome<Guid>> AlterAsync(
        Actor actor, Guid displayId, DisplayWish? wish, Func<ClinicDbContext, WaitingRoomDisplay, Refusal?> alter, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await RefuseAsync(db, actor, wish, gone).ConfigureAwait(false) is { } refused) return refused;
        var display = await db.Displays.SingleOrDefaultAsync(d => d.Id == displayId && d.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
        if (display is null) return Refusal.NotFound("screen");
        if (alter(db, display) is { } refusal) return refusal;
        if (!db.ChangeTracker.HasChanges()) return Outcome<Guid>.Already(displayId);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved ? Outcome<Guid>.Done(displayId) : Refusal.Unavailable;
    }

    private static async Task<Refusal?> RefuseAsync(ClinicDbContext db, Actor actor, DisplayWish? wish, CancellationToken gone)
    {
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (actor.Role != Role.Admin) return Refusal.Forbidden("Only an admin manages the waiting-room screens.");
        if (wish is null or { PractitionerIds.Count: 0 or > WaitingRoomDisplay.MostDoctors }) return null; // the entity says what is too much
        var wanted = wish.PractitionerIds.Distinct().ToList();
        var known = await db.Practitioners.CountAsync(p => p.OrganizationId == actor.OrganizationId && wanted.Contains(p.Id), gone).ConfigureAwait(false);
        return known == wish.PractitionerIds.Count ? null : Refusal.Invalid("Doctors", "Please choose doctors of this clinic.");
    }

    private static async Task<Outcome<Guid>?> AnswerRepeatedAsync(ClinicDbContext db, Actor actor, Guid commandId, CancellationToken gone)
    {
        var line = await CommandLog.FindAsync(db, actor, commandId, gone).ConfigureAwait(false);
        if (line is null) return null;
        return line.ActorId == actor.UserId && line.Kind == ActivityKind.DisplayAdded
            ? Outcome<Guid>.Already(line.SubjectId)
            : CommandLog.UsedOtherwise;
    }
}
