namespace ClinicLive.Domain.Features.Presence;

/// <summary>Whether somebody has a window of the clinic before the eyes, so that nothing is sent after him what he sees anyway.</summary>
public interface IAttention
{
    /// <summary>
    /// True while at least one window of the account is visible, in front and was touched within <see cref="AttentionTable.Length"/>.
    /// Of the windows of this node that is known from memory; of others it is what their leases say, seconds old.
    /// </summary>
    Task<bool> IsLookingAsync(Guid accountId, CancellationToken gone = default);
}

/// <summary>
/// The windows of this node that are looked at, in memory only: after a restart nobody looks until a window says so again.
/// What a browser says of itself is believed, because it concerns nobody but its own person. Safe to use from many threads.
/// </summary>
public sealed class AttentionTable(TimeProvider time)
{
    /// <summary>How long a person counts as looking after the last touch that his window told of.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Dictionary<Guid, DateTimeOffset>> _untilByAccount = [];
    private readonly HashSet<Guid> _begun = [];

    /// <summary>How many windows have said that they are looked at and not yet that they are not.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _untilByAccount.Values.Sum(windows => windows.Count);
        }
    }

    /// <summary>Whether one of the account's windows on this node is looked at.</summary>
    public bool IsLooking(Guid accountId) => UntilOf(accountId) is not null;

    /// <summary>A window of an account is looked at just now.</summary>
    public void Look(Guid accountId, Guid windowId)
    {
        var until = time.GetUtcNow() + Length;
        lock (_gate)
        {
            if (!_untilByAccount.TryGetValue(accountId, out var windows)) _untilByAccount.Add(accountId, windows = []);
            if (windows.Count == 0) _begun.Add(accountId);
            windows[windowId] = until;
        }
    }

    /// <summary>A window is hidden, behind another one, or gone.</summary>
    public void LookAway(Guid accountId, Guid windowId)
    {
        lock (_gate)
        {
            if (!_untilByAccount.TryGetValue(accountId, out var windows) || !windows.Remove(windowId) || windows.Count > 0) return;
            _untilByAccount.Remove(accountId);
        }
    }

    /// <summary>Until when the account counts as looking on this node, in UTC; null where it does not.</summary>
    internal DateTimeOffset? UntilOf(Guid accountId)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_untilByAccount.TryGetValue(accountId, out var windows)) return null;
            var until = windows.Values.Max();
            return until > now ? until : null;
        }
    }

    /// <summary>The accounts that have begun to look since the last call. That they have ceased is no hurry: what is not sent meanwhile is sent a little later.</summary>
    internal IReadOnlyList<Guid> TakeBegun()
    {
        lock (_gate)
        {
            if (_begun.Count == 0) return [];
            Guid[] begun = [.. _begun];
            _begun.Clear();
            return begun;
        }
    }
}
