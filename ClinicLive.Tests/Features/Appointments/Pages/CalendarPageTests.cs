using AngleSharp.Dom;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments.Calendar;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>The calendar without a browser: what stands where, and what follows from a drop.</summary>
public sealed class CalendarPageTests : PageTest
{
    private static readonly DateOnly Today = new(2026, 6, 17); // a Wednesday

    [Fact]
    public async Task A_day_has_a_column_for_each_doctor_and_an_appointment_stands_at_its_time_on_the_clinics_clock()
    {
        var row = await Clinic.BookAsync(At(10, 15), minutes: 20); // 8:15 UTC
        var page = await OpenCalendarAsync(Home.Lena);

        page.FindAll(".cal-col").Select(c => c.GetAttribute("aria-label")).Should().Equal("Wednesday 17 June, Dr Ada Berg", "Wednesday 17 June, Dr Ben Cole");
        var shown = page.Card(row.Id);
        shown.Closest(".cal-col")!.GetAttribute("data-doctor").Should().Be(Home.Doctor.PractitionerId.ToString());
        shown.GetAttribute("style").Should().Be("--s:615;--m:20;--l:0;--n:1");
        shown.GetAttribute("title").Should().Be("Paula Patient, 10:15 to 10:35, Dr Berg, booked");
        shown.QuerySelector("a")!.GetAttribute("href").Should().Be($"appointments/{row.Id}");
        page.TextOf("h1").Should().Be("Wednesday 17 June 2026");
    }

    [Fact]
    public async Task A_week_of_one_doctor_runs_from_Monday_to_Sunday_and_names_him()
    {
        var monday = await Clinic.BookAsync(At(10, 0).AddDays(5), doctor: Home.SecondDoctor);
        var other = await Clinic.BookAsync(At(10, 0).AddDays(5));

        var page = await OpenCalendarAsync(Home.Doctor, $"?view=week&date=2026-06-24&doctor={Home.SecondDoctor.PractitionerId}");

        page.FindAll(".cal-col").Select(c => c.GetAttribute("data-day")).Should().Equal(
            "2026-06-22", "2026-06-23", "2026-06-24", "2026-06-25", "2026-06-26", "2026-06-27", "2026-06-28");
        page.Card(monday.Id).Closest(".cal-col")!.GetAttribute("aria-label").Should().Be("Monday 22 June, Dr Ben Cole");
        page.Shows(other.Id).Should().BeFalse();
        page.TextOf("h1").Should().Be("22 – 28 June 2026");
    }

    [Theory]
    [InlineData("?view=month&date=yesterday&doctor=x&ended=perhaps")]
    [InlineData("?date=9999-12-31&doctor=00000000-0000-0000-0000-000000000001")]
    [InlineData("?date=0001-01-01")]
    [InlineData("?date=2026-06-31")]
    public async Task An_address_that_means_nothing_is_today_with_all_doctors(string query)
    {
        var page = await OpenCalendarAsync(Home.Lena, query);

        page.TextOf("h1").Should().Be("Wednesday 17 June 2026");
        page.FindAll(".cal-col").Should().HaveCount(2);
    }

    [Fact]
    public async Task What_overlaps_stands_side_by_side_and_what_follows_takes_the_whole_width_again()
    {
        var first = await Clinic.BookAsync(At(10, 0), minutes: 30);
        var wish = await Clinic.Booking.RequestAsync(Home.Lena, Clinic.Wish(At(10, 15), minutes: 30)); // a request takes no time, so it may overlap
        var after = await Clinic.BookAsync(At(10, 45), minutes: 30);

        var page = await OpenCalendarAsync(Home.Lena);

        page.Card(first.Id).GetAttribute("style").Should().EndWith("--l:0;--n:2");
        page.Card(wish.Value!.Id).GetAttribute("style").Should().EndWith("--l:1;--n:2");
        page.Card(after.Id).GetAttribute("style").Should().EndWith("--l:0;--n:1");
    }

