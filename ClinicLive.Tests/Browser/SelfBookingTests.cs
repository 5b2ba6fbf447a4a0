using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>A patient books alone on a phone.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SelfBookingTests(BrowserFixture browser)
{
    [Fact]
    public Task A_patient_reserves_a_time_takes_it_and_gets_it_for_the_calendar() => browser.RunAsync(async windows =>
    {
        var patient = await windows.OpenAsAsync("patient38@demo.example", "/portal/book", 360, 780);
        await patient.Locator("[data-slot]").First.WaitForAsync();
        await patient.LooksRightAsync("free times");
        await patient.Locator(".days button").Last.ClickAsync();
        await patient.Locator("[data-slot]").First.ClickAsync();
        var card = patient.Locator("[data-appointment]");
        await card.HasStatusAsync("Held");
        await Expect(card.Locator("clinic-countdown")).Not.ToBeEmptyAsync();
        await patient.LooksRightAsync("reserved");

        await patient.Button("Confirm").ClickAsync();
        await card.HasStatusAsync("Booked");
        await Expect(card.Locator(".check-in-code svg.qr")).ToBeVisibleAsync();
        await patient.LooksRightAsync("confirmed");

        var file = await patient.RunAndWaitForDownloadAsync(() => patient.GetByRole(AriaRole.Link, new() { Name = "Add to calendar" }).ClickAsync());
        (await File.ReadAllTextAsync(await file.PathAsync())).Should().StartWith("BEGIN:VCALENDAR\r\n").And.Contain(await card.IdAsync()).And.Contain("/portal/check-in?a=");
        windows.HaveNoConsoleErrors();
    });
}
