namespace ClinicLive.Domain.Features.Paces;

/// <summary>How often something may be done, counted by the kind of thing and by who does it.</summary>
/// <param name="Name">What is counted; no two limits have the same.</param>
public abstract record PaceLimit(string Name)
{
    /// <summary>How long to wait for the next one; nothing where it may be done now.</summary>
    internal abstract TimeSpan WaitAt(IReadOnlyList<DateTimeOffset> taken, DateTimeOffset now);

    /// <summary>What is remembered after one more.</summary>
    internal abstract IReadOnlyList<DateTimeOffset> With(IReadOnlyList<DateTimeOffset> taken, DateTimeOffset now);

    /// <summary>When nothing of it counts any more, in UTC.</summary>
    internal abstract DateTimeOffset Until(IReadOnlyList<DateTimeOffset> taken);
}

/// <summary>So many in any stretch of time of that length. The moment of each is remembered.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Most">How many.</param>
/// <param name="Length">How long one counts.</param>
public sealed record PaceWindow(string Name, int Most, TimeSpan Length) : PaceLimit(Name)
{
    internal override TimeSpan WaitAt(IReadOnlyList<DateTimeOffset> taken, DateTimeOffset now)
    {
        var counted = Counted(taken, now);
        return counted.Count < Most ? TimeSpan.Zero : counted[^Most] + Length - now;
    }

    internal override IReadOnlyList<DateTimeOffset> With(IReadOnlyList<DateTimeOffset> taken, DateTimeOffset now) => [.. Counted(taken, now).Append(now).Order()];

    internal override DateTimeOffset Until(IReadOnlyList<DateTimeOffset> taken) => taken[^1] + Length;

    private List<DateTimeOffset> Counted(IReadOnlyList<DateTimeOffset> taken, DateTimeOffset now) => [.. taken.Where(at => at > now - Length)];
}

/// <summary>So many at once after a quiet time, and then one in every stretch of that length. Only the moment is remembered at which all may be done at once again.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Burst">How many at once.</param>
/// <param name="OneEvery">How often one more.</param>
public sealed record PaceBucket(string Name, int Burst, TimeSpan OneEvery) : PaceLimit(Name)
{
    internal override TimeSpan WaitAt(IReadOnlyList<DateTimeOffset> taken, DateTimeOffset now)
    {
        var wait = With(taken, now)[0] - Burst * OneEvery - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    internal override IReadOnlyList<DateTimeOffset> With(IReadOnlyList<DateTimeOffset> taken, DateTimeOffset now) => [(taken is [var full] && full > now ? full : now) + OneEvery];

    internal override DateTimeOffset Until(IReadOnlyList<DateTimeOffset> taken) => taken[0];
}
