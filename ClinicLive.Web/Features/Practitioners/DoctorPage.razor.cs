using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Appointments;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Practitioners;

/// <summary>A doctor's day: what he says about himself, who waits for him, and who is with him.</summary>
public sealed partial class DoctorPage
{
    private DateOnly _today;
    private DayQueues? _queues;
    private DoctorLine? _line;
    private PractitionerRow? _me;
    private string? _error;
    private CallDesk _desk = default!;
    private RoomList _rooms = new([]);

    [Inject]
    private QueueQueries Queues { get; set; } = default!;

    [Inject]
    private PractitionerService Availabilities { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private AppointmentService Service { get; set; } = default!;

    [Inject]
    private QueueService Line { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private FlowBoard Board { get; set; } = default!;

    private IReadOnlyList<BoardRow> Open { get; set; } = [];

    private IReadOnlyList<BoardRow> Queue { get; set; } = [];

    private IReadOnlyList<BoardRow> Later { get; set; } = [];

    private IReadOnlyList<BoardRow> Over { get; set; } = [];

    private BoardRow? NextUncalled => Queue.FirstOrDefault(r => QueueOrder.IsHere(r) && !QueueOrder.IsCalled(r));

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics =>
        [Topic.DayBoard(Actor.OrganizationId, _today), Topic.Practitioners(Actor.OrganizationId), Topic.Clinic(Actor.OrganizationId), Topic.Schedule(Actor.OrganizationId)];

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        Board = new FlowBoard(Service, Dialogs, Time);
        _desk = new CallDesk(Line, Actor);
        Board.Open(Actor, await Organizations.PolicyAsync(Actor.OrganizationId, Gone));
        _today = Board.Policy.DayOf(Time.GetUtcNow());
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _today = policy.DayOf(Time.GetUtcNow());
        _queues = await Queues.DayAsync(Actor, _today, Gone);
        var day = _queues.Day;
        _me = _queues.Doctors.Rows.FirstOrDefault(p => p.Id == Actor.PractitionerId);
        _line = _me is null ? null : _queues.Of(_me.Id);
        _rooms = await Queues.RoomsAsync(Actor, Gone);
        Board.Open(Actor, policy);
        Board.Show(day);
        Take(day);
        if (because is not null) StateHasChanged();
    }

    /// <summary>Keeps the doctor's own rows.</summary>
    private void Take(DayBoard day)
    {
        IReadOnlyList<BoardRow> Own(BoardLane lane) => [.. day.Lanes[(int)lane].Where(r => r.PractitionerId == Actor.PractitionerId)];
        Open = Own(BoardLane.InConsultation);
        Queue = Own(BoardLane.Waiting);
        Later = Own(BoardLane.Booked);
        Over = [.. Own(BoardLane.Done), .. Own(BoardLane.NotSeen)];
    }

    private async Task SayAsync((Availability Availability, int? BreakMinutes) said)
    {
        try
        {
            _error = (await Availabilities.SayAvailabilityAsync(Actor, said.Availability, said.BreakMinutes, Gone)).Refusal?.Sentence;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _error = Refusal.Unavailable.Sentence;
        }
    }
}
