using ClinicLive.Domain.Features.Paces;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>How often programs may look at one calendar: <see cref="Most"/> times in <see cref="Window"/>, for several devices of one person, on all nodes together.</summary>
public static class CalendarPace
{
    /// <summary>Looks in one window.</summary>
    public const int Most = 60;

    /// <summary>The window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private static readonly PaceWindow Limit = new("calendar", Most, Window);

    /// <summary>Counts a look, where it may be taken now.</summary>
    /// <param name="paces">Where it is counted.</param>
    /// <param name="token">A token that was found good; only hashes of it are remembered.</param>
    /// <param name="gone">The program hung up.</param>
    public static Task<PaceAnswer> TakeAsync(PaceKeeper paces, string token, CancellationToken gone = default) =>
        CalendarFeed.HashOf(token) is { } hash ? paces.TakeAsync(Limit, hash, gone) : Task.FromResult(new PaceAnswer(IsTaken: false, Window));
}
