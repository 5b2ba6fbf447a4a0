namespace ClinicLive.Domain.Features.Presence;

/// <summary>One live connection of somebody: a tab.</summary>
/// <param name="Id">The connection's id on this node.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="SessionId">The sign-in it belongs to.</param>
/// <param name="OrganizationId">The account's clinic.</param>
public sealed record LiveConnection(string Id, Guid AccountId, Guid SessionId, Guid OrganizationId);

/// <summary>The connections of this node, in memory. Safe to use from many threads.</summary>
public sealed class ConnectionTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LiveConnection> _byId = [];
    private readonly Dictionary<Guid, int> _countByAccount = [];

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
        lock (_gate) return _countByAccount.GetValueOrDefault(accountId);
    }

    /// <summary>Adds a connection; true when it is the account's first here.</summary>
    internal bool Add(LiveConnection connection)
    {
        lock (_gate)
        {
            if (!_byId.TryAdd(connection.Id, connection)) return false;
            var count = _countByAccount.GetValueOrDefault(connection.AccountId) + 1;
            _countByAccount[connection.AccountId] = count;
            return count == 1;
        }
    }

    /// <summary>Removes a connection; returns it when it was the account's last here.</summary>
    internal LiveConnection? Remove(string connectionId)
    {
        lock (_gate)
        {
            if (!_byId.Remove(connectionId, out var connection)) return null;
            var count = _countByAccount[connection.AccountId] - 1;
            if (count > 0)
            {
                _countByAccount[connection.AccountId] = count;
                return null;
            }

            _countByAccount.Remove(connection.AccountId);
            return connection;
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
}
