using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Displays;

/// <summary>The clinic's waiting-room screens for its admin: their addresses, and whether they are there.</summary>
public sealed partial class DisplaysPage
{
    private IReadOnlyList<DisplayRow> _rows = [];
    private IReadOnlyList<PractitionerRow> _doctors = [];
    private ClinicPolicy _policy = default!;
    private DisplayForm _new = new();
    private Refusal? _problem;
    private bool _isAdding;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Displays(Actor.OrganizationId)];

    [Inject]
    private DisplayQueries Displays { get; set; } = default!;

    [Inject]
    private DisplayService Service { get; set; } = default!;

    [Inject]
    private PractitionerQueries Practitioners { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _doctors = (await Practitioners.ListAsync(Actor, Gone)).Rows;
        _rows = await Displays.ListAsync(Actor, Gone);
        if (because is not null) StateHasChanged();
    }

    private string Link(DisplayRow row) => Navigation.ToAbsoluteUri($"display/{row.Code}").ToString();

    private async Task AddAsync()
    {
        if (_isAdding) return;
        _isAdding = true;
        _problem = await DoAsync(() => Service.PutUpAsync(Actor, _new.Wish, _new.CommandId, Gone));
        if (_problem is null) _new = new();
        _isAdding = false;
    }

    // What was changed comes back by the same path as a change made elsewhere.
    private static async Task<Refusal?> DoAsync(Func<Task<Outcome<Guid>>> change)
    {
        try
        {
            return (await change()).Refusal;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return Refusal.Unavailable;
        }
    }
}
