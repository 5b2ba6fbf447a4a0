namespace ClinicLive.Tests.Support;

/// <summary>
/// Where it is past ten in the morning when the tests begin. The demo clinic of the browser tests stands there, so that what they do
/// "today" has the same day around it at whatever hour they run.
/// </summary>
internal static class MorningZone
{
    private const int Hour = 10;
    private const int FurthestWest = -12;

    /// <summary>IANA name.</summary>
    public static string Id { get; } = Find();

    private static string Find()
    {
        var ahead = Hour - TimeProvider.System.GetUtcNow().Hour;
        if (ahead < FurthestWest) ahead += 24;
        return ahead == 0 ? "Etc/UTC" : $"Etc/GMT{-ahead:+0;-0}"; // the list counts them from the other side
    }
}
