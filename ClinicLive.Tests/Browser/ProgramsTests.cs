using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>The page to try the API really asks the clinic, and shows what it says; and there are no more windows than may be.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ProgramsTests(BrowserFixture browser)
{
    [Fact]
    public Task An_operation_is_tried_with_the_own_session_and_the_stream_runs_until_it_is_stopped() => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenAsAsync("reception2@demo.example", "/account/manage");
        await page.GotoAsync("/programs");
        await Expect(page.Locator(".programs details")).Not.ToHaveCountAsync(0);

        var me = page.Locator("#me");
        await me.Locator("summary").ClickAsync();
        await me.Button("Send").ClickAsync();
        await Expect(me.Locator(".good")).ToContainTextAsync("200");
        await Expect(me.Locator(".answer pre")).ToContainTextAsync("Receptionist");

        var status = page.Locator("details", new() { HasText = "/api/appointments/{id}/status" });
        await status.Locator("summary").ClickAsync();
        await status.GetByLabel("id", new() { Exact = false }).First.FillAsync("019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c01");
        await status.Button("Send").ClickAsync();
        await Expect(status.Locator(".bad")).ToContainTextAsync("404");

        var stream = page.Locator("details", new() { HasText = "/api/events" }).Last;
        await stream.Locator("summary").ClickAsync();
        await stream.Button("Send").ClickAsync();
        await Expect(stream.Locator(".answer pre")).Not.ToBeEmptyAsync();
        await stream.Button("Stop").ClickAsync();
        await Expect(stream.Locator(".answer pre")).ToContainTextAsync("(stopped)");
    });

    [Fact]
    public async Task One_window_too_many_is_told_so_and_opens_when_another_has_been_closed()
    {
        await using var host = await AppHost.StartAsync(settings: new Dictionary<string, string> { ["Limits:CircuitsPerAccount"] = "1" });
        await browser.RunAsync(async windows =>
        {
            var first = await windows.OpenAsAsync("doctor1@demo.example", "/doctor", on: host);
            var second = await first.Context.NewPageAsync();
            await second.GotoAsync("/doctor");

            await second.AtAsync("*/account/windows*");
            await Expect(second.GetByRole(AriaRole.Heading)).ToHaveTextAsync("You have 1 window open");
            await second.LooksRightAsync();
            await first.CloseAsync();
            await WaitFor.TrueAsync(async () => // the place is free when the clinic has noticed
            {
                await second.GotoAsync("/doctor", new() { WaitUntil = WaitUntilState.Commit });
                await second.Locator("clinic-connection, h1:has-text('window open')").First.WaitForAsync(); // drawn by a circuit, or said so
                return !second.Url.Contains("/account/windows", StringComparison.Ordinal);
            });
            await BrowserSession.LiveAsync(second);
        });
    }
}
