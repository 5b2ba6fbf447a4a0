using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>A doctor's line, several rows at once and a late doctor, in real browsers.</summary>
[Collection(BrowserCollection.Name)]
public sealed class QueueTests(BrowserFixture browser)
{
    [Fact]
    public Task Who_is_urgent_is_called_next_and_the_desk_sees_it() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        var doctor = await windows.OpenAsAsync("doctor4@demo.example", "/doctor");
        var urgent = await desk.WalkInAsync("Ursula Keel", "Mensah");
        await doctor.Lane("Queue").Locator(doctor.Card(urgent)).WaitForAsync();
        await Expect(doctor.Locator($"[data-why='{urgent}']")).ToContainTextAsync("walk-in");
        await Expect(doctor.Locator($"[data-why='{urgent}'] clinic-wait")).ToContainTextAsync("minutes");

        await desk.Card(urgent).ChooseAsync("Urgent…");
        await desk.GetByLabel("Why?").FillAsync("Short of breath");
        await desk.Button("Mark as urgent").ClickAsync();
        await Expect(desk.Card(urgent)).ToContainTextAsync("urgent");
        await Expect(doctor.Locator($"[data-why='{urgent}']")).ToContainTextAsync("urgent: Short of breath");
        (await doctor.Lane("Queue").Cards().First.IdAsync()).Should().Be(urgent);

        var open = doctor.Lane("Now").Cards();
        if (await open.CountAsync() > 0) await open.First.Button("Finish").ClickAsync();
        await doctor.Button("Call next").ClickAsync();
        await Expect(desk.Card(urgent)).ToContainTextAsync("urgent, called");
        await Expect(desk.Locator("[data-room='Room 4']")).ToHaveAttributeAsync("data-occupancy", "called");
        await doctor.Card(urgent).Button("Start").ClickAsync();
        await Expect(desk.Locator("[data-room='Room 4']")).ToContainTextAsync("Ursula Keel");
    });

    [Fact]
    public Task Several_are_checked_in_at_once_and_taken_back() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        var other = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        string[] ids = [await desk.BookAsync("Berit Several", "Tanaka"), await desk.BookAsync("Bodo Several", "Tanaka")];
        await desk.Button("Select several").ClickAsync();
        foreach (var id in ids) await desk.Locator($"[data-row='{id}'] input").CheckAsync();
        await Expect(desk.Locator(".bulk-bar b")).ToHaveTextAsync("2 chosen");
        await desk.LooksRightAsync("with several chosen", desk.Locator(".bulk"));

        await desk.Locator(".bulk").Button("Check in").ClickAsync();
        await Expect(desk.Locator(".bulk-result")).ToContainTextAsync("2 of 2 checked in.");
        foreach (var id in ids) await other.Lane("Waiting").Locator(other.Card(id)).WaitForAsync();
        await desk.LooksRightAsync("with several checked in", desk.Locator(".bulk"));

        await desk.Button("Undo all").ClickAsync();
        foreach (var id in ids) await other.Lane("Booked").Locator(other.Card(id)).WaitForAsync();
        (await desk.SticksOutAsync()).Should().BeEmpty();
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task The_browser_reckons_places_ranges_and_delays_like_the_core() => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        var random = new Random(7);
        var begin = new DateTimeOffset(2026, 6, 17, 9, 0, 0, TimeSpan.Zero);
        DateTimeOffset Some() => begin.AddSeconds(random.Next(0, 4 * 3600));
        double Length() => Math.Round(random.NextDouble() * 40, 2);
        List<T> Many<T>(Func<T> one) => [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => one())];
        var waits = Enumerable.Range(0, 300).Select(_ => (Now: Some(), Forecast: new WaitForecast(
            random.Next(0, 9), Length(), Many(() => new OpenConsultation(Some(), Length())), random.Next(2) == 0 ? Some() : null, Many(() => new ExpectedBefore(Some(), Length()))))).ToList();
        var delays = Enumerable.Range(0, 300).Select(_ => (Now: Some(), Forecast: new DelayForecast(
            Many(() => new OpenConsultation(Some(), Length())), random.Next(2) == 0 ? Some() : null,
            [.. Many(() => new StillToSee(Guid.NewGuid(), Some(), Length(), random.Next(2) == 0)).OrderBy(s => s.Due)]))).ToList();

        var waited = await page.EvaluateAsync<int[][]>(
            "async all => { const { waitAt } = await import('/js/queue.js'); return all.map(([line, now]) => { const w = waitAt(line, Number(now)); return [w.position, w.fewest, w.most]; }); }",
            waits.ConvertAll(w => new[] { w.Forecast.Line, $"{w.Now.ToUnixTimeSeconds()}" }));
        var delayed = await page.EvaluateAsync<int[][]>(
            "async all => { const { delayAt } = await import('/js/queue.js'); return all.map(([line, now]) => { const d = delayAt(line, Number(now)); return [d.minutes, d.affected]; }); }",
            delays.ConvertAll(d => new[] { d.Forecast.Line, $"{d.Now.ToUnixTimeSeconds()}" }));

        waited.Select(w => new WaitEstimate(w[0], w[1], w[2])).Should().Equal(waits.Select(w => w.Forecast.At(w.Now)));
        delayed.Select(d => (d[0], d[1])).Should().Equal(delays.Select(d => d.Forecast.At(d.Now)).Select(d => (d.Minutes, d.Affected.Count)));
    });

    [Fact]
    public Task The_message_for_a_late_doctors_patients_looks_right() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard");
        var late = desk.Locator(".late-tell:visible");
        await late.First.WaitForAsync();
        for (var i = await late.CountAsync() - 1; i >= 0; i--) // of some doctors nobody can be told by message: then there is a list only
        {
            await late.Nth(i).ClickAsync();
            await desk.Locator(".rz-dialog .late-list").WaitForAsync();
            await desk.LooksRightAsync("telling of a delay", desk.Locator(".rz-dialog"));
            await desk.Locator(".rz-dialog .form-end button").First.ClickAsync();
            await Expect(desk.Locator(".rz-dialog")).ToHaveCountAsync(0);
        }

        windows.HaveNoConsoleErrors();
    });
}
