namespace ClinicLive.Domain.Features.Presence;

/// <summary>One live connection of somebody: a tab, or a program's stream of events.</summary>
/// <param name="Id">The connection's id on this node.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="SessionId">The sign-in it belongs to.</param>
/// <param name="OrganizationId">The account's clinic.</param>
/// <param name="IsStream">True for a program's stream.</param>
public sealed record LiveConnection(string Id, Guid AccountId, Guid SessionId, Guid OrganizationId, bool IsStream = false);

/// <summary>The connections of this node, in memory. Safe to use from many threads.</summary>
public sealed class ConnectionTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LiveConnection> _byId = [];
    private readonly Dictionary<Guid, (int Windows, int Streams)> _countByAccount = [];
    private readonly HashSet<Guid> _changed = [];

    /// <summary>How many connections are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _byId.Count;
        }
    }

    /// <summary>How many connections an account has on this node.</summary>
    public int CountOf(Guid accountId)
    {
        var (windows, streams) = CountsOf(accountId);
        return windows + streams;
    }

    /// <summary>How many of each kind.</summary>
    internal (int Windows, int Streams) CountsOf(Guid accountId)
    {
        lock (_gate) return _countByAccount.GetValueOrDefault(accountId);
    }

    /// <summary>The accounts whose number of connections is another than at the last call.</summary>
    internal IReadOnlyList<Guid> TakeChanged()
    {
        lock (_gate)
        {
            if (_changed.Count == 0) return [];
            Guid[] changed = [.. _changed];
            _changed.Clear();
            return changed;
        }
    }

    /// <summary>Adds a connection; true when it is the account's first here.</summary>
    internal bool Add(LiveConnection connection)
    {
        lock (_gate)
        {
            if (!_byId.TryAdd(connection.Id, connection)) return false;
            return Change(connection, +1) == 1;
        }
    }

    /// <summary>Removes a connection; returns it when it was the account's last here.</summary>
    internal LiveConnection? Remove(string connectionId)
    {
        lock (_gate)
        {
            if (!_byId.Remove(connectionId, out var connection)) return null;
            return Change(connection, -1) > 0 ? null : connection;
        }
    }

    /// <summary>One connection of every account that has one here.</summary>
    internal IReadOnlyList<LiveConnection> OnePerAccount()
    {
        lock (_gate) return [.. _byId.Values.DistinctBy(c => c.AccountId)];
    }

    /// <summary>The connections of one session.</summary>
    internal IReadOnlyList<LiveConnection> OfSession(Guid sessionId)
    {
        lock (_gate) return [.. _byId.Values.Where(c => c.SessionId == sessionId)];
    }

    // How many the account has afterwards, of both kinds.
    private int Change(LiveConnection connection, int by)
    {
        var (windows, streams) = _countByAccount.GetValueOrDefault(connection.AccountId);
        var counts = connection.IsStream ? (Windows: windows, Streams: streams + by) : (Windows: windows + by, Streams: streams);
        _changed.Add(connection.AccountId);
        if (counts is (0, 0)) _countByAccount.Remove(connection.AccountId);
        else _countByAccount[connection.AccountId] = counts;
        return counts.Windows + counts.Streams;
    }
}
