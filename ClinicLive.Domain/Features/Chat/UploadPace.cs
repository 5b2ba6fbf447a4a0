using System.Collections.Concurrent;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>How fast one person may upload: <see cref="Most"/> files in <see cref="Window"/>. Kept in memory: a restart forgives.</summary>
public sealed class UploadPace(TimeProvider time)
{
    /// <summary>Files in one window.</summary>
    public const int Most = 30;

    /// <summary>The window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int Forgotten = 5_000;
    private readonly ConcurrentDictionary<Guid, Queue<DateTimeOffset>> _uploads = new();

    /// <summary>Null when the person may upload now, which is then counted; else a sentence that says when.</summary>
    public Refusal? Take(Guid accountId)
    {
        var now = time.GetUtcNow();
        if (_uploads.Count > Forgotten) _uploads.Clear();
        var own = _uploads.GetOrAdd(accountId, _ => new Queue<DateTimeOffset>());
        lock (own)
        {
            while (own.TryPeek(out var oldest) && oldest <= now - Window) own.Dequeue();
            if (own.Count >= Most) return new Refusal(RefusalKind.TooMany, $"That were many files. Please wait {(int)Math.Ceiling((own.Peek() + Window - now).TotalSeconds)} seconds.");
            own.Enqueue(now);
            return null;
        }
    }
}
