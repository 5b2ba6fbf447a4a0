using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;

namespace ClinicLive.Tests.Features.Appointments.Pages;

public sealed class BoardFilterTests : PageTest
{
    private BoardRow _paulasWithBerg = null!;
    private BoardRow _quentinsWithCole = null!;
    private BoardRow _paulasWaiting = null!;
    private IRenderedComponent<FlowBoardPage> _board = null!;

    public override async Task InitializeAsync()
    {
        _paulasWithBerg = await Clinic.BookAsync();
        _quentinsWithCole = await Clinic.BookAsync(doctor: Home.SecondDoctor, patient: Home.SecondPatient);
        _paulasWaiting = await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddHours(1), Home.SecondDoctor));
        _board = await OpenAsync<FlowBoardPage>(Home.Lena);
    }

    [Theory]
    [InlineData("paula")]
    [InlineData("PAULA")]
    [InlineData("  ula Pat  ")]
    [InlineData("páu patient")]
    [InlineData("patient paula")]
    public async Task A_part_of_a_name_leaves_the_patients_who_have_it(string typed)
    {
        await FindAsync(typed);

        Shown().Should().BeEquivalentTo([_paulasWithBerg.Id, _paulasWaiting.Id]);
        _board.Find("[data-lane=Booked] h2 em").TextContent.Should().Be("1");
    }

    [Fact]
    public async Task A_lane_in_which_nobody_matches_says_so_and_not_that_nobody_is_there()
    {
        await FindAsync("nobody of this name");
        _board.FindAll(".lane .empty").Select(e => e.TextContent).Distinct().Should().Equal("Nobody here matches.");

        await FindAsync("");

        _board.Find("[data-lane=Done] .empty").TextContent.Should().Be("Nobody has been seen yet.");
    }

    [Fact]
    public async Task Whoever_a_filter_takes_out_of_sight_is_chosen_no_more()
    {
        await PressAsync(_board, "button[aria-pressed=false]");
        await _board.InvokeAsync(() => _board.Find($"[data-row='{_paulasWithBerg.Id}'] input").ChangeAsync(true));
        await _board.InvokeAsync(() => _board.Find($"[data-row='{_quentinsWithCole.Id}'] input").ChangeAsync(true));
        _board.TextOf(".bulk-bar b").Should().Be("2 chosen");

        await ChooseAsync("Doctor", Home.SecondDoctor.PractitionerId.ToString()!);

        _board.TextOf(".bulk-bar b").Should().Be("1 chosen");
    }

    [Fact]
    public async Task A_doctor_leaves_his_patients()
    {
        await ChooseAsync("Doctor", Home.SecondDoctor.PractitionerId.ToString()!);

        Shown().Should().BeEquivalentTo([_quentinsWithCole.Id, _paulasWaiting.Id]);
    }

    [Fact]
    public async Task A_state_leaves_its_lane()
    {
        await ChooseAsync("State", nameof(BoardLane.Waiting));

        _board.FindAll("[data-lane]").Select(l => l.GetAttribute("data-lane")).Should().Equal("Waiting");
        Shown().Should().Equal(_paulasWaiting.Id);
    }

    [Fact]
    public async Task Filters_work_together_and_show_all_takes_them_back()
    {
        await FindAsync("paula");
        await ChooseAsync("Doctor", Home.SecondDoctor.PractitionerId.ToString()!);
        Shown().Should().Equal(_paulasWaiting.Id);

        await PressAsync(_board, ".filters button.link");

        Shown().Should().HaveCount(3);
        _board.Find("input[type=search]").GetAttribute("value").Should().BeNullOrEmpty();
        _board.FindAll(".filters button.link").Should().BeEmpty();
    }

    [Fact]
    public async Task A_filtered_board_goes_on_living()
    {
        await FindAsync("paula");

        await Clinic.MoveAsync(Home.Omar, _paulasWithBerg, AppointmentStatus.Arrived);
        await Clinic.MoveAsync(Home.Omar, _quentinsWithCole, AppointmentStatus.Arrived);
        var third = await Clinic.BookAsync(Clinic.Now.AddHours(3));

        await SeesAsync(() =>
        {
            Shown().Should().BeEquivalentTo([_paulasWithBerg.Id, _paulasWaiting.Id, third.Id]);
            _board.LaneOf(_paulasWithBerg.Id).Should().Be("Waiting");
        });
    }

    [Fact]
    public async Task The_counters_count_the_whole_day_whatever_is_left_out()
    {
        await FindAsync("nobody has this name");

        Shown().Should().BeEmpty();
        _board.TextOf("[data-count=booked]").Should().Be("2");
    }

    [Theory]
    [InlineData("Doctor", "\"><script>alert(1)</script>")]
    [InlineData("Doctor", "00000000-0000-0000-0000-000000000000")]
    [InlineData("Doctor", "7f1c5f0e-8a70-4b4e-9a55-1f0d0c3b2a19")]
    [InlineData("State", "99")]
    [InlineData("State", "-1")]
    [InlineData("State", "EnteredInError")]
    [InlineData("State", "'; DROP TABLE Appointments; --")]
    public async Task A_value_that_is_not_in_the_list_means_all(string list, string value)
    {
        await ChooseAsync(list, value);

        Shown().Should().HaveCount(3);
        _board.FindAll("[data-lane]").Should().HaveCount(5);
        _board.Markup.Should().NotContain("<script>");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("%")]
    [InlineData("\u202E\u0000\uFFFF")]
    public async Task A_crafted_name_finds_nobody_and_stays_text(string typed)
    {
        await FindAsync(typed);

        Shown().Should().BeEmpty();
        _board.FindAll("script").Should().BeEmpty();
    }

    [Fact]
    public async Task A_name_of_a_million_letters_is_cut()
    {
        await FindAsync(new string('x', 1_000_000));

        _board.Markup.Length.Should().BeLessThan(100_000);
        Shown().Should().BeEmpty();
    }

    private IEnumerable<Guid> Shown() => _board.FindAll(".board [data-appointment]").Select(e => Guid.Parse(e.GetAttribute("data-appointment")!));

    private Task FindAsync(string typed) => _board.InvokeAsync(() => _board.Find("input[type=search]").InputAsync(typed));

    private Task ChooseAsync(string list, string value) => _board.InvokeAsync(() => _board.Find($"select[aria-label={list}]").ChangeAsync(value));
}
