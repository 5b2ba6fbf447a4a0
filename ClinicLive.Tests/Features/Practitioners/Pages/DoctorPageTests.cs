using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Practitioners;

namespace ClinicLive.Tests.Features.Practitioners.Pages;

public sealed class DoctorPageTests : PageTest
{
    [Fact]
    public async Task A_day_without_patients_says_so_in_every_lane()
    {
        var page = await OpenAsync<DoctorPage>(Home.Doctor);

        page.FindAll("[data-lane] .empty").Select(e => e.TextContent).Should().Equal(
            "Nobody is with you and nobody waits.", "Nobody waits for you.", "Nobody else is booked today.", "Nobody has been seen yet.");
        page.FindAll("button[data-key=n]").Should().BeEmpty();
    }

    [Fact]
    public async Task Only_the_doctors_own_patients_are_there_and_stay_so()
    {
        var own = await Clinic.BookAsync();
        var other = await Clinic.BookAsync(doctor: Home.SecondDoctor, patient: Home.SecondPatient);
        var page = await OpenAsync<DoctorPage>(Home.Doctor);
        page.Shows(own.Id).Should().BeTrue();
        page.Shows(other.Id).Should().BeFalse();

        await Clinic.CheckInAsync(other);
        await Clinic.CheckInAsync(own);

        await SeesAsync(() =>
        {
            page.LaneOf(own.Id).Should().Be("Queue");
        });
        page.Shows(other.Id).Should().BeFalse();
        page.Markup.Should().NotContain("Quentin");
    }

