namespace ClinicLive.Tests.Support;

/// <summary>
/// A clock that stands still until a test moves it. Everything that takes a <see cref="TimeProvider"/> follows it: timers,
/// <c>Task.Delay</c>, <c>PeriodicTimer</c>, <c>CancellationTokenSource</c>.
/// <para>
/// <see cref="Advance"/> runs the callbacks that fall due on the calling thread, in the order of their time, each while the clock shows
/// exactly that time; a periodic timer fires once for each period passed. What a callback only starts (a continuation of an
/// awaited delay) may still be running when Advance returns: wait for its effect with <see cref="WaitFor"/>.
/// </para>
/// </summary>
public sealed class FakeTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private long _now = start.UtcTicks;
    private long _order;

    /// <summary>A Wednesday morning in the middle of the year, in UTC.</summary>
    public FakeTimeProvider()
        : this(new DateTimeOffset(2026, 6, 17, 8, 0, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers are waiting; zero after everything that was started has been disposed.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>True when a timer would fire if the clock moved on by that much.</summary>
    public bool IsDueWithin(TimeSpan span)
    {
        lock (_gate)
        {
            return _timers.Exists(t => t.Due <= Interlocked.Read(ref _now) + span.Ticks);
        }
    }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(GetUtcNow() + by);
    }

    public void AdvanceTo(DateTimeOffset time)
    {
        var target = time.UtcTicks;
        ArgumentOutOfRangeException.ThrowIfLessThan(target, Interlocked.Read(ref _now), nameof(time));

        while (NextDue(target) is { } timer)
        {
            timer.Fire(); // outside the lock: a callback may create, change or dispose timers
        }

        Interlocked.Exchange(ref _now, target);
    }

    /// <summary>
    /// Moves on like a machine that slept: the clock shows the new time at once, and each timer that is due fires once, however many of its periods
    /// passed. For a whole host over hours or days, where nothing that happens in between is looked at.
    /// </summary>
    public void Jump(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        List<FakeTimer> due;
        lock (_gate)
        {
            Interlocked.Add(ref _now, by.Ticks);
            due = [.. _timers.Where(t => t.Due <= _now).OrderBy(t => (t.Due, t.Order))];
            foreach (var timer in due)
            {
                if (timer.Period > 0) (timer.Due, timer.Order) = (_now + timer.Period, _order++);
                else _timers.Remove(timer);
            }
        }

        foreach (var timer in due) timer.Fire(); // outside the lock: a callback may create, change or dispose timers
    }

    // Takes the earliest timer due at or before the target out (or sets it to its next period) and moves the clock to its time.
    private FakeTimer? NextDue(long target)
    {
        lock (_gate)
        {
            var next = _timers.Where(t => t.Due <= target).MinBy(t => (t.Due, t.Order));
            if (next is null)
            {
                return null;
            }

            Interlocked.Exchange(ref _now, Math.Max(_now, next.Due));
            if (next.Period > 0)
            {
                next.Due += next.Period;
                next.Order = _order++;
            }
            else
            {
                _timers.Remove(next);
            }

            return next;
        }
    }

    private sealed class FakeTimer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public long Due { get; set; }

        public long Order { get; set; }

        public long Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var now = false;
            lock (clock._gate)
            {
                if (_disposed)
                {
                    return false;
                }

                clock._timers.Remove(this);
                Period = period > TimeSpan.Zero ? period.Ticks : 0;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
                now = dueTime == TimeSpan.Zero;
                Due = Interlocked.Read(ref clock._now) + (now ? Period : dueTime.Ticks);
                Order = clock._order++;
                if (!now || Period > 0)
                {
                    clock._timers.Add(this);
                }
            }

            if (now)
            {
                // Due at once: like the real timer on the pool, never on the thread that holds its maker's locks.
                ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Fire(), this, preferLocal: false);
            }

            return true;
        }

        public void Dispose() => Forget();

        public ValueTask DisposeAsync()
        {
            Forget();
            return ValueTask.CompletedTask;
        }

        private void Forget()
        {
            lock (clock._gate)
            {
                _disposed = true;
                clock._timers.Remove(this);
            }
        }
    }
}