    [Fact]
    public async Task What_was_called_off_is_hidden_until_one_asks_for_it()
    {
        var gone = await Clinic.MoveAsync(Home.Lena, await Clinic.BookAsync(), AppointmentStatus.Cancelled, "ill");
        var stays = await Clinic.BookAsync();

        var page = await OpenCalendarAsync(Home.Lena);
        page.Shows(gone.Value!.Id).Should().BeFalse();
        page.Shows(stays.Id).Should().BeTrue();
        page.TextOf(".cal-ended").Should().Be("Cancelled 1");

        var all = await OpenCalendarAsync(Home.Lena, "?ended=show");
        all.StatusOf(gone.Value!.Id).Should().Be("Cancelled");
    }

    [Fact]
    public async Task A_drop_moves_it_to_the_time_and_doctor_and_Undo_brings_it_back()
    {
        var row = await Clinic.BookAsync(At(11, 0));
        var page = await OpenCalendarAsync(Home.Lena);
        var watching = await OpenCalendarAsync(Home.Omar);

        await DropAsync(page, row, Home.SecondDoctor, Today, 14 * 60, 25);

        await SeesAsync(() => Places(page, watching, row).Should().OnlyContain(p => p == $"{Home.SecondDoctor.PractitionerId} --s:840;--m:25;--l:0;--n:1"));
        (await FindAsync(row)).Should().Match<BoardRow>(r => r.Start == At(14, 0) && r.Minutes == 25 && r.Version == 2);
        watching.Card(row.Id).QuerySelectorAll(".undo").Should().BeEmpty();

        await page.PressOnCardAsync(row.Id, "Undo");

        await SeesAsync(() => Places(page, watching, row).Should().OnlyContain(p => p == $"{Home.Doctor.PractitionerId} --s:660;--m:15;--l:0;--n:1"));
        (await FindAsync(row)).Version.Should().Be(3);
        page.Card(row.Id).QuerySelectorAll(".undo").Should().BeEmpty();
    }

    [Fact]
    public async Task A_drop_by_an_older_screen_is_refused_with_who_was_faster()
    {
        var row = await Clinic.BookAsync(At(11, 0));
        var page = await OpenCalendarAsync(Home.Lena);
        await Clinic.Appointments.RescheduleAsync(Home.Omar, row.Command(), row.PractitionerId, At(12, 0), 15);
        await SeesAsync(() => page.Card(row.Id).GetAttribute("data-version").Should().Be("2"));

        await DropAsync(page, row, Home.Doctor, Today, 14 * 60, 15); // it was taken up when the screen showed version 1

        page.TextOf(".cal-notice .conflict").Should().StartWith("Paula Patient: Rescheduled just now by Omar Desk. Yours was not applied.");
        (await FindAsync(row)).Start.Should().Be(At(12, 0));
        page.Card(row.Id).QuerySelectorAll(".undo").Should().BeEmpty();
        await PressAsync(page, ".cal-notice button");
        page.FindAll(".cal-notice .conflict").Should().BeEmpty();
    }

    [Fact]
    public async Task A_drop_onto_a_taken_time_or_into_the_past_changes_nothing_and_says_why()
    {
        var row = await Clinic.BookAsync(At(11, 0));
        await Clinic.BookAsync(At(14, 0), patient: Home.SecondPatient);
        var page = await OpenCalendarAsync(Home.Lena);
        var before = Clinic.Dump("Appointments");

        await DropAsync(page, row, Home.Doctor, Today, (14 * 60) + 10, 15);
        page.TextOf(".cal-notice .conflict").Should().Contain("another appointment in that time");
        await DropAsync(page, row, Home.Doctor, Today.AddDays(-1), 14 * 60, 15);
        page.TextOf(".cal-notice .conflict").Should().Contain("This time has passed");
        await DropAsync(page, row, Clinic.Other.Doctor, Today, 16 * 60, 15);
        page.TextOf(".cal-notice .conflict").Should().Contain("a doctor of this clinic");

        Clinic.Dump("Appointments").Should().Be(before);
    }

