namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>A way out of the app. Stored by name; a name, once used, keeps its meaning. They are climbed in this order.</summary>
public enum DeliveryChannel
{
    /// <summary>The person's browsers, also with the page closed (RFC 8030).</summary>
    WebPush,

    /// <summary>The address that the person signs in with.</summary>
    Email,

    /// <summary>The patient's telephone.</summary>
    Sms,

    /// <summary>Nobody looked: whoever is on duty at the front desk is told inside the app.</summary>
    Colleague,
}

/// <summary>Where a delivery stands. Stored by name.</summary>
public enum DeliveryState
{
    /// <summary>Not begun: it waits for its time, or for the way before it.</summary>
    Waiting,

    /// <summary>A node has taken it up, for as long as its lease is good.</summary>
    Leased,

    /// <summary>An attempt did not succeed for sure; the next one has a time.</summary>
    Failed,

    /// <summary>The other side has taken it.</summary>
    Sent,

    /// <summary>The other side may have taken it and nobody can know. It is never sent again by itself.</summary>
    MaybeSent,

    /// <summary>Given up: refused for good, or tried too often. Somebody may send it again by hand.</summary>
    Dead,

    /// <summary>Not needed any more: read, acknowledged or taken back before it left.</summary>
    Withdrawn,

    /// <summary>There is nowhere to send it to, such as no address.</summary>
    Skipped,

    /// <summary>The way is not set up in this installation. Somebody may send it again by hand once it is.</summary>
    NotConfigured,
}
