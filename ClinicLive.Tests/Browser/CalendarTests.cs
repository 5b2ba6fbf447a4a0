using System.Globalization;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>The calendar under real hands. Every test works on a day of its own, weeks ahead, on which nobody else is.</summary>
[Collection(BrowserCollection.Name)]
public sealed class CalendarTests(BrowserFixture browser)
{
    [Fact]
    public Task What_is_dragged_in_one_window_moves_in_another_and_Undo_brings_it_back() => browser.RunAsync(async windows =>
    {
        var path = PathOf(daysAhead: 40);
        var nadia = await windows.OpenAsAsync("reception@demo.example", path);
        var callum = await windows.OpenAsAsync("reception2@demo.example", path);
        var id = await nadia.BookAsync("Drago Slowhand", "Tanaka", at: "8:00");
        await Expect(callum.Card(id)).ToBeVisibleAsync();
        await callum.Card(id).EvaluateAsync("e => { e.closest('.cal').scrollTop = 700; }");
        var scroll = await ScrollOfAsync(callum);

        await PickUpAsync(nadia, id);
        await MoveToAsync(nadia, id, "Raman", minutesLater: 60);
        await Expect(nadia.Locator(".cal-ghost")).ToHaveTextAsync("9:00–9:15");
        await nadia.Mouse.UpAsync();

        foreach (var page in new[] { nadia, callum }) await StandsAsync(page, id, "Raman", 9 * 60, 15);
        (await ScrollOfAsync(callum)).Should().Be(scroll);
        await Expect(callum.Card(id).Button("Undo")).ToHaveCountAsync(0);
        nadia.Url.Should().EndWith(path, "a drag is no click");

        await nadia.Card(id).Button("Undo").ClickAsync();
        foreach (var page in new[] { nadia, callum }) await StandsAsync(page, id, "Tanaka", 8 * 60, 15);

        // The lower edge makes it longer; Escape leaves everything as it was.
        var box = await BoxAsync(nadia, id);
        await nadia.Mouse.MoveAsync(box.X + 30, box.Y + box.Height - 2);
        await nadia.Mouse.DownAsync();
        await nadia.Mouse.MoveAsync(box.X + 30, box.Y + box.Height + 8);
        await nadia.Mouse.MoveAsync(box.X + 30, box.Y + (2 * box.Height), new() { Steps = 3 });
        await nadia.Mouse.UpAsync();
        await StandsAsync(callum, id, "Tanaka", 8 * 60, 30);
        await PickUpAsync(nadia, id);
        await MoveToAsync(nadia, id, "Raman", minutesLater: 90);
        await nadia.Keyboard.PressAsync("Escape");
        await nadia.Mouse.UpAsync();
        await Expect(nadia.Locator(".cal-ghost")).ToBeHiddenAsync();
        await nadia.RoundTripAsync();
        browser.Host.LinesAbout(id, "\"Kind\" = 'AppointmentRescheduled'").Should().Be(3);
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task An_appointment_is_moved_lengthened_and_opened_without_a_mouse() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", PathOf(daysAhead: 41));
        var id = await desk.BookAsync("Kira Keys", "Tanaka", at: "8:00");
        await desk.Card(id).Locator("a").FocusAsync();

        await desk.Keyboard.PressAsync("m");
        foreach (var key in new[] { "ArrowDown", "ArrowDown", "Shift+ArrowDown", "ArrowRight", "+" }) await desk.Keyboard.PressAsync(key);
        await Expect(desk.Locator("[data-say]")).ToContainTextAsync("8:25 to 8:45");
        await Expect(desk.Locator("[data-say]")).ToContainTextAsync("Dr Tomasz Zieliński");
        await desk.Keyboard.PressAsync("Enter");

        await StandsAsync(desk, id, "Zieliński", (8 * 60) + 25, 20);
        await Expect(desk.Card(id).Locator("a")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("u");
        await StandsAsync(desk, id, "Tanaka", 8 * 60, 15);

        // From the appointment to the free time behind it, which can be booked.
        await Expect(desk.Card(id).Locator("a")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("ArrowDown");
        await Expect(desk.Locator(".cal-cursor[aria-label^='8:15, '][aria-label*='Dr Haruto Tanaka, free']")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("Enter");
        await Expect(desk.Locator("#book-time")).ToHaveValueAsync("08:15");
        await Expect(desk.Locator("#book-doctor option:checked")).ToContainTextAsync("Tanaka");
        await desk.Keyboard.PressAsync("Escape");
        await Expect(desk.Locator(".book")).ToHaveCountAsync(0);

        await desk.Card(id).Locator("a").FocusAsync();
        await desk.Keyboard.PressAsync("Enter");
        await desk.AtAsync($"*/appointments/{id}");
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task Who_drags_what_somebody_else_moves_meanwhile_is_told_who_was_faster() => browser.RunAsync(async windows =>
    {
        var path = PathOf(daysAhead: 42);
        var nadia = await windows.OpenAsAsync("reception@demo.example", path);
        var callum = await windows.OpenAsAsync("reception2@demo.example", path);
        var id = await nadia.BookAsync("Conny Flict", "Tanaka", at: "8:00");
        await Expect(callum.Card(id)).ToBeVisibleAsync();

        await PickUpAsync(nadia, id);
        await MoveToAsync(nadia, id, "Raman", minutesLater: 60);
        await callum.Card(id).Locator("a").FocusAsync();
        foreach (var key in new[] { "m", "ArrowDown", "Enter" }) await callum.Keyboard.PressAsync(key);
        await StandsAsync(nadia, id, "Tanaka", (8 * 60) + 5, 15); // under her hand
        await nadia.Mouse.UpAsync();

        await Expect(nadia.Locator(".cal-notice .conflict")).ToContainTextAsync("Conny Flict: Rescheduled");
        await Expect(nadia.Locator(".cal-notice .conflict")).ToContainTextAsync("by Callum Reid. Yours was not applied.");
        foreach (var page in new[] { nadia, callum }) await StandsAsync(page, id, "Tanaka", (8 * 60) + 5, 15);
        browser.Host.LinesAbout(id, "\"Kind\" = 'AppointmentRescheduled'").Should().Be(1);
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task On_paper_a_day_is_a_list_of_all_its_appointments_and_nothing_else() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/appointments?view=day");
        await desk.Locator(".ev").First.WaitForAsync();
        var onScreen = await desk.Locator(".ev").CountAsync();
        onScreen.Should().BeGreaterThan(20);

        await desk.EmulateMediaAsync(new() { Media = Media.Print });

        foreach (var hidden in new[] { ".nav", ".bell", ".cal-bar", ".cal-wait", ".connection" })
        {
            await Expect(desk.Locator(hidden).First).ToBeHiddenAsync();
        }

        (await desk.Locator(".ev").EvaluateAllAsync<int>("all => all.filter(e => e.getBoundingClientRect().height > 0 && getComputedStyle(e).position === 'static').length"))
            .Should().Be(onScreen, "none is cut off by a scrolling box");
        (await desk.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).Should().BeTrue();
        (await desk.PdfAsync()).Should().HaveCountGreaterThan(5_000);
    });

    private static string PathOf(int daysAhead) =>
        $"/appointments?view=day&date={TimeProvider.System.GetUtcNow().AddDays(daysAhead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    private static async Task<LocatorBoundingBoxResult> BoxAsync(IPage page, string id)
    {
        await page.Card(id).ScrollIntoViewIfNeededAsync();
        return (await page.Card(id).BoundingBoxAsync())!;
    }

    private static async Task PickUpAsync(IPage page, string id)
    {
        var box = await BoxAsync(page, id);
        await page.Mouse.MoveAsync(box.X + 30, box.Y + 4);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 38, box.Y + 8);
        await Expect(page.Locator(".cal-ghost")).ToBeVisibleAsync();
    }

    /// <summary>To the column of another doctor, so much further down than the appointment stands now.</summary>
    private static async Task MoveToAsync(IPage page, string id, string doctor, int minutesLater)
    {
        var box = await BoxAsync(page, id);
        var column = (await page.Locator($".cal-col[aria-label*='{doctor}']").BoundingBoxAsync())!;
        var perMinute = column.Height / (24 * 60);
        await page.Mouse.MoveAsync(column.X + (column.Width / 2), box.Y + 4 + (minutesLater * perMinute), new() { Steps = 4 });
    }

    private static async Task StandsAsync(IPage page, string id, string doctor, int minute, int minutes)
    {
        await Expect(page.Locator($".cal-col[aria-label*='{doctor}'] [data-appointment='{id}']")).ToHaveCountAsync(1);
        await Expect(page.Card(id)).ToHaveAttributeAsync("style", $"--s:{minute};--m:{minutes};--l:0;--n:1");
    }

    private static Task<double> ScrollOfAsync(IPage page) => page.Locator(".cal").EvaluateAsync<double>("e => e.scrollTop");
}
