using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Web.Hosting;

/// <summary>Gives slots back whose reservation ran out.</summary>
internal sealed class HoldSweeper(ExpiredHolds holds, TimeProvider time, ILogger<HoldSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await holds.ReleaseAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Reservations could not be looked through; trying again.");
            }
        }
    }
}
