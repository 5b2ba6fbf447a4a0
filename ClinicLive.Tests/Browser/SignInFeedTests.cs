using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>Colleagues who come and go pop up for a moment and stay in the list.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SignInFeedTests(BrowserFixture browser)
{
    [Fact]
    public Task A_doctor_who_signs_in_pops_up_at_the_desk_for_five_seconds_and_stays_in_the_list() => browser.RunAsync(async windows =>
    {
        await using var host = await AppHost.StartAsync(); // nobody else comes or goes here
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard", on: host);
        var other = await windows.OpenAsAsync("reception@other.example", "/dashboard", on: host);
        await Expect(desk.GetByTestId("feed-count")).ToHaveTextAsync("1");
        var popup = desk.Locator("[data-toast]", new() { HasText = "Dr Aoife O'Sullivan signed in" });
        await WatchAsync(desk);

        await windows.OpenAsAsync("doctor3@demo.example", "/doctor", on: host);

        await Expect(popup).ToBeVisibleAsync();
        await Expect(popup).ToHaveAttributeAsync("data-kind", "SignedIn");
        (await popup.Locator("use").GetAttributeAsync("href")).Should().EndWith("#sign-in");
        (await popup.EvaluateAsync<bool>(
            "popup => { const box = document.createElement('i'); box.style.color = 'var(--done)'; document.body.append(box); return getComputedStyle(box).color === getComputedStyle(popup).color; }"))
            .Should().BeTrue("coming is green");
        await Expect(desk.Locator(".feed li").First).ToContainTextAsync("Dr Aoife O'Sullivan signed in");
        await Expect(desk.GetByTestId("feed-count")).ToHaveTextAsync("2");

        await Expect(popup).ToBeHiddenAsync();
        var shownFor = await desk.EvaluateAsync<double>("window.shownFor");
        shownFor.Should().BeInRange(4_500, 6_500, "five seconds are enough to read it, and more would be in the way");
        await Expect(desk.Locator(".feed li").First).ToContainTextAsync("Dr Aoife O'Sullivan signed in");

        // The other clinic hears only of itself.
        (await other.Locator(".feed li bdi").AllInnerTextsAsync()).Should().Equal("Ruby Whitfield");
        await Expect(other.GetByTestId("feed-count")).ToHaveTextAsync("1");
    });

    [Fact]
    public Task The_test_notification_is_shown_and_written_nowhere() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        var lines = Lines(windows.Host);

        await desk.Button("Test notification").ClickAsync();

        var popup = desk.Locator("[data-toast]", new() { HasText = "Test notification" }); // others may come and go meanwhile
        await Expect(popup).ToBeVisibleAsync();
        await Expect(desk.Locator(".feed li", new() { HasText = "Test notification" })).ToHaveCountAsync(0);
        Lines(windows.Host).Should().Be(lines);
        await Expect(popup).ToBeHiddenAsync();
    });

    private static long Lines(AppHost host) => host.LinesBy("reception2@demo.example");

    // Measured in the page, from being drawn to being invisible: a busy machine is slow to ask.
    private static async Task WatchAsync(IPage desk) => await desk.EvaluateAsync(
        """
        () => {
          let since = 0;
          const look = () => {
            const popup = document.querySelector('[data-toast]');
            const isSeen = popup && getComputedStyle(popup).visibility === 'visible';
            if (isSeen && !since) since = performance.now();
            if (!isSeen && since) window.shownFor = performance.now() - since;
            else requestAnimationFrame(look);
          };
          look();
        }
        """);
}
