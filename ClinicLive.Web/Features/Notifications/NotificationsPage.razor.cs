using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using DialogService = Radzen.DialogService;

namespace ClinicLive.Web.Features.Notifications;

/// <summary>Everything that a person was told, a page at a time, and how he wants to be told.</summary>
public sealed partial class NotificationsPage
{
    private readonly Stack<long> _before = new(); // where each page after the first begins
    private NotificationFilter _filter = NotificationFilter.All;
    private IReadOnlyList<NotificationRow> _rows = [];
    private Bell? _bell;
    private ClinicPolicy _policy = default!;
    private Refusal? _refusal;
    private Refusal? _choiceRefusal;
    private Refusal? _deviceRefusal;
    private IReadOnlyList<PushDevice> _devices = [];
    private string? _pushKey;

    [Inject]
    private NotificationQueries Notifications { get; set; } = default!;

    [Inject]
    private NotificationService Service { get; set; } = default!;

    [Inject]
    private NotificationChoiceService Choosing { get; set; } = default!;

    [Inject]
    private PushQueries Push { get; set; } = default!;

    [Inject]
    private PushService Devices { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Notifications(Actor.UserId), Topic.Clinic(Actor.OrganizationId)];

    private IReadOnlyList<NotificationKind> Kinds => NotificationWords.KindsOf(Actor.Role);

    private bool HasOlder => _rows.Count > NotificationQueries.PageSize - 1;

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _bell = await Notifications.BellAsync(Actor, Gone);
        _rows = await Notifications.PageAsync(Actor, _filter, _before.TryPeek(out var before) ? before : null, gone: Gone);
        _devices = await Push.DevicesAsync(Actor, Gone);
        _pushKey = await Push.PublicKeyAsync(Gone);
        if (because is not null) StateHasChanged();
    }

    private static string Pressed(bool isPressed) => isPressed ? "true" : "false";

    private Task ShowAsync(NotificationFilter filter)
    {
        _filter = filter;
        _before.Clear();
        return ReadAgainAsync();
    }

    private Task ChooseKindAsync(ChangeEventArgs chosen) =>
        ShowAsync(_filter with { Kind = Enum.TryParse<NotificationKind>(chosen.Value as string, out var kind) && Enum.IsDefined(kind) ? kind : null });

    private Task OlderAsync()
    {
        if (HasOlder) _before.Push(_rows[^1].Sequence);
        return ReadAgainAsync();
    }

    private Task NewerAsync()
    {
        _before.TryPop(out _);
        return ReadAgainAsync();
    }

    private async Task ReadAsync(NotificationRow row)
    {
        if (row.ReadAt is null) _refusal = await Refusals.OfAsync(async () => (await Service.ReadAsync(Actor, row.Id, Gone)).Refusal);
    }

    private async Task ReadAllAsync() => _refusal = await Refusals.OfAsync(async () =>
        (await Service.ReadAllAsync(Actor, _before.Count == 0 && _filter == NotificationFilter.All && _rows is [var newest, ..] ? newest.Sequence : long.MaxValue, Gone)).Refusal);

    private async Task ChooseAsync((NotificationKind Kind, NotificationChannel Channel, bool IsOn) choice) =>
        _choiceRefusal = await Refusals.OfAsync(async () => (await Choosing.ChooseAsync(Actor, choice.Kind, choice.Channel, choice.IsOn, Gone)).Refusal);

    private async Task LeaveAsync((NotificationKind Kind, NotificationChannel Channel, OutgoingChoice Choice) choice) =>
        _choiceRefusal = await Refusals.OfAsync(async () => (await Choosing.ChooseOutgoingAsync(Actor, choice.Kind, choice.Channel, choice.Choice, Gone)).Refusal);

    private async Task BeQuietAsync((TimeOnly From, TimeOnly Until) hours) => _choiceRefusal = await Refusals.OfAsync(async () =>
        (await Choosing.BeQuietAsync(Actor, hours.From, hours.Until, await ZoneAsync(), Gone)).Refusal);

    private async Task RemoveDeviceAsync(Guid device) => _deviceRefusal = await Refusals.OfAsync(async () => (await Devices.RemoveAsync(Actor, device, Gone)).Refusal);

    private Task AnnounceAsync() => AnnounceDialog.OpenAsync(Dialogs);

    // Quiet hours are meant on the clock of the person who chooses them; a browser that says nothing useful means the clinic's.
    private async Task<string> ZoneAsync()
    {
        try
        {
            var own = await Js.InvokeAsync<string?>("clinicTimeZone", Gone);
            return own is not null && TimeZoneInfo.TryFindSystemTimeZoneById(own, out _) ? own : _policy.Zone.Id;
        }
        catch (JSException)
        {
            return _policy.Zone.Id;
        }
    }
}
