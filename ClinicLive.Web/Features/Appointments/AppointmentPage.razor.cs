using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Web.Features.Appointments.Calendar;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>One appointment: what is agreed, what can be done now, who did what, and the patient's other appointments.</summary>
public sealed partial class AppointmentPage
{
    private IReadOnlyList<HistoryLine> _history = [];
    private PatientVisits _visits = PatientVisits.None;
    private Guid _shownId;
    private Guid? _patientId;
    private Guid? _followed;
    private int _page;

    /// <summary>The appointment.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private AppointmentQueries Appointments { get; set; } = default!;

    [Inject]
    private PatientVisitQueries Visits { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private AppointmentService Service { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private FlowBoard Board { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => _patientId is { } patient ? [Topic.Appointment(Id), Topic.PatientAppointments(patient)] : [Topic.Appointment(Id)];

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        Board = new FlowBoard(Service, Dialogs, Time);
        Board.Open(Actor, await Organizations.PolicyAsync(Actor.OrganizationId, Gone));
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var (id, page) = (Id, _shownId == Id ? _page : 0);
        var row = await Appointments.FindAsync(Actor, id, Gone);
        var history = await Appointments.HistoryAsync(Actor, id, Gone);
        var visits = row is null ? PatientVisits.None : await Visits.PageAsync(Actor, row.PatientId, page, Gone);
        Board.Show(new DayBoard(row is null ? default : Board.Policy.DayOf(row.Start), row is null ? [] : [row]));
        (_history, _visits, _page, _shownId, _patientId) = (history, visits, page, id, row?.PatientId);
        if (because is not null) StateHasChanged();
    }

    /// <summary>Whose appointment it is, is known only when it has been read: from then on the patient's others are listened to as well.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_followed == _patientId) return;
        _followed = _patientId;
        await ReadAgainAsync();
    }

    private Task GoToPageAsync(int page)
    {
        _page = Math.Max(0, page);
        return ReadAgainAsync();
    }

    private string Calendar(BoardRow row) => new CalendarAddress(CalendarView.Day, Board.Policy.DayOf(row.Start), null, ShowsEnded: true).Href;

    private string Local(DateTimeOffset instant, string format) => Board.Policy.ToLocal(instant).ToString(format, CultureInfo.InvariantCulture);
}
