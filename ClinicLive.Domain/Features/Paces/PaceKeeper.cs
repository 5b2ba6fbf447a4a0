using ClinicLive.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Paces;

/// <summary>
/// Counts what may be done only so often, in the database: a limit is one limit on however many nodes, and a restart forgives nothing. What is
/// refused is read and never written, so that whoever hammers at a door costs no turn of the database's writer. A limit does not open because
/// the database is away: then the answer is that it is not known.
/// </summary>
public sealed class PaceKeeper(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time) : IDisposable
{
    private const int Attempts = 20; // each that fails is another node's that succeeded

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // Those of this node go one after the other, so that many at once do not race each other for the same row.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Counts one more, where it may be done now.</summary>
    public Task<PaceAnswer> TakeAsync(PaceLimit limit, string who, CancellationToken gone = default) => ChangeAsync(limit, who, db => CountAsync(db, limit, who, gone), gone);

    /// <summary>Whether one more could be done now; counts nothing.</summary>
    public async Task<PaceAnswer> LookAsync(PaceLimit limit, string who, CancellationToken gone = default)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
            var key = Pace.KeyOf(limit, who);
            return await db.Paces.AsNoTracking().SingleOrDefaultAsync(p => p.Key == key, gone).ConfigureAwait(false) is { } pace ? pace.Look(limit, time.GetUtcNow()) : PaceAnswer.Taken;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return PaceAnswer.Unknown;
        }
    }

    /// <summary>The newest one that was counted did not count after all. Where that cannot be written, it ends by itself with its time.</summary>
    public Task GiveBackAsync(PaceWindow limit, string who) => ChangeAsync(
        limit,
        who,
        async db =>
        {
            var key = Pace.KeyOf(limit, who);
            if (await db.Paces.SingleOrDefaultAsync(p => p.Key == key).ConfigureAwait(false) is not { } pace) return PaceAnswer.Taken;
            pace.GiveBack(limit);
            if (pace.IsEmpty) db.Remove(pace);
            return PaceAnswer.Taken;
        },
        CancellationToken.None);

    /// <summary>
    /// Counts one more together with what the context is about to save: it counts when that was saved, and costs no transaction of its own. A save that
    /// says <see cref="SaveResult.Stale"/> is to be tried again from here. Take the turn before.
    /// </summary>
    public async Task<PaceAnswer> CountAsync(ClinicDbContext db, PaceLimit limit, string who, CancellationToken gone = default)
    {
        var key = Pace.KeyOf(limit, who);
        var pace = await db.Paces.SingleOrDefaultAsync(p => p.Key == key, gone).ConfigureAwait(false);
        if (pace is null) db.Add(pace = new Pace { Key = key });
        return pace.Take(limit, time.GetUtcNow());
    }

    /// <summary>Waits for the turn of one who is counted; disposing the answer ends it.</summary>
    public async ValueTask<IDisposable> TurnAsync(PaceLimit limit, string who, CancellationToken gone = default)
    {
        var turn = TurnOf(limit, who);
        await turn.WaitAsync(gone).ConfigureAwait(false);
        return new Turn(turn);
    }

    /// <summary>Forgets what means nothing any more; how many rows.</summary>
    public async Task<int> SweepAsync(CancellationToken gone = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.Paces.Where(p => p.Until <= now).ExecuteDeleteAsync(gone).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var turn in _turns) turn.Dispose();
    }

    private SemaphoreSlim TurnOf(PaceLimit limit, string who) => _turns[(uint)HashCode.Combine(limit.Name, who) % _turns.Length];

    private async Task<PaceAnswer> ChangeAsync(PaceLimit limit, string who, Func<ClinicDbContext, Task<PaceAnswer>> change, CancellationToken gone)
    {
        var turn = TurnOf(limit, who);
        if (!await turn.WaitAsync(LongestWait, gone).ConfigureAwait(false)) return PaceAnswer.Unknown; // the database stands still, and those before are waiting for it
        try
        {
            await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                db.ChangeTracker.Clear();
                var answer = await change(db).ConfigureAwait(false);
                if (!answer.IsTaken) return answer;
                var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
                if (saved == SaveResult.Saved) return answer;
                if (saved != SaveResult.Stale) break;
            }
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            // As unknown as after a save that was refused.
        }
        finally
        {
            turn.Release();
        }

        return PaceAnswer.Unknown;
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
