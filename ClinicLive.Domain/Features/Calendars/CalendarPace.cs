using System.Collections.Concurrent;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>How often programs may look at one calendar: <see cref="Most"/> times in <see cref="Window"/>, for several devices of one person. Kept in memory: a restart forgives.</summary>
public sealed class CalendarPace(TimeProvider time)
{
    /// <summary>Looks in one window.</summary>
    public const int Most = 60;

    /// <summary>The window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const int Forgotten = 10_000;
    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _looks = new(StringComparer.Ordinal);

    /// <summary>Null when the calendar may be looked at now, which is then counted; else how long to wait.</summary>
    /// <param name="token">A token that was found good; only its hash is remembered.</param>
    public TimeSpan? Take(string token)
    {
        if (CalendarFeed.HashOf(token) is not { } hash) return Window;
        var now = time.GetUtcNow();
        if (_looks.Count > Forgotten) _looks.Clear();
        var own = _looks.GetOrAdd(hash, _ => new Queue<DateTimeOffset>());
        lock (own)
        {
            while (own.TryPeek(out var oldest) && oldest <= now - Window) own.Dequeue();
            if (own.Count >= Most) return own.Peek() + Window - now;
            own.Enqueue(now);
            return null;
        }
    }
}
