using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.WaitingList;

namespace ClinicLive.Web.Hosting;

/// <summary>Gives slots back whose reservation ran out, and has them offered to whoever waits next.</summary>
internal sealed class HoldSweeper(ExpiredHolds holds, FreeTimeOffers waiting, TimeProvider time, ILogger<HoldSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await holds.ReleaseAsync(stoppingToken) > 0) await waiting.OfferFreeTimesAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Reservations could not be looked through; trying again.");
            }
        }
    }
}
