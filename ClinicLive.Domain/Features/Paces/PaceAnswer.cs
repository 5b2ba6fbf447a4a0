namespace ClinicLive.Domain.Features.Paces;

/// <summary>Whether something may be done now.</summary>
/// <param name="IsTaken">It may, and is counted.</param>
/// <param name="Wait">Where it may not: how long to wait. Nothing where that is not known, because the database cannot be read or written; then nothing may be done either.</param>
public readonly record struct PaceAnswer(bool IsTaken, TimeSpan Wait)
{
    /// <summary>It is not known whether it may be done: so not now.</summary>
    public static PaceAnswer Unknown => default;

    /// <summary>It may be done.</summary>
    public static PaceAnswer Taken => new(IsTaken: true, TimeSpan.Zero);

    /// <summary>True where the database could not be asked or told.</summary>
    public bool IsUnknown => !IsTaken && Wait == TimeSpan.Zero;
}
