using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>
/// The sessions in which somebody did something since that was last written down: when first, when last. Kept for seconds, or for as long as the
/// database cannot be written; so nobody is signed out at work because a disk is full.
/// </summary>
public sealed class SessionTouches(IdleLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, SessionTouch> _touched = [];

    /// <summary>Somebody did something in this session now.</summary>
    public void Touch(Guid sessionId, Role role)
    {
        if (sessionId == Guid.Empty) return;
        var now = time.GetUtcNow();
        lock (_gate) _touched[sessionId] = new SessionTouch(sessionId, role, _touched.TryGetValue(sessionId, out var before) ? before.First : now, now);
    }

    /// <summary>True when what was done, and is not written yet, came before the session's end and keeps it open now.</summary>
    public bool Keeps(Guid sessionId, DateTimeOffset? idleUntil)
    {
        lock (_gate) return _touched.TryGetValue(sessionId, out var touch) && touch.First < idleUntil && touch.Last + limits.Of(touch.Role) > time.GetUtcNow();
    }

    /// <summary>What is to be written.</summary>
    internal IReadOnlyList<SessionTouch> All()
    {
        lock (_gate) return [.. _touched.Values];
    }

    /// <summary>These are written. What was touched again meanwhile goes on from there.</summary>
    internal void Written(IEnumerable<SessionTouch> touches)
    {
        lock (_gate)
        {
            foreach (var written in touches)
            {
                if (!_touched.TryGetValue(written.SessionId, out var now)) continue;
                if (now == written) _touched.Remove(written.SessionId);
                else _touched[written.SessionId] = now with { First = written.Last };
            }
        }
    }
}

/// <summary>What somebody did in a session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Role">Whose it is.</param>
/// <param name="First">The first time that is not written yet, in UTC.</param>
/// <param name="Last">The last time, in UTC.</param>
internal readonly record struct SessionTouch(Guid SessionId, Role Role, DateTimeOffset First, DateTimeOffset Last);
