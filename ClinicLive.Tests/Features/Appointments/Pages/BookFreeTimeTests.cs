using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>Booking at the desk by one of the times that are free at this moment. It is Wednesday, 10:01; the clinic is open from 8 to 12.</summary>
public sealed class BookFreeTimeTests : PageTest
{
    private IRenderedComponent<RadzenDialog> _dialogs = null!;
    private IRenderedComponent<FlowBoardPage> _board = null!;
    private Guid _short, _long, _surgery;

    private Guid Berg => Home.Doctor.PractitionerId!.Value;

    private Guid Cole => Home.SecondDoctor.PractitionerId!.Value;

    public override async Task InitializeAsync()
    {
        (await Clinic.Get<ScheduleService>().SetWeekAsync(Home.Admin, HoursOwner.Clinic(Home.Id), Scheduling.Hours.Daily("8-12"), 0, Guid.NewGuid())).Succeeded.Should().BeTrue();
        _long = await AddTypeAsync("Check-up", 30);
        _short = await AddTypeAsync("Consultation", 15);
        _surgery = await AddTypeAsync("Surgery", 45, buffer: 15, Cole);
        Clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        var screen = OpenScreen(Home.Lena);
        _dialogs = screen.Render<RadzenDialog>();
        _board = await OpenAsync<FlowBoardPage>(screen);
        await OpenDialogAsync();
    }

    [Fact]
    public async Task With_a_patient_alone_the_first_time_of_whoever_is_free_is_booked()
    {
        _dialogs.Find("#book-type").GetAttribute("value").Should().Be(_short.ToString(), "it is as long as most visits are");
        _dialogs.TextOf(".slot-chosen").Should().Be("Wednesday 17 June, 10:15 with Dr Ada Berg, 15 min");
        await ChoosePatientAsync("paula");
        await SubmitAsync();

        await SeesAsync(() => _board.Lane("Booked").Should().ContainSingle());
        var row = await RowAsync();
        (row.PractitionerId, row.Start, row.Minutes, row.VisitTypeId).Should().Be((Berg, At(10, 15), 15, _short));
    }

    [Fact]
    public async Task Another_time_of_another_day_is_chosen_among_the_free_ones()
    {
        await ChoosePatientAsync("paula");
        await ChangeAsync("#book-doctor", Cole.ToString());
        await WaitFor.TrueAsync(() => _dialogs.FindAll("[data-slot] input").All(i => i.GetAttribute("aria-label")!.EndsWith("Dr Ben Cole", StringComparison.Ordinal)));
        await DoAsync(() => _dialogs.FindAll("[name=book-slot-day]")[1].ChangeAsync(true));
        await DoAsync(() => Slot("8:30, Dr Ben Cole").ChangeAsync(true));
        _dialogs.TextOf(".slot-chosen").Should().Be("Thursday 18 June, 8:30 with Dr Ben Cole, 15 min");
        await SubmitAsync();

        await WaitFor.TrueAsync(() => _dialogs.FindAll("form").Count == 0);
        (await RowAsync(days: 1)).Start.Should().Be(At(8, 30).AddDays(1));
    }

    [Fact]
    public async Task The_kind_of_visit_sets_the_length_and_who_offers_it_and_its_buffer_is_kept_free()
    {
        await Clinic.BookAsync(At(10, 45), doctor: Home.SecondDoctor);
        await ChangeAsync("#book-type", _surgery.ToString());

        await SeesAsync(() => _dialogs.TextOf(".slot-chosen").Should().Be("Wednesday 17 June, 11:00 with Dr Ben Cole, 45 min", "from 10:15 or 10:30 it would last too long"));
        _dialogs.FindAll("#book-doctor option").Select(o => o.GetAttribute("value")).Should().Equal("", Cole.ToString());
        await ChangeAsync("#book-type", _long.ToString());
        await SeesAsync(() => _dialogs.TextOf(".slot-chosen").Should().Be("Wednesday 17 June, 10:15 with Dr Ada Berg, 30 min"));
    }

