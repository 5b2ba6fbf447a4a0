using System.Collections.Concurrent;
using System.Globalization;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// How fast one person may send: ten messages in ten seconds, twenty at once after a quiet time. One bucket per person for
/// every way of sending. Kept in memory: a restart forgives.
/// </summary>
public sealed class ChatPace(TimeProvider time)
{
    /// <summary>Messages that may be sent at once.</summary>
    public const int Burst = 20;

    /// <summary>How often one more may be sent.</summary>
    public static readonly TimeSpan OneEvery = TimeSpan.FromSeconds(1);

    private const int Forgotten = 10_000;
    private readonly ConcurrentDictionary<Guid, Bucket> _buckets = new();

    /// <summary>Null when the person may send now, which is then counted; else a sentence that says when.</summary>
    public Refusal? Take(Guid accountId)
    {
        var now = time.GetUtcNow();
        if (_buckets.Count > Forgotten) ForgetTheCalm(now);
        var bucket = _buckets.GetOrAdd(accountId, _ => new Bucket { Left = Burst, At = now });
        lock (bucket)
        {
            bucket.Left = Math.Min(Burst, bucket.Left + Math.Max(0, (now - bucket.At) / OneEvery));
            bucket.At = now;
            if (bucket.Left >= 1)
            {
                bucket.Left--;
                return null;
            }

            var wait = Math.Max(1, (int)Math.Ceiling((1 - bucket.Left) * OneEvery.TotalSeconds));
            return new Refusal(RefusalKind.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"You are sending very fast. Please wait {wait} {(wait == 1 ? "second" : "seconds")}. Your text is kept."));
        }
    }

    private void ForgetTheCalm(DateTimeOffset now)
    {
        foreach (var (account, bucket) in _buckets)
        {
            if (now - bucket.At > OneEvery * Burst) _buckets.TryRemove(account, out _);
        }
    }

    private sealed class Bucket
    {
        public double Left;
        public DateTimeOffset At;
    }
}
