using ClinicLive.Domain.Features.Presence;

namespace ClinicLive.Web.Hosting;

/// <summary>Keeps presence honest: renews what lives, tells of what ran out.</summary>
internal sealed class PresenceSweeper(PresenceService presence, TimeProvider time, ILogger<PresenceSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await presence.LeaveAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "It could not be written that this node stops; its leases end by themselves.");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await presence.SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Presence could not be swept; trying again.");
            }
        }
    }
}
