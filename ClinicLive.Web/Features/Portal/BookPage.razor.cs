using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Portal;

/// <summary>
/// A patient books or moves an appointment alone: what for, with whom, one of the times that are free at this moment. Choosing a time
/// reserves it, so nobody is faster while she reads it over.
/// </summary>
public sealed partial class BookPage
{
    private const int Span = 14;
    private const int Furthest = 182;

    private ClinicPolicy _policy = default!;
    private VisitSteps _steps = default!;
    private IReadOnlyList<VisitTypeRow> _types = [];
    private IReadOnlyList<FreeSlot> _doctors = [];
    private IReadOnlyList<FreeSlot> _slots = [];
    private BoardRow? _moving;
    private FreeSlot? _wish;
    private Guid? _typeId, _doctorId, _chosenId, _readFor;
    private Guid _moveId;
    private DateOnly _from;
    private string _reason = "";
    private string? _problem, _moved;
    private bool _isBusy, _gone, _offersCheckIn;

    /// <summary>The appointment that is to be moved; null to book a new one.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    [Inject]
    private FreeSlotQueries FreeTimes { get; set; } = default!;

    [Inject]
    private VisitTypeQueries VisitTypes { get; set; } = default!;

    [Inject]
    private AppointmentQueries Appointments { get; set; } = default!;

    [Inject]
    private AppointmentService Service { get; set; } = default!;

    [Inject]
    private BookingService Booking { get; set; } = default!;

    [Inject]
    private DisplayQueries Displays { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    // Every day that is shown rings: a time that somebody else takes goes from the list at once.
    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics =>
    [
        Topic.Clinic(Actor.OrganizationId), Topic.Schedule(Actor.OrganizationId), Topic.PatientAppointments(Actor.PatientId ?? Guid.Empty),
        .. Id is { } id ? [Topic.Appointment(id)] : Array.Empty<Topic>(), // another one to move is read at once
        .. Enumerable.Range(0, Span).Select(i => Topic.DayBoard(Actor.OrganizationId, _from.AddDays(i))),
    ];

    private BoardRow? Chosen { get; set; }

    private DateOnly Today => _policy.DayOf(Time.GetUtcNow());

    private DateOnly To => _from.AddDays(Span - 1);

    private IReadOnlyList<FreeSlot> Shown => _doctorId is { } doctor ? [.. _slots.Where(s => s.PractitionerId == doctor)] : [.. _slots.DistinctBy(s => s.Start)];

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        _steps = new VisitSteps(Service);
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _from = Today;
    }

    // From the confirmation to "Another time" the page stays the same: what it showed before is over.
    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_readFor != Id) Begin();
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var readFor = Id;
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        Chosen = _chosenId is { } chosen ? await Appointments.FindAsync(Actor, chosen, Gone) : null;
        if (Chosen is { Status: not (AppointmentStatus.Held or AppointmentStatus.Booked) })
        {
            (Chosen, _chosenId, _problem) = (null, null, "The reservation has ended. Please choose a time again.");
        }

        _offersCheckIn = await Displays.HasScreensAsync(Actor, Gone);
        _types = await VisitTypes.ListAsync(Actor, Gone);
        _typeId = _types.Any(t => t.Id == _typeId) ? _typeId : (_types is [var first, ..] ? first.Id : null);
        var found = readFor is { } id ? await LookForMoveAsync(id) : await FreeTimes.FindAsync(Actor, new FreeSlotSearch(_from, To, VisitTypeId: _typeId), Gone);
        _slots = found.Slots;
        if (found.Refusal is { } refusal && Chosen is null) _problem = refusal.Sentence;
        _readFor = readFor;
        _doctors = [.. _slots.DistinctBy(s => s.PractitionerId).OrderBy(s => s.PractitionerName)];
        if (because is not null) StateHasChanged();
    }

    private async Task<FreeSlots> LookForMoveAsync(Guid id)
    {
        _moving = await Appointments.FindAsync(Actor, id, Gone);
        _gone = _moving is not { Status: AppointmentStatus.Booked };
        return _gone ? new FreeSlots([]) : await FreeTimes.FindForMoveAsync(Actor, id, _from, To, Gone);
    }

    private Task ChooseTypeAsync(ChangeEventArgs e)
    {
        _typeId = Guid.TryParse(e.Value?.ToString(), out var id) ? id : null;
        _problem = null;
        return ReadAgainAsync();
    }

    private void ChooseDoctor(ChangeEventArgs e) => _doctorId = Guid.TryParse(e.Value?.ToString(), out var id) ? id : null;

    private Task LookAsync(int days)
    {
        var from = _from.AddDays(days);
        _from = from < Today ? Today : from > Today.AddDays(Furthest) ? Today.AddDays(Furthest) : from;
        return ReadAgainAsync();
    }

    private void Begin()
    {
        (Chosen, _chosenId, _wish, _moving, _gone) = (null, null, null, null, false);
        (_problem, _moved, _from) = (null, null, Today);
    }

    // After a move the address is that of "Another time" already, so following it changes nothing.
    private Task BeginAgainAsync()
    {
        if (Chosen?.Id != Id) return Task.CompletedTask; // the address will change
        Begin();
        return ReadAgainAsync();
    }

    /// <summary>A new visit is reserved at once; one that is moved loses its time by it, so that is asked first.</summary>
    private Task ChooseAsync(FreeSlot slot)
    {
        if (Id is null) return TakeAsync(() => Booking.HoldAsync(Actor, new NewAppointment(Actor.PatientId ?? Guid.Empty, slot.PractitionerId, slot.Start, slot.Minutes, _reason, Guid.CreateVersion7(), _typeId), Gone));
        (_wish, _moveId, _problem, _moved) = (slot, Guid.CreateVersion7(), null, null);
        return Task.CompletedTask;
    }

    private async Task MoveAsync(BoardRow seen, FreeSlot slot)
    {
        if (!await TakeAsync(() => Service.RescheduleAsync(Actor, new AppointmentCommand(seen.Id, seen.Status, seen.Version, _moveId), slot.PractitionerId, slot.Start, slot.Minutes, Gone))) return;
        _moved = $"Moved from {When(seen.Start)} to {When(slot.Start)}.";
    }

    private async Task<bool> TakeAsync(Func<Task<Outcome<BoardRow>>> step)
    {
        if (_isBusy) return false;
        (_isBusy, _problem) = (true, null);
        try
        {
            var outcome = await step();
            if (outcome.Refusal is { } refusal) _problem = refusal.Sentence;
            else _chosenId = outcome.Value!.Id;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _problem = Refusal.Unavailable.Sentence;
        }
        finally
        {
            (_isBusy, _wish) = (false, null);
        }

        await ReadAgainAsync();
        return _chosenId is not null;
    }

    private bool IsSoon(DateTimeOffset start) => Appointment.IsPastCutOff(start, Time.GetUtcNow(), _policy);

    private string When(DateTimeOffset instant) => _policy.ToLocal(instant).ToString("dddd d MMMM, H:mm", CultureInfo.InvariantCulture);

    private async Task DoAsync((VisitAction Action, string? Reason) what)
    {
        if (Chosen is not { } seen) return;
        var done = await _steps.DoAsync(Actor, seen, what.Action, what.Reason);
        if (done is { Status: AppointmentStatus.Cancelled }) (_chosenId, Chosen) = (null, null);
        await ReadAgainAsync();
    }

    private Task ChooseAgainAsync() => DoAsync((VisitAction.LetGo, null));
}
