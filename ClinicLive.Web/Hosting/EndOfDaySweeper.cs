using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Web.Hosting;

/// <summary>Notes no-shows after the grace, and closes what is open when the clinic's day is over.</summary>
internal sealed class EndOfDaySweeper(EndOfDay endOfDay, TimeProvider time, ILogger<EndOfDaySweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await endOfDay.SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "The day could not be looked through for what is over; trying again.");
            }
        }
    }
}
