using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>A series from the appointment's page: the dates with what stands in their way, before anything is booked.</summary>
public sealed class SeriesDialogTests : PageTest
{
    [Fact]
    public async Task Dates_are_shown_with_conflicts_and_those_chosen_are_booked()
    {
        var (page, dialogs, row) = await OpenDialogAsync();
        await SeesAsync(() => dialogs.FindAll(".series-dates li").Should().HaveCount(5));
        dialogs.FindAll(".series-dates li").Select(l => l.GetAttribute("data-state")).Should().Equal("Free", "Taken", "Free", "Free", "Free");
        dialogs.TextOf("[role=status]").Should().Be("One date cannot be booked as it is.");
        dialogs.TextOf("button[type=submit]").Should().Be("Book 4");

        await PressAsync(dialogs, ".series-dates .link");
        dialogs.TextOf("button[type=submit]").Should().Be("Book 5");
        await dialogs.InvokeAsync(() => dialogs.Find(".series-dates li:last-child input").ChangeAsync(false));
        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());

        await SeesAsync(() => dialogs.FindAll("form").Should().BeEmpty());
        Clinic.Count("Appointments", "\"SeriesId\" IS NOT NULL").Should().Be(5);
        await SeesAsync(() => page.TextOf(".history").Should().Contain("Made the first of a series by"));
        (await Clinic.RowAsync(row.Id)).Status.Should().Be(AppointmentStatus.Booked);
    }

    [Fact]
    public async Task A_conflict_that_came_meanwhile_is_named_and_the_dates_are_shown_as_they_are_now()
    {
        var (_, dialogs, row) = await OpenDialogAsync();
        await SeesAsync(() => dialogs.FindAll(".series-dates li").Should().HaveCount(5));
        await Clinic.BookAsync(row.Start.AddDays(7), patient: Home.SecondPatient);

        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());

        await SeesAsync(() => dialogs.TextOf("[role=alert]").Should().StartWith("24 June, 10:30 was taken meanwhile. Nothing was booked."));
        dialogs.FindAll(".series-dates li").Select(l => l.GetAttribute("data-state")).Should().Equal("Taken", "Taken", "Free", "Free", "Free");
        Clinic.Count("Appointments").Should().Be(3);
        await CalmAsync();
    }

    [Fact]
    public async Task Numbers_out_of_bounds_are_refused_beside_their_field()
    {
        var (_, dialogs, _) = await OpenDialogAsync();
        await SeesAsync(() => dialogs.FindAll(".series-dates li").Should().HaveCount(5));

        await dialogs.InvokeAsync(() => dialogs.Find("#series-times").ChangeAsync("60"));

        await SeesAsync(() => dialogs.TextOf("#series-times-error").Should().Be("A series has 2 to 52 appointments."));
        dialogs.FindAll(".series-dates li").Should().BeEmpty();
        await CalmAsync();
    }

    [Fact]
    public async Task Only_reception_may_repeat_and_only_what_is_booked()
    {
        var row = await Clinic.BookAsync();
        (await OpenAsync<AppointmentPage>(Home.Doctor, ("Id", row.Id))).FindAll("button").Select(b => b.TextContent).Should().NotContain("Repeat…");
        var here = await Clinic.CheckInAsync(row);
        (await OpenAsync<AppointmentPage>(Home.Lena, ("Id", here.Id))).FindAll("button").Select(b => b.TextContent).Should().NotContain("Repeat…");
    }

    private async Task<(IRenderedComponent<AppointmentPage> Page, IRenderedComponent<RadzenDialog> Dialogs, BoardRow Row)> OpenDialogAsync()
    {
        var row = await Clinic.BookAsync();
        await Clinic.BookAsync(row.Start.AddDays(14), patient: Home.SecondPatient);
        var screen = OpenScreen(Home.Lena);
        var dialogs = screen.Render<RadzenDialog>();
        var page = await OpenAsync<AppointmentPage>(screen, ("Id", row.Id));
        _ = page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Repeat…").ClickAsync());
        return (page, dialogs, row);
    }
}
