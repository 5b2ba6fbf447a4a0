using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Live;

namespace ClinicLive.Web.Hosting;

/// <summary>
/// Has free times offered to those who wait for them: as soon as something becomes free or somebody comes on the list, and every fifteen
/// seconds for whatever was missed, or became free by the passing of time.
/// </summary>
internal sealed class FreeTimeWatch(
    FreeTimeOffers waiting, OrganizationQueries organizations, IEventBus bus, TimeProvider time, ILogger<FreeTimeWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SweepAsync(stoppingToken), ListenAsync(stoppingToken));

    private async Task SweepAsync(CancellationToken gone)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(gone)) await OfferAsync(gone);
    }

    private async Task ListenAsync(CancellationToken gone)
    {
        var topics = new List<Topic>();
        while (topics.Count == 0)
        {
            try
            {
                foreach (var clinic in await organizations.ClinicsAsync(gone)) topics.AddRange([Topic.WaitingList(clinic.Id), Topic.Schedule(clinic.Id)]);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "The clinics could not be read; trying again.");
            }

            if (topics.Count == 0) await Task.Delay(Every, time, gone); // a clinic that comes later is served by the sweep until the next start
        }

        await using var subscription = bus.Subscribe(topics, nameof(FreeTimeWatch));
        await OfferAsync(gone);
        await foreach (var batch in subscription.ReadAllAsync(gone))
        {
            // That somebody took or was offered a time makes none free; this is also what the offers made here ring with.
            var isFreeing = batch.Resync || batch.Events.Any(e => e is not AppointmentChanged { To: AppointmentStatus.Held } and not AppointmentChanged { From: AppointmentStatus.Held, To: AppointmentStatus.Booked });
            if (isFreeing) await OfferAsync(gone);
        }
    }

    private async Task OfferAsync(CancellationToken gone)
    {
        try
        {
            await waiting.OfferFreeTimesAsync(gone);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "The waiting list could not be looked through; trying again.");
        }
    }
}
