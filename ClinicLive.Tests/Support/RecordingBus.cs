using System.Collections.Concurrent;
using ClinicLive.Domain.Live;

namespace ClinicLive.Tests.Support;

/// <summary>The real bus, and a list of everything that was published on it.</summary>
internal sealed class RecordingBus(InProcessEventBus bus) : IEventBus
{
    private readonly ConcurrentQueue<IClinicEvent> _published = [];

    public IReadOnlyList<IClinicEvent> Published => [.. _published];

    /// <summary>Called on the publisher's thread, before anybody hears of the event.</summary>
    public Action<IClinicEvent>? OnPublish { get; set; }

    public int SubscriberCount => bus.SubscriberCount;

    public void Forget() => _published.Clear();

    public void Publish(IClinicEvent clinicEvent)
    {
        _published.Enqueue(clinicEvent);
        OnPublish?.Invoke(clinicEvent);
        bus.Publish(clinicEvent);
    }

    public ILiveSubscription Subscribe(IReadOnlyCollection<Topic> topics, string owner) => bus.Subscribe(topics, owner);

    public void ResyncAll() => bus.ResyncAll();
}
