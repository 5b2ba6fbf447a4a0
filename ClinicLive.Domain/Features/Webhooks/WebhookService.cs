using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Webhooks;

/// <summary>What an admin wants of a webhook.</summary>
/// <param name="Name">What it is called; at most <see cref="Webhook.NameLimit"/> characters.</param>
/// <param name="Address">Where requests go to; see <see cref="OutsideAddress.Read"/>.</param>
/// <param name="Events">What it is told of; at least one.</param>
/// <param name="IsPaused">Nothing is sent for now.</param>
public sealed record WebhookWish(string? Name, string? Address, WebhookEvents Events, bool IsPaused = false);

/// <summary>Settings of all webhooks of this installation.</summary>
/// <param name="AllowPrivateAddresses">Also addresses of this machine and its network may be called, and without TLS.</param>
public sealed record WebhookSettings(bool AllowPrivateAddresses = false);

/// <summary>What an admin does with webhooks. Every command leaves a line in the activity log, and its id is one command for ever.</summary>
public sealed class WebhookService(IDbContextFactory<ClinicDbContext> contexts, ISecretSeal seal, WebhookSettings settings, TimeProvider time)
{
    /// <summary>Most webhooks of one clinic.</summary>
    public const int Most = 20;

    internal const string SecretPurpose = "webhook";

    /// <summary>Adds one. It is told of what happens from now on.</summary>
    public Task<Outcome<Guid>> AddAsync(Actor actor, WebhookWish wish, Guid commandId, CancellationToken gone = default) =>
        ChangeAsync(actor, commandId, ActivityKind.WebhookAdded, async (db, now) =>
        {
            if (Refuse(wish) is { } refusal) return refusal;
            if (await db.Webhooks.CountAsync(w => w.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false) >= Most)
            {
                return Refusal.NotAllowed($"The clinic has {Most} webhooks already. Please remove one that is not used.");
            }

            var webhook = new Webhook
            {
                OrganizationId = actor.OrganizationId,
                Name = wish.Name!.Trim(),
                Address = wish.Address!.Trim(),
                SealedSecret = seal.Seal(SecretPurpose, Webhook.NewSecret()),
                Events = wish.Events,
                IsPaused = wish.IsPaused,
                Cursor = await EndAsync(db, gone).ConfigureAwait(false),
                CreatedAt = now,
            };
            db.Webhooks.Add(webhook);
            return Noted(db, actor, webhook, ActivityKind.WebhookAdded, now, commandId);
        }, gone);

    /// <summary>Changes one, as long as nobody changed it since <paramref name="version"/> was read. What happened during a pause is not sent later.</summary>
    public Task<Outcome<Guid>> ChangeAsync(Actor actor, Guid webhookId, int version, WebhookWish wish, Guid commandId, CancellationToken gone = default) =>
        AlterAsync(actor, webhookId, commandId, ActivityKind.WebhookChanged, async (db, webhook) =>
        {
            if (Refuse(wish) is { } refusal) return refusal;
            if (webhook.Version != version) return new Refusal(RefusalKind.Moved, "Somebody else has just changed this webhook. Nothing was changed. Please look at it again.");
            if (webhook.IsPaused && !wish.IsPaused) webhook.Cursor = await EndAsync(db, gone).ConfigureAwait(false);
            (webhook.Name, webhook.Address, webhook.Events, webhook.IsPaused) = (wish.Name!.Trim(), wish.Address!.Trim(), wish.Events, wish.IsPaused);
            return null;
        }, gone);

    /// <summary>Gives it a new secret; from now on everything is signed with that one.</summary>
    public Task<Outcome<Guid>> RenewSecretAsync(Actor actor, Guid webhookId, Guid commandId, CancellationToken gone = default) =>
        AlterAsync(actor, webhookId, commandId, ActivityKind.WebhookSecretRenewed, (_, webhook) =>
        {
            webhook.SealedSecret = seal.Seal(SecretPurpose, Webhook.NewSecret());
            return Task.FromResult<Refusal?>(null);
        }, gone);

    /// <summary>Removes it with everything that was still to be sent.</summary>
    public Task<Outcome<Guid>> RemoveAsync(Actor actor, Guid webhookId, Guid commandId, CancellationToken gone = default) =>
        AlterAsync(actor, webhookId, commandId, ActivityKind.WebhookRemoved, (db, webhook) =>
        {
            db.Webhooks.Remove(webhook);
            return Task.FromResult<Refusal?>(null);
        }, gone);

