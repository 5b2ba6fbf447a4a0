using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Portal;

/// <summary>
/// A patient checks in by himself, with the code from the screen in the waiting room. The code may come in the address, from the
/// screen's QR code; it still takes a press of the button, so that a link that somebody sends checks nobody in.
/// </summary>
public sealed partial class CheckInPage
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(Guid, int, string, bool), Guid> _commandIds = [];
    private IReadOnlyList<BoardRow> _all = [];
    private IReadOnlyList<BoardRow> _today = [];
    private ClinicPolicy _policy = default!;
    private Guid _chosenId;
    private string _typed = "";
    private Refusal? _problem;
    private bool _isBusy;

    /// <summary>The code, from the screen's QR code.</summary>
    [SupplyParameterFromQuery(Name = "c")]
    public string? CodeInAddress { get; set; }

    /// <summary>Which appointment, from its confirmation.</summary>
    [SupplyParameterFromQuery(Name = "a")]
    public string? AppointmentInAddress { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => Actor.PatientId is { } patientId
        ? [Topic.Clinic(Actor.OrganizationId), Topic.PatientAppointments(patientId)]
        : [Topic.Clinic(Actor.OrganizationId)];

    [Inject]
    private AppointmentQueries Appointments { get; set; } = default!;

    [Inject]
    private AppointmentService Service { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    private BoardRow? Chosen => _today.FirstOrDefault(r => r.Id == _chosenId);

    // What he is in the house for comes before what is still to check in for, and a call before all.
    private IReadOnlyList<BoardRow> Here => [.. _all.Where(r => r.Status.IsInHouse()).OrderByDescending(FlowWords.IsCalled)];

    /// <inheritdoc/>
    protected override Task PrepareAsync()
    {
        _typed = CodeInAddress is { Length: <= 12 } code ? code : "";
        _ = OpenInTimeAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        var today = _policy.DayOf(Time.GetUtcNow());
        _all = (await Appointments.OwnAsync(Actor, Gone)).Ahead;
        _today = [.. _all.Where(r => r.Status == AppointmentStatus.Booked && _policy.DayOf(r.Start) == today)];
        if (Chosen is null) _chosenId = Guess();
        if (because is not null) StateHasChanged();
    }

    private Guid Guess()
    {
        if (Guid.TryParse(AppointmentInAddress, out var asked) && _today.Any(r => r.Id == asked)) return asked;
        return (_today.FirstOrDefault(r => Now(r) != CheckInTime.TooEarly) ?? (_today.Count > 0 ? _today[0] : null))?.Id ?? Guid.Empty;
    }

    /// <summary>Check-in opens and the grace ends by the clock alone; nothing rings for it.</summary>
    private async Task OpenInTimeAsync()
    {
        using var timer = new PeriodicTimer(LookAgain, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(Gone)) await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The screen is gone.
        }
    }

    private async Task CheckInAsync(BoardRow seen, bool acceptsToWait)
    {
        if (_isBusy) return;
        (_isBusy, _problem) = (true, null);
        try
        {
            var press = (seen.Id, seen.Version, _typed, acceptsToWait);
            if (!_commandIds.TryGetValue(press, out var commandId)) _commandIds[press] = commandId = Guid.CreateVersion7();
            var outcome = await Service.CheckInByCodeAsync(Actor, new AppointmentCommand(seen.Id, seen.Status, seen.Version, commandId), _typed, acceptsToWait, Gone);
            _problem = outcome.Refusal;
            if (outcome.Succeeded) await ReadAgainAsync();
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _problem = Refusal.Unavailable;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private CheckInTime Now(BoardRow row) => CheckInWindow.At(row.Start, Time.GetUtcNow(), _policy);

    private string Who(BoardRow row) => $"{Clock(row.Start)} · {row.PractitionerName}{(row.Room is { } room ? $" · {room}" : "")}";

    private string Clock(DateTimeOffset instant) => _policy.ToLocal(instant).ToString("H:mm", CultureInfo.InvariantCulture);
}
