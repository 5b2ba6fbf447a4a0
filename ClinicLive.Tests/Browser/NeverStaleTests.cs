using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>Whatever happens to the line or to the server: the screen says so, stays readable, and is right again without a click.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NeverStaleTests(BrowserFixture browser)
{
    private const int NoticedWithin = 10_000; // milliseconds

    [Fact]
    public Task After_a_crash_of_the_server_all_screens_come_back_by_themselves_and_are_right() => browser.RunAsync(async windows =>
    {
        await using var host = await AppHost.StartAsync();
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard", on: host);
        var doctor = await windows.OpenAsAsync("doctor6@demo.example", "/doctor", on: host);
        var id = await doctor.Lane("Later").Cards("Booked").First.IdAsync();
        await Expect(desk.Card(id)).ToBeVisibleAsync();
        var words = await desk.Card(id).InnerTextAsync();

        host.Kill();
        await Task.WhenAll(desk.LineIsAsync("offline", NoticedWithin), doctor.LineIsAsync("offline", NoticedWithin));
        await Expect(desk.GetByTestId("connection")).ToContainTextAsync("Offline since");
        (await desk.Card(id).InnerTextAsync()).Should().Be(words, "what was there can still be read");
        await CanBeReadAsync(desk, id);
        await CanBeReadAsync(doctor, id);

        // Both stay away for as long as it takes somebody else to change something.
        foreach (var page in new[] { desk, doctor }) await page.Context.RouteAsync("**/_blazor/**", route => route.AbortAsync());
        await host.StartAgainAsync();
        var other = await windows.OpenAsAsync("reception2@demo.example", "/dashboard", on: host);
        await other.Card(id).Button("Check in").ClickAsync();
        await other.Card(id).HasStatusAsync("Arrived");
        await desk.LineIsAsync("offline");
        foreach (var page in new[] { desk, doctor }) await page.Context.UnrouteAllAsync();

        await desk.Lane("Waiting").Locator(desk.Card(id)).WaitForAsync();
        await doctor.Lane("Queue").Locator(doctor.Card(id)).WaitForAsync();
        await desk.LineIsAsync("live");
        await doctor.LineIsAsync("live");

        // ... and they listen again.
        await doctor.Button("Not available").ClickAsync();
        await Expect(desk.Doctor("Tanaka")).ToHaveAttributeAsync("data-presence", "not-available");
    });

    [Fact]
    public Task A_screen_whose_line_was_dead_for_a_while_catches_up_without_a_reload() => browser.RunAsync(async windows =>
    {
        Line line = null!;
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard", before: async page => line = await Line.OfAsync(page));
        var other = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        await desk.MarkAsync();

        line.Cut();
        await desk.Context.SetOfflineAsync(true);
        var id = await other.WalkInAsync("Lina Away", "Tanaka");
        await NotLiveAsync(desk);
        await desk.LineIsAsync("offline");
        await Expect(desk.Card(id)).ToHaveCountAsync(0);
        await Expect(desk.Lane("Waiting").Cards().First).ToBeVisibleAsync();

        await desk.Context.SetOfflineAsync(false);
        line.Mend();
        await desk.Lane("Waiting").Locator(desk.Card(id)).WaitForAsync();
        await desk.LineIsAsync("live");
        (await desk.IsMarkedAsync()).Should().BeTrue("the server kept the screen for this long");
    });

    [Fact]
    public Task A_screen_whose_line_went_dead_alone_says_so_within_ten_seconds_and_takes_another() => browser.RunAsync(async windows =>
    {
        Line line = null!;
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard", before: async page => line = await Line.OfAsync(page));

        line.Cut(); // the browser has no idea
        await NotLiveAsync(desk);
        line.Mend();
        await desk.LineIsAsync("live");
        line.Connections.Should().BeGreaterThan(1);
    });

    [Fact]
    public Task A_screen_that_the_server_gave_up_loads_itself_again() => browser.RunAsync(async windows =>
    {
        Line line = null!;
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard", before: async page => line = await Line.OfAsync(page));
        await desk.MarkAsync();

        await desk.Lane("Done").Cards().First.WaitForAsync();

        // A browser that tells of a drawing that never was: the server ends the circuit as faulty.
        line.HoldBackNews();
        await desk.Lane("Done").Locator("[data-key='m']").First.ClickAsync();
        line.SayToServer(OnRenderCompleted(batch: 127));
        line.LetGo();

        await WaitFor.PassesAsync(async () => (await desk.IsMarkedAsync()).Should().BeFalse(), TimeSpan.FromSeconds(30));
        await BrowserSession.LiveAsync(desk);
        await Expect(desk.Lane("Waiting").Cards().First).ToBeVisibleAsync();
        await desk.LineIsAsync("live");
    });

    [Fact]
    public Task What_was_being_typed_is_there_again_after_a_reload() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        await desk.Locator(".page-head [data-key='n']").ClickAsync();
        await desk.GetByLabel("Reason").FillAsync("Half a sentence about her kn");
        await desk.GetByRole(AriaRole.Combobox, new() { Name = "Patient" }).FillAsync("Ingrid Half");
        await desk.Button("Register a new patient").ClickAsync();
        await desk.GetByLabel("Phone").FillAsync("01632 960");
        await WaitFor.TrueAsync(() => windows.Host.Read("""SELECT COUNT(*) FROM "FormDrafts" WHERE "Json" LIKE '%Ingrid Half%' AND "Json" LIKE '%01632 960%' """) == 1);

        await desk.ReloadAsync();

        await Expect(desk.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Ingrid Half");
        await Expect(desk.GetByLabel("Phone")).ToHaveValueAsync("01632 960");
        await Expect(desk.GetByLabel("Reason")).ToHaveValueAsync("Half a sentence about her kn");
        await desk.Locator(".book").Button("Back").ClickAsync();
        await Expect(desk.Locator(".book")).ToHaveCountAsync(0);
    });

    private static Task NotLiveAsync(IPage page) =>
        Expect(page.GetByTestId("connection")).Not.ToHaveAttributeAsync("data-state", "live", new() { Timeout = NoticedWithin });

    // Nothing lies over the board: the point where the card is belongs to the card.
    private static async Task CanBeReadAsync(IPage page, string id)
    {
        await page.Card(id).ScrollIntoViewIfNeededAsync();
        (await page.EvaluateAsync<bool>(
            """
            id => {
              const card = document.querySelector(`[data-appointment="${id}"]`), box = card.getBoundingClientRect();
              return card.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
            }
            """,
            id)).Should().BeTrue();
        await Expect(page.Locator(".components-reconnect-modal, #components-reconnect-modal")).ToHaveCountAsync(0);
    }

    // A hub message in MessagePack: its length, then [1, {}, null, "OnRenderCompleted", [batch, null]].
    private static byte[] OnRenderCompleted(byte batch)
    {
        const string method = "OnRenderCompleted";
        byte[] body = [0x95, 1, 0x80, 0xC0, (byte)(0xA0 | method.Length), .. System.Text.Encoding.ASCII.GetBytes(method), 0x92, batch, 0xC0];
        return [(byte)body.Length, .. body];
    }
}