    /// <summary>Sends it a trial, paused or not.</summary>
    public Task<Outcome<Guid>> SendTestAsync(Actor actor, Guid webhookId, Guid commandId, CancellationToken gone = default) =>
        AlterAsync(actor, webhookId, commandId, ActivityKind.WebhookTested, (db, webhook) =>
        {
            var now = time.GetUtcNow();
            db.WebhookDeliveries.Add(new WebhookDelivery { OrganizationId = webhook.OrganizationId, WebhookId = webhook.Id, NextAttemptAt = now, CreatedAt = now });
            return Task.FromResult<Refusal?>(null);
        }, gone);

    /// <summary>Sends one again, whatever became of it before, under its old id.</summary>
    public Task<Outcome<Guid>> SendAgainAsync(Actor actor, Guid deliveryId, Guid commandId, CancellationToken gone = default) =>
        ChangeAsync(actor, commandId, ActivityKind.WebhookSentAgain, async (db, now) =>
        {
            var delivery = await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == deliveryId && d.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
            if (delivery is null) return Refusal.NotFound("delivery");
            if (!delivery.Requeue(now)) return Refusal.NotAllowed("This one is on its way just now.");
            var webhook = await db.Webhooks.SingleAsync(w => w.Id == delivery.WebhookId, gone).ConfigureAwait(false);
            return Noted(db, actor, webhook, ActivityKind.WebhookSentAgain, now, commandId);
        }, gone);

    private Task<Outcome<Guid>> AlterAsync(
        Actor actor, Guid webhookId, Guid commandId, ActivityKind kind, Func<ClinicDbContext, Webhook, Task<Refusal?>> alter, CancellationToken gone) =>
        ChangeAsync(actor, commandId, kind, async (db, now) =>
        {
            var webhook = await db.Webhooks.SingleOrDefaultAsync(w => w.Id == webhookId && w.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
            if (webhook is null) return Refusal.NotFound("webhook");
            if (await alter(db, webhook).ConfigureAwait(false) is { } refusal) return refusal;
            if (kind is ActivityKind.WebhookChanged or ActivityKind.WebhookSecretRenewed) webhook.Version++;
            return Noted(db, actor, webhook, kind, now, commandId);
        }, gone);

    private async Task<Outcome<Guid>> ChangeAsync(
        Actor actor, Guid commandId, ActivityKind kind, Func<ClinicDbContext, DateTimeOffset, Task<Outcome<Guid>>> act, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (actor.Role != Role.Admin) return Refusal.Forbidden("Only an admin looks after webhooks.");
        return await CommandLog.ChangeAsync<Guid>(db, actor, commandId, line => line.Kind == kind ? line.SubjectId : null, () => act(db, time.GetUtcNow()), gone).ConfigureAwait(false);
    }

    private Refusal? Refuse(WebhookWish wish)
    {
        if (!PlainText.HasVisibleCharacter(wish.Name)) return Refusal.Invalid("Name", "Please give it a name.");
        if (wish.Name!.Trim().Length > Webhook.NameLimit) return Refusal.Invalid("Name", $"This is longer than {Webhook.NameLimit} characters.");
        if ((wish.Events & WebhookEvents.All) == WebhookEvents.None || (wish.Events & ~WebhookEvents.All) != WebhookEvents.None) return Refusal.Invalid("Events", "Please choose at least one kind of event.");
        return OutsideAddress.Read(wish.Address?.Trim(), settings.AllowPrivateAddresses) is not null
            ? null
            : Refusal.Invalid("Address", "Please enter a public address that begins with https:// and has neither a port, a user name nor a fragment.");
    }

    private static Task<long> EndAsync(ClinicDbContext db, CancellationToken gone) => db.Activity.Select(a => a.Sequence).DefaultIfEmpty().MaxAsync(gone);

    private static Outcome<Guid> Noted(ClinicDbContext db, Actor actor, Webhook webhook, ActivityKind kind, DateTimeOffset now, Guid commandId)
    {
        db.Activity.Add(new ActivityEntry
        {
            OrganizationId = actor.OrganizationId,
            ActorId = actor.UserId,
            Kind = kind,
            Category = ActivityCategory.Clinic,
            SubjectId = webhook.Id,
            SubjectVersion = webhook.Version,
            To = webhook.IsPaused ? "Paused" : webhook.Events.ToString(),
            At = now,
            CommandId = commandId,
        });
        db.PublishAfterSave(new WebhookChanged(actor.OrganizationId, webhook.Id));
        return Outcome<Guid>.Done(webhook.Id);
    }
}
