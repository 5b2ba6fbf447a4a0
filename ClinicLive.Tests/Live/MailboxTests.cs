using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Live;

public sealed class MailboxTests
{
    private static readonly Topic Here = new("here");
    private readonly FakeTimeProvider _clock = new();
    private readonly InProcessEventBus _bus;

    public MailboxTests() => _bus = new InProcessEventBus(_clock, new Snapshots());

    [Fact]
    public async Task Of_several_events_with_one_key_the_newest_is_delivered()
    {
        var subscription = _bus.Subscribe([Here], "test");
        for (var version = 1; version <= 5; version++) Ring("a", version);

        var batch = await FirstAsync(subscription);

        batch.Resync.Should().BeFalse();
        batch.Events.Should().Equal(Signals(("a", 5)), SameSignal);
    }

    [Fact]
    public async Task Events_come_in_the_order_of_their_newest_of_each_key()
    {
        var subscription = _bus.Subscribe([Here], "test");
        Ring("a", 1);
        Ring("b", 1);
        Ring("c", 1);
        Ring("a", 2);

        (await FirstAsync(subscription)).Events.Should().Equal(Signals(("b", 1), ("c", 1), ("a", 2)), SameSignal);
    }

    [Fact]
    public async Task As_many_keys_as_fit_are_all_delivered()
    {
        var subscription = _bus.Subscribe([Here], "test");
        for (var i = 0; i < Mailbox.Capacity; i++) Ring($"k{i}", 1);
        Ring("k0", 2); // a key that waits already needs no room

        var batch = await FirstAsync(subscription);

        batch.Resync.Should().BeFalse();
        batch.Events.Should().HaveCount(Mailbox.Capacity);
        batch.Events[^1].Should().Match<TestSignal>(e => e.Key == "k0" && e.Version == 2);
    }

    [Fact]
    public async Task One_key_more_than_fits_becomes_read_everything_again()
    {
        var subscription = _bus.Subscribe([Here], "test");
        for (var i = 0; i <= Mailbox.Capacity; i++) Ring($"k{i}", 1);
        Ring("after", 1);

        var batch = await FirstAsync(subscription);

        batch.Resync.Should().BeTrue();
        batch.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task After_an_overflow_was_taken_events_are_delivered_again()
    {
        await using var listener = new Listener(_bus.Subscribe([Here], "test"));
        await using var slow = new Listener(_bus, new Topic("other"));
        for (var i = 0; i < 500; i++) Ring($"k{i}", 1);
        await WaitFor.TrueAsync(() => listener.Batches.Count > 0);
        await UntilHeardAsync(listener, l => l.Batches.Any(b => b.Resync) || l.Events.Count >= 500);
        _clock.Advance(TimeSpan.FromSeconds(1));

        // A bell that comes while a second overflow of those 500 is still to be taken is a part of it; the one after it is itself again.
        await UntilHeardAsync(listener, l =>
        {
            if (l.Events.Any(e => e.Key == "new")) return true;
            Ring("new", 7);
            return false;
        });
        listener.Events[^1].Should().Match<TestSignal>(e => e.Key == "new" && e.Version == 7);
        slow.Batches.Should().BeEmpty();
    }

    [Fact]
    public async Task The_first_event_after_quiet_is_delivered_at_once_and_a_burst_is_spaced()
    {
        await using var listener = new Listener(_bus, Here);

        Ring("a", 1);
        await WaitFor.TrueAsync(() => listener.Batches.Count == 1); // the clock stands still: no waiting

        Ring("a", 2);
        await WaitFor.TrueAsync(() => _clock.ActiveTimers == 1); // it holds the batch back
        Ring("b", 1);
        Ring("a", 3);
        _clock.Advance(Mailbox.Floor - TimeSpan.FromMilliseconds(1));
        listener.Batches.Should().HaveCount(1);
        _clock.ActiveTimers.Should().Be(1);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await WaitFor.TrueAsync(() => listener.Batches.Count == 2);
        listener.Batches[1].Events.Should().Equal(Signals(("b", 1), ("a", 3)), SameSignal);

        _clock.Advance(Mailbox.Floor);
        Ring("a", 4);
        await WaitFor.TrueAsync(() => listener.Batches.Count == 3); // quiet again: at once
    }

    [Fact]
    public async Task Disposing_ends_the_reading()
    {
        var listener = new Listener(_bus, Here);
        Ring("a", 1);
        await WaitFor.TrueAsync(() => listener.Batches.Count == 1);

        await listener.DisposeAsync();

        await listener.Reading.WaitAsync(TimeSpan.FromSeconds(10));
        Ring("a", 2);
        listener.Batches.Should().HaveCount(1);
    }

    [Fact]
    public async Task Cancelling_ends_the_reading()
    {
        using var gone = new CancellationTokenSource();
        await using var subscription = _bus.Subscribe([Here], "test");
        var reading = Task.Run(async () =>
        {
            await foreach (var batch in subscription.ReadAllAsync(gone.Token)) batch.Should().BeNull();
        });

        await gone.CancelAsync();

        await reading.Invoking(r => r.WaitAsync(TimeSpan.FromSeconds(10))).Should().ThrowAsync<OperationCanceledException>();
    }

    private static bool SameSignal(IClinicEvent heard, (string Key, int Version) expected) =>
        heard is TestSignal signal && signal.Key == expected.Key && signal.Version == expected.Version;

    private static (string Key, int Version)[] Signals(params (string Key, int Version)[] signals) => signals;

    private static async Task<LiveBatch> FirstAsync(ILiveSubscription subscription)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await foreach (var batch in subscription.ReadAllAsync(patience.Token)) return batch;
        throw new InvalidOperationException("The subscription ended without a batch.");
    }

    private Task UntilHeardAsync(Listener listener, Func<Listener, bool> heard) => WaitFor.TrueAsync(() =>
    {
        _clock.Advance(Mailbox.Floor);
        return heard(listener);
    });

    private void Ring(string key, int version) => _bus.Publish(new TestSignal(key, version, Here));
}
