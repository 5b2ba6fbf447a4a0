using System.Collections.Concurrent;
using ClinicLive.Domain.Shared;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Domain.Live;

/// <summary>The bus of one node. Also tells the shared snapshots which of them are out of date, before any mailbox rings.</summary>
public sealed class InProcessEventBus(TimeProvider time, Snapshots snapshots, ClinicMeter? meter = null, ILogger<InProcessEventBus>? log = null) : IEventBus
{
    private readonly ConcurrentDictionary<Topic, HashSet<Mailbox>> _listeners = new();
    private int _count;

    /// <inheritdoc/>
    public int SubscriberCount => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public void Publish(IClinicEvent clinicEvent)
    {
        meter?.Events.Add(1);
        // First every snapshot, then the bells: whoever is woken must find the snapshot marked as old.
        foreach (var topic in clinicEvent.Topics) snapshots.Invalidate(topic);
        var key = clinicEvent.Key;
        var told = 0;
        foreach (var topic in clinicEvent.Topics)
        {
            if (!_listeners.TryGetValue(topic, out var mailboxes)) continue;
            lock (mailboxes)
            {
                foreach (var mailbox in mailboxes) mailbox.Post(clinicEvent, key);
                told += mailboxes.Count;
            }
        }

        if (log?.IsEnabled(LogLevel.Debug) == true) log.LogDebug("{Event} was told to {Mailboxes} mailboxes.", clinicEvent.GetType().Name, told);
    }

    /// <inheritdoc/>
    public ILiveSubscription Subscribe(IReadOnlyCollection<Topic> topics, string owner)
    {
        if (topics.Count == 0) throw new ArgumentException("A subscription needs at least one topic.", nameof(topics));
        var mailbox = new Mailbox([.. topics.Distinct()], owner, time, Close, Overflowed);
        foreach (var topic in mailbox.Topics) Add(topic, mailbox);
        Interlocked.Increment(ref _count);
        return mailbox;
    }

    /// <inheritdoc/>
    public void ResyncAll()
    {
        snapshots.InvalidateAll();
        foreach (var mailboxes in _listeners.Values)
        {
            lock (mailboxes)
            {
                foreach (var mailbox in mailboxes) mailbox.PostResync();
            }
        }
    }

    private void Overflowed()
    {
        meter?.Overflows.Add(1);
        log?.LogDebug("A mailbox was full; its reader reads everything again.");
    }

    private void Add(Topic topic, Mailbox mailbox)
    {
        while (true)
        {
            var mailboxes = _listeners.GetOrAdd(topic, static _ => []);
            lock (mailboxes)
            {
                // Close may have removed the emptied set between the two lines; then take a new one.
                if (_listeners.TryGetValue(topic, out var current) && ReferenceEquals(current, mailboxes))
                {
                    mailboxes.Add(mailbox);
                    return;
                }
            }
        }
    }

    private void Close(Mailbox mailbox)
    {
        foreach (var topic in mailbox.Topics)
        {
            if (!_listeners.TryGetValue(topic, out var mailboxes)) continue;
            lock (mailboxes)
            {
                mailboxes.Remove(mailbox);
                if (mailboxes.Count == 0) _listeners.TryRemove(new(topic, mailboxes));
            }
        }

        Interlocked.Decrement(ref _count);
    }
}
