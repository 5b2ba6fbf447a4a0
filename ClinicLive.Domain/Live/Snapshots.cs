using System.Collections.Concurrent;

namespace ClinicLive.Domain.Live;

/// <summary>
/// Views that many people look at, read once per change and shared by every screen of the node: a thousand dashboards
/// cost one query. Each is keyed by its topic; an event on the topic makes it old before any mailbox rings, and the
/// first reader after that loads it while the others wait for the same load.
/// </summary>
public sealed class Snapshots
{
    /// <summary>Views kept at once; the one unused for longest goes first.</summary>
    internal const int Capacity = 512;

    private readonly ConcurrentDictionary<Topic, Entry> _entries = new();
    private long _uses;

    /// <summary>
    /// The current view of <paramref name="topic"/>. Never older than any event published before the call.
    /// </summary>
    /// <param name="topic">What the view shows; one topic always has one type of view.</param>
    /// <param name="load">Reads it from the database; gets the view before, so that unchanged rows can stay the same objects, and a token that no single caller can cancel.</param>
    /// <param name="gone">Stops the waiting of this caller, not the load that others wait for.</param>
    /// <typeparam name="T">An immutable view.</typeparam>
    public async ValueTask<T> ReadAsync<T>(Topic topic, Func<T?, CancellationToken, Task<T>> load, CancellationToken gone = default)
        where T : class
    {
        if (!_entries.TryGetValue(topic, out var entry))
        {
            entry = _entries.GetOrAdd(topic, static _ => new Entry());
            entry.LastUse = Interlocked.Increment(ref _uses);
            if (_entries.Count > Capacity) DropOldest(); // counting takes every lock of the dictionary: only when something came
        }

        entry.LastUse = Interlocked.Increment(ref _uses);

        var asked = Volatile.Read(ref entry.Age);
        while (true)
        {
            Task<Loaded> loading;
            lock (entry)
            {
                if (entry.Current is { } current && current.Age >= asked) return (T)current.View;
                // A load that began before the newest event may have missed it: wait it out, then load again.
                loading = entry.Loading ??= LoadAsync(entry, load);
            }

            var loaded = await loading.WaitAsync(gone).ConfigureAwait(false);
            if (loaded.Age >= asked) return (T)loaded.View;
        }
    }

    internal void Invalidate(Topic topic)
    {
        if (_entries.TryGetValue(topic, out var entry)) Interlocked.Increment(ref entry.Age);
    }

    internal void InvalidateAll()
    {
        foreach (var entry in _entries.Values) Interlocked.Increment(ref entry.Age);
    }

    private static async Task<Loaded> LoadAsync<T>(Entry entry, Func<T?, CancellationToken, Task<T>> load)
        where T : class
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // out of the caller's lock, and of his circuit: others wait for this too
        var age = Volatile.Read(ref entry.Age);
        try
        {
            var loaded = new Loaded(age, await load(entry.Current?.View as T, CancellationToken.None).ConfigureAwait(false));
            lock (entry)
            {
                entry.Current = loaded;
                entry.Loading = null;
            }

            return loaded;
        }
        catch
        {
            lock (entry) entry.Loading = null; // the next reader tries again
            throw;
        }
    }

    private void DropOldest()
    {
        var oldest = _entries.MinBy(pair => pair.Value.LastUse);
        _entries.TryRemove(oldest);
    }

    private sealed class Entry
    {
        internal long Age;
        internal long LastUse;
        internal Loaded? Current;
        internal Task<Loaded>? Loading;
    }

    private sealed record Loaded(long Age, object View);
}
