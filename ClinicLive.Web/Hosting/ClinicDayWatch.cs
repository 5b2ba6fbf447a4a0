using ClinicLive.Domain.Data.Demo;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Web.Security;

namespace ClinicLive.Web.Hosting;

/// <summary>Rings when a clinic's calendar day begins, so that every open screen goes on to it; in demo mode the new day gets its board.</summary>
internal sealed class ClinicDayWatch(
    OrganizationQueries organizations, IEventBus bus, DemoMode mode, DemoClinic demo, TimeProvider time, ILogger<ClinicDayWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);
    private readonly Dictionary<Guid, DateOnly> _days = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "The clinic's day could not be looked up; trying again.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken gone)
    {
        var now = time.GetUtcNow();
        foreach (var clinic in await organizations.ClinicsAsync(gone))
        {
            var today = (await organizations.PolicyAsync(clinic.Id, gone)).DayOf(now);
            if (_days.TryGetValue(clinic.Id, out var known) && known != today) bus.Publish(new ClinicDayBegan(clinic.Id, today));
            _days[clinic.Id] = today;
        }

        if (mode.Enabled) await demo.EnsureTodayAsync(gone); // last, and costs a few reads when there is nothing to do
    }
}
