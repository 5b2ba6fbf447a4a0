using ClinicLive.Domain.Features.Push;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Notifications;
using ClinicLive.Web.Features.Push;

namespace ClinicLive.Tests.Features.Push.Pages;

/// <summary>Notices outside the page, as their person sees them.</summary>
public sealed class PushPanelTests : PageTest
{
    [Fact]
    public async Task Nothing_is_asked_and_nothing_is_said_before_the_browser_has_told_how_it_stands()
    {
        var page = await OpenAsync<NotificationsPage>(Home.Patient);

        page.FindAll(".push button").Should().BeEmpty();
        page.FindAll(".push [role=status]").Should().BeEmpty();
    }

    [Theory]
    [InlineData("default", "Turn on for this device", "never says what it is about")]
    [InlineData("off", "Turn on for this device", "turn it off here at any time")]
    [InlineData("on", "Show me one|Turn off", "On. ")]
    [InlineData("denied", "", "set Notifications to “Allow”")]
    [InlineData("unsupported", "", "cannot show notices")]
    public async Task Each_state_says_what_is_and_what_can_be_done(string state, string buttons, string words)
    {
        var page = await OpenAsync<NotificationsPage>(Home.Patient);

        await TellAsync(page, new PushStateEventArgs { State = state });

        string.Join('|', page.FindAll("clinic-push button").Select(b => b.TextContent)).Should().Be(buttons);
        page.TextOf("clinic-push").Should().Contain(words);
    }

    [Fact]
    public async Task Without_web_push_or_a_push_service_it_says_what_works_all_the_same()
    {
        var page = await OpenAsync<NotificationsPage>(Home.Patient);
        page.Find("clinic-push").GetAttribute("key").Should().BeNull();

        await TellAsync(page, new PushStateEventArgs { State = "on" });
        page.TextOf("clinic-push").Should().Contain("not set up at this clinic");
        await TellAsync(page, new PushStateEventArgs { State = "on", Problem = "no-push-service" });
        page.TextOf("clinic-push").Should().Contain("has no push service");
        await TellAsync(page, new PushStateEventArgs { State = "off", Problem = "You are told on 10 devices already." });
        page.TextOf("clinic-push .conflict").Should().Be("You are told on 10 devices already.");
    }

    [Fact]
    public async Task Devices_are_listed_live_this_one_is_marked_and_one_can_be_removed()
    {
        using var clinic = PushClinic.Open();
        await using var screen = new Screen(clinic, clinic.Home.Patient);
        var page = screen.Render<NotificationsPage>(builder =>
        {
            builder.OpenComponent<NotificationsPage>(0);
            builder.CloseComponent();
        });
        await LoadedAsync(page);
        page.Find("clinic-push").GetAttribute("key").Should().Be(await clinic.Get<PushQueries>().PublicKeyAsync());
        page.FindAll("[data-device]").Should().BeEmpty();

        await clinic.SwitchOnAsync(clinic.Home.Patient, PushClinic.Browser("https://push.example.com/phone", "Chrome on Android"));
        clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        await clinic.SwitchOnAsync(clinic.Home.Patient, PushClinic.Browser("https://push.example.com/desk", "Firefox on Windows"));
        await WaitFor.PassesAsync(() =>
        {
            if (clinic.Clock.IsDueWithin(TimeSpan.FromSeconds(1))) clinic.Clock.Advance(TimeSpan.FromMilliseconds(50));
            page.FindAll("[data-device] b").Select(b => b.TextContent).Should().Equal("Firefox on Windows", "Chrome on Android");
        });
        await TellAsync(page, new PushStateEventArgs { State = "on", Endpoint = "https://push.example.com/phone" });
        page.FindAll("[data-device]").Select(d => d.QuerySelector(".chip") is not null).Should().Equal(false, true);
        page.Markup.Should().NotContain("push.example.com", "whoever knows the address could send");

        await page.InvokeAsync(() => page.Find("[aria-label='Remove Firefox on Windows']").ClickAsync());

        (await clinic.DevicesOfAsync(clinic.Home.Patient)).Select(d => d.Name).Should().Equal("Chrome on Android");
    }

    private static Task TellAsync(IRenderedComponent<NotificationsPage> page, PushStateEventArgs here) =>
        page.InvokeAsync(() => page.Find("clinic-push").TriggerEventAsync("onpushstate", here));
}
