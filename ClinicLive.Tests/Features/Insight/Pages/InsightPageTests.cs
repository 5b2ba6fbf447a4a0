using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Insight;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Insight.Pages;

/// <summary>The reports on screen: chosen days, charts with their tables, files.</summary>
public sealed class InsightPageTests : PageTest
{
    [Fact]
    public async Task The_last_four_weeks_are_shown_with_a_table_beside_each_chart()
    {
        await SeenAsync();
        var page = await OpenAsync<InsightPage>(Home.Admin);

        page.Find("#insight-from").GetAttribute("value").Should().Be("2026-05-21");
        page.TextOf("[data-total=seen]").Should().Be("1");
        page.TextOf("[data-total=median-wait]").Should().Be("10 min");
        page.TextOf("[data-table=waits] tbody tr").Should().Be("10:00110 min10 min10 min");
        page.FindAll("[data-table=waits] .column").Should().ContainSingle();
        page.FindAll("[data-table=weeks] tbody tr").Should().HaveCount(5);
        page.FindAll("[data-table=doctors] tbody tr").Should().ContainSingle().Which.TextContent.Should().Contain("Dr Ada Berg");
        page.FindAll("a[download]").Select(a => a.GetAttribute("href")).Should().Equal(
            new[] { "waits", "weeks", "doctors" }.Select(table => $"admin/insight/{table}.csv?from=2026-05-21&to=2026-06-17"));
    }

    [Fact]
    public async Task Other_days_are_read_and_stand_in_the_address()
    {
        await SeenAsync();
        var screen = OpenScreen(Home.Admin);
        var page = await OpenAsync<InsightPage>(screen);

        await page.InvokeAsync(() => page.Find("#insight-to").ChangeAsync(new ChangeEventArgs { Value = "2026-06-16" }));

        page.TextOf(".empty").Should().StartWith("There were no appointments");
        screen.Services.GetService<NavigationManager>()!.Uri.Should().EndWith("admin/insight?from=2026-05-21&to=2026-06-16");

        await page.InvokeAsync(() => page.FindAll(".insight-quick .btn")[2].ClickAsync());
        page.TextOf("[data-total=seen]").Should().Be("1");
        page.FindAll("[data-table=weeks] tbody tr").Should().HaveCount(53);

        await page.InvokeAsync(() => page.Find("#insight-doctor").ChangeAsync(new ChangeEventArgs { Value = Home.SecondDoctor.PractitionerId.ToString() }));
        page.TextOf("[data-total=seen]").Should().Be("0");
    }

    [Fact]
    public async Task Days_that_cannot_be_asked_are_refused_beside_the_field_and_what_was_shown_stays()
    {
        await SeenAsync();
        var page = await OpenAsync<InsightPage>(Home.Admin);

        await page.InvokeAsync(() => page.Find("#insight-from").ChangeAsync(new ChangeEventArgs { Value = "2026-06-18" }));

        page.TextOf("#insight-to-error").Should().Be("The last day is before the first.");
        page.Find("#insight-to").GetAttribute("aria-invalid").Should().Be("true");
        page.TextOf("[data-total=seen]").Should().Be("1");
    }

    [Fact]
    public async Task A_report_says_when_it_was_counted_and_counts_again_when_asked()
    {
        var page = await OpenAsync<InsightPage>(Home.Admin);
        page.FindAll("[data-total=seen]").Select(e => e.TextContent).Should().Equal("0");
        page.TextOf(".insight-as-of").Should().StartWith("As it was at 10:00.");
        await SeenAsync();

        await page.InvokeAsync(() => page.Find(".insight-as-of button").ClickAsync());

        page.TextOf("[data-total=seen]").Should().Be("1");
    }

    [Fact]
    public async Task An_address_opens_its_days()
    {
        await SeenAsync();
        var screen = OpenScreen(Home.Admin);
        screen.Services.GetService<NavigationManager>()!.NavigateTo($"admin/insight?from=2026-06-17&to=2026-06-17&doctor={Home.Doctor.PractitionerId}");

        var page = await OpenAsync<InsightPage>(screen);

        page.TextOf("[data-total=appointments]").Should().Be("1");
        page.Find("#insight-doctor").GetAttribute("value").Should().Be(Home.Doctor.PractitionerId.ToString());
    }

    private async Task SeenAsync()
    {
        var row = await Clinic.CheckInAsync(await Clinic.BookAsync());
        Clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        await Clinic.ThenAsync(row, AppointmentStatus.InConsultation, AppointmentStatus.Done);
    }
}