    [Theory]
    [InlineData("Booked", "tomorrow", 600)]
    [InlineData("Booked", "2026-06-17", -1)]
    [InlineData("Booked", "2026-06-17", 1440)]
    [InlineData("Nonsense", "2026-06-17", 600)]
    public async Task What_no_calendar_sends_does_nothing(string status, string day, int minute)
    {
        var row = await Clinic.BookAsync(At(11, 0));
        var page = await OpenCalendarAsync(Home.Lena);

        await TellAsync(page, new CalendarDropEventArgs { Id = row.Id, Version = 1, Status = status, Doctor = row.PractitionerId, Day = day, Minute = minute, Minutes = 15 });

        (await FindAsync(row)).Version.Should().Be(1);
    }

    [Fact]
    public async Task Who_only_looks_can_take_nothing_up_and_a_drop_of_his_is_refused_by_the_service()
    {
        var row = await Clinic.BookAsync(At(11, 0));
        foreach (var actor in new[] { Home.Doctor, Home.Admin })
        {
            var page = await OpenCalendarAsync(actor);
            page.Card(row.Id).HasAttribute("data-movable").Should().BeFalse();
            page.Find("clinic-calendar").HasAttribute("data-edits").Should().BeFalse();
            page.FindAll("[data-key=n]").Should().BeEmpty();

            await DropAsync(page, row, Home.Doctor, Today, 14 * 60, 15);

            page.TextOf(".cal-notice .conflict").Should().Contain("Only reception or the patient can change the time.");
            (await FindAsync(row)).Version.Should().Be(1);
        }
    }

    [Fact]
    public async Task Only_what_is_booked_can_be_taken_up()
    {
        var booked = await Clinic.BookAsync();
        var arrived = await Clinic.CheckInAsync(await Clinic.BookAsync(At(15, 0), patient: Home.SecondPatient));

        var page = await OpenCalendarAsync(Home.Lena);

        page.Card(booked.Id).HasAttribute("data-movable").Should().BeTrue();
        page.Card(arrived.Id).HasAttribute("data-movable").Should().BeFalse();
    }

    [Fact]
    public async Task An_empty_time_opens_the_booking_with_that_doctor_and_time()
    {
        var screen = OpenScreen(Home.Lena);
        var dialogs = screen.Render<RadzenDialog>();
        var page = await OpenAsync<CalendarPage>(screen);

        _ = page.InvokeAsync(() => page.Find("clinic-calendar").TriggerEventAsync(
            "oncalslot", new CalendarSlotEventArgs { Doctor = Home.SecondDoctor.PractitionerId!.Value, Day = "2026-06-19", Minute = (9 * 60) + 40, Minutes = 10 }));

        await WaitFor.TrueAsync(() => dialogs.FindAll("#book-doctor option").Count == 3);
        dialogs.Find("#book-doctor").GetAttribute("value").Should().Be(Home.SecondDoctor.PractitionerId.ToString());
        dialogs.Find("#book-day").GetAttribute("value").Should().Be("2026-06-19");
        dialogs.Find("#book-time").GetAttribute("value").Should().StartWith("09:40");
        dialogs.Find("#book-minutes").GetAttribute("value").Should().Be("10");
        dialogs.Markup.Should().NotContain("what you were typing");
        await CalmAsync();
    }

