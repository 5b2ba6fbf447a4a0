using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Portal;

namespace ClinicLive.Tests.Features.Portal.Pages;

public sealed class PortalPageTests : PageTest
{
    [Fact]
    public async Task Without_an_appointment_it_says_whom_to_call()
    {
        var page = await OpenAsync<PortalPage>(Home.Patient);

        page.TextOf("h1").Should().Be("Good morning, Paula Patient");
        page.TextOf(".visit").Should().Contain("No appointment ahead").And.Contain("call Clinic at the Park");
        page.TextOf(".empty").Should().Be("Your visits will be listed here.");
    }

    [Fact]
    public async Task Earlier_visits_are_turned_over_page_by_page_to_the_first()
    {
        for (var day = 0; day < AppointmentQueries.HistoryPageSize + 3; day++)
        {
            await Clinic.BookAsync(Clinic.Now.AddHours(1));
            Clinic.Clock.Advance(TimeSpan.FromDays(1));
        }

        var page = await OpenAsync<PortalPage>(Home.Patient);
        string[] Buttons() => [.. page.FindAll(".panel .form-end .btn").Select(b => $"{b.TextContent}{(b.HasAttribute("disabled") ? " -" : "")}")];
        page.FindAll(".past li").Should().HaveCount(AppointmentQueries.HistoryPageSize);
        Buttons().Should().Equal("Later -", "Earlier");

        await page.InvokeAsync(() => page.FindAll(".panel .form-end .btn")[1].ClickAsync());
        page.FindAll(".past li").Select(li => li.QuerySelector("time")!.TextContent).Should().Equal("19 Jun 2026, 11:00", "18 Jun 2026, 11:00", "17 Jun 2026, 11:00");
        Buttons().Should().Equal("Later", "Earlier -");

        await page.InvokeAsync(() => page.FindAll(".panel .form-end .btn")[0].ClickAsync());
        page.FindAll(".past li").Should().HaveCount(AppointmentQueries.HistoryPageSize);
        (await Clinic.Get<AppointmentQueries>().OwnHistoryAsync(Home.Lena, 0)).Rows.Should().BeEmpty();
        (await Clinic.Get<AppointmentQueries>().OwnHistoryAsync(Home.SecondPatient, 0)).Rows.Should().BeEmpty();
    }

    [Theory]
    [InlineData(AppointmentStatus.Requested, "Requested", "The clinic will answer soon. You will see it here.")]
    [InlineData(AppointmentStatus.Waitlisted, "WaitingList", "As soon as a time is free, it is offered to you here.")]
    [InlineData(AppointmentStatus.Held, "Held", "Please confirm it before the time runs out.")]
    [InlineData(AppointmentStatus.Booked, "Booked", "Please check in at the desk when you arrive.")]
    [InlineData(AppointmentStatus.Arrived, "Waiting", "Please take a seat. We will call you here.")]
    [InlineData(AppointmentStatus.Ready, "Waiting", "Please take a seat. We will call you here.")]
    [InlineData(AppointmentStatus.Paused, "Waiting", "When your test is done, please come back to Room 1.")]
    [InlineData(AppointmentStatus.InConsultation, "InConsultation", "You are with the doctor.")]
    [InlineData(AppointmentStatus.Done, "Done", "Thank you for coming. Get well soon.")]
    [InlineData(AppointmentStatus.Cancelled, "Cancelled", "This appointment was cancelled. Please call the clinic if you need another one.")]
    [InlineData(AppointmentStatus.NoShow, "Missed", "We missed you. Please call the clinic for a new appointment.")]
    [InlineData(AppointmentStatus.LeftUnseen, "Missed", "We missed you. Please call the clinic for a new appointment.")]
    public async Task In_every_state_it_says_what_to_do(AppointmentStatus status, string flow, string sentence)
    {
        var row = await Clinic.InAsync(status);

        var page = await OpenAsync<PortalPage>(Home.Patient);

        page.TextOf(".todo").Should().Be(sentence);
        page.Card(row.Id).GetAttribute("data-flow").Should().Be(flow);
        page.FindAll("clinic-countdown").Should().HaveCount(status == AppointmentStatus.Held ? 1 : 0);
    }

