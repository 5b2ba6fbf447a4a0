using System.Runtime.CompilerServices;
using ClinicLive.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>
/// Works what is due, each way for itself, so that one that hangs holds up no other. A row is taken up by lease before anything is sent and
/// noted as handed over before the other side can have it; so of a process that dies at any moment it is known which rows were not sent, and
/// which nobody can know.
/// </summary>
public sealed class DeliveryDispatcher
{
    private readonly IDbContextFactory<ClinicDbContext> _contexts;
    private readonly DeliverySender _sender;
    private readonly Dictionary<DeliveryChannel, IDeliveryChannel> _channels;
    private readonly DeliveryRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger<DeliveryDispatcher>? _log;

    /// <summary>Made with every way that this installation knows, set up or not.</summary>
    public DeliveryDispatcher(
        IDbContextFactory<ClinicDbContext> contexts, DeliverySender sender, IEnumerable<IDeliveryChannel> channels, DeliveryRules rules, TimeProvider time, ILogger<DeliveryDispatcher>? log = null)
    {
        (_contexts, _sender, _rules, _time, _log) = (contexts, sender, rules, time, log);
        _channels = channels.ToDictionary(c => c.Kind);
    }

    /// <summary>Works everything that is due now and ends when nothing is left that is due. Answers how many rows were taken up.</summary>
    public async Task<int> DispatchAsync(CancellationToken stopping = default)
    {
        var counts = await Task.WhenAll(Enum.GetValues<DeliveryChannel>().Select(c => DispatchAsync(c, stopping))).ConfigureAwait(false);
        return counts.Sum();
    }

    /// <summary>The same for one way. When asked to stop it takes up nothing more, and what is under way gets a few seconds.</summary>
    public async Task<int> DispatchAsync(DeliveryChannel channel, CancellationToken stopping = default)
    {
        var count = 0;
        var way = _channels.GetValueOrDefault(channel);
        var most = Math.Max(1, way?.MostAtOnce ?? 1);
        await Parallel.ForEachAsync(
            LeaseAsync(channel, most * 2, stopping),
            new ParallelOptions { MaxDegreeOfParallelism = most },
            async (id, _) =>
            {
                await _sender.WorkAsync(id, way, stopping).ConfigureAwait(false);
                Interlocked.Increment(ref count);
            }).ConfigureAwait(false);
        return count;
    }

    /// <summary>
    /// Looks after rows whose node did not come back: what was not handed over is tried again, as often as any other, and what was is noted as
    /// maybe sent. Answers how many. A row with which that cannot be done stops no other.
    /// </summary>
    public async Task<int> RecoverAsync(CancellationToken gone = default)
    {
        var now = _time.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var lost = await db.Deliveries.Where(d => d.LeasedUntil <= now).OrderBy(d => d.LeasedUntil).Take(500).Select(d => d.Id).ToListAsync(gone).ConfigureAwait(false);
        var count = 0;
        foreach (var id in lost)
        {
            try
            {
                db.ChangeTracker.Clear();
                if (await RecoverAsync(db, id, now, gone).ConfigureAwait(false)) count++;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                _log?.LogWarning("A delivery whose server stopped could not be looked after ({Fault}); trying again.", fault.GetType().Name);
            }
        }

        return count;
    }

    private async Task<bool> RecoverAsync(ClinicDbContext db, Guid id, DateTimeOffset now, CancellationToken gone)
    {
        var delivery = await db.Deliveries.SingleAsync(d => d.Id == id, gone).ConfigureAwait(false);
        if (delivery.State != DeliveryState.Leased || delivery.LeasedUntil > now) return false;
        if (delivery.HandedOverAt is null) delivery.LoseLease(_rules, now);
        else delivery.End(DeliveryState.MaybeSent, now, "The server stopped while it was being sent.");
        if (!delivery.IsOpen) await DeliverySender.ClimbAsync(db, delivery, _rules, now, gone).ConfigureAwait(false);
        db.PublishAfterSave(new DeliveriesChanged(delivery.OrganizationId, now));
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved; // else another node was first
    }

    private async IAsyncEnumerable<Guid> LeaseAsync(DeliveryChannel channel, int size, [EnumeratorCancellation] CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var leased = new List<Guid>();
            await using (var db = await _contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false))
            {
                var now = _time.GetUtcNow();
                var due = await db.Deliveries.Where(d => d.Channel == channel && d.NextAttemptAt <= now)
                    .OrderBy(d => d.NextAttemptAt).Take(size).ToListAsync(CancellationToken.None).ConfigureAwait(false);
                if (due.Count == 0) yield break;
                leased.AddRange(due.Where(d => d.Lease(_sender.Node, now, _rules.Lease)).Select(d => d.Id));
                switch (await db.TrySaveAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    case SaveResult.Stale:
                        continue; // another node took some of them
                    case not SaveResult.Saved:
                        yield break; // the database cannot write now; the next look tries again
                }
            }

            foreach (var id in leased) yield return id;
        }
    }
}
