using ClinicLive.Domain.Features.Displays;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Displays;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Tests.Features.Displays.Pages;

/// <summary>The admin's list of screens, and what the desk is told of them.</summary>
public sealed class DisplaysPageTests : PageTest
{
    private DisplayQueries Queries => Clinic.Get<DisplayQueries>();

    [Fact]
    public async Task A_screen_is_added_with_an_address_that_nobody_guesses()
    {
        var page = await OpenAsync<DisplaysPage>(Home.Admin);
        await page.InvokeAsync(() => page.Find("#screen-new-name").ChangeAsync(new() { Value = "Upstairs" }));
        await page.InvokeAsync(() => page.Find("#screen-new-language").ChangeAsync(new() { Value = "French" }));
        await page.InvokeAsync(() => page.FindAll(".screens-form input[type=checkbox]")[0].ChangeAsync(new() { Value = true }));

        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        await SeesAsync(() => page.FindAll("[data-display]").Should().HaveCount(2));
        var row = (await Queries.ListAsync(Home.Admin)).Single(d => d.Name == "Upstairs");
        (row.Language, row.PractitionerIds.Count).Should().Be((DisplayLanguage.French, 1));
        page.Card(row).QuerySelector("a")!.GetAttribute("href").Should().EndWith($"/display/{row.Code}");
        page.Card(row).TextContent.Should().Contain("Not opened yet").And.Contain("one doctor");
        page.Card(row).QuerySelector("svg.qr")!.GetAttribute("aria-label").Should().Contain("Upstairs");
        page.Find("#screen-new-name").GetAttribute("value").Should().BeNullOrEmpty("the next one begins anew");
    }

    [Fact]
    public async Task What_cannot_be_used_is_said_beside_the_field()
    {
        var page = await OpenAsync<DisplaysPage>(Home.Admin);

        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        page.TextOf("#screen-new-name-error").Should().Be("Please give the screen a name.");
        page.Find("#screen-new-name").GetAttribute("aria-invalid").Should().Be("true");
    }

    [Fact]
    public async Task A_screen_is_changed_renewed_and_removed_after_a_question()
    {
        var page = await OpenAsync<DisplaysPage>(Home.Admin);
        var before = (await Queries.ListAsync(Home.Admin)).Single();

        await PressAsync(page, "[aria-label='Change Waiting room']");
        var name = $"#screen-{before.Id:N}-name";
        await page.InvokeAsync(() => page.Find(name).ChangeAsync(new() { Value = "Ground floor" }));
        await page.InvokeAsync(() => page.Find($"[data-display='{before.Id}'] form").SubmitAsync());
        await SeesAsync(() => page.TextOf("[data-display] h2").Should().Be("Ground floor"));

        await PressAsync(page, "[aria-label='New address for Ground floor']");
        await PressAsync(page, "[role=alertdialog] .btn.p");
        await SeesAsync(() => page.Markup.Should().NotContain(before.Code));

        await PressAsync(page, "[aria-label='Remove Ground floor']");
        await PressAsync(page, "[role=alertdialog] .btn.p");
        await SeesAsync(() => page.TextOf(".empty").Should().Contain("No screen yet"));
    }

    [Fact]
    public async Task The_desk_sees_within_the_sweep_that_a_screen_is_silent_and_that_it_is_back()
    {
        var (desk, admin) = (await OpenAsync<FlowBoardPage>(Home.Lena), await OpenAsync<DisplaysPage>(Home.Admin));
        var (open, heartbeats) = (Clinic.Get<OpenDisplays>(), Clinic.Get<DisplayHeartbeats>());
        open.Add(Home.Display.DisplayId);
        await heartbeats.SweepAsync();
        await SeesAsync(() => admin.TextOf("[data-display] .chip").Should().Be("Connected"));
        desk.TextOf(".silent-screens").Should().BeEmpty();

        open.Remove(Home.Display.DisplayId);
        Clinic.Clock.Advance(TimeSpan.FromSeconds(61));
        await heartbeats.SweepAsync();
        await SeesAsync(() => desk.TextOf(".silent-screens").Should().StartWith("Screen Waiting room silent since"));
        await SeesAsync(() => admin.TextOf("[data-display] .chip").Should().StartWith("Silent since"));

        open.Add(Home.Display.DisplayId);
        await heartbeats.SweepAsync();
        await SeesAsync(() => desk.TextOf(".silent-screens").Should().BeEmpty());
    }
}

internal static class DisplaySteps
{
    public static AngleSharp.Dom.IElement Card(this IRenderedComponent<IComponent> page, DisplayRow row) => page.Find($"[data-display='{row.Id}']");
}
