using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.WaitingList;

/// <summary>A patient's own places on the waiting list: what he waits for, the time that is offered, and the form to join.</summary>
public sealed partial class OwnWaitingPage
{
    private IReadOnlyList<WaitingRow> _rows = [];
    private WaitingChoices _choices = new([], []);
    private ClinicPolicy _policy = default!;
    private WishForm? _typed;
    private Guid _commandId = Guid.CreateVersion7();
    private Refusal? _refusal;
    private (Guid Id, string Sentence)? _problem;
    private string? _taken;
    private bool _isSaving;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => Actor.PatientId is { } patientId
        ? [Topic.PatientAppointments(patientId), Topic.Schedule(Actor.OrganizationId), Topic.Clinic(Actor.OrganizationId)]
        : [Topic.Clinic(Actor.OrganizationId)];

    [Inject]
    private WaitingListQueries Queries { get; set; } = default!;

    [Inject]
    private WaitingListService Waiting { get; set; } = default!;

    [Inject]
    private AppointmentService Appointments { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    private WishForm _form => _typed ??= WishForm.From28Days(_policy.DayOf(Time.GetUtcNow()));

    /// <inheritdoc/>
    protected override async Task PrepareAsync() => _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _choices = await Queries.ChoicesAsync(Actor, Gone);
        _rows = await Queries.OwnAsync(Actor, Gone);
        if (because is not null) StateHasChanged();
    }

    private async Task JoinAsync()
    {
        if (_isSaving) return;
        _refusal = _form.VisitTypeId is null ? Refusal.Invalid("VisitType", "Please choose a visit.") : null;
        if (_refusal is not null || Actor.PatientId is not { } patientId) return;
        await SaveAsync(async () =>
        {
            var outcome = await Waiting.JoinAsync(Actor, _form.For(patientId, _commandId), Gone);
            (_refusal, _commandId) = (outcome.Refusal, Guid.CreateVersion7());
            if (outcome.Succeeded) _typed = null;
        }, unavailable => _refusal = unavailable);
    }

    private Task MoveAsync(WaitingRow row, AppointmentStatus to)
    {
        (_problem, _taken) = (null, null);
        return SaveAsync(async () =>
        {
            var command = new AppointmentCommand(row.Id, row.Status, row.Version, Guid.CreateVersion7(), to == AppointmentStatus.Cancelled ? "The patient left the waiting list." : null);
            var outcome = await Appointments.MoveAsync(Actor, command, to, Gone);
            if (outcome.Refusal is { } refusal) _problem = (row.Id, refusal.Sentence);
            else if (to == AppointmentStatus.Booked) _taken = $"Booked: {WishWords.At(row.Start, _policy)} with {row.PractitionerName}.";
        }, unavailable => _problem = (row.Id, unavailable.Sentence));
    }

    private async Task SaveAsync(Func<Task> save, Action<Refusal> failed)
    {
        if (_isSaving) return;
        _isSaving = true;
        try
        {
            await save();
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            failed(Refusal.Unavailable);
        }
        finally
        {
            _isSaving = false;
        }
    }
}