    [Fact]
    public async Task A_patient_who_is_given_to_another_doctor_leaves()
    {
        var row = await Clinic.BookAsync();
        var (before, after) = (await OpenAsync<DoctorPage>(Home.Doctor), await OpenAsync<DoctorPage>(Home.SecondDoctor));

        await Clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), Home.SecondDoctor.PractitionerId!.Value, row.Start, 15);

        await SeesAsync(() =>
        {
            before.Shows(row.Id).Should().BeFalse();
            after.LaneOf(row.Id).Should().Be("Later");
        });
    }

    [Theory]
    [InlineData("Available", "Available", "You are available")]
    [InlineData("Break 10 min", "OnBreak", "You are on a break")]
    [InlineData("Break 20 min", "OnBreak", "You are on a break")]
    [InlineData("Break 30 min", "OnBreak", "You are on a break")]
    public async Task The_switch_says_each_value_and_shows_it_as_pressed(string words, string availability, string heading)
    {
        var page = await OpenAsync<DoctorPage>(Home.Doctor);
        page.Find(".availability").GetAttribute("data-availability").Should().Be("NotAvailable");

        await SayAsync(page, words);

        await SeesAsync(() => page.Find(".availability").GetAttribute("data-availability").Should().Be(availability));
        page.TextOf("#availability-title").Should().Be(heading);
        page.FindAll(".switch [aria-pressed=true]").Should().ContainSingle().Which.TextContent.Should().Be(words == "Available" ? "Available" : words);

        Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await SayAsync(page, "Not available");
        await SeesAsync(() => page.TextOf("#availability-title").Should().Be("You are not available"));
    }

    [Fact]
    public async Task A_break_says_until_when_and_asks_whether_the_doctor_is_back()
    {
        var page = await OpenAsync<DoctorPage>(Home.Doctor);

        await SayAsync(page, "Break 20 min");

        await SeesAsync(() => page.TextOf(".availability p").Should().StartWith("Back at 10:20"));
        var countdown = page.Find("clinic-countdown");
        countdown.GetAttribute("until").Should().Be(Clinic.Now.AddMinutes(20).ToString("O"));
        page.TextOf(".break strong").Should().Be("Your break is over. Are you back?");

        Clinic.Clock.Advance(TimeSpan.FromMinutes(21));
        await SayAsync(page, "I am back");
        await SeesAsync(() => page.TextOf("#availability-title").Should().Be("You are available"));
        page.FindAll("clinic-countdown").Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_said_in_another_tab_is_seen_in_this_one()
    {
        var (first, second) = (await OpenAsync<DoctorPage>(Home.Doctor), await OpenAsync<DoctorPage>(Home.Doctor));

        await SayAsync(first, "Available");

        await SeesAsync(() => second.TextOf("#availability-title").Should().Be("You are available"));
    }

    [Fact]
    public async Task An_account_that_has_lost_its_right_is_told_so_beside_the_switch()
    {
        var page = await OpenAsync<DoctorPage>(Home.Doctor);
        Clinic.Execute("UPDATE \"Accounts\" SET \"IsDisabled\" = TRUE");

        await SayAsync(page, "Available");

        await SeesAsync(() => page.TextOf(".availability [role=alert]").Should().StartWith("Your account no longer has this right."));
        page.Find(".availability").GetAttribute("data-availability").Should().Be("NotAvailable");
    }

    [Fact]
    public async Task Call_next_calls_in_the_order_of_the_queue_and_rests_while_somebody_is_with_the_doctor()
    {
        var late = await Clinic.BookAsync(Clinic.Now.AddMinutes(60), patient: Home.SecondPatient);
        var early = await Clinic.BookAsync(Clinic.Now.AddMinutes(30));
        late = await Clinic.CheckInAsync(late); // comes first and is booked later
        early = await Clinic.CheckInAsync(early);
        var page = await OpenAsync<DoctorPage>(Home.Doctor);
        page.Lane("Queue").Should().Equal(early.Id, late.Id);

        await PressAsync(page, "button[data-key=n]");
        await SeesAsync(() => page.Card(early.Id).TextContent.Should().Contain("called"));
        page.Card(late.Id).TextContent.Should().NotContain("called");

        Clinic.Clock.Advance(QueueService.CallPause);
        await PressAsync(page, "button[data-key=n]");
        await SeesAsync(() => page.Card(late.Id).TextContent.Should().Contain("called"));
        page.FindAll("h2 button[data-key=n]").Should().BeEmpty("everybody has been called");

        Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await page.PressOnCardAsync(early.Id, "Start");
        await SeesAsync(() => page.LaneOf(early.Id).Should().Be("Now"));
        page.TextOf("#availability-title").Should().Be("You are with a patient");
        page.FindAll("h2 button[data-key=n]").Should().BeEmpty();
    }

    [Fact]
    public async Task Everybody_in_the_line_has_the_reason_for_his_place()
    {
        var (first, urgent) = (await Clinic.CheckInAsync(await Clinic.BookAsync()), await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddHours(1))));
        var page = await OpenAsync<DoctorPage>(Home.Doctor);
        page.TextOf($"[data-why='{first.Id}']").Should().Be("on time, 10:30");

        await Clinic.Appointments.PrioritizeAsync(Home.Lena, urgent.Command("short of breath"), AppointmentPriority.Urgent);

        await SeesAsync(() => page.TextOf($"[data-why='{urgent.Id}']").Should().Be("urgent: short of breath"));
        page.Lane("Queue").Should().Equal(urgent.Id, first.Id);
        Waits.Read(page.Find($"[data-why='{first.Id}'] clinic-wait").GetAttribute("line")!).Before.Should().Be(1);
    }

    [Fact]
    public async Task Who_presses_after_somebody_else_is_told_whom_he_called()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Arrived);
        await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddHours(1), patient: Home.SecondPatient));
        var page = await OpenAsync<DoctorPage>(Home.Doctor);
        await Clinic.Get<QueueService>().CallNextAsync(Home.Lena, row.PractitionerId, Guid.NewGuid());
        await SeesAsync(() => page.Card(row.Id).TextContent.Should().Contain("called"));

        await PressAsync(page, "button[data-key=n]");

        await SeesAsync(() => page.TextOf("[data-lane=Queue] .conflict").Should().StartWith("Paula Patient was called a moment ago. Nobody else was called."));
    }

    [Fact]
    public async Task A_consultation_goes_from_start_to_finish_by_the_one_button()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Arrived);
        var page = await OpenAsync<DoctorPage>(Home.Doctor);

        foreach (var (words, lane) in new[] { ("Call", "Queue"), ("Start", "Now"), ("Finish", "Over") })
        {
            Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
            var before = int.Parse(page.Card(row.Id).GetAttribute("data-version")!);
            await page.PressOnCardAsync(row.Id, words);
            await SeesAsync(() =>
            {
                int.Parse(page.Card(row.Id).GetAttribute("data-version")!).Should().BeGreaterThan(before);
                page.LaneOf(row.Id).Should().Be(lane);
            });
        }
    }

    [Fact]
    public async Task A_doctors_account_without_a_record_is_told_whom_to_ask()
    {
        var page = await OpenAsync<DoctorPage>(Home.Doctor with { PractitionerId = null });

        page.TextOf(".empty").Should().StartWith("This account has no doctor's record.");
    }

    private static Task SayAsync(IRenderedComponent<DoctorPage> page, string words) =>
        page.InvokeAsync(() => page.FindAll(".switch button").Single(b => b.TextContent.Trim() == words).ClickAsync());
}
