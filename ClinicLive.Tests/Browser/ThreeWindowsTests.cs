using ClinicLive.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>Reception, doctor and patient look at the same day, each at a screen of their own.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ThreeWindowsTests(BrowserFixture browser)
{
    [Fact]
    public Task A_visit_is_seen_by_reception_doctor_and_patient_at_every_step() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var doctor = await windows.OpenAsAsync("doctor1@demo.example", "/doctor");
        var patient = await windows.OpenAsAsync("patient1@demo.example", "/portal", width: 360);
        foreach (var page in new[] { desk, doctor, patient }) await page.MarkAsync();
        var visit = patient.Locator(".visit[data-flow='Waiting']");
        var id = await visit.IdAsync();
        visit = patient.Card(id);

        // The demo's doctor has somebody with him, and somebody waits before this patient.
        var open = await doctor.Lane("Now").Cards().IdAsync();
        await doctor.Card(open).Button("Finish").ClickAsync();
        await desk.Lane("Done").Locator(desk.Card(open)).WaitForAsync();
        await Expect(visit.Locator(".big")).ToHaveTextAsync("2nd");

        var first = await doctor.Lane("Queue").Cards().First.IdAsync();
        await doctor.Button("Call next").ClickAsync();
        await Expect(desk.Card(first)).ToContainTextAsync("called");
        await doctor.Card(first).Button("Start").ClickAsync();
        await Expect(visit.Locator(".big")).ToHaveTextAsync("1st");
        await desk.Lane("InConsultation").Locator(desk.Card(first)).WaitForAsync();
        await Expect(desk.Doctor("Raman")).ToHaveAttributeAsync("data-presence", "in-consultation");
        await doctor.Card(first).Button("Finish").ClickAsync();
        await Expect(desk.Doctor("Raman")).ToHaveAttributeAsync("data-presence", "available");

        await doctor.Button("Call next").ClickAsync();
        await Expect(visit.Locator(".todo")).ToHaveTextAsync("Please come to Room 1.");
        await Expect(desk.Card(id)).ToContainTextAsync("called");

        await doctor.Card(id).Button("Start").ClickAsync();
        await Expect(visit.Locator("h2")).ToHaveTextAsync("With the doctor");
        await desk.Lane("InConsultation").Locator(desk.Card(id)).WaitForAsync();
        await doctor.Lane("Now").Locator(doctor.Card(id)).WaitForAsync();

        await doctor.Card(id).Button("Finish").ClickAsync();
        await Expect(visit.Locator("h2")).ToHaveTextAsync("Done");
        await desk.Lane("Done").Locator(desk.Card(id)).WaitForAsync();
        await doctor.Lane("Over").Locator(doctor.Card(id)).WaitForAsync();
        foreach (var page in new[] { desk, doctor, patient }) (await page.IsMarkedAsync()).Should().BeTrue("no screen was loaded again");
    });

    [Fact]
    public Task Who_is_received_at_the_desk_stands_in_the_doctors_queue_without_a_reload() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var doctor = await windows.OpenAsAsync("doctor2@demo.example", "/doctor");
        await doctor.MarkAsync();

        var walkedIn = await desk.WalkInAsync("Wanda Keel", "Zieliński");
        await doctor.Lane("Queue").Locator(doctor.Card(walkedIn)).WaitForAsync();

        var expected = await desk.BookAsync("Bente Keel", "Zieliński");
        await doctor.Lane("Later").Locator(doctor.Card(expected)).WaitForAsync();
        await desk.Card(expected).Button("Check in").ClickAsync();
        await doctor.Lane("Queue").Locator(doctor.Card(expected)).WaitForAsync();
        await Expect(doctor.Lane("Later").Locator(doctor.Card(expected))).ToHaveCountAsync(0);
        (await doctor.IsMarkedAsync()).Should().BeTrue();
    });

    [Fact]
    public Task A_doctors_break_is_on_the_dashboard_at_once_and_so_is_his_return() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        var doctor = await windows.OpenAsAsync("doctor5@demo.example", "/doctor");
        var card = desk.Doctor("García-Lorca");
        await Expect(card).ToHaveAttributeAsync("data-presence", "available");

        await doctor.Button("Break 20 min").ClickAsync();
        await Expect(card).ToHaveAttributeAsync("data-presence", "on-break");
        await Expect(card.Locator(".chip")).ToContainTextAsync("Break until");
        await Expect(doctor.Locator(".availability clinic-countdown")).ToContainTextAsync("19:");

        await doctor.Button("I am back").ClickAsync();
        await Expect(card).ToHaveAttributeAsync("data-presence", "available");
    });
}
