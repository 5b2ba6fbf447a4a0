using System.Diagnostics.CodeAnalysis;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Domain.Features.Webhooks;

/// <summary>
/// Follows the activity log for every webhook, and works what is due with the patience of all deliveries (<see cref="DeliveryRules"/>): lease,
/// attempts that double their pauses, an end that an admin can look at. The log is the queue, so nothing that was committed is missed, whatever stops.
/// </summary>
public sealed class WebhookDispatcher(
    IDbContextFactory<ClinicDbContext> contexts, WebhookSender sender, ISecretSeal seal, DeliveryRules rules, TimeProvider time, ILogger<WebhookDispatcher>? log = null)
{
    /// <summary>How long deliveries that have ended are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int LinesAtOnce = 500;
    private const int MostAtOnce = 8;
    private readonly Guid _node = Guid.NewGuid();

    /// <summary>One turn: writes the deliveries of what has happened, and sends all that is due. Answers how many were tried.</summary>
    public async Task<int> DispatchAsync(CancellationToken stopping = default)
    {
        await PlanAsync(stopping).ConfigureAwait(false);
        var count = 0;
        for (var leased = await LeaseAsync(stopping).ConfigureAwait(false); leased.Count > 0; leased = await LeaseAsync(stopping).ConfigureAwait(false))
        {
            await Parallel.ForEachAsync(leased, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce }, async (id, _) => await WorkAsync(id, stopping).ConfigureAwait(false)).ConfigureAwait(false);
            count += leased.Count;
        }

        return count;
    }

    /// <summary>Takes out what ended long ago; how many.</summary>
    public async Task<int> ForgetAsync(CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var old = time.GetUtcNow() - Kept;
        return await db.WebhookDeliveries.Where(d => d.EndedAt < old).ExecuteDeleteAsync(gone).ConfigureAwait(false);
    }

    // Lines and cursor in one save: a line is one delivery, whoever else does the same at this moment.
    private async Task PlanAsync(CancellationToken stopping)
    {
        await using var db = await contexts.CreateDbContextAsync(stopping).ConfigureAwait(false);
        var hooks = await db.Webhooks.AsNoTracking().Where(w => !w.IsPaused).Select(w => w.Id).ToListAsync(stopping).ConfigureAwait(false);
        foreach (var id in hooks)
        {
            while (await PlanAsync(db, id, stopping).ConfigureAwait(false))
            {
                // There are more lines than fit in one turn.
            }
        }
    }

    private async Task<bool> PlanAsync(ClinicDbContext db, Guid webhookId, CancellationToken stopping)
    {
        db.ChangeTracker.Clear();
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == webhookId && !w.IsPaused, stopping).ConfigureAwait(false) is not { } hook) return false;
        var lines = await db.Activity.AsNoTracking().Where(a => a.OrganizationId == hook.OrganizationId && a.Sequence > hook.Cursor)
            .OrderBy(a => a.Sequence).Take(LinesAtOnce).Select(a => new { a.Sequence, a.Category }).ToListAsync(stopping).ConfigureAwait(false);
        if (lines.Count == 0) return false;
        var now = time.GetUtcNow();
        db.WebhookDeliveries.AddRange(lines.Where(l => hook.Wants(l.Category)).Select(l => new WebhookDelivery
        {
            OrganizationId = hook.OrganizationId, WebhookId = hook.Id, Line = l.Sequence, NextAttemptAt = now, CreatedAt = now,
        }));
        hook.Cursor = lines[^1].Sequence;
        return await db.TrySaveAsync(stopping).ConfigureAwait(false) == SaveResult.Saved && lines.Count == LinesAtOnce;
    }

    private async Task<List<Guid>> LeaseAsync(CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested) return [];
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var due = await db.WebhookDeliveries.Where(d => d.NextAttemptAt <= now).OrderBy(d => d.NextAttemptAt).ThenBy(d => d.Line).Take(MostAtOnce * 2).ToListAsync(CancellationToken.None).ConfigureAwait(false);
        due.AddRange(await db.WebhookDeliveries.Where(d => d.LeasedUntil <= now).OrderBy(d => d.LeasedUntil).Take(MostAtOnce).ToListAsync(CancellationToken.None).ConfigureAwait(false));
        var leased = due.Where(d => d.Lease(_node, now, rules.Lease)).Select(d => d.Id).ToList();
        if (leased.Count == 0) return leased;
        return await db.TrySaveAsync(CancellationToken.None).ConfigureAwait(false) == SaveResult.Saved ? leased : []; // else another node was first, or the database cannot write now
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever is wrong with one row, the others go on; its lease ends and it is looked at again.")]
    private async Task WorkAsync(Guid deliveryId, CancellationToken stopping)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
            var delivery = await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == deliveryId, CancellationToken.None).ConfigureAwait(false);
            if (delivery is null || !delivery.IsHeldBy(_node)) return;
            var hook = await db.Webhooks.AsNoTracking().SingleAsync(w => w.Id == delivery.WebhookId, CancellationToken.None).ConfigureAwait(false);
            if (stopping.IsCancellationRequested) delivery.GiveBack(time.GetUtcNow()); // whoever runs next takes it up
            else Close(delivery, await SendAsync(db, hook, delivery, stopping).ConfigureAwait(false));
            db.PublishAfterSave(new WebhookChanged(hook.OrganizationId, hook.Id));
            await db.TrySaveAsync(CancellationToken.None).ConfigureAwait(false); // else the lease ends, and the other side knows the id
        }
        catch (Exception fault)
        {
            log?.LogWarning("A webhook could not be worked ({Fault}); it is looked at again when its lease is over.", fault.GetType().Name);
        }
    }

    private async Task<WebhookAttempt> SendAsync(ClinicDbContext db, Webhook hook, WebhookDelivery delivery, CancellationToken stopping)
    {
        if (hook.IsPaused && delivery.Line is not null) return new(null, "The webhook is paused.", IsFinal: true);
        if (seal.Open(WebhookService.SecretPurpose, hook.SealedSecret) is not { } secret) return new(null, "The secret cannot be opened any more. Please give the webhook a new one.", IsFinal: true);
        var line = delivery.Line is not { } sequence ? null : await db.Activity.AsNoTracking().Where(a => a.Sequence == sequence && a.OrganizationId == hook.OrganizationId)
            .Select(a => new LogLine(a.Sequence, a.Category, a.Kind, a.SubjectId, a.SubjectVersion, a.From, a.To, a.At, a.ActorId)).SingleAsync(CancellationToken.None).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(rules.TimeLimit);
        return await sender.SendAsync(hook.Address, secret, delivery.MessageId, WebhookSender.BodyOf(line, delivery.CreatedAt), limit.Token).ConfigureAwait(false);
    }

    private void Close(WebhookDelivery delivery, WebhookAttempt attempt)
    {
        var now = time.GetUtcNow();
        if (attempt.Why is null) delivery.Sent(attempt.Status!.Value, now);
        else delivery.Failed(attempt.Status, attempt.Why, attempt.IsFinal || delivery.Attempts + 1 >= rules.MostAttempts ? null : now + rules.PauseAfter(delivery.Attempts + 1, attempt.Pause), now);
    }
}
