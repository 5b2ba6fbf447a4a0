using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Push;

/// <summary>What the clinic knows of the browser that a person sits at.</summary>
public enum PushPlace
{
    /// <summary>It is not told anything: never switched on, removed, or somebody else's before. The browser should forget its subscription.</summary>
    Unknown,

    /// <summary>It is told.</summary>
    Known,

    /// <summary>It subscribed with a key of ours that is no longer used, and should do so again.</summary>
    Renew,
}

/// <summary>Switching a person's browsers on and off. Everybody does so for himself only.</summary>
public sealed class PushService(IDbContextFactory<ClinicDbContext> contexts, ServerKeys keys, PushSettings settings, TimeProvider time)
{
    /// <summary>
    /// Switches the browser on that the person sits at, and answers its id. One that was somebody else's changes hands. Refused where web
    /// push is not set up, for what is no push service in the open, and beyond <see cref="PushSubscription.MostPerAccount"/>.
    /// </summary>
    public Task<Outcome<Guid>> SubscribeAsync(Actor actor, Guid sessionId, PushWish wish, CancellationToken gone = default) => KeepAsync(actor, async db =>
    {
        if (!settings.IsOn) return Refusal.NotAllowed("The clinic has not set up notifications for closed tabs.");
        if (wish.Check(settings.AllowPrivateAddresses) is { } unusable) return unusable;
        var hash = PushSubscription.HashOf(wish.Endpoint);
        var seen = await SeenAsync(db, actor, sessionId, gone).ConfigureAwait(false);
        var key = (await keys.GetAsync(gone).ConfigureAwait(false)).PublicKey;
        var known = await db.PushSubscriptions.SingleOrDefaultAsync(s => s.EndpointHash == hash, gone).ConfigureAwait(false);
        if (known is not null && known.AccountId == actor.UserId)
        {
            known.Renew(seen, wish, key);
            return Outcome<Guid>.Done(known.Id);
        }

        if (await db.PushSubscriptions.CountAsync(s => s.AccountId == actor.UserId, gone).ConfigureAwait(false) >= PushSubscription.MostPerAccount)
        {
            return Refusal.NotAllowed($"You are told on {PushSubscription.MostPerAccount} devices already. Please remove one first.");
        }

        if (known is not null) db.Remove(known);
        var made = PushSubscription.For(actor, seen, wish, key, time.GetUtcNow());
        db.Add(made);
        return Outcome<Guid>.Done(made.Id);
    }, gone);

    /// <summary>
    /// The person opened the app in a browser that has a subscription. It wakes up when it is his, and goes when it was somebody else's:
    /// who sits here now must not see what is meant for the other.
    /// </summary>
    public async Task<Outcome<PushSighting>> SeeAsync(Actor actor, Guid sessionId, string endpoint, CancellationToken gone = default)
    {
        var place = PushPlace.Unknown;
        var kept = await KeepAsync(actor, async db =>
        {
            place = PushPlace.Unknown;
            if (endpoint.Length > OutsideAddress.Limit) return Outcome<Guid>.Already(Guid.Empty);
            var hash = PushSubscription.HashOf(endpoint);
            var known = await db.PushSubscriptions.SingleOrDefaultAsync(s => s.EndpointHash == hash, gone).ConfigureAwait(false);
            if (known is null || !settings.IsOn) return Outcome<Guid>.Already(Guid.Empty);
            if (known.AccountId != actor.UserId)
            {
                db.Remove(known);
                return Outcome<Guid>.Done(known.Id);
            }

            place = known.ServerKey == (await keys.GetAsync(gone).ConfigureAwait(false)).PublicKey ? PushPlace.Known : PushPlace.Renew;
            return known.WakeUp(await SeenAsync(db, actor, sessionId, gone).ConfigureAwait(false)) ? Outcome<Guid>.Done(known.Id) : Outcome<Guid>.Already(known.Id);
        }, gone).ConfigureAwait(false);
        return kept.Refusal is { } refusal ? refusal : Outcome<PushSighting>.Done(new PushSighting(place));
    }

    /// <summary>Switches one of the person's browsers off. One of somebody else looks like one that does not exist.</summary>
    public Task<Outcome<Guid>> RemoveAsync(Actor actor, Guid deviceId, CancellationToken gone = default) => KeepAsync(actor, async db =>
    {
        var device = await db.PushSubscriptions
            .SingleOrDefaultAsync(s => s.Id == deviceId && s.AccountId == actor.UserId && s.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
        if (device is null) return Refusal.NotFound("device");
        db.Remove(device);
        return Outcome<Guid>.Done(deviceId);
    }, gone);

    private static async Task<PushSeen> SeenAsync(ClinicDbContext db, Actor actor, Guid sessionId, CancellationToken gone) =>
        new(sessionId, await db.Accounts.Where(a => a.Id == actor.UserId).Select(a => a.SecurityStamp).SingleAsync(gone).ConfigureAwait(false) ?? "");

    private async Task<Outcome<Guid>> KeepAsync(Actor actor, Func<ClinicDbContext, Task<Outcome<Guid>>> change, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            db.ChangeTracker.Clear();
            var outcome = await change(db).ConfigureAwait(false);
            if (!outcome.Succeeded || !db.ChangeTracker.HasChanges()) return outcome;
            db.PublishAfterSave(new NotificationsChanged(actor.OrganizationId, actor.UserId, time.GetUtcNow())); // his list of devices is on the same page
            var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
            if (saved == SaveResult.Saved) return outcome;
            if (saved != SaveResult.Stale) break; // another tab did the same at the same moment
        }

        return Refusal.Unavailable;
    }
}

/// <summary>What the clinic knows of a browser.</summary>
/// <param name="Place">Whether it is told.</param>
public sealed record PushSighting(PushPlace Place);
