using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>The whole board without a mouse.</summary>
[Collection(BrowserCollection.Name)]
public sealed class KeyboardTests(BrowserFixture browser)
{
    [Fact]
    public Task Arrows_go_from_card_to_card_and_the_focus_stays_with_a_card_that_moves() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        var booked = desk.Lane("Booked").Cards("Booked");
        await booked.First.WaitForAsync();

        await desk.Keyboard.PressAsync("ArrowDown");
        (await FocusedAsync(desk)).Should().Be(await desk.Lane("Booked").Cards().First.IdAsync());
        await desk.Keyboard.PressAsync("ArrowDown");
        (await FocusedAsync(desk)).Should().Be(await desk.Lane("Booked").Cards().Nth(1).IdAsync());
        await desk.Keyboard.PressAsync("ArrowRight");
        (await FocusedAsync(desk)).Should().Be(await desk.Lane("Waiting").Cards().Nth(1).IdAsync());
        await desk.Keyboard.PressAsync("ArrowLeft");
        await desk.Keyboard.PressAsync("ArrowUp");
        (await FocusedAsync(desk)).Should().Be(await desk.Lane("Booked").Cards().First.IdAsync());

        // Down to somebody who is expected, and the next step.
        var id = await booked.First.IdAsync();
        while (await FocusedAsync(desk) != id) await desk.Keyboard.PressAsync("ArrowDown");
        await desk.Keyboard.PressAsync("s");
        await desk.Lane("Waiting").Locator(desk.Card(id)).WaitForAsync();
        await FocusIsAsync(desk, id);

        await desk.Keyboard.PressAsync("u");
        await desk.Lane("Booked").Locator(desk.Card(id)).WaitForAsync();
        await FocusIsAsync(desk, id);