    [Fact]
    public async Task Somebody_on_the_waiting_list_is_placed_confirmed_or_taken_back()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Waitlisted);
        var page = await OpenCalendarAsync(Home.Lena);
        page.Find(".cal-wait [data-place]").GetAttribute("data-version").Should().Be("2");
        page.FindAll(".ev").Should().BeEmpty("who waits has no time yet");

        await DropAsync(page, row, Home.SecondDoctor, Today, 15 * 60, 20);
        await SeesAsync(() =>
        {
            page.Card(row.Id).GetAttribute("style").Should().Be("--s:900;--m:20;--l:0;--n:1");
            page.StatusOf(row.Id).Should().Be("Held");
            page.FindAll(".cal-wait").Should().BeEmpty();
        });

        await page.PressOnCardAsync(row.Id, "Undo");
        await SeesAsync(() => page.FindAll(".cal-wait [data-place]").Should().ContainSingle());

        row = await FindAsync(row);
        await DropAsync(page, row, Home.Doctor, Today, 16 * 60, 20);
        await SeesAsync(() => page.StatusOf(row.Id).Should().Be("Held"));
        await page.PressOnCardAsync(row.Id, "Confirm");
        await SeesAsync(() => page.StatusOf(row.Id).Should().Be("Booked"));
        page.ButtonsOf(row.Id).Should().BeEmpty();
    }

    [Fact]
    public async Task A_change_of_one_appointment_draws_that_one_and_no_other()
    {
        var row = await Clinic.BookAsync(At(11, 0));
        var other = await Clinic.BookAsync(At(12, 0), patient: Home.SecondPatient);
        var page = await OpenCalendarAsync(Home.Lena);
        var before = Drawn(page);

        await Clinic.Appointments.ConfirmAttendanceAsync(Home.Omar, row.Command());
        await SeesAsync(() => page.Card(row.Id).GetAttribute("data-version").Should().Be("2"));

        var after = Drawn(page);
        after[row.Id].Should().Be(before[row.Id] + 1);
        after[other.Id].Should().Be(before[other.Id]);
    }

    [Fact]
    public async Task Another_clinic_sees_nothing_of_it()
    {
        var row = await Clinic.BookAsync();

        var page = await OpenCalendarAsync(Clinic.Other.Lena);

        page.Shows(row.Id).Should().BeFalse();
        page.FindAll(".ev").Should().BeEmpty();
        page.TextOf(".cal-empty").Should().StartWith("Nobody is booked here yet.");
    }

    private static DateTimeOffset At(int hour, int minute) => new(2026, 6, 17, hour - 2, minute, 0, TimeSpan.Zero); // Berlin in summer

    private static Task TellAsync(IRenderedComponent<CalendarPage> page, CalendarDropEventArgs drop) =>
        page.InvokeAsync(() => page.Find("clinic-calendar").TriggerEventAsync("oncaldrop", drop));

    private static Task DropAsync(IRenderedComponent<CalendarPage> page, BoardRow seen, Actor doctor, DateOnly day, int minute, int minutes) => TellAsync(page, new()
    {
        Id = seen.Id,
        Version = seen.Version,
        Status = seen.Status.ToString(),
        Doctor = doctor.PractitionerId!.Value,
        Day = day.ToString("yyyy-MM-dd"),
        Minute = minute,
        Minutes = minutes,
    });

    private static IEnumerable<string> Places(IRenderedComponent<CalendarPage> one, IRenderedComponent<CalendarPage> other, BoardRow row) =>
        new[] { one, other }.Select(page => page.Card(row.Id)).Select(e => $"{e.Closest(".cal-col")!.GetAttribute("data-doctor")} {e.GetAttribute("style")}");

    private static Dictionary<Guid, int> Drawn(IRenderedComponent<CalendarPage> page) => page.FindComponents<CalendarEvent>().ToDictionary(c => c.Instance.Id, c => c.RenderCount);

    private Task<IRenderedComponent<CalendarPage>> OpenCalendarAsync(Actor actor, string query = "")
    {
        var screen = OpenScreen(actor);
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo($"/appointments{query}");
        return OpenAsync<CalendarPage>(screen);
    }

    private async Task<BoardRow> FindAsync(BoardRow row) => (await Clinic.Boards.FindAsync(Home.Admin, row.Id))!;
}
