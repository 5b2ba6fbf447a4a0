using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>Doctor and patient talk, each at a screen of their own; and a restart of the clinic loses and doubles nothing.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ChatTests(BrowserFixture browser)
{
    [Fact]
    public Task What_one_says_the_other_sees_at_once_and_the_marks_tell_that_it_was_read() => browser.RunAsync(async windows =>
    {
        var doctor = await OpenRoomAsync(windows, "doctor3@demo.example", "فاطمة");
        var patient = await OpenRoomAsync(windows, "patient7@demo.example", "O'Sullivan", width: 390);
        foreach (var page in new[] { doctor, patient }) await page.MarkAsync();
        await Expect(patient.Locator(".chat-list")).ToBeHiddenAsync(); // on a phone the room is a screen of its own

        await patient.Locator("[data-composer]").PressSequentiallyAsync("Is the letter ready?");
        await Expect(doctor.Locator(".typing")).ToContainTextAsync("is typing");
        await patient.Locator("[data-composer]").PressAsync("Shift+Enter");
        await patient.Locator("[data-composer]").PressSequentiallyAsync("<b>Thank you</b> 👩‍⚕️");
        await patient.Locator("[data-composer]").PressAsync("Enter");

        var heard = doctor.Locator(".bubble").Last;
        await Expect(heard.Locator(".body")).ToHaveTextAsync("Is the letter ready?\n<b>Thank you</b> 👩‍⚕️");
        await Expect(patient.Locator("[data-pending]")).ToHaveCountAsync(0);
        await Expect(doctor.Locator(".typing clinic-until")).ToHaveCountAsync(0);
        await doctor.BringToFrontAsync();
        await Expect(patient.Locator(".bubble[data-own]").Last).ToHaveAttributeAsync("data-state", "read");

        await heard.HoverAsync();
        await heard.Locator("[data-key='m']").ClickAsync();
        await heard.Button("Reply").ClickAsync();
        await doctor.Locator("[data-composer]").FillAsync("It is, at the front desk.");
        await doctor.Button("Send").ClickAsync();
        await Expect(patient.Locator(".bubble").Last).ToContainTextAsync("It is, at the front desk.");
        await Expect(patient.Locator(".bubble").Last.Locator(".quote")).ToContainTextAsync("Is the letter ready?");
        await Expect(doctor.Locator("[data-composer]")).ToHaveValueAsync("");
        foreach (var page in new[] { doctor, patient }) (await page.IsMarkedAsync()).Should().BeTrue("no screen was loaded again");
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task A_clinic_that_dies_and_comes_back_has_every_message_once_and_what_was_being_typed() => browser.RunAsync(async windows =>
    {
        await using var host = await AppHost.StartAsync();
        var patient = await OpenRoomAsync(windows, "patient1@demo.example", "Priya Raman", on: host);
        var doctor = await OpenRoomAsync(windows, "doctor1@demo.example", "Amelia Hart", on: host);
        for (var i = 1; i <= 3; i++) await SayAsync(patient, $"before {i}");
        await Expect(doctor.Locator(".body", new() { HasText = "before 3" })).ToBeVisibleAsync();

        await Expect(patient.Locator("[data-pending]")).ToHaveCountAsync(0); // what is stored and not yet known to be so would be sent again

        host.Kill();
        for (var i = 1; i <= 3; i++) await SayAsync(patient, $"while away {i}");
        await patient.Locator("[data-composer]").PressSequentiallyAsync("half a thought");
        await Expect(patient.Locator("[data-pending]")).ToHaveCountAsync(3);
        await host.StartAgainAsync();

        foreach (var page in new[] { patient, doctor })
        {
            await Expect(page.Locator(".bubble:not([data-pending]) .body", new() { HasText = "while away 3" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
            var said = await page.Locator(".bubble .body").AllTextContentsAsync();
            said.Where(t => t.StartsWith("before", StringComparison.Ordinal) || t.StartsWith("while", StringComparison.Ordinal))
                .Should().Equal("before 1", "before 2", "before 3", "while away 1", "while away 2", "while away 3");
        }

        await Expect(patient.Locator("[data-composer]")).ToHaveValueAsync("half a thought");
        host.Read("SELECT COUNT(*) FROM \"ChatMessages\" WHERE \"Body\" LIKE 'while away%'").Should().Be(3);
    });

    private static async Task SayAsync(IPage page, string text)
    {
        await page.Locator("[data-composer]").FillAsync(text);
        await page.Locator("[data-composer]").PressAsync("Enter");
    }

    private static async Task<IPage> OpenRoomAsync(BrowserSession windows, string email, string with, int width = 1280, AppHost? on = null)
    {
        var page = await windows.OpenAsAsync(email, "/chat", width: width, on: on);
        await page.Locator("[data-room]", new() { HasText = with }).First.ClickAsync();
        await page.Locator(".chat-room[data-drawn='true'] [data-composer]").WaitForAsync();
        await Expect(page.Locator("[data-composer]")).ToBeFocusedAsync(); // the script has taken the room in its hands: what is typed from now on is heard
        return page;
    }
}
