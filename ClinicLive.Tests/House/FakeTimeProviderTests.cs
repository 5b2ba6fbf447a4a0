using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.House;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        var before = _clock.GetUtcNow();

        _clock.GetUtcNow().Should().Be(before);
        _clock.Advance(TimeSpan.FromMinutes(3));

        _clock.GetUtcNow().Should().Be(before.AddMinutes(3));
        _clock.GetLocalNow().Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Time_never_runs_backwards()
    {
        var back = () => _clock.AdvanceTo(_clock.GetUtcNow().AddTicks(-1));

        back.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Elapsed_time_follows_the_clock()
    {
        var start = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromMilliseconds(1_234));

        _clock.GetElapsedTime(start).Should().Be(TimeSpan.FromMilliseconds(1_234));
    }

    [Fact]
    public void A_timer_fires_once_at_its_time_and_not_before()
    {
        var fired = new List<DateTimeOffset>();
        var due = _clock.GetUtcNow().AddSeconds(10);
        using var timer = _clock.CreateTimer(_ => fired.Add(_clock.GetUtcNow()), null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(9));
        fired.Should().BeEmpty();
        _clock.Advance(TimeSpan.FromMinutes(1));

        fired.Should().Equal(due);
    }

    [Fact]
    public void A_periodic_timer_fires_for_each_period_passed()
    {
        var fired = new List<TimeSpan>();
        var start = _clock.GetUtcNow();
        using var timer = _clock.CreateTimer(_ => fired.Add(_clock.GetUtcNow() - start), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _clock.Advance(TimeSpan.FromSeconds(6));

        fired.Should().Equal(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_time()
    {
        var fired = new List<string>();
        using var late = _clock.CreateTimer(_ => fired.Add("late"), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        using var early = _clock.CreateTimer(_ => fired.Add("early"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(5));

        fired.Should().Equal("early", "late");
    }

    [Fact]
    public void A_disposed_timer_stays_silent()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));

        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(10));

        fired.Should().Be(1);
        _clock.ActiveTimers.Should().Be(0);
        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Should().BeFalse();
    }

    [Fact]
    public async Task A_timer_that_is_due_at_once_fires_without_a_move()
    {
        var fired = 0;
        await using var timer = _clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await WaitFor.TrueAsync(() => Volatile.Read(ref fired) == 1);
    }

    [Fact]
    public async Task Delays_and_cancellation_follow_the_clock()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), _clock);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMinutes(5), _clock);

        _clock.Advance(TimeSpan.FromMinutes(4));
        delay.IsCompleted.Should().BeFalse();
        cancellation.IsCancellationRequested.Should().BeFalse();
        _clock.Advance(TimeSpan.FromMinutes(1));

        await delay.WaitAsync(TimeSpan.FromSeconds(10));
        await WaitFor.TrueAsync(() => cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task A_periodic_loop_follows_the_clock()
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(30), _clock);
        var next = ticks.WaitForNextTickAsync().AsTask();

        next.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(30));

        (await next.WaitAsync(TimeSpan.FromSeconds(10))).Should().BeTrue();
    }
}