    [Fact]
    public async Task A_doctor_who_does_not_offer_the_visit_is_said_beside_the_doctor_and_stays_chosen()
    {
        await ChangeAsync("#book-doctor", Berg.ToString());
        await ChangeAsync("#book-type", _surgery.ToString());

        await SeesAsync(() => _dialogs.TextOf("#book-doctor-error").Should().StartWith("This doctor does not offer it."));
        _dialogs.Find("#book-doctor").GetAttribute("value").Should().Be(Berg.ToString());
        _dialogs.FindAll("[data-slot]").Should().BeEmpty();
        await ChoosePatientAsync("paula");
        await SubmitAsync();
        Clinic.Count("Appointments").Should().Be(0);
    }

    [Fact]
    public async Task A_chosen_time_that_goes_away_says_so_and_everything_else_stays()
    {
        await ChoosePatientAsync("paula");
        await DoAsync(() => _dialogs.Find("#book-reason").InputAsync("Long story"));
        await DoAsync(() => Slot("10:30, Dr Ada Berg").ChangeAsync(true));

        await Clinic.BookAsync(At(10, 30), patient: Home.SecondPatient); // with Dr Berg

        await SeesAsync(() => _dialogs.TextOf("#book-slot-error").Should().Be("10:30 with Dr Ada Berg is not free any more. Please choose another time."));
        _dialogs.TextOf(".slot-chosen").Should().BeEmpty("nothing is chosen again behind her back");
        _dialogs.FindAll("[name=book-slot][checked]").Should().BeEmpty();
        _dialogs.TextOf(".picked").Should().Contain("Paula Patient");
        _dialogs.Find("#book-reason").GetAttribute("value").Should().Be("Long story");
        await SubmitAsync();
        Clinic.Count("Appointments").Should().Be(1);

        await DoAsync(() => Slot("10:30, Dr Ben Cole").ChangeAsync(true));
        _dialogs.FindAll("#book-slot-error").Should().BeEmpty();
        await SubmitAsync();
        await SeesAsync(() => _board.Lane("Booked").Should().HaveCount(2));
    }

    [Fact]
    public async Task Times_of_others_come_and_go_under_the_choice_that_stays()
    {
        await DoAsync(() => Slot("11:00, Dr Ada Berg").ChangeAsync(true));
        var other = await Clinic.BookAsync(At(10, 30), patient: Home.SecondPatient);
        await SeesAsync(() => _dialogs.FindAll("[aria-label='10:30, Dr Ben Cole']").Should().ContainSingle("Dr Berg is not free then"));

        await Clinic.ThenAsync(other, AppointmentStatus.Cancelled);

        await SeesAsync(() => _dialogs.FindAll("[aria-label='10:30, Dr Ada Berg']").Should().ContainSingle());
        _dialogs.TextOf(".slot-chosen").Should().Be("Wednesday 17 June, 11:00 with Dr Ada Berg, 15 min");
    }

    [Fact]
    public async Task A_walk_in_gets_the_next_gap_of_a_doctor_who_works_now_and_it_moves_on_by_itself()
    {
        await ChoosePatientAsync("paula");
        await DoAsync(() => _dialogs.FindAll("[name=kind]")[1].ChangeAsync(true));
        await SeesAsync(() => _dialogs.TextOf(".slot-chosen").Should().Be("Next gap: 10:05 with Dr Ada Berg"));

        await Clinic.BookAsync(At(10, 5), patient: Home.SecondPatient, minutes: 10);
        await SeesAsync(() => _dialogs.TextOf(".slot-chosen").Should().Be("Next gap: 10:05 with Dr Ben Cole"));
        await Clinic.Get<ScheduleService>().EnterTimeOffAsync(Home.SecondDoctor, Cole, Clinic.Now, Clinic.Now.AddHours(5), null, Guid.NewGuid());
        await SeesAsync(() => _dialogs.TextOf(".slot-chosen").Should().Be("Next gap: 10:15 with Dr Ada Berg"));
        await SubmitAsync();

        await SeesAsync(() => _board.Lane("Waiting").Should().ContainSingle());
    }

