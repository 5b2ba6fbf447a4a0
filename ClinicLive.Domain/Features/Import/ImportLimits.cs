namespace ClinicLive.Domain.Features.Import;

/// <summary>How much one taking over may ask for.</summary>
public sealed record ImportLimits
{
    /// <summary>Largest file that a page takes, in bytes.</summary>
    public long UploadBytes { get; init; } = 200L << 20;

    /// <summary>Largest file after unpacking, in bytes.</summary>
    public long UnpackedBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Most visits of one taking over. They are written in one transaction, and while it lasts nobody else's change is saved: this bounds
    /// how long the desk waits. A longer history comes in several files.
    /// </summary>
    public int Visits { get; init; } = 250_000;

    /// <summary>How far ahead of now a visit that repeats is taken over; the rest comes when the calendar is taken over again.</summary>
    public TimeSpan RepeatsAhead { get; init; } = TimeSpan.FromDays(366);

    /// <summary>Most visits of one that repeats.</summary>
    public int Repeats { get; init; } = 5_000;

    /// <summary>How many times its size a packed file may have; what unpacks to more was made to fill the disk.</summary>
    internal const int UnpackedRatio = 200;

    /// <summary>Up to this size a packed file may have any ratio.</summary>
    internal const long RatioMatters = 32L << 20;

    /// <summary>Longest single resource, line or row, in bytes or characters.</summary>
    internal const int LongestPiece = 16 << 20;

    /// <summary>Deepest JSON.</summary>
    internal const int Depth = 64;
}

/// <summary>A file cannot be taken over; the message is for people.</summary>
internal sealed class UnreadableFileException(string sentence, Exception? cause = null) : Exception(sentence, cause);
