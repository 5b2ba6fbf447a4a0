using System.Collections.Concurrent;
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
    private const int MostAtOnce = 4;
    private readonly Guid _node = Guid.NewGuid();
    private readonly ConcurrentDictionary<Guid, Task> _lanes = [];

    /// <summary>Writes the deliveries of what has happened, sends all that is due, and ends when that is done.</summary>
    public async Task DispatchAsync(CancellationToken stopping = default)
    {
        await StartAsync(stopping).ConfigureAwait(false);
        await Task.WhenAll(_lanes.Values).ConfigureAwait(false);
    }

    /// <summary>
    /// The same without waiting for the other sides: every webhook has a lane of its own, and one that hangs holds up no other. To be called
    /// again and again.
    /// </summary>
    public async Task StartAsync(CancellationToken stopping = default)
    {
        await PlanAsync(stopping).ConfigureAwait(false);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(stopping).ConfigureAwait(false);
        var due = await db.WebhookDeliveries.Where(d => d.NextAttemptAt <= now || d.LeasedUntil <= now).Select(d => d.WebhookId).Distinct().ToListAsync(stopping).ConfigureAwait(false);
        foreach (var id in due)
        {
            if (_lanes.TryGetValue(id, out var running) && !running.IsCompleted) continue;
            _lanes[id] = Task.Run(() => WorkLaneAsync(id, stopping), CancellationToken.None);
        }
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

    // Ends when nothing is due, or when the other side does not answer: then the rest waits for the next turn.
    private async Task WorkLaneAsync(Guid webhookId, CancellationToken stopping)
    {
        for (var leased = await LeaseAsync(webhookId, stopping).ConfigureAwait(false); leased.Count > 0; leased = await LeaseAsync(webhookId, stopping).ConfigureAwait(false))
        {
            var answers = await Task.WhenAll(leased.Select(id => WorkAsync(id, stopping))).ConfigureAwait(false);
            if (!answers.Contains(true)) return;
        }
    }

    private async Task<List<Guid>> LeaseAsync(Guid webhookId, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested) return [];
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var due = await db.WebhookDeliveries.Where(d => d.WebhookId == webhookId && (d.NextAttemptAt <= now || d.LeasedUntil <= now))
            .OrderBy(d => d.NextAttemptAt).ThenBy(d => d.Line).Take(MostAtOnce).ToListAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var lost in due.Where(d => d.State == WebhookDeliveryState.Leased)) lost.Failed(lost.Status, "The server stopped while it was being sent.", lost.Attempts + 1 < rules.MostAttempts ? now : null, now);
        var leased = due.Where(d => d.Lease(_node, now, rules.Lease)).Select(d => d.Id).ToList();
        return await db.TrySaveAsync(CancellationToken.None).ConfigureAwait(false) == SaveResult.Saved ? leased : []; // else another node was first, or the database cannot write now
    }

    /// <summary>True when the other side answered, whatever it said.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever is wrong with one row, the others go on; its lease ends and it is looked at again.")]
    private async Task<bool> WorkAsync(Guid deliveryId, CancellationToken stopping)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
            var delivery = await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == deliveryId, CancellationToken.None).ConfigureAwait(false);
            if (delivery is null || !delivery.IsHeldBy(_node)) return true;
            var hook = await db.Webhooks.AsNoTracking().SingleAsync(w => w.Id == delivery.WebhookId, CancellationToken.None).ConfigureAwait(false);
            var attempt = stopping.IsCancellationRequested ? null : await SendAsync(db, hook, delivery, stopping).ConfigureAwait(false);
            if (attempt is null || (attempt.Status is null && stopping.IsCancellationRequested)) delivery.GiveBack(time.GetUtcNow()); // whoever runs next takes it up
            else Close(delivery, attempt);
            db.PublishAfterSave(new WebhookChanged(hook.OrganizationId, hook.Id));
            await db.TrySaveAsync(CancellationToken.None).ConfigureAwait(false); // else the lease ends, and the other side knows the id
            return attempt is { Status: not null } or { IsFinal: true };
        }
        catch (Exception fault)
        {
            log?.LogWarning("A webhook could not be worked ({Fault}); it is looked at again when its lease is over.", fault.GetType().Name);
            return false;
        }
    }

    private async Task<WebhookAttempt> SendAsync(ClinicDbContext db, Webhook hook, WebhookDelivery delivery, CancellationToken stopping)
    {
        if (hook.IsPaused && delivery.Line is not null) return new(null, "The webhook is paused.", IsFinal: true);
        if (seal.Open(WebhookService.SecretPurpose, hook.SealedSecret) is not { } secret) return new(null, "The secret cannot be opened any more. Please give the webhook a new one.", IsFinal: true);
        var line = delivery.Line is not { } sequence ? null : await db.Activity.AsNoTracking().Where(a => a.Sequence == sequence && a.OrganizationId == hook.OrganizationId)
            .Select(a => new LogLine(a.Sequence, a.Category, a.Kind, a.SubjectId, a.SubjectVersion, a.From, a.To, a.At, a.ActorId)).SingleAsync(CancellationToken.None).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(rules.TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        return await sender.SendAsync(hook.Address, secret, delivery.MessageId, WebhookSender.BodyOf(line, delivery.CreatedAt), either.Token).ConfigureAwait(false);
    }

    private void Close(WebhookDelivery delivery, WebhookAttempt attempt)
    {
        var now = time.GetUtcNow();
        log?.LogDebug("Webhook delivery {Delivery} was tried: {Status}.", delivery.Id, attempt.Why is null ? "taken" : attempt.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no answer");
        if (attempt.Why is null) delivery.Sent(attempt.Status!.Value, now);
        else delivery.Failed(attempt.Status, attempt.Why, attempt.IsFinal || delivery.Attempts + 1 >= rules.MostAttempts ? null : now + rules.PauseAfter(delivery.Attempts + 1, attempt.Pause), now);
    }
}
