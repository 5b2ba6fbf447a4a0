using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Drafts;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Live;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Appointments.Calendar;

/// <summary>
/// The clinic's calendar: a day with a column per doctor, or a week. Listens once for all the days it shows, reads each from
/// the node's shared snapshot, and hands every column its rows; what did not change is passed over by reference.
/// </summary>
public sealed partial class CalendarPage
{
    private const int UsualMinutes = 15;
    private static readonly string[] Hours = [.. Enumerable.Range(0, 24).Select(h => string.Create(CultureInfo.InvariantCulture, $"{h}:00"))];

    private CalendarBoard _board = default!;
    private CalendarAddress _address = default!;
    private CalendarAddress _shown = default!;
    private DateOnly _today;
    private WaitingRows _waiting = WaitingRows.Empty;
    private IReadOnlyList<DayBoard> _days = [];
    private IReadOnlyList<PractitionerRow> _doctors = [];
    private IReadOnlyList<CalendarColumn> _columns = [];
    private string _first = "";
    private string _width = "";
    private int _ended;
    private bool _isOld;

    /// <summary>"day" or "week".</summary>
    [Parameter, SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    /// <summary>The day, or one of the week's: "2026-11-20".</summary>
    [Parameter, SupplyParameterFromQuery(Name = "date")]
    public string? Date { get; set; }

    /// <summary>One doctor, or all when it names none of the clinic.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "doctor")]
    public string? Doctor { get; set; }

    /// <summary>"show" for what was called off or missed.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "ended")]
    public string? Ended { get; set; }

    [Inject]
    private AppointmentQueries Appointments { get; set; } = default!;

    [Inject]
    private AppointmentService Service { get; set; } = default!;

    [Inject]
    private PractitionerQueries Practitioners { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private WaitingListService WaitingList { get; set; } = default!;

    [Inject]
    private WaitingListQueries Waiting { get; set; } = default!;

    [Inject]
    private DraftService Drafts { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics =>
    [
        .. _address.Days.Select(day => Topic.DayBoard(Actor.OrganizationId, day)),
        Topic.Practitioners(Actor.OrganizationId),
        Topic.Clinic(Actor.OrganizationId),
        Topic.WaitingList(Actor.OrganizationId),
    ];

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        _board = new CalendarBoard(Service, WaitingList) { Changed = StateHasChanged };
        _board.Open(Actor, await Organizations.PolicyAsync(Actor.OrganizationId, Gone));
        _today = _board.Policy.DayOf(Time.GetUtcNow());
        _address = _shown = ReadAddress();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _address = ReadAddress();
        if (IsLoaded) Arrange(); // another doctor of the same days is here already; other days come with their topics
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        var doctors = (await Practitioners.ListAsync(Actor, Gone)).Rows;
        var today = policy.DayOf(Time.GetUtcNow());
        var waiting = _board.Edits ? await Waiting.ListAsync(Actor, Gone) : WaitingRows.Empty;
        var days = new List<DayBoard>();
        foreach (var day in _address.Days) days.Add(await Appointments.DayAsync(Actor, day, Gone));
        var isSame = today == _today && ReferenceEquals(policy, _board.Policy) && ReferenceEquals(doctors, _doctors) && ReferenceEquals(waiting, _waiting)
            && days.Count == _days.Count && days.Zip(_days).All(pair => ReferenceEquals(pair.First, pair.Second));
        if (isSame && _shown == _address) return;

        _board.Open(Actor, policy);
        (_today, _doctors, _days, _waiting) = (today, doctors, days, waiting);
        _address = ReadAddress();
        Arrange();
        if (because is not null) StateHasChanged();
    }

    private CalendarAddress ReadAddress() => CalendarAddress.Read(View, Date, Doctor, Ended, _today);

    /// <summary>Sorts what has been read into columns. Until the days that are asked for are here, those before stay on screen.</summary>
    private void Arrange()
    {
        _isOld = !_days.Select(d => d.Day).SequenceEqual(_address.Days);
        if (_isOld) return;
        var days = _days.Select(d => CalendarDay.Of(d, _board.Policy, _address.ShowsEnded)).ToList();
        var doctors = _doctors.Where(d => d.Id == _address.PractitionerId).ToList();
        _shown = doctors.Count == 0 ? _address with { PractitionerId = null } : _address;
        var before = _columns.ToDictionary(c => (c.Day, c.Doctor.Id));
        _board.Show(days);
        _columns =
        [
            .. from day in days.Zip(_address.Days)
            from doctor in doctors.Count == 0 ? _doctors : doctors
            select new CalendarColumn(day.Second, doctor, day.Second == _today, day.First.Column(doctor.Id)).OrBefore(before.GetValueOrDefault((day.Second, doctor.Id))),
        ];
        _ended = days.Sum(d => d.Ended);
        _first = _address.First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        _width = string.Create(CultureInfo.InvariantCulture, $"--cols:{_columns.Count}");
    }

    private Task DropAsync(CalendarDropEventArgs drop) => _board.DropAsync(drop);

    private Task BookAsync(CalendarSlotEventArgs? slot)
    {
        if (!_board.Edits) return Task.CompletedTask;
        var at = slot is { Minute: >= 0 and < 24 * 60 } && CalendarAddress.ReadDay(slot.Day) is { } day
            ? new SlotChoice
            {
                PractitionerId = slot.Doctor,
                IsOther = true,
                Day = day,
                Time = TimeOnly.MinValue.AddMinutes(slot.Minute),
                Minutes = slot.Minutes is >= Appointment.ShortestMinutes and < UsualMinutes ? slot.Minutes : UsualMinutes,
            }
            : _address.Date > _today ? new SlotChoice { PractitionerId = _shown.PractitionerId, Day = _address.Date, Time = new TimeOnly(9, 0) } : null;
        return BookDialog.OpenAsync(Dialogs, Drafts, Actor, at: at);
    }
}
