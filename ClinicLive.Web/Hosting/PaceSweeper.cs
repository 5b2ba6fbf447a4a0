using ClinicLive.Domain.Features.Paces;

namespace ClinicLive.Web.Hosting;

/// <summary>Forgets what was counted for limits and counts no more.</summary>
internal sealed class PaceSweeper(PaceKeeper paces, TimeProvider time, ILogger<PaceSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await paces.SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "What was counted for limits could not be looked through; trying again.");
            }
        }
    }
}
