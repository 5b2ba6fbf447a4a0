using ClinicLive.Domain.Features.Chat;

namespace ClinicLive.Web.Hosting;

/// <summary>Forgets files of conversations that never left with a message.</summary>
internal sealed class AttachmentSweeper(UnsentAttachments unsent, TimeProvider time, ILogger<AttachmentSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await unsent.SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Files that were not sent could not be looked through; trying again.");
            }
        }
    }
}
