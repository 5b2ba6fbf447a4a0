using ClinicLive.Domain.Features.Notifications;

namespace ClinicLive.Web.Hosting;

/// <summary>Rings for what another program has told people on this database.</summary>
internal sealed class NotificationSweeper(NotificationsFromBeside beside, TimeProvider time, ILogger<NotificationSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await beside.RingAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "The log could not be looked through for what others told people; trying again.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
