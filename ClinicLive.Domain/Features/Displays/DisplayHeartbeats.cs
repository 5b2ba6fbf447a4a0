using ClinicLive.Domain.Data;
using ClinicLive.Domain.Live;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Displays;

/// <summary>
/// Who hears of the screens: writes down, sparingly and with one statement for all, which of them are connected to this node,
/// and tells when one falls silent or is back. A screen on another node is known by what that node wrote.
/// </summary>
public sealed class DisplayHeartbeats(IDbContextFactory<ClinicDbContext> contexts, OpenDisplays open, IEventBus bus, TimeProvider time)
{
    /// <summary>How often a connected screen is written down.</summary>
    public static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(25);

    /// <summary>A screen that was not seen for this long is silent.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(60);

    private readonly Dictionary<Guid, bool> _told = [];
    private HashSet<Guid> _written = [];
    private DateTimeOffset _wroteAt;
    private long _step;

    /// <summary>Whether a screen that was last seen then is silent now. One that was never opened is not: nobody misses it.</summary>
    public static bool IsSilent(DateTimeOffset? lastSeen, DateTimeOffset now) => lastSeen is { } seen && now - seen > SilentAfter;

    /// <summary>Writes what is due, and publishes every change between silent and heard. Called every few seconds by one caller.</summary>
    public async Task SweepAsync(CancellationToken gone = default)
    {
        var now = time.GetUtcNow();
        var connected = open.Ids;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (connected.Count > 0 && (now - _wroteAt >= WriteEvery || !_written.IsSupersetOf(connected)))
        {
            await db.Displays.Where(d => connected.Contains(d.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.LastSeenAt, now), gone).ConfigureAwait(false);
            (_written, _wroteAt) = ([.. connected], now);
        }

        var all = await db.Displays.AsNoTracking().Where(d => d.LastSeenAt != null)
            .Select(d => new { d.Id, d.OrganizationId, d.LastSeenAt }).ToListAsync(gone).ConfigureAwait(false);
        foreach (var forgotten in _told.Keys.Except(all.Select(d => d.Id)).ToList()) _told.Remove(forgotten); // taken down, or given a new code
        foreach (var display in all)
        {
            var isSilent = IsSilent(display.LastSeenAt, now);
            var wasTold = _told.TryGetValue(display.Id, out var before);
            if (wasTold && before == isSilent) continue;
            _told[display.Id] = isSilent;
            bus.Publish(new DisplaySilenceChanged(display.OrganizationId, display.Id, isSilent));
        }
    }

    /// <summary>Rings at every connected screen when a step of check-in codes has begun since the last call.</summary>
    public void TurnCodes()
    {
        var step = CheckInCode.StepAt(time.GetUtcNow());
        if (Interlocked.Exchange(ref _step, step) == step) return;
        foreach (var id in open.Ids) bus.Publish(new CheckInCodeTurned(id, step));
    }
}
