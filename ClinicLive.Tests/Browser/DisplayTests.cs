using ClinicLive.Domain.Data.Demo;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>The screen on the wall, beside the people whose work it shows.</summary>
[Collection(BrowserCollection.Name)]
public sealed class DisplayTests(BrowserFixture browser)
{
    private const string Wall = $"/display/{DemoAccounts.DisplayCode}";

    // What a browser does on a television, and one that is driven by a test does not.
    private const string SilentUntilClicked =
        """
        const Real = AudioContext;
        window.AudioContext = class extends Real {
          #clicked = false;
          get state() { return this.#clicked ? super.state : 'suspended'; }
          async resume() { this.#clicked = navigator.userActivation.isActive; await super.resume(); this.onstatechange?.(); }
        };
        """;

    [Fact]
    public Task Who_is_received_and_called_is_on_the_wall_rings_and_is_still_there_after_a_crash() => browser.RunAsync(async windows =>
    {
        await using var host = await AppHost.StartAsync();
        var context = await windows.NewContextAsync(1920, 1080, on: host);
        await context.AddInitScriptAsync(SilentUntilClicked);
        var wall = await context.NewPageAsync();
        await wall.GotoAsync(Wall);
        await Expect(wall.Locator("clinic-wall-sound")).ToContainTextAsync("The browser needs one click");
        await wall.Button("Turn on sound").ClickAsync();
        await Expect(wall.Locator("clinic-wall-sound")).ToHaveAttributeAsync("data-sound", "on");
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard", on: host);
        var doctor = await windows.OpenAsAsync("doctor3@demo.example", "/doctor", on: host);

        var id = await desk.WalkInAsync("Canary Neverseen", "O'Sullivan");
        await desk.Card(id).Locator("[data-key='m']").ClickAsync();
        var ticket = (await desk.Card(id).Locator(".menu .num").InnerTextAsync()).Split(' ')[^1];
        var line = wall.Locator(".wall-lines > ul > li", new() { HasText = "Room 3" });
        await Expect(line.Locator("ol")).ToContainTextAsync(ticket);

        await doctor.Card(id).ChooseAsync("Call");
        var call = wall.Locator($"clinic-call[data-ticket='{ticket}']");
        await Expect(call).ToContainTextAsync("Room 3");
        await Expect(call).ToHaveAttributeAsync("data-rung", "1");
        await Expect(call).ToHaveAttributeAsync("data-fresh", "");
        await Expect(line.Locator("ol", new() { HasText = ticket })).ToHaveCountAsync(0);
        await doctor.Card(id).ChooseAsync("Call again");
        await Expect(call).ToHaveAttributeAsync("data-rung", "2");
        (await wall.ContentAsync()).Should().NotContainAny("Canary", "Neverseen", "Sullivan", id);

        host.Kill();
        await wall.LineIsAsync("offline");
        await Expect(wall.Locator(".wall-lost")).ToBeVisibleAsync();
        await host.StartAgainAsync();
        await wall.LineIsAsync("live");
        await Expect(call).ToContainTextAsync("Room 3");
        await Expect(wall.Locator(".wall-lost")).ToBeHiddenAsync();
    });

    [Fact]
    public Task A_screen_that_is_taken_down_goes_dark_by_itself_and_a_new_one_opens_from_its_address() => browser.RunAsync(async windows =>
    {
        var admin = await windows.OpenAsAsync("admin@demo.example", "/admin/displays");
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync("Short-lived");
        await admin.Button("Add").ClickAsync();
        var card = admin.Locator("[data-display]", new() { HasText = "Short-lived" });
        var address = (await card.GetByRole(AriaRole.Link).GetAttributeAsync("href"))!;

        var wall = await windows.OpenAsync(new Uri(address).AbsolutePath);
        await BrowserSession.LiveAsync(wall);
        await Expect(card.Locator(".chip")).ToHaveTextAsync("Connected");
        await card.Button("Remove Short-lived").ClickAsync();
        await card.GetByRole(AriaRole.Alertdialog).Button("Remove").ClickAsync();

        await Expect(wall.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page does not exist");
        windows.HaveNoConsoleErrors();
    });

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(3840, 2160)]
    [InlineData(1080, 1920)]
    public Task On_every_screen_everything_fits_and_tickets_are_seven_hundredths_of_it(int width, int height) => browser.RunAsync(async windows =>
    {
        var wall = await windows.OpenAsync(Wall, width, height);
        await BrowserSession.LiveAsync(wall);
        await wall.Locator(".wall-lines ol li").First.WaitForAsync();

        var outside = await wall.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('.wall-lines > ul > li, clinic-call, clinic-wall-sound, .wall-head clinic-now')].filter(e => {
              const r = e.getBoundingClientRect(), box = (e.closest('section') ?? document.documentElement).getBoundingClientRect();
              return r.bottom > box.bottom + 1 || r.right > box.right + 1;
            }).map(e => e.outerHTML.slice(0, 120))
            """);
        outside.Should().BeEmpty();
        var letters = await wall.Locator(".wall-lines ol li").First.EvaluateAsync<double>("e => parseFloat(getComputedStyle(e).fontSize)");
        (letters / Math.Min(width, height)).Should().BeGreaterThanOrEqualTo(.065);
        var called = await wall.Locator("clinic-call b").First.EvaluateAsync<double>("e => parseFloat(getComputedStyle(e).fontSize)");
        called.Should().BeGreaterThan(2 * letters);
    });
}
