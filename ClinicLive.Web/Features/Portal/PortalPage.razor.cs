using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Portal;

/// <summary>A patient's home: the next appointment as it stands, the place in the queue, what to do now.</summary>
public sealed partial class PortalPage
{
    private OwnAppointments _own = OwnAppointments.None;
    private PatientVisits _past = PatientVisits.None;
    private int _page;
    private ClinicPolicy _policy = default!;
    private DateOnly _today;
    private Guid? _waitingId;
    private WaitForecast? _forecast;
    private VisitSteps _steps = default!;
    private bool _offersCheckIn;

    [Inject]
    private AppointmentQueries Appointments { get; set; } = default!;

    [Inject]
    private QueueQueries Queues { get; set; } = default!;

    [Inject]
    private AppointmentService Service { get; set; } = default!;

    [Inject]
    private DisplayQueries Displays { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    // While he waits the whole day's topic too: when somebody before him is called, his place moves.
    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => (Actor.PatientId, _waitingId) switch
    {
        ({ } patientId, not null) => [Topic.Clinic(Actor.OrganizationId), Topic.PatientAppointments(patientId), Topic.DayBoard(Actor.OrganizationId, _today), Topic.Practitioners(Actor.OrganizationId)],
        ({ } patientId, null) => [Topic.Clinic(Actor.OrganizationId), Topic.PatientAppointments(patientId)],
        _ => [Topic.Clinic(Actor.OrganizationId)],
    };

    private string Greeting => _policy.ToLocal(Time.GetUtcNow()).Hour switch
    {
        < 12 => "Good morning",
        < 18 => "Good afternoon",
        _ => "Good evening",
    };

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        _steps = new VisitSteps(Service);
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _today = _policy.DayOf(Time.GetUtcNow());
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _today = _policy.DayOf(Time.GetUtcNow());
        _own = await Appointments.OwnAsync(Actor, Gone);
        _past = _page == 0 ? new PatientVisits(_own.History, _own.HasOlder) : await Appointments.OwnHistoryAsync(Actor, _page, Gone);
        var waiting = _own.Ahead.FirstOrDefault(r => r.Status is AppointmentStatus.Arrived or AppointmentStatus.Ready && !FlowWords.IsCalled(r));
        _forecast = waiting is null ? null : await Queues.OwnAsync(Actor, waiting, Gone);
        _waitingId = waiting?.Id;
        _offersCheckIn = await Displays.HasScreensAsync(Actor, Gone);
        if (because is not null) StateHasChanged();
    }

    private Task GoToAsync(int page)
    {
        _page = page;
        return ReadAgainAsync();
    }
}
