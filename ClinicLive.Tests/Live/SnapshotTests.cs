using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Live;

public sealed class SnapshotTests
{
    private static readonly Topic Board = new("board");
    private readonly Snapshots _snapshots = new();
    private readonly InProcessEventBus _bus;
    private int _loads;

    public SnapshotTests() => _bus = new InProcessEventBus(new FakeTimeProvider(), _snapshots);

    [Fact]
    public async Task A_thousand_readers_after_one_event_cost_one_load()
    {
        await ReadAsync("before");
        _loads = 0;
        var database = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _bus.Publish(new TestSignal("a", 1, Board));

        var readers = Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => ReadAsync(database.Task))).ToList();
        await WaitFor.TrueAsync(() => Volatile.Read(ref _loads) > 0);
        database.SetResult("after");
        var views = await Task.WhenAll(readers);

        _loads.Should().Be(1);
        views.Should().OnlyContain(view => view == "after");
        (await ReadAsync("too late")).Should().Be("after"); // nothing changed since: no load
        _loads.Should().Be(1);
    }

    [Fact]
    public async Task An_event_during_a_load_causes_a_second_one_and_nobody_who_asked_after_it_gets_the_older_view()
    {
        var first = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var early = ReadAsync(first.Task);
        await WaitFor.TrueAsync(() => Volatile.Read(ref _loads) == 1);

        _bus.Publish(new TestSignal("a", 1, Board));
        var late = Enumerable.Range(0, 50).Select(_ => Task.Run(() => ReadAsync("new"))).ToList();
        await WaitFor.TrueAsync(() => late.All(t => t.Status == TaskStatus.WaitingForActivation));
        first.SetResult("old");

        (await Task.WhenAll(late)).Should().OnlyContain(view => view == "new");
        await early;
        _loads.Should().Be(2);
    }

    [Fact]
    public async Task A_load_that_fails_fails_its_readers_and_is_tried_again_by_the_next()
    {
        var database = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var readers = Enumerable.Range(0, 10).Select(_ => ReadAsync(database.Task)).ToList();
        database.SetException(new TimeoutException("the database is away"));
        foreach (var reader in readers) await reader.Invoking(r => r).Should().ThrowAsync<TimeoutException>();

        (await ReadAsync("back")).Should().Be("back");
        (await ReadAsync("unread")).Should().Be("back");
    }

    [Fact]
    public async Task A_failing_load_after_an_event_never_serves_the_older_view()
    {
        await ReadAsync("old");
        _bus.Publish(new TestSignal("a", 1, Board));

        await this.Invoking(_ => ReadAsync(Task.FromException<string>(new TimeoutException()))).Should().ThrowAsync<TimeoutException>();

        (await ReadAsync("new")).Should().Be("new");
    }

    [Fact]
    public async Task A_reader_who_goes_away_does_not_stop_the_load_of_the_others()
    {
        using var gone = new CancellationTokenSource();
        var database = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var leaving = ReadAsync(database.Task, gone.Token);
        var staying = ReadAsync(database.Task);

        await gone.CancelAsync();
        await leaving.Invoking(l => l).Should().ThrowAsync<OperationCanceledException>();
        database.SetResult("view");

        (await staying).Should().Be("view");
        _loads.Should().Be(1);
    }

    [Fact]
    public async Task The_load_is_given_the_view_before()
    {
        await ReadAsync("one");
        _bus.Publish(new TestSignal("a", 1, Board));

        string? given = null;
        await _snapshots.ReadAsync<string>(Board, (before, _) =>
        {
            given = before;
            return Task.FromResult("two");
        });

        given.Should().Be("one");
    }

    [Fact]
    public async Task An_event_on_another_topic_costs_nothing_and_a_broken_line_makes_everything_old()
    {
        await ReadAsync("one");

        _bus.Publish(new TestSignal("a", 1, new Topic("another")));
        (await ReadAsync("unread")).Should().Be("one");

        _bus.ResyncAll();
        (await ReadAsync("two")).Should().Be("two");
    }

    [Fact]
    public async Task The_view_unused_for_longest_goes_first()
    {
        await ReadAsync("kept");
        for (var i = 0; i < Snapshots.Capacity * 2; i++)
        {
            await _snapshots.ReadAsync<string>(new Topic($"t{i}"), (_, _) => Task.FromResult("other"));
            (await ReadAsync("reloaded")).Should().Be("kept", "it is in use all the time");
        }

        var forgotten = await _snapshots.ReadAsync<string>(new Topic("t0"), (_, _) => Task.FromResult("loaded again"));
        forgotten.Should().Be("loaded again");
    }

    [Fact]
    public async Task Whoever_is_woken_by_an_event_finds_every_snapshot_of_it_marked_as_old()
    {
        await ReadAsync("old");
        using var slow = new SlowSignal();
        var seen = "";
        await using var listener = new Listener(_bus.Subscribe([SlowSignal.Bell], "test"), async _ =>
        {
            seen = await ReadAsync("new");
            slow.HeardAndRead.Set();
        });

        await Task.Run(() => _bus.Publish(slow));

        seen.Should().Be("new");
    }

    private Task<string> ReadAsync(string view) => ReadAsync(Task.FromResult(view));

    private Task<string> ReadAsync(Task<string> view, CancellationToken gone = default) =>
        _snapshots.ReadAsync<string>(Board, (_, _) =>
        {
            Interlocked.Increment(ref _loads);
            return view;
        }, gone).AsTask();

    /// <summary>Holds the publisher, on its second way through the topics, until the listener has read.</summary>
    private sealed class SlowSignal : IClinicEvent, IDisposable
    {
        public static readonly Topic Bell = new("bell");
        private int _walks;

        public ManualResetEventSlim HeardAndRead { get; } = new();

        public string Key => "slow";

        public IEnumerable<Topic> Topics
        {
            get
            {
                var walk = ++_walks;
                yield return Bell;
                if (walk == 2) HeardAndRead.Wait(TimeSpan.FromSeconds(10)).Should().BeTrue();
                yield return Board;
            }
        }

        public void Dispose() => HeardAndRead.Dispose();
    }
}
