namespace ClinicLive.Domain.Features.Presence;

/// <summary>
/// "This account is connected to this node until then." Renewed while connections live; a crashed node's leases run out
/// by themselves. Somebody is online while any of his leases is valid.
/// </summary>
public sealed class PresenceLease
{
    /// <summary>How long a lease is good for without being renewed.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>How often a node renews its leases.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    /// <summary>How long somebody stays online after his last connection went; a reload or a short gap does not flap.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long after it was renewed the rest of a lease is believed: shorter than the lease, so that people of a node that died are not told on the
    /// next one that all their windows are open.
    /// </summary>
    public static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(15);

    /// <summary>Who is connected.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The running process that holds the connections; a new one after every start.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The account's clinic.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>Until when the lease is good, in UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Windows that the account has open on the node; at most a renewal old.</summary>
    public int Windows { get; private set; }

    /// <summary>Streams of events that programs of the account have open on the node; at most a renewal old.</summary>
    public int Streams { get; private set; }

    /// <summary>Until when one of those windows counts as looked at, in UTC; null where none is. At most a renewal old.</summary>
    public DateTimeOffset? LookingUntil { get; private set; }

    /// <summary>Says what stands open on the node now.</summary>
    internal void Say(int windows, int streams, DateTimeOffset? lookingUntil)
    {
        (Windows, Streams) = (windows, streams);
        var isMuchNewer = (lookingUntil - LookingUntil)?.Duration() > RenewEvery;
        if (isMuchNewer || lookingUntil is null || LookingUntil is null) LookingUntil = lookingUntil; // not written anew for every touch
    }
}
