using System.Collections.Concurrent;
using ClinicLive.Domain.Live;

namespace ClinicLive.Tests.Support;

/// <summary>Somebody who listens from now on and keeps what he hears.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly ConcurrentQueue<LiveBatch> _batches = [];
    private readonly ILiveSubscription _subscription;

    public Listener(IEventBus bus, params Topic[] topics)
        : this(bus.Subscribe(topics, "test"))
    {
    }

    public Listener(ILiveSubscription subscription, Func<LiveBatch, Task>? onBatch = null)
    {
        _subscription = subscription;
        Reading = Task.Run(async () =>
        {
            await foreach (var batch in subscription.ReadAllAsync(CancellationToken.None))
            {
                _batches.Enqueue(batch);
                if (onBatch is not null) await onBatch(batch);
            }
        });
    }

    /// <summary>Ends when the subscription was disposed, or with the fault that ended it.</summary>
    public Task Reading { get; }

    public IReadOnlyList<LiveBatch> Batches => [.. _batches];

    public IReadOnlyList<IClinicEvent> Events => [.. _batches.SelectMany(b => b.Events)];

    public ValueTask DisposeAsync() => _subscription.DisposeAsync();
}