    [Fact]
    public async Task Typing_another_time_begins_with_the_chosen_one_and_goes_back_to_the_free_ones()
    {
        await DoAsync(() => Slot("11:15, Dr Ada Berg").ChangeAsync(true));
        await PressAsync("Another time");
        _dialogs.Find("#book-time").GetAttribute("value").Should().StartWith("11:15");
        _dialogs.Find("#book-doctor").GetAttribute("value").Should().Be(Berg.ToString());

        await PressAsync("Free times");

        await SeesAsync(() => _dialogs.TextOf(".slot-chosen").Should().Be("Wednesday 17 June, 11:15 with Dr Ada Berg, 15 min"));
    }

    [Fact]
    public async Task A_dialog_that_is_closed_listens_no_more()
    {
        var open = Clinic.Bus.SubscriberCount;

        await PressAsync("Back");

        await WaitFor.PassesAsync(() => Clinic.Bus.SubscriberCount.Should().Be(open - 1));
    }

    [Fact]
    public async Task When_nothing_is_free_for_weeks_the_first_free_time_behind_is_shown()
    {
        foreach (var doctor in new[] { Home.Doctor, Home.SecondDoctor })
        {
            await Clinic.Get<ScheduleService>().EnterTimeOffAsync(doctor, doctor.PractitionerId!.Value, Clinic.Now.AddHours(-1), Clinic.Now.AddDays(40), null, Guid.NewGuid());
        }

        await SeesAsync(() => _dialogs.FindAll("[data-slot]").Should().BeEmpty());
        await ChangeAsync("#book-type", _long.ToString());

        await SeesAsync(() => _dialogs.TextOf(".slot-chosen").Should().Be("Monday 27 July, 10:15 with Dr Ada Berg, 30 min"));
    }

    private DateTimeOffset At(int hour, int minute) => Home.Policy.At(new DateOnly(2026, 6, 17), new TimeOnly(hour, minute));

    private async Task<BoardRow> RowAsync(int days = 0) => (await Clinic.Boards.DayAsync(Home.Lena, Home.Policy.DayOf(Clinic.Now).AddDays(days))).Rows.Single();

    private async Task<Guid> AddTypeAsync(string name, int minutes, int buffer = 0, params Guid[] offeredBy) =>
        (await Clinic.Get<VisitTypeService>().AddAsync(Home.Admin, new VisitTypeWish(name, minutes, buffer, false, offeredBy), Guid.NewGuid())).Value;

    private async Task OpenDialogAsync()
    {
        _ = PressAsync(_board, "button[data-key=n]");
        await WaitFor.TrueAsync(() => _dialogs.FindAll("[data-slot]").Count > 0);
    }

    private AngleSharp.Dom.IElement Slot(string label) => _dialogs.Find($"[data-slot] input[aria-label='{label}']");

    private Task PressAsync(string words) => DoAsync(() => _dialogs.FindAll("button").Single(b => b.TextContent == words).ClickAsync());

    private Task SubmitAsync() => _dialogs.InvokeAsync(() => _dialogs.Find("form").SubmitAsync());

    private Task ChangeAsync(string field, string value) => DoAsync(() => _dialogs.Find(field).ChangeAsync(value));

    private async Task ChoosePatientAsync(string typed)
    {
        await DoAsync(() => _dialogs.Find("#picker").InputAsync(typed));
        await WaitFor.TrueAsync(() => _dialogs.FindAll("#picker-list li").Count == 1);
        await DoAsync(() => _dialogs.Find("#picker-list li").ClickAsync());
    }

    private async Task DoAsync(Func<Task> what)
    {
        _ = _dialogs.InvokeAsync(what);
        await _dialogs.InvokeAsync(() => { });
    }
}
