using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;

namespace ClinicLive.Web.Hosting;

/// <summary>
/// Gives conversations of doctors who go to those who cover them, and takes them back: at once when an absence is entered, changed or
/// taken back, and every five seconds for what begins and ends by the passing of time.
/// </summary>
internal sealed class CoverWatch(CoverKeeper covers, OrganizationQueries organizations, IEventBus bus, TimeProvider time, ILogger<CoverWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SweepAsync(stoppingToken), ListenAsync(stoppingToken));

    private async Task SweepAsync(CancellationToken gone)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(gone)) await LookAsync(gone);
    }

    private async Task ListenAsync(CancellationToken gone)
    {
        var topics = new List<Topic>();
        while (topics.Count == 0)
        {
            try
            {
                topics.AddRange((await organizations.ClinicsAsync(gone)).Select(c => Topic.Schedule(c.Id)));
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "The clinics could not be read; trying again.");
            }

            if (topics.Count == 0) await Task.Delay(Every, time, gone); // a clinic that comes later is served by the sweep until the next start
        }

        await using var subscription = bus.Subscribe(topics, nameof(CoverWatch));
        await LookAsync(gone);
        await foreach (var _ in subscription.ReadAllAsync(gone)) await LookAsync(gone);
    }

    private async Task LookAsync(CancellationToken gone)
    {
        try
        {
            await covers.SweepAsync(gone);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "Covers of absent doctors could not be looked through; trying again.");
        }
    }
}
