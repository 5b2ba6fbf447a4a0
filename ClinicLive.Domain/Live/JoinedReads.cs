namespace ClinicLive.Domain.Live;

/// <summary>
/// One read for all who ask the same in the same moment, as many do whom one event has woken. Whoever asks while a read is under way shares
/// the next one, which begins after it: an answer is never older than its question.
/// </summary>
internal sealed class JoinedReads<TKey, T>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Line> _lines = [];

    /// <summary>Questions that have not been answered yet.</summary>
    internal int Count
    {
        get
        {
            lock (_gate) return _lines.Count;
        }
    }

    /// <summary>Reads, or joins a read that has not begun.</summary>
    /// <param name="key">What is asked: equal keys have equal answers.</param>
    /// <param name="read">Reads it; no single one of those who wait can cancel it.</param>
    /// <param name="gone">Stops the waiting of this caller.</param>
    public Task<T> ReadAsync(TKey key, Func<CancellationToken, Task<T>> read, CancellationToken gone = default)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(key, out var line)) _lines[key] = line = new Line();
            if (line.Next is null) line.Last = line.Next = RunAsync(key, line, line.Last, read);
            return line.Next.WaitAsync(gone);
        }
    }

    private async Task<T> RunAsync(TKey key, Line line, Task before, Func<CancellationToken, Task<T>> read)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing); // out of the caller's lock; a fault was told to those who waited for it
        lock (_gate) line.Next = null; // from here on one more may have happened than this read sees
        try
        {
            return await read(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (line.Next is null) _lines.Remove(key);
            }
        }
    }

    private sealed class Line
    {
        internal Task Last = Task.CompletedTask;
        internal Task<T>? Next;
    }
}
