using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>Two people at the desk, one row: one change, and the slower one is told who was faster.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TwoDesksTests(BrowserFixture browser)
{
    [Fact]
    public Task Two_receptionists_who_check_in_the_same_patient_at_once_check_him_in_once() => browser.RunAsync(async windows =>
    {
        var nadia = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var callum = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        var id = await nadia.Lane("Booked").Cards("Booked").First.IdAsync();
        var before = CheckIns(id);

        await Task.WhenAll(PressAsync(nadia, id, "Check in"), PressAsync(callum, id, "Check in"));

        foreach (var page in new[] { nadia, callum }) await page.Lane("Waiting").Locator(page.Card(id)).WaitForAsync();
        foreach (var page in new[] { nadia, callum }) await page.RoundTripAsync();
        CheckIns(id).Should().Be(before + 1);
    });

    [Fact]
    public Task Whoever_checks_in_on_a_stale_screen_learns_who_was_faster_and_changes_nothing() => browser.RunAsync(async windows =>
    {
        Line line = null!;
        var nadia = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var callum = await windows.OpenAsAsync("reception2@demo.example", "/dashboard", before: async page => line = await Line.OfAsync(page));
        var id = await nadia.Lane("Booked").Cards("Booked").Last.IdAsync();
        var before = CheckIns(id);

        await StandStillAsync(callum, line);
        await nadia.Card(id).Button("Check in").ClickAsync();
        await nadia.Card(id).HasStatusAsync("Arrived");
        await callum.Card(id).HasStatusAsync("Booked");
        await callum.Card(id).Button("Check in").ClickAsync();
        line.LetGo();

        await Expect(callum.Card(id).GetByRole(AriaRole.Alert)).ToContainTextAsync("by Nadia Haddad from Booked to Waiting");
        await callum.Card(id).HasStatusAsync("Arrived");
        CheckIns(id).Should().Be(before + 1);

        await callum.Card(id).Button("OK").ClickAsync();
        await Expect(callum.Card(id).GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_press_that_crosses_the_news_on_the_wire_is_answered_too() => browser.RunAsync(async windows =>
    {
        Line line = null!;
        var nadia = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var callum = await windows.OpenAsAsync("reception2@demo.example", "/dashboard", before: async page => line = await Line.OfAsync(page));
        var id = await nadia.Lane("Booked").Cards("Booked").Last.IdAsync();
        await callum.Card(id).HasStatusAsync("Booked");

        line.HoldBackNews(); // the server has drawn it anew, the screen has not
        await nadia.Card(id).Button("Check in").ClickAsync();
        await nadia.Card(id).HasStatusAsync("Arrived");
        await WaitFor.TrueAsync(() => line.DrawingsHeldBack >= 1, TimeSpan.FromSeconds(20));
        await callum.Card(id).Button("Check in").ClickAsync();
        line.LetGo();

        await Expect(callum.Card(id).GetByRole(AriaRole.Alert)).ToContainTextAsync("by Nadia Haddad from Booked to Waiting");
    });

    [Fact]
    public Task A_check_in_on_a_stale_screen_does_not_undo_a_cancellation() => browser.RunAsync(async windows =>
    {
        Line line = null!;
        var nadia = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var callum = await windows.OpenAsAsync("reception2@demo.example", "/dashboard", before: async page => line = await Line.OfAsync(page));
        var id = await nadia.Lane("Booked").Cards("Booked").Last.IdAsync();
        var before = CheckIns(id);

        await StandStillAsync(callum, line);
        await nadia.Card(id).ChooseAsync("Cancel…");
        await nadia.SayWhyAsync("Her train does not run", "Cancel");
        await nadia.Lane("NotSeen").Locator(nadia.Card(id)).WaitForAsync();
        await callum.Card(id).Button("Check in").ClickAsync();
        line.LetGo();

        await Expect(callum.Card(id).GetByRole(AriaRole.Alert)).ToContainTextAsync("by Nadia Haddad from Booked to Cancelled. Yours was not applied.");
        foreach (var page in new[] { nadia, callum })
        {
            await page.Card(id).HasStatusAsync("Cancelled");
            await Expect(page.Card(id)).ToContainTextAsync("Her train does not run");
        }

        CheckIns(id).Should().Be(before);
    });

    [Fact]
    public Task The_second_half_of_a_double_click_is_not_meant_for_the_card_that_slid_under_the_hand() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var cards = desk.Lane("Booked").Cards("Booked");
        var (pressed, slid, meant) = (await cards.Nth(0).IdAsync(), await cards.Nth(1).IdAsync(), await cards.Nth(2).IdAsync());

        // Two clicks at one place, and one elsewhere.
        await desk.EvaluateAsync(
            """
            ([pressed, slid, meant]) => {
              const click = (id, clientX) => document.querySelector(`[data-appointment="${id}"] [data-press="CheckIn"]`)
                .dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1, clientX, clientY: 100 }));
              click(pressed, 100); click(slid, 101); click(meant, 300);
            }
            """,
            new[] { pressed, slid, meant });

        await desk.Lane("Waiting").Locator(desk.Card(meant)).WaitForAsync();
        await desk.Lane("Waiting").Locator(desk.Card(pressed)).WaitForAsync();
        await desk.Card(slid).HasStatusAsync("Booked");
        await Expect(desk.Locator(".said")).ToContainTextAsync("waiting.");
    });

    [Fact]
    public Task Whoever_moved_a_patient_takes_it_back_in_place() => browser.RunAsync(async windows =>
    {
        var nadia = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var callum = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        var id = await nadia.Lane("Booked").Cards("Booked").First.IdAsync();

        await nadia.Card(id).Button("Check in").ClickAsync();
        await callum.Lane("Waiting").Locator(callum.Card(id)).WaitForAsync();
        await Expect(callum.Card(id).Button("Undo")).ToHaveCountAsync(0);
        await nadia.Card(id).Button("Undo").ClickAsync();

        foreach (var page in new[] { nadia, callum }) await page.Lane("Booked").Locator(page.Card(id)).WaitForAsync();
        await Expect(nadia.Card(id).Button("Undo")).ToHaveCountAsync(0);
        await Expect(nadia.Card(id).Button("Check in")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_double_click_on_Call_calls_and_does_not_start_the_consultation() => browser.RunAsync(async windows =>
    {
        var nadia = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var id = await nadia.WalkInAsync("Dora Twice", "Tanaka");
        await nadia.Card(id).Button("Call").DblClickAsync();

        await Expect(nadia.Card(id)).ToContainTextAsync("called");
        await Expect(nadia.Card(id).Button("Start")).ToBeVisibleAsync();
        await nadia.RoundTripAsync();
        await nadia.Card(id).HasStatusAsync("Arrived");
        windows.Host.LinesAbout(id, "\"Kind\" = 'PatientCalled'").Should().Be(1);
        windows.Host.LinesAbout(id, "\"To\" = 'InConsultation'").Should().Be(0);
    });

    // The screen of somebody whose line is slow: the server stops drawing it when ten of its drawings are not there yet.
    private static async Task StandStillAsync(IPage page, Line line)
    {
        await page.Lane("Done").Cards().First.WaitForAsync();
        line.HoldBackNews();
        await page.EvaluateAsync("() => { for (let i = 0; i < 12; i++) document.querySelector('[data-lane=Done] [data-key=m]').click(); }");
        await WaitFor.TrueAsync(() => line.DrawingsHeldBack >= 10, TimeSpan.FromSeconds(20));
    }

    private long CheckIns(string id) => browser.Host.LinesAbout(id, "\"To\" = 'Arrived'");

    // A press at this very moment, if the button is there at all; Playwright's own click would look for it wherever it went.
    private static async Task PressAsync(IPage page, string id, string label) => await page.EvaluateAsync(
        "([id, label]) => [...document.querySelectorAll(`[data-appointment='${id}'] button`)].find(b => b.textContent === label)?.click()", new[] { id, label });
}
