namespace ClinicLive.Domain.Live;

/// <summary>The doorbell. It never carries truth and never waits for anybody.</summary>
public interface IEventBus
{
    /// <summary>How many subscriptions are open on this node; zero when nobody looks.</summary>
    int SubscriberCount { get; }

    /// <summary>
    /// Rings for everybody who listens to one of the event's topics. Returns at once: it posts to mailboxes and never
    /// runs a subscriber's code, so a slow or failing subscriber cannot hold up anybody.
    /// </summary>
    void Publish(IClinicEvent clinicEvent);

    /// <summary>Opens a mailbox. Everything published after the return is delivered, as the newest event per key.</summary>
    /// <param name="topics">What to listen to; may not be empty.</param>
    /// <param name="owner">Who listens, for diagnosis.</param>
    ILiveSubscription Subscribe(IReadOnlyCollection<Topic> topics, string owner);

    /// <summary>Tells every subscriber to read everything again, for example after a broken line to other nodes.</summary>
    void ResyncAll();
}

/// <summary>One open mailbox.</summary>
public interface ILiveSubscription : IAsyncDisposable
{
    /// <summary>Batches as they come, until <paramref name="gone"/> or disposal. The first after a quiet time comes at once, a burst is spaced.</summary>
    IAsyncEnumerable<LiveBatch> ReadAllAsync(CancellationToken gone);
}

/// <summary>What came since the last batch.</summary>
/// <param name="Events">The newest event of each key, oldest key first.</param>
/// <param name="Resync">True when the mailbox overflowed or the line was broken: read everything again.</param>
public sealed record LiveBatch(IReadOnlyList<IClinicEvent> Events, bool Resync);
