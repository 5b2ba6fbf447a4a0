using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Drafts;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>
/// Reception's board of today. Listens once for everything it shows; it hands each lane its rows, and a lane
/// passes over what did not change.
/// </summary>
public sealed partial class TodayBoard
{
    private readonly BoardFilter _filter = new();
    private DateOnly _today;
    private string _title = "";
    private Topic[] _topics = [];
    private bool _hasLookedForDraft;
    private PractitionerList? _doctors;
    private DayQueues? _queues;
    private IReadOnlyList<SilentDisplay> _silent = [];
    private IReadOnlyList<BoardRow>[] _lanes = [];
    private RoomList _rooms = new([]);
    private CallDesk _calls = default!;
    private BulkDesk? _bulk;

    [Inject]
    private QueueQueries Queues { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private DisplayQueries Displays { get; set; } = default!;

    [Inject]
    private QueueService Line { get; set; } = default!;

    [Inject]
    private BulkService Bulk { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private DraftService Drafts { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    /// <summary>What the cards of this screen share.</summary>
    [CascadingParameter]
    public FlowBoard Board { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => _topics;

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        _calls = new CallDesk(Line, Actor);
        Board.Open(Actor, await Organizations.PolicyAsync(Actor.OrganizationId, Gone));
        Turn(Board.Policy.DayOf(Time.GetUtcNow()));
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        var today = policy.DayOf(Time.GetUtcNow());
        var queues = await Queues.DayAsync(Actor, today, Gone);
        var (day, doctors) = (queues.Day, queues.Doctors);
        var silent = await Displays.SilentAsync(Actor, Gone);
        var rooms = await Queues.RoomsAsync(Actor, Gone);
        if (ReferenceEquals(queues, _queues) && ReferenceEquals(policy, Board.Policy) && ReferenceEquals(silent, _silent) && ReferenceEquals(rooms, _rooms)) return;

        Board.Open(Actor, policy);
        Board.Show(day);
        if (today != _today) Turn(today);
        (_doctors, _queues, _silent, _rooms) = (doctors, queues, silent, rooms);
        _lanes = _filter.Apply(day, _lanes);
        if (because is not null) StateHasChanged();
    }

    /// <summary>Turns the page to a day. What follows from the day alone is kept, because every change asks for it.</summary>
    private void Turn(DateOnly today)
    {
        _today = today;
        _title = today.ToString("dddd d MMMM", CultureInfo.InvariantCulture);
        _topics =
        [
            Topic.DayBoard(Actor.OrganizationId, today), Topic.Practitioners(Actor.OrganizationId), Topic.Displays(Actor.OrganizationId),
            Topic.Clinic(Actor.OrganizationId), Topic.Schedule(Actor.OrganizationId),
        ];
    }

    private void ShowFiltered()
    {
        if (!IsLoaded) return;
        _lanes = _filter.Apply(Board.Day, _lanes);
        _bulk?.KeepOnly(BulkRows);
    }

    // What can be done to several at once: whoever is not with a doctor and not seen.
    private IReadOnlyList<BoardRow> BulkRows =>
        [.. _filter.Lanes.Where(l => l is BoardLane.Booked or BoardLane.Waiting or BoardLane.NotSeen).SelectMany(l => _lanes[(int)l])];

    private void ToggleBulk() => _bulk = _bulk is null ? new BulkDesk(Bulk, Actor) : null;

    private void LeaveBulk() => _bulk = null;

    private Task TellAsync(Guid practitionerId) => LateDialog.OpenAsync(Dialogs, practitionerId);

    private Task BookAsync() => BookDialog.OpenAsync(Dialogs, Drafts, Actor);

    /// <summary>Takes up again what was being typed when the page went away: after a lost line, a restart, a reload.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_hasLookedForDraft || !IsLoaded || Actor.Role != Role.Receptionist) return;
        _hasLookedForDraft = true;
        if (!await WasReloadedAsync()) return; // another tab of hers may be the one that types
        if (await BookDialog.DraftAsync(Drafts, Actor) is { } before) await BookDialog.OpenAsync(Dialogs, Drafts, Actor, before);
    }

    private async Task<bool> WasReloadedAsync()
    {
        try
        {
            return await Js.InvokeAsync<bool?>("clinicWasReloaded", Gone) is true;
        }
        catch (Exception fault) when (fault is JSException or JSDisconnectedException or OperationCanceledException)
        {
            return false; // a client without the page's scripts, or one that is gone: it types nothing
        }
    }
}
