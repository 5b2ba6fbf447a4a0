using System.Globalization;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Live;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Deliveries;

/// <summary>What leaves the app, for the admin: which ways are set up, what became of each message, and sending again what was given up.</summary>
public sealed partial class DeliveriesPage
{
    private DeliveryOverview? _overview;
    private IReadOnlyList<DeliveryRow> _rows = [];
    private ClinicPolicy _policy = default!;
    private Refusal? _refusal;
    private DeliveryChannel? _tested;
    private string? _said;
    private string? _again;
    private bool _onlyDead;
    private bool _isBusy;
    private int _page;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Deliveries(Actor.OrganizationId)];

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromSeconds(1);

    [Inject]
    private DeliveryQueries Deliveries { get; set; } = default!;

    [Inject]
    private DeliveryService Service { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _overview = await Deliveries.OverviewAsync(Actor, Gone);
        _rows = await Deliveries.PageAsync(Actor, _onlyDead, _page, Gone);
        if (because is not null) StateHasChanged();
    }

    private string Local(DateTimeOffset at) => _policy.ToLocal(at).ToString("d MMM, H:mm:ss", CultureInfo.InvariantCulture);

    private Task ShowAsync(bool onlyDead, int page)
    {
        (_onlyDead, _page) = (onlyDead, page);
        return ReadAgainAsync();
    }

    private Task SendAgainAsync(DeliveryRow row) => DoAsync(async () => (await Service.SendAgainAsync(Actor, row.Id, Guid.CreateVersion7(), Gone)).Refusal);

    private async Task SendAllAgainAsync()
    {
        var count = 0;
        await DoAsync(async () =>
        {
            var outcome = await Service.SendAllAgainAsync(Actor, Guid.CreateVersion7(), Gone);
            count = outcome.Value;
            return outcome.Refusal;
        });
        if (_refusal is null) _again = count == 1 ? "1 message is sent again." : $"{count} messages are sent again.";
    }

    private async Task TestAsync(DeliveryChannel channel, string? address)
    {
        (_tested, _said) = (channel, null);
        await DoAsync(async () => (await Service.SendTestAsync(Actor, channel, address, Guid.CreateVersion7(), Gone)).Refusal);
        if (_refusal is null) _said = "On its way. It is the first line below.";
    }

    private async Task DoAsync(Func<Task<Refusal?>> act)
    {
        if (_isBusy) return;
        (_isBusy, _again) = (true, null);
        _refusal = await Refusals.OfAsync(act);
        _isBusy = false;
    }
}
