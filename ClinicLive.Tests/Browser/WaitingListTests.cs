using System.Globalization;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>A time that is given back at the desk finds its way to the patient who waits for it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class WaitingListTests(BrowserFixture browser)
{
    [Fact]
    public Task A_cancelled_time_is_offered_to_the_waiting_patient_who_takes_it() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var list = await windows.OpenAsAsync("reception2@demo.example", "/waiting-list");
        await desk.RegisterAsync("Gerda Givesback");
        await desk.Locator("#book-doctor").SelectOptionAsync(new SelectOptionValue { Index = 3 });
        var doctor = await desk.Locator("#book-doctor").InputValueAsync();
        await desk.Locator(".book").Button("Another time").ClickAsync();
        var today = DateOnly.Parse(await desk.Locator("#book-day").InputValueAsync(), CultureInfo.InvariantCulture);
        var day = today.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await desk.Locator("#book-day").FillAsync(day);
        await desk.Locator("#book-time").FillAsync("07:30");
        await desk.Locator(".book").Button("Book").ClickAsync();
        await Expect(desk.Locator(".book")).ToHaveCountAsync(0);

        var patient = await windows.OpenAsAsync("patient33@demo.example", "/portal/waiting-list", width: 360);
        await patient.MarkAsync();
        await patient.GetByLabel("Visit").SelectOptionAsync(new SelectOptionValue { Label = "Consultation, 15 minutes" });
        await patient.GetByLabel("Doctor").SelectOptionAsync(doctor);
        await patient.GetByLabel("From day").FillAsync(day);
        await patient.GetByLabel("To day").FillAsync(day);
        await patient.GetByLabel("Not before").FillAsync("07:30");
        await patient.GetByLabel("Over by").FillAsync("07:45");
        await patient.Button("Wait for a time").ClickAsync();
        await Expect(patient.Locator(".visit h2")).ToHaveTextAsync("You are on the waiting list");
        var id = await patient.Locator(".visit").IdAsync();
        await list.Card(id).HasStatusAsync("Waitlisted");

        var taken = windows.Host.Text(
            """SELECT a."Id" FROM "Appointments" a JOIN "Patients" p ON p."Id" = a."PatientId" WHERE p."Name" = 'Gerda Givesback'""").ToLowerInvariant();
        await desk.GotoAsync($"/appointments/{taken}");
        await desk.Card(taken).ChooseAsync("Cancel…");
        await desk.SayWhyAsync("Called off on the phone", "Cancel");

        await Expect(patient.Locator(".visit h2")).ToHaveTextAsync("A time is free for you");
        await Expect(patient.Locator(".visit clinic-countdown")).ToContainTextAsync("6:");
        await Expect(list.Card(id).Locator("clinic-countdown")).ToContainTextAsync("6:");
        await patient.LooksRightAsync("with an offer");
        await list.LooksRightAsync("with an offer");
        await patient.Button("Take it").ClickAsync();

        await Expect(patient.Locator(".waiting-done")).ToContainTextAsync("Booked");
        await Expect(list.Card(id)).ToHaveCountAsync(0);
        await desk.GotoAsync($"/appointments/{id}");
        await desk.Card(id).HasStatusAsync("Booked");
        (await patient.IsMarkedAsync()).Should().BeTrue("the patient's screen was never loaded again");

        await desk.Button("Repeat…").ClickAsync();
        await desk.Locator(".series-dates li").First.WaitForAsync();
        await desk.LooksRightAsync("with the dates of a series", desk.Locator(".rz-dialog"));
        await desk.Locator(".rz-dialog").Button("Back").ClickAsync();
        windows.HaveNoConsoleErrors();
    });
}
