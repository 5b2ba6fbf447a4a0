using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Webhooks;

/// <summary>Webhooks for the clinic's admin. Everybody else reads nothing.</summary>
public sealed class WebhookQueries(IDbContextFactory<ClinicDbContext> contexts, ISecretSeal seal)
{
    /// <summary>Attempts that are shown of each.</summary>
    public const int Shown = 20;

    /// <summary>All webhooks by name, each with its last deliveries, the newest first.</summary>
    public async Task<IReadOnlyList<WebhookRow>> ListAsync(Actor actor, CancellationToken gone = default)
    {
        if (actor.Role != Role.Admin) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var hooks = await db.Webhooks.AsNoTracking().Where(w => w.OrganizationId == actor.OrganizationId).OrderBy(w => w.Name).ThenBy(w => w.Id).Take(WebhookService.Most).ToListAsync(gone).ConfigureAwait(false);
        var rows = new List<WebhookRow>(hooks.Count);
        foreach (var hook in hooks)
        {
            var last = await (
                from d in db.WebhookDeliveries.AsNoTracking()
                where d.WebhookId == hook.Id
                orderby d.CreatedAt descending, d.Id descending
                select new WebhookDeliveryRow(
                    d.Id, d.Line, db.Activity.Where(a => a.Sequence == d.Line).Select(a => (ActivityKind?)a.Kind).FirstOrDefault(),
                    d.State, d.Attempts, d.NextAttemptAt, d.Status, d.Error, d.CreatedAt, d.EndedAt)).Take(Shown).ToListAsync(gone).ConfigureAwait(false);
            var open = await db.WebhookDeliveries.CountAsync(d => d.WebhookId == hook.Id && d.EndedAt == null, gone).ConfigureAwait(false);
            rows.Add(new WebhookRow(hook.Id, hook.Version, hook.Name, hook.Address, hook.Events, hook.IsPaused, open, last));
        }

        return rows;
    }

    /// <summary>The secret, for the admin to enter in the other system; null for everybody else, and where it cannot be opened any more.</summary>
    public async Task<string?> SecretAsync(Actor actor, Guid webhookId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (actor.Role != Role.Admin || await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is not null) return null;
        var stored = await db.Webhooks.Where(w => w.Id == webhookId && w.OrganizationId == actor.OrganizationId).Select(w => w.SealedSecret).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        return stored is null ? null : seal.Open(WebhookService.SecretPurpose, stored);
    }
}

/// <summary>One webhook as its admin sees it.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="Version">To be named by whoever changes it.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Address">Where requests go to.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="IsPaused">Nothing is sent.</param>
/// <param name="Open">Deliveries that are still to be sent.</param>
/// <param name="Last">The last deliveries, the newest first.</param>
public sealed record WebhookRow(
    Guid Id, int Version, string Name, string Address, WebhookEvents Events, bool IsPaused, int Open, IReadOnlyList<WebhookDeliveryRow> Last);

/// <summary>One delivery.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Line">The line of the log; null for a trial.</param>
/// <param name="Kind">What the line tells of; null for a trial.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="NextAttemptAt">When the next is, in UTC; null where there is none.</param>
/// <param name="Status">What the other side answered last.</param>
/// <param name="Error">Why the last attempt failed.</param>
/// <param name="CreatedAt">When it was written, in UTC.</param>
/// <param name="EndedAt">When it ended, in UTC.</param>
public sealed record WebhookDeliveryRow(
    Guid Id, long? Line, ActivityKind? Kind, WebhookDeliveryState State, int Attempts, DateTimeOffset? NextAttemptAt, int? Status, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);