        await desk.Keyboard.PressAsync("Enter");
        await desk.AtAsync($"*/appointments/{id}");
    });

    [Fact]
    public Task The_menu_of_a_card_is_opened_walked_and_closed_by_keys() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        var card = desk.Lane("Booked").Cards("Booked").Last;
        var id = await card.IdAsync();
        card = desk.Card(id);
        await card.Locator("a").First.FocusAsync();

        await desk.Keyboard.PressAsync("m");
        var items = card.GetByRole(AriaRole.Menuitem);
        await Expect(items.First).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("ArrowDown");
        await Expect(items.Nth(1)).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("ArrowUp");
        await desk.Keyboard.PressAsync("ArrowUp");
        await Expect(items.Last).ToBeFocusedAsync();

        await desk.Keyboard.PressAsync("Escape");
        await Expect(card.GetByRole(AriaRole.Menu)).ToHaveCountAsync(0);
        await FocusIsAsync(desk, id);

        // ... and something chosen from it: the dialog takes the focus and gives it back.
        await desk.Keyboard.PressAsync("m");
        await Expect(items.First).ToBeFocusedAsync();
        while (!(await desk.EvaluateAsync<string>("document.activeElement.textContent")).StartsWith("Cancel", StringComparison.Ordinal)) await desk.Keyboard.PressAsync("ArrowDown");
        await desk.Keyboard.PressAsync("Enter");
        await Expect(desk.GetByLabel("Why?")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("Escape");
        await Expect(desk.GetByLabel("Why?")).ToHaveCountAsync(0);
        await card.HasStatusAsync("Booked");
    });

    [Fact]
    public Task Finding_and_the_list_of_keys_are_one_key_away() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        await desk.Lane("Done").Cards().First.WaitForAsync();
        var find = desk.GetByLabel("Find a patient on the board");

        await desk.Keyboard.PressAsync("/");
        await Expect(find).ToBeFocusedAsync();
        await desk.Keyboard.TypeAsync("snm?/ nobody");
        await Expect(find).ToHaveValueAsync("snm?/ nobody");
        await Expect(desk.Locator(".board [data-appointment]")).ToHaveCountAsync(0);
        await Expect(desk.Locator("#keys")).ToBeHiddenAsync();
        await find.ClearAsync();
        await desk.Keyboard.PressAsync("Escape");
        await Expect(find).Not.ToBeFocusedAsync();
        await desk.Lane("Done").Cards().First.WaitForAsync();

        await desk.Keyboard.PressAsync("?");
        await Expect(desk.Locator("#keys")).ToBeVisibleAsync();
        await desk.Keyboard.PressAsync("Escape");
        await Expect(desk.Locator("#keys")).ToBeHiddenAsync();

        await desk.Keyboard.PressAsync("Control+k");
        await Expect(find).ToBeFocusedAsync();
    });

    [Fact]
    public Task Somebody_is_booked_without_a_mouse() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        await desk.Lane("Done").Cards().First.WaitForAsync();

        await desk.Keyboard.PressAsync("n");
        var picker = desk.GetByRole(AriaRole.Combobox, new() { Name = "Patient" });
        await picker.WaitForAsync();
        await Expect(picker).ToBeFocusedAsync();
        await desk.Keyboard.TypeAsync("Zoë");
        await desk.Locator("#picker-list [role=option]").First.WaitForAsync();
        await desk.Keyboard.PressAsync("Enter");
        await Expect(desk.Locator(".picked")).ToContainTextAsync("Zoë D'Angelo");

        // On with Tab: the doctor by his first letters, the time that is suggested, and Enter.
        await TabToAsync(desk, "#book-doctor");
        await desk.Keyboard.TypeAsync("Dr H");
        await Expect(desk.Locator("#book-doctor option:checked")).ToContainTextAsync("Tanaka");
        await desk.Keyboard.PressAsync("Shift+Tab");
        await TabToAsync(desk, ".book input[type=radio]", "Shift+Tab");
        await desk.Keyboard.PressAsync("ArrowDown");
        await TabToAsync(desk, "#book-reason");
        await desk.Keyboard.TypeAsync("No mouse");
        await desk.Keyboard.PressAsync("Enter");
        await Expect(desk.Locator(".book")).ToHaveCountAsync(0);
        await Expect(desk.Lane("Waiting").Locator("[data-appointment]", new() { HasText = "No mouse" })).ToContainTextAsync("Zoë D'Angelo");

        await desk.Keyboard.PressAsync("n");
        await Expect(picker).ToBeFocusedAsync();
        await desk.RoundTripAsync(); // the dialog listens to Escape a moment after it is drawn
        await desk.Keyboard.PressAsync("Escape");
        await Expect(desk.Locator(".book")).ToHaveCountAsync(0);
    });

    [Theory]
    [InlineData("reception2@demo.example", "/dashboard", "Find a patient on the board")]
    [InlineData("reception2@demo.example", "/dashboard", "Patient")]
    [InlineData("admin@demo.example", "/admin/accounts", "Find by name or address")]
    public Task Fast_fingers_on_a_slow_line_lose_no_letter(string email, string path, string label) => browser.RunAsync(async windows =>
    {
        const string Typed = "Anna Berg  zu Altenkirchen";
        Line line = null!;
        var page = await windows.OpenAsAsync(email, path, before: async p => line = await Line.OfAsync(p));
        if (label == "Patient") await page.Locator(".page-head [data-key='n']").ClickAsync();
        var field = page.GetByLabel(label, new() { Exact = true });
        await field.FocusAsync();

        line.Delay(TimeSpan.FromMilliseconds(120));
        await page.Keyboard.TypeAsync(Typed, new() { Delay = 40 });
        await page.RoundTripAsync();

        await Expect(field).ToHaveValueAsync(Typed);
        if (label == "Patient") await page.Locator(".book").Button("Back").ClickAsync();
    });

    private static async Task TabToAsync(IPage page, string wanted, string key = "Tab")
    {
        for (var i = 0; i < 12; i++)
        {
            await page.Keyboard.PressAsync(key);
            if (await page.EvaluateAsync<bool>("wanted => document.activeElement.matches(wanted)", wanted)) return;
        }

        Assert.Fail($"{key} does not lead to {wanted}");
    }

    private static Task<string?> FocusedAsync(IPage page) =>
        page.EvaluateAsync<string?>("document.activeElement?.closest('[data-appointment]')?.dataset.appointment ?? null");

    private static Task FocusIsAsync(IPage page, string id) =>
        WaitFor.PassesAsync(async () => (await FocusedAsync(page)).Should().Be(id));
}
