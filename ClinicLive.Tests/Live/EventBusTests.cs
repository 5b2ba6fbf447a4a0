using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Live;

public sealed class EventBusTests
{
    private static readonly Topic Here = new("here");
    private static readonly Topic Elsewhere = new("elsewhere");

    [ThreadStatic]
    private static bool _isPublisher;

    private readonly FakeTimeProvider _clock = new();
    private readonly InProcessEventBus _bus;

    public EventBusTests() => _bus = new InProcessEventBus(_clock, new Snapshots());

    [Fact]
    public async Task Only_listeners_of_the_topic_hear_an_event()
    {
        await using var here = new Listener(_bus, Here);
        await using var elsewhere = new Listener(_bus, Elsewhere);
        await using var both = new Listener(_bus, Here, Elsewhere);

        _bus.Publish(new TestSignal("a", 1, Here));
        await WaitFor.TrueAsync(() => here.Events.Count == 1 && both.Events.Count == 1);
        _bus.Publish(new TestSignal("b", 1, Elsewhere));
        await UntilAsync(() => elsewhere.Events.Count == 1 && both.Events.Count == 2);

        here.Events.Should().ContainSingle().Which.Key.Should().Be("a");
        elsewhere.Events.Should().ContainSingle().Which.Key.Should().Be("b");
    }

    [Fact]
    public void A_subscription_to_nothing_is_a_mistake_of_the_caller()
    {
        _bus.Invoking(b => b.Subscribe([], "test")).Should().Throw<ArgumentException>();
        _bus.SubscriberCount.Should().Be(0);
    }

    [Fact]
    public async Task Disposing_returns_the_count_of_subscribers_to_zero()
    {
        var first = _bus.Subscribe([Here, Here, Elsewhere], "first");
        var second = _bus.Subscribe([Here], "second");
        _bus.SubscriberCount.Should().Be(2);

        await first.DisposeAsync();
        await first.DisposeAsync(); // twice is once
        _bus.SubscriberCount.Should().Be(1);
        await second.DisposeAsync();

        _bus.SubscriberCount.Should().Be(0);
    }

    [Fact]
    public async Task A_thousand_subscribers_that_come_and_go_at_once_leave_nobody_behind()
    {
        var topics = Enumerable.Range(0, 7).Select(i => new Topic($"t{i}")).ToArray();
        var all = new ILiveSubscription[1_000];
        Parallel.For(0, all.Length, i => all[i] = _bus.Subscribe([topics[i % 7], topics[(i + 1) % 7]], $"s{i}"));
        _bus.SubscriberCount.Should().Be(1_000);

        await Parallel.ForEachAsync(all.Select((s, i) => (s, i)), async (x, _) =>
        {
            _bus.Publish(new TestSignal("a", x.i, topics[x.i % 7]));
            await x.s.DisposeAsync();
        });

        _bus.SubscriberCount.Should().Be(0);
        await using var late = new Listener(_bus, topics[3]); // and the topics still work
        _bus.Publish(new TestSignal("late", 1, topics[3]));
        await WaitFor.TrueAsync(() => late.Events.Count == 1);
    }

    [Fact]
    public async Task Subscribing_while_the_last_other_leaves_is_never_lost()
    {
        for (var round = 0; round < 300; round++)
        {
            var leaving = _bus.Subscribe([Here], "leaving");
            var leave = Task.Run(async () => await leaving.DisposeAsync());
            await using var staying = new Listener(_bus, Here);
            await leave;

            _bus.Publish(new TestSignal("a", round, Here));

            await WaitFor.TrueAsync(() => staying.Events.Count == 1);
        }
    }

    [Fact]
    public async Task A_subscriber_that_throws_hurts_nobody()
    {
        await using var throwing = new Listener(_bus.Subscribe([Here], "throws"), _ => throw new InvalidOperationException("mine alone"));
        await using var good = new Listener(_bus, Here);

        _bus.Publish(new TestSignal("a", 1, Here));
        await throwing.Invoking(t => t.Reading.WaitAsync(TimeSpan.FromSeconds(10))).Should().ThrowAsync<InvalidOperationException>();
        _bus.Publish(new TestSignal("b", 2, Here));

        await UntilAsync(() => good.Events.Any(e => e.Key == "b"));
    }

    [Fact]
    public async Task A_subscriber_that_never_reads_hurts_nobody_and_is_told_to_read_everything_again()
    {
        await using var never = _bus.Subscribe([Here], "never reads");
        await using var good = new Listener(_bus, Here);

        for (var i = 0; i < 10_000; i++) _bus.Publish(new TestSignal($"k{i % 100}", i, Here));
        _bus.Publish(new TestSignal("last", 1, Here));

        await UntilAsync(() => good.Batches.Any(b => b.Resync) || good.Events.Any(e => e.Key == "last"));
        await foreach (var batch in never.ReadAllAsync(CancellationToken.None))
        {
            batch.Resync.Should().BeTrue();
            batch.Events.Should().BeEmpty();
            break;
        }
    }

    [Fact]
    public async Task The_publishers_thread_never_runs_a_subscribers_code()
    {
        var onPublishersThread = 0;
        var heard = 0;
        await using var listener = new Listener(_bus.Subscribe([Here], "test"), _ =>
        {
            if (_isPublisher) Interlocked.Increment(ref onPublishersThread);
            Interlocked.Increment(ref heard);
            return Task.CompletedTask;
        });

        for (var i = 1; i <= 100; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            var publisher = new Thread(() =>
            {
                _isPublisher = true;
                _bus.Publish(new TestSignal("a", 1, Here));
                _isPublisher = false;
            });
            publisher.Start();
            publisher.Join();
            var expected = i;
            await UntilAsync(() => Volatile.Read(ref heard) >= expected);
        }

        onPublishersThread.Should().Be(0);
    }

    [Fact]
    public async Task Publishing_from_many_threads_delivers_the_newest_of_every_key()
    {
        await using var listener = new Listener(_bus, Here);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(() =>
        {
            for (var version = 1; version <= 500; version++) _bus.Publish(new TestSignal($"w{writer}", version, Here));
        })));

        await UntilAsync(() => listener.Events.OfType<TestSignal>().GroupBy(e => e.Key).Count(g => g.Last().Version == 500) == 16);
        listener.Batches.Should().NotContain(b => b.Resync);
        foreach (var own in listener.Events.OfType<TestSignal>().GroupBy(e => e.Key))
        {
            own.Select(e => e.Version).Should().BeInAscendingOrder($"{own.Key} came from one thread");
        }
    }

    [Fact]
    public async Task A_broken_line_tells_everybody_to_read_everything_again()
    {
        await using var here = new Listener(_bus, Here);
        await using var elsewhere = new Listener(_bus, Elsewhere);

        _bus.ResyncAll();

        await WaitFor.TrueAsync(() => here.Batches.Count == 1 && elsewhere.Batches.Count == 1);
        here.Batches[0].Resync.Should().BeTrue();
        elsewhere.Batches[0].Resync.Should().BeTrue();
    }

    private Task UntilAsync(Func<bool> condition) => WaitFor.TrueAsync(() =>
    {
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        return condition();
    });
}
