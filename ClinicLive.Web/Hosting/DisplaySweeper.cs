using ClinicLive.Domain.Features.Displays;

namespace ClinicLive.Web.Hosting;

/// <summary>One clock per node for all waiting-room screens: their next check-in code, and whether they are still there.</summary>
internal sealed class DisplaySweeper(DisplayHeartbeats heartbeats, TimeProvider time, ILogger<DisplaySweeper> log) : BackgroundService
{
    private const int SweepEveryTicks = 5;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        for (var tick = 0; await timer.WaitForNextTickAsync(stoppingToken); tick = (tick + 1) % SweepEveryTicks)
        {
            try
            {
                heartbeats.TurnCodes();
                if (tick == 0) await heartbeats.SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "The waiting-room screens could not be looked through; trying again.");
            }
        }
    }
}
