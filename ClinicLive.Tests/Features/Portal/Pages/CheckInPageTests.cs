using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Portal;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Portal.Pages;

public sealed class CheckInPageTests : PageTest
{
    [Fact]
    public async Task With_the_code_from_the_wall_one_press_checks_in_and_shows_the_ticket()
    {
        var row = await Clinic.BookAsync();
        var page = await OpenAtAsync($"portal/check-in?c={await CodeAsync()}");
        (await Clinic.Boards.FindAsync(Home.Lena, row.Id))!.Status.Should().Be(AppointmentStatus.Booked, "a link alone checks nobody in");

        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        await SeesAsync(() => page.TextOf("[data-testid=ticket]").Should().Be("A1"));
        page.TextOf("h2").Should().Be("You are checked in");
        page.TextOf(".todo").Should().Be("Please take a seat. We will call you here.");
    }

    [Fact]
    public async Task A_wrong_code_is_said_beside_the_field()
    {
        await Clinic.BookAsync();
        var page = await OpenAtAsync("portal/check-in");
        await page.InvokeAsync(() => page.Find("#check-in-code").ChangeAsync(new() { Value = "12" }));

        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        page.TextOf("#check-in-code-error").Should().StartWith("Please type the six digits");
        page.Find("#check-in-code").GetAttribute("aria-invalid").Should().Be("true");
    }

    [Fact]
    public async Task Too_early_says_when_and_the_page_opens_by_itself()
    {
        await Clinic.BookAsync(Clinic.Now.AddMinutes(61));
        var page = await OpenAtAsync("portal/check-in");
        page.TextOf("h2").Should().Be("You are early");
        page.FindAll("form").Should().BeEmpty();

        Clinic.Clock.Advance(TimeSpan.FromSeconds(70));

        await SeesAsync(() => page.FindAll("#check-in-code").Should().ContainSingle());
    }

    [Fact]
    public async Task Who_is_late_is_offered_to_wait_or_to_ask()
    {
        await Clinic.BookAsync(Clinic.Now.AddMinutes(5), minutes: 60);
        Clinic.Clock.Advance(TimeSpan.FromMinutes(30));
        var page = await OpenAtAsync($"portal/check-in?c={await CodeAsync()}");

        page.TextOf(".todo").Should().Contain("wait behind those who came in time").And.Contain("ask at the desk");
        page.TextOf("form .btn.p").Should().Be("Check in and wait");
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        await SeesAsync(() => page.TextOf("h2").Should().Be("You are checked in"));
    }

    [Fact]
    public async Task Of_two_appointments_the_one_whose_time_it_is_comes_first_and_the_other_can_be_chosen()
    {
        var now = await Clinic.BookAsync();
        var later = await Clinic.BookAsync(Clinic.Now.AddHours(4), Home.SecondDoctor);
        var page = await OpenAtAsync("portal/check-in");
        page.Find("section").GetAttribute("data-appointment").Should().Be(now.Id.ToString());

        await page.InvokeAsync(() => page.Find("#check-in-which").ChangeAsync(new() { Value = later.Id.ToString() }));

        page.Find("section").GetAttribute("data-check-in").Should().Be("TooEarly");
        (await OpenAtAsync($"portal/check-in?a={later.Id}")).Find("section").GetAttribute("data-appointment").Should().Be(later.Id.ToString());
    }

    [Fact]
    public async Task What_is_checked_in_comes_before_another_visit_of_the_day_with_its_ticket_and_the_call()
    {
        var early = await Clinic.CheckInAsync(await Clinic.BookAsync());
        var later = await Clinic.BookAsync(Clinic.Now.AddHours(4), Home.SecondDoctor);

        foreach (var address in new[] { "portal/check-in", $"portal/check-in?a={later.Id}" })
        {
            var fresh = await OpenAtAsync(address);
            fresh.FindAll("section").Select(s => s.GetAttribute("data-appointment")).Should().Equal(early.Id.ToString(), later.Id.ToString());
            fresh.FindAll("h2").Select(h => h.TextContent).Should().Equal("You are checked in", "You are early");
            fresh.TextOf("[data-testid=ticket]").Should().Be("A1");
        }

        var page = await OpenAtAsync("portal/check-in");
        await Clinic.Appointments.CallAsync(Home.Doctor, early.Command());

        await SeesAsync(() => page.TextOf("h2").Should().Be("Please come to Room 1."));
        page.TextOf("[data-testid=ticket]").Should().Be("A1");
    }

    [Fact]
    public async Task With_nothing_booked_today_it_says_so()
    {
        await Clinic.BookAsync(Clinic.Now.AddDays(1));
        await Clinic.BookAsync(patient: Home.SecondPatient);

        (await OpenAtAsync("portal/check-in")).TextOf("h2").Should().Be("Nothing to check in for today");
    }

    [Fact]
    public async Task Received_at_the_desk_meanwhile_it_shows_the_ticket()
    {
        var row = await Clinic.BookAsync();
        var page = await OpenAtAsync("portal/check-in");

        await Clinic.CheckInAsync(row);

        await SeesAsync(() => page.TextOf("[data-testid=ticket]").Should().Be("A1"));
    }

    [Fact]
    public async Task The_way_there_stands_on_the_patients_home_while_the_clinic_has_a_screen()
    {
        var row = await Clinic.BookAsync();
        (await OpenAsync<PortalPage>(Home.Patient)).Find(".visit a[href^='portal/check-in']").GetAttribute("href").Should().Be($"portal/check-in?a={row.Id}");

        await Clinic.Get<DisplayService>().RemoveAsync(Home.Admin, Home.Display.DisplayId);

        (await OpenAsync<PortalPage>(Home.Patient)).FindAll(".visit a[href^='portal/check-in']").Should().BeEmpty();
    }

    private async Task<string> CodeAsync() => (await Clinic.Get<DisplayQueries>().BoardAsync(Home.Display))!.CheckInCode;

    private async Task<IRenderedComponent<CheckInPage>> OpenAtAsync(string address)
    {
        var screen = OpenScreen(Home.Patient);
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return await OpenAsync<CheckInPage>(screen);
    }
}
