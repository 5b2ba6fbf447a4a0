using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace ClinicLive.Web.Features.Scheduling;

/// <summary>The clinic's settings, for its admin.</summary>
public sealed partial class ClinicSettingsPage
{
    private static readonly IReadOnlyList<string> Zones =
        [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private ClinicSettingsRow? _row;
    private ClinicSettings? _before;
    private ClinicSettingsDraft? _draft;
    private int _version;
    private bool _isDirty;
    private bool _isSaved;
    private bool _isSaving;
    private Refusal? _refusal;
    private string? _leavesTo; // where somebody wants to go who has not saved

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Clinic(Actor.OrganizationId)];

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ClinicService Service { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _row = await Organizations.SettingsAsync(Actor, Gone);
        if (!_isDirty && _row is not null) Show();
        if (because is not null) StateHasChanged();
    }

    private string? ErrorOf(string field) => _refusal?.Field == field ? _refusal.Sentence : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";

    private void Touch() => (_isDirty, _isSaved, _refusal) = (true, false, null);

    private void Reset()
    {
        (_isDirty, _isSaved, _refusal, _leavesTo) = (false, false, null, null);
        Show();
    }

    // Only within the clinic's own pages: a browser's question would keep the screen of a session that has ended.
    private void Ask(LocationChangingContext context)
    {
        if (!_isDirty) return;
        context.PreventNavigation();
        _leavesTo = context.TargetLocation;
    }

    private void Leave(string to)
    {
        _isDirty = false;
        Navigation.NavigateTo(to);
    }

    private void Show() => (_draft, _version) = (new ClinicSettingsDraft(_row!.Settings), _row.Version);

    private Task SaveAsync() => SaveAsync(_draft!.ToSettings(), _version);

    private async Task UndoAsync()
    {
        if (_before is not { } before) return;
        await SaveAsync(before, _row!.Version);
        _isSaved = false;
    }

    private async Task SaveAsync(ClinicSettings settings, int version)
    {
        if (_isSaving) return;
        var before = _row!.Settings;
        _isSaving = true;
        try
        {
            _refusal = await Asking.RefusalOfAsync(() => Service.ChangeSettingsAsync(Actor, settings, version, Guid.CreateVersion7(), Gone));
        }
        finally
        {
            _isSaving = false;
        }

        if (_refusal is not null) return;
        (_before, _isDirty, _isSaved, _leavesTo) = (before, false, true, null);
        await ReadAgainAsync();
    }
}
