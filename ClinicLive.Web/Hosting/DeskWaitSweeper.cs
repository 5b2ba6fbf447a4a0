using ClinicLive.Domain.Features.Chat;

namespace ClinicLive.Web.Hosting;

/// <summary>Brings up patients who wait too long for the front desk's answer.</summary>
internal sealed class DeskWaitSweeper(UnansweredAtDesk unanswered, TimeProvider time, ILogger<DeskWaitSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await unanswered.EscalateAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Unanswered conversations could not be looked through; trying again.");
            }
        }
    }
}
