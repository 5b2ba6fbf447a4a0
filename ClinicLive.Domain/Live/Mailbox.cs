using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ClinicLive.Domain.Live;

/// <summary>
/// A bounded mailbox that keeps the newest event per key. When more keys wait than fit, it forgets them all and says
/// "read everything again" instead: overflow is never a loss.
/// </summary>
internal sealed class Mailbox(IReadOnlyCollection<Topic> topics, string owner, TimeProvider time, Action<Mailbox> onClosed, Action? onOverflow = null) : ILiveSubscription
{
    /// <summary>Keys that may wait. A screen that is this far behind is faster with one full read.</summary>
    internal const int Capacity = 64;

    /// <summary>Least time between two batches, so that a burst becomes a few renders instead of hundreds.</summary>
    internal static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, IClinicEvent> _waiting = []; // a Dictionary would put the newest into the gap of a removed one
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
        AllowSynchronousContinuations = false, // the publisher's thread never runs the subscriber's code
    });

    private bool _resync;
    private int _closed;

    internal IReadOnlyCollection<Topic> Topics { get; } = topics;

    public override string ToString() => owner;

    /// <param name="clinicEvent">What happened.</param>
    /// <param name="key">Its key, made once by the publisher for all mailboxes.</param>
    internal void Post(IClinicEvent clinicEvent, string key)
    {
        lock (_gate)
        {
            if (_resync) return;
            if (_waiting.Count >= Capacity && !_waiting.ContainsKey(key))
            {
                MarkResync();
                onOverflow?.Invoke();
            }
            else
            {
                _waiting.Remove(key); // so that the newest also stands last
                _waiting.Add(key, clinicEvent);
            }
        }

        _bell.Writer.TryWrite(true);
    }

    internal void PostResync()
    {
        lock (_gate) MarkResync();
        _bell.Writer.TryWrite(true);
    }

    public async IAsyncEnumerable<LiveBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken gone)
    {
        long? lastDelivery = null;
        while (await _bell.Reader.WaitToReadAsync(gone).ConfigureAwait(false))
        {
            if (lastDelivery is { } last && Floor - time.GetElapsedTime(last) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, time, gone).ConfigureAwait(false);
            }

            _bell.Reader.TryRead(out _);
            if (Take() is { } batch)
            {
                lastDelivery = time.GetTimestamp();
                yield return batch;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _bell.Writer.TryComplete();
            onClosed(this);
        }

        return ValueTask.CompletedTask;
    }

    private LiveBatch? Take()
    {
        lock (_gate)
        {
            if (!_resync && _waiting.Count == 0) return null;
            var batch = new LiveBatch([.. _waiting.Values], _resync);
            _waiting.Clear();
            _resync = false;
            return batch;
        }
    }

    private void MarkResync()
    {
        _waiting.Clear();
        _resync = true;
    }
}
