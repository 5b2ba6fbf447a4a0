using ClinicLive.Domain.Features.Notifications;

namespace ClinicLive.Web.Hosting;

/// <summary>Reminds patients when it is time.</summary>
internal sealed class ReminderSweeper(Reminders reminders, TimeProvider time, ILogger<ReminderSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await reminders.RemindAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "The appointments could not be looked through for reminders; trying again.");
            }
        }
    }
}