    [Fact]
    public async Task What_was_entered_in_error_is_not_shown()
    {
        await Clinic.InAsync(AppointmentStatus.EnteredInError);

        (await OpenAsync<PortalPage>(Home.Patient)).FindAll("[data-appointment]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_rings_on_the_patients_screen()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Arrived);
        var page = await OpenAsync<PortalPage>(Home.Patient);

        await Clinic.Appointments.CallAsync(Home.Doctor, row.Command());

        await SeesAsync(() => page.TextOf(".todo").Should().Be("Please come to Room 1."));
    }

    [Fact]
    public async Task Once_called_the_room_is_the_headline_and_nothing_is_said_of_a_place_in_line()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Arrived);
        var page = await OpenAsync<PortalPage>(Home.Patient);
        page.FindAll(".place").Should().ContainSingle();

        await Clinic.Appointments.CallAsync(Home.Doctor, row.Command());

        await SeesAsync(() => page.TextOf(".visit h2").Should().Be("Please come to Room 1."));
        page.FindAll(".place, clinic-wait").Should().BeEmpty();
        page.FindAll(".todo").Should().ContainSingle("it is said once");
        page.TextOf("[aria-current=step]").Should().Be("Called");
    }

    [Fact]
    public async Task The_steps_follow_the_visit()
    {
        var row = await Clinic.BookAsync();
        var page = await OpenAsync<PortalPage>(Home.Patient);
        page.TextOf("[aria-current=step]").Should().Be("Booked");

        foreach (var (to, word) in new[] { (AppointmentStatus.Arrived, "Waiting"), (AppointmentStatus.InConsultation, "With doctor"), (AppointmentStatus.Done, "Done") })
        {
            Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
            row = await Clinic.ThenAsync(row, to);
            await SeesAsync(() => page.TextOf("[aria-current=step]").Should().Be(word));
        }
    }

    [Fact]
    public async Task Place_and_range_move_with_the_queue()
    {
        // Two before Paula; the one in between is another patient too.
        var first = await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddMinutes(15), patient: Home.SecondPatient));
        var second = await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddMinutes(30), patient: Home.SecondPatient));
        await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddMinutes(45)));
        var page = await OpenAsync<PortalPage>(Home.Patient);
        await IsAsync(3, 22, 48); // two with 15 minutes and one between

        first = await NextAsync(first, AppointmentStatus.InConsultation);
        await IsAsync(2, 22, 48); // 15 of the open one, 15 of the other

        await NextAsync(second, AppointmentStatus.LeftUnseen);
        await IsAsync(1, 11, 24);

        await NextAsync(first, AppointmentStatus.Done);
        await IsAsync(1, 0, 5);

        await Clinic.Get<PractitionerService>().SayAvailabilityAsync(Home.Doctor, Availability.OnBreak, 30);
        await IsAsync(1, 21, 45);

        async Task<BoardRow> NextAsync(BoardRow row, AppointmentStatus to)
        {
            Clinic.Clock.Advance(TimeSpan.FromMilliseconds(100)); // quiet between two bells, and hardly any of the consultation
            return await Clinic.ThenAsync(row, to);
        }

        Task IsAsync(int place, int fewest, int most) => SeesAsync(() =>
        {
            var seen = Waits.Read(page.Find(".place clinic-wait").GetAttribute("line")!).At(Clinic.Now);
            (seen.Position, seen.MostMinutes).Should().Be((place, most));
            seen.FewestMinutes.Should().BeInRange(fewest - 1, fewest);
        });
    }

    [Fact]
    public async Task The_browser_is_given_what_place_and_range_depend_on_and_nothing_is_drawn_for_the_passing_of_time()
    {
        var first = await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddMinutes(15), patient: Home.SecondPatient));
        await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddMinutes(30)));
        await Clinic.ThenAsync(first, AppointmentStatus.InConsultation);
        var page = await OpenAsync<PortalPage>(Home.Patient);
        await CalmAsync();
        var (line, drawn) = (page.Find(".place [say=range]").GetAttribute("line")!, page.RenderCount);
        Waits.Read(line).At(Clinic.Now).Should().Be(new WaitEstimate(1, 11, 24));

        Clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        await CalmAsync();

        page.RenderCount.Should().Be(drawn);
        Waits.Read(line).At(Clinic.Now).Should().Be(new WaitEstimate(1, 4, 10), "the clock in the browser goes on: some five minutes are left");
    }

    [Fact]
    public async Task A_patient_with_two_visits_today_sees_the_place_of_the_one_that_waits()
    {
        var away = await Clinic.InAsync(AppointmentStatus.Paused);
        var waiting = await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddHours(1), Home.SecondDoctor));

        var page = await OpenAsync<PortalPage>(Home.Patient);

        page.Card(away.Id).QuerySelectorAll(".place").Should().BeEmpty();
        Waits.Read(page.Card(waiting.Id).QuerySelector(".place .big")!.GetAttribute("line")!).Before.Should().Be(0);
    }

    [Fact]
    public async Task Nobody_elses_name_reason_or_visit_is_ever_in_the_page()
    {
        var others = new List<BoardRow>();
        for (var i = 0; i < 6; i++)
        {
            others.Add((await Clinic.Booking.BookAsync(
                Home.Lena, Clinic.Wish(Clinic.Now.AddMinutes(15 * (i + 1)), patient: Home.SecondPatient, reason: "A secret reason"))).Value!);
        }

        var own = await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddHours(3)));
        var page = await OpenAsync<PortalPage>(Home.Patient);
        page.Shows(own.Id).Should().BeTrue();

        foreach (var to in new[] { AppointmentStatus.Arrived, AppointmentStatus.InConsultation, AppointmentStatus.Done })
        {
            Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
            others[0] = await Clinic.ThenAsync(others[0], to);
            await CalmAsync();
            await LoadedAsync(page);
            Nothing();
        }

        await SeesAsync(() => page.RenderCount.Should().BeGreaterThan(2));
        Nothing();

        void Nothing() => page.Markup.Should().NotContainAny(["Quentin", "secret", .. others.Select(o => o.Id.ToString())]);
    }

    [Fact]
    public async Task Earlier_visits_are_listed_and_later_ones_are_not_asked_to_check_in()
    {
        var past = await Clinic.InAsync(AppointmentStatus.Done);
        Clinic.Clock.Advance(TimeSpan.FromDays(1));
        var ahead = await Clinic.BookAsync(Clinic.Now.AddDays(2));

        var page = await OpenAsync<PortalPage>(Home.Patient);

        page.FindAll(".past li").Should().ContainSingle().Which.TextContent.Should().Contain("Dr Berg").And.Contain("Done").And.Contain("17 Jun 2026, 10:30");
        page.Shows(past.Id).Should().BeFalse();
        page.Card(ahead.Id).QuerySelector(".todo")!.TextContent.Should().Be("Nothing to do now. See you then.");
        page.Card(ahead.Id).TextContent.Should().Contain("Saturday 20 June");
    }

    [Fact]
    public async Task Staff_and_patients_without_a_record_see_nothing_of_anybody()
    {
        await Clinic.BookAsync();

        foreach (var actor in new[] { Home.Lena, Home.Patient with { PatientId = null }, Clinic.Other.Patient, Home.Patient with { Role = Role.Practitioner } })
        {
            (await OpenAsync<PortalPage>(actor)).FindAll("[data-appointment]").Should().BeEmpty();
        }
    }
}
