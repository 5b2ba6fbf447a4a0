using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>What somebody does at one desk pops up in another window, and reading it in one tab clears the other.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NotificationTests(BrowserFixture browser)
{
    [Fact]
    public Task An_announcement_pops_up_elsewhere_counts_in_the_title_and_reading_it_in_one_tab_clears_the_other() => browser.RunAsync(async windows =>
    {
        await using var host = await AppHost.StartAsync(); // whoever else works would be told, too
        var desk = await windows.OpenAsAsync("reception@demo.example", "/notifications", on: host);
        var doctor = await windows.OpenAsAsync("doctor3@demo.example", "/doctor", on: host);
        var second = await doctor.Context.NewPageAsync();
        await second.GotoAsync("/notifications");
        await BrowserSession.LiveAsync(second);
        await Expect(doctor.GetByTestId("unread-count")).ToHaveTextAsync("0");
        await Expect(doctor).ToHaveTitleAsync("My day · ClinicLive");

        await desk.Button("Tell people…").ClickAsync();
        await desk.GetByLabel("Whom").SelectOptionAsync(new SelectOptionValue { Label = "All colleagues" });
        await Expect(desk.GetByTestId("audience")).ToHaveTextAsync("Goes to 8 people.");
        await desk.LooksRightAsync("telling people", desk.Locator(".rz-dialog"));
        await desk.GetByLabel("What", new() { Exact = true }).FillAsync("Fire drill at noon");
        await desk.Locator(".rz-dialog").GetByLabel("Urgent: stays").CheckAsync();
        await desk.Button("Send to 8 people").ClickAsync();

        var popup = doctor.Locator("[data-toast]", new() { HasText = "Fire drill at noon" });
        await Expect(popup).ToBeVisibleAsync();
        await Expect(doctor.GetByTestId("unread-count")).ToHaveTextAsync("1");
        await Expect(doctor).ToHaveTitleAsync("(1) My day · ClinicLive");
        await Expect(second).ToHaveTitleAsync("(1) Notifications · ClinicLive");
        await Expect(second.Locator(".note", new() { HasText = "Fire drill at noon" })).ToHaveAttributeAsync("data-read", "false");
        await doctor.LooksRightAsync("with something urgent", doctor.Locator(".toasts"));

        await popup.Button("Dismiss").ClickAsync();

        await Expect(popup).ToHaveCountAsync(0);
        await Expect(second.Locator("[data-toast]")).ToHaveCountAsync(0);
        await Expect(second.Locator(".note", new() { HasText = "Fire drill at noon" })).ToHaveAttributeAsync("data-read", "true");
        await Expect(second).ToHaveTitleAsync("Notifications · ClinicLive");
        await Expect(doctor).ToHaveTitleAsync("My day · ClinicLive");
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task The_list_under_the_bell_opens_and_closes_by_keyboard_and_the_page_looks_right() => browser.RunAsync(async windows =>
    {
        var patient = await windows.OpenAsAsync("patient1@demo.example", "/notifications");
        await patient.Locator(".note").First.WaitForAsync();
        await patient.Locator(".choices summary").ClickAsync();
        await patient.LooksRightAsync("with choices");
        var bell = patient.Locator(".bell-button");
        await bell.FocusAsync();
        await patient.Keyboard.PressAsync("Enter");
        await Expect(patient.Locator("#bell-list .note").First).ToBeVisibleAsync();
        await patient.LooksRightAsync("with the list open");

        await patient.Keyboard.PressAsync("Escape");
        await Expect(patient.Locator("#bell-list")).ToHaveCountAsync(0);
        await Expect(bell).ToBeFocusedAsync();
        await bell.ClickAsync();
        await patient.Locator("#bell-list").WaitForAsync();
        await patient.Locator("h1").ClickAsync();
        await Expect(patient.Locator("#bell-list")).ToHaveCountAsync(0);
        windows.HaveNoConsoleErrors();
    });
}
