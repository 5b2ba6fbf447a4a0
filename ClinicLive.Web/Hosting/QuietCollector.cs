namespace ClinicLive.Web.Hosting;

/// <summary>
/// Collects the youngest garbage in the pauses between changes. Left to itself the runtime does it when there is no room left, which is
/// always in the middle of a change, and all screens that wait for that change wait for the collection too.
/// </summary>
internal sealed class QuietCollector : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System); // the machine's pauses, not the clinic's clock
        QuietMoment quiet = new();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (quiet.IsNow(GC.GetTotalAllocatedBytes(), GC.CollectionCount(0))) GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        }
    }
}
