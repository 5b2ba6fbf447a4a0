using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;

namespace ClinicLive.Tests.Features.Appointments.Pages;

public sealed class AppointmentPageTests : PageTest
{
    [Fact]
    public async Task It_tells_the_whole_history_in_words_oldest_first()
    {
        var row = await Clinic.BookAsync();
        await Clinic.Appointments.ConfirmAttendanceAsync(Home.Omar, row.Command());
        row = await AgainAsync(row);
        row = (await Clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)).Value!;
        await Clinic.Appointments.CallAsync(Home.Doctor, row.Command());
        row = await AgainAsync(row);
        row = (await Clinic.MoveAsync(Home.Lena, row, AppointmentStatus.InConsultation)).Value!; // for the doctor
        row = (await Clinic.Appointments.UndoAsync(Home.Lena, row.Command())).Value!;
        await Clinic.MoveAsync(Home.Lena, row, AppointmentStatus.LeftUnseen, "Felt <better>");

        var page = await OpenAsync<AppointmentPage>(Home.Lena, ("Id", row.Id));

        page.FindAll(".history li span").Select(l => l.TextContent).Should().Equal(
            "Booked by Lena Desk",
            "Confirmed by Omar Desk",
            "Booked → Waiting by Lena Desk",
            "Called by Dr Ada Berg",
            "Waiting → In consultation by Lena Desk, for the doctor",
            "Undone: In consultation → Waiting by Lena Desk",
            "Waiting → Left unseen by Lena DeskFelt <better>");
        page.TextOf("h1").Should().Be("Paula Patient");
        page.StatusOf(row.Id).Should().Be("LeftUnseen");
    }

    [Fact]
    public async Task A_change_made_elsewhere_changes_card_and_history()
    {
        var row = await Clinic.BookAsync();
        var page = await OpenAsync<AppointmentPage>(Home.Doctor, ("Id", row.Id));

        await Clinic.CheckInAsync(row);

        await SeesAsync(() =>
        {
            page.StatusOf(row.Id).Should().Be("Arrived");
            page.FindAll(".history li").Should().HaveCount(2);
        });
    }

    [Fact]
    public async Task A_new_time_says_which_it_was_and_which_it_became()
    {
        var row = await Clinic.BookAsync(); // 10:30 in Berlin
        row = (await Clinic.Appointments.RescheduleAsync(Home.Omar, row.Command(), row.PractitionerId, row.Start.AddHours(1), 15)).Value!;
        await Clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), Home.SecondDoctor.PractitionerId!.Value, row.Start.AddDays(1), 30);

        var page = await OpenAsync<AppointmentPage>(Home.Lena, ("Id", row.Id));

        page.FindAll(".history li small").Select(s => s.TextContent).Where(t => t.Length > 0).Should().Equal(
            "Wed 17 Jun 10:30–10:45 → Wed 17 Jun 11:30–11:45", "Wed 17 Jun 11:30–11:45 → Thu 18 Jun 11:30–12:00");
        page.FindAll(".history li b").Select(b => b.TextContent).Should().Equal("Booked by", "Rescheduled by", "Rescheduled to Dr Cole by");
    }

    [Fact]
    public async Task The_facts_follow_the_visit_and_lead_to_the_calendar()
    {
        var row = await Clinic.BookAsync();
        var page = await OpenAsync<AppointmentPage>(Home.Lena, ("Id", row.Id));
        page.Find(".facts a").GetAttribute("href").Should().Be($"appointments?view=day&date=2026-06-17&doctor={row.PractitionerId}&ended=show");

        row = await Clinic.CheckInAsync(row);
        Clinic.Clock.Advance(TimeSpan.FromMinutes(12));
        row = await Clinic.ThenAsync(row, AppointmentStatus.InConsultation);
        Clinic.Clock.Advance(TimeSpan.FromMinutes(9));
        await Clinic.ThenAsync(row, AppointmentStatus.Done);

        await SeesAsync(() => page.TextOf(".facts").Should().Contain("waited 12 min").And.Contain("from 10:12 to 10:21, 9 min").And.Contain("Done since 10:21, by Dr Ada Berg"));
    }

    [Fact]
    public async Task The_patients_other_appointments_are_a_page_at_a_time_and_live()
    {
        var first = await Clinic.BookAsync();
        for (var day = 1; day <= 11; day++) await Clinic.BookAsync(Clinic.Now.AddDays(day));
        var page = await OpenAsync<AppointmentPage>(Home.Lena, ("Id", first.Id));
        page.FindAll(".visits li").Should().HaveCount(10);
        page.TextOf(".visits li:first-child a").Should().StartWith("Sun 28 Jun 2026");

        await page.InvokeAsync(() => page.FindAll("section .form-end button")[1].ClickAsync());
        await SeesAsync(() => page.FindAll(".visits li").Should().HaveCount(2));
        page.TextOf(".visits [aria-current]").Should().StartWith("Wed 17 Jun 2026, 10:30");

        await page.InvokeAsync(() => page.FindAll("section .form-end button")[0].ClickAsync());
        await Clinic.BookAsync(Clinic.Now.AddDays(20));
        await SeesAsync(() => page.TextOf(".visits li:first-child a").Should().StartWith("Tue 7 Jul 2026"));
        Clinic.Bus.SubscriberCount.Should().Be(1);
    }

    [Fact]
    public async Task A_step_can_be_taken_here_too()
    {
        var row = await Clinic.BookAsync();
        var page = await OpenAsync<AppointmentPage>(Home.Lena, ("Id", row.Id));

        await page.PressOnCardAsync(row.Id, "Check in");

        await SeesAsync(() => page.StatusOf(row.Id).Should().Be("Arrived"));
    }

    [Fact]
    public async Task An_id_of_another_clinic_looks_exactly_like_one_that_does_not_exist()
    {
        var row = await Clinic.BookAsync();
        var unknown = await OpenAsync<AppointmentPage>(Clinic.Other.Lena, ("Id", Guid.NewGuid()));

        var foreign = await OpenAsync<AppointmentPage>(Clinic.Other.Lena, ("Id", row.Id));

        Screen.Plain(foreign).Should().Be(Screen.Plain(unknown)).And.Contain("This appointment does not exist");
        await Clinic.CheckInAsync(row);
        await CalmAsync();
        Screen.Plain(foreign).Should().Be(Screen.Plain(unknown));
    }

    [Fact]
    public async Task What_is_entered_in_error_disappears_while_one_looks_but_not_for_an_admin()
    {
        var row = await Clinic.BookAsync();
        var (reception, admin) = (await OpenAsync<AppointmentPage>(Home.Lena, ("Id", row.Id)), await OpenAsync<AppointmentPage>(Home.Admin, ("Id", row.Id)));

        await Clinic.MoveAsync(Home.Admin, row, AppointmentStatus.EnteredInError, "Wrong patient");

        await SeesAsync(() =>
        {
            reception.TextOf("h1").Should().Be("This appointment does not exist");
            admin.StatusOf(row.Id).Should().Be("EnteredInError");
        });
        reception.Markup.Should().NotContain("Paula");
    }

    [Fact]
    public async Task Going_to_another_appointment_shows_that_one_and_listens_to_it()
    {
        var first = await Clinic.BookAsync();
        var second = await Clinic.BookAsync(Clinic.Now.AddHours(1), patient: Home.SecondPatient);
        var page = await OpenAsync<AppointmentPage>(Home.Lena, ("Id", first.Id));

        page.Render(p => p.Add(x => x.Id, second.Id));

        await SeesAsync(() => page.TextOf("h1").Should().Be("Quentin Patient"));
        await Clinic.CheckInAsync(second);
        await SeesAsync(() => page.StatusOf(second.Id).Should().Be("Arrived"));
        Clinic.Bus.SubscriberCount.Should().Be(1);
    }

    [Fact]
    public async Task A_patient_finds_nothing_here()
    {
        var row = await Clinic.BookAsync();

        var page = await OpenAsync<AppointmentPage>(Home.SecondPatient with { Role = Role.Patient }, ("Id", row.Id));

        page.TextOf("h1").Should().Be("This appointment does not exist");
        page.FindAll(".history").Should().BeEmpty();
    }

    private async Task<BoardRow> AgainAsync(BoardRow row) => (await Clinic.Boards.FindAsync(Home.Lena, row.Id))!;
}
