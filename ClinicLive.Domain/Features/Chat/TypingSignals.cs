using System.Collections.Concurrent;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>"Somebody types": a signal between screens, never stored. Membership is read again for every signal that goes out.</summary>
public sealed class TypingSignals(IDbContextFactory<ClinicDbContext> contexts, IEventBus bus, TimeProvider time)
{
    /// <summary>How long a signal stands without another.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(6);

    /// <summary>Signals of one person in one room that come closer than this are one.</summary>
    public static readonly TimeSpan OneEvery = TimeSpan.FromSeconds(3);

    private const int Forgotten = 5_000;
    private readonly ConcurrentDictionary<(Guid RoomId, Guid AccountId), DateTimeOffset> _last = new();

    /// <summary>Tells the others in the room; does nothing for somebody who is not in it, or has just told.</summary>
    public async Task SignalAsync(Actor actor, Guid roomId, CancellationToken gone = default)
    {
        var now = time.GetUtcNow();
        var key = (roomId, actor.UserId);
        if (_last.TryGetValue(key, out var last) && now - last < OneEvery) return;
        if (_last.Count > Forgotten) _last.Clear();
        _last[key] = now;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await ChatRights.Rooms(db, actor).AnyAsync(r => r.Id == roomId, gone).ConfigureAwait(false)) bus.Publish(new TypingSignalled(roomId, actor.UserId, now + GoodFor));
    }

    /// <summary>The person has sent or wiped out what was typed.</summary>
    public void Stop(Actor actor, Guid roomId)
    {
        if (_last.TryRemove((roomId, actor.UserId), out _)) bus.Publish(new TypingSignalled(roomId, actor.UserId, time.GetUtcNow() - GoodFor));
    }
}
