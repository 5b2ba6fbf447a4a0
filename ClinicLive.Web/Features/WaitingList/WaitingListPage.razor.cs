using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.WaitingList;

/// <summary>Reception's waiting list: who waits for what since when, who is offered which time, and how long for.</summary>
public sealed partial class WaitingListPage
{
    private const int PageSize = 50;

    private WaitingRows _list = WaitingRows.Empty;
    private ClinicPolicy _policy = default!;
    private DateOnly _today;
    private int _number;
    private (Guid Id, string Sentence)? _problem;
    private (Guid Id, IReadOnlyList<FreeSlot> Slots)? _fitting;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.WaitingList(Actor.OrganizationId), Topic.Clinic(Actor.OrganizationId)];

    [Inject]
    private WaitingListQueries Queries { get; set; } = default!;

    [Inject]
    private WaitingListService Waiting { get; set; } = default!;

    [Inject]
    private AppointmentService Appointments { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private int Pages => Math.Max(1, (_list.Rows.Count + PageSize - 1) / PageSize);

    private int Number => Math.Clamp(_number, 0, Pages - 1);

    private IEnumerable<WaitingRow> Shown => _list.Rows.Skip(Number * PageSize).Take(PageSize);

    private string Counted => (IsLoaded, _list.Rows.Count) switch
    {
        (false, _) => "",
        (_, 1) => "1 person waits",
        var (_, count) => $"{count} people wait",
    };

    /// <inheritdoc/>
    protected override async Task PrepareAsync() => _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _today = _policy.DayOf(Time.GetUtcNow());
        _list = await Queries.ListAsync(Actor, Gone);
        if (because is not null) StateHasChanged();
    }

    private async Task FindAsync(WaitingRow row)
    {
        (_problem, _fitting) = (null, null);
        try
        {
            var slots = await Queries.FittingAsync(Actor, row.Id, Gone);
            if (slots.Count == 0) _problem = (row.Id, "No free time fits just now. As soon as one does, it is offered.");
            else _fitting = (row.Id, slots);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _problem = (row.Id, Refusal.Unavailable.Sentence);
        }
    }

    private Task OfferAsync(WaitingRow row, FreeSlot slot) => ActAsync(row, async () =>
        (await Waiting.OfferAsync(Actor, new AppointmentCommand(row.Id, row.Status, row.Version, Guid.CreateVersion7()), slot.PractitionerId, slot.Start, gone: Gone)).Refusal);

    private Task RemoveAsync(WaitingRow row, string why) => ActAsync(row, async () =>
        (await Appointments.MoveAsync(Actor, new AppointmentCommand(row.Id, row.Status, row.Version, Guid.CreateVersion7(), why), AppointmentStatus.Cancelled, Gone)).Refusal);

    // What was changed comes back by the same path as a change made elsewhere.
    private async Task ActAsync(WaitingRow row, Func<Task<Refusal?>> act)
    {
        (_problem, _fitting) = (null, null);
        try
        {
            if (await act() is { } refusal) _problem = (row.Id, refusal.Sentence);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _problem = (row.Id, Refusal.Unavailable.Sentence);
        }
    }
}
