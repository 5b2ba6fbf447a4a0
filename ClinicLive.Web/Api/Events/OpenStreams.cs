namespace ClinicLive.Web.Api.Events;

/// <summary>Counts the streams that each account has open on this node, and takes no more than ten with those on other nodes.</summary>
public sealed class OpenStreams
{
    /// <summary>Streams of one account at once.</summary>
    public const int Most = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _count = [];

    /// <summary>How many streams are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _count.Values.Sum();
        }
    }

    /// <summary>Takes a place; false when there is none.</summary>
    /// <param name="accountId">Whose stream it is.</param>
    /// <param name="elsewhere">How many the account has on other nodes.</param>
    public bool TryTake(Guid accountId, int elsewhere)
    {
        lock (_gate)
        {
            var count = _count.GetValueOrDefault(accountId);
            if (count + elsewhere >= Most) return false;
            _count[accountId] = count + 1;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void GiveBack(Guid accountId)
    {
        lock (_gate)
        {
            if (--_count[accountId] == 0) _count.Remove(accountId);
        }
    }
}
