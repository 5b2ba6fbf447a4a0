using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Replay;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Replay.Pages;

/// <summary>The day again on screen: scrubbed, stepped, played, and why somebody waited.</summary>
public sealed class ReplayPageTests : PageTest
{
    [Fact]
    public async Task Today_opens_as_it_stands_and_goes_on_while_one_looks()
    {
        var row = await Clinic.BookAsync();
        var page = await OpenAsync<ReplayPage>(Home.Lena);
        LaneOf(page, row.Id).Should().Be("Booked");

        Clinic.Clock.Advance(TimeSpan.FromMinutes(5));
        await Clinic.CheckInAsync(row);

        await SeesAsync(() => LaneOf(page, row.Id).Should().Be("Waiting"));
        page.TextOf(".replay-time").Should().Be("10:05");
    }

    [Fact]
    public async Task The_slider_leads_to_any_minute_and_a_chosen_card_tells_its_wait()
    {
        var row = await DayAsync();
        var page = await OpenAsync<ReplayPage>(Home.Admin);
        LaneOf(page, row.Id).Should().Be("Done");

        await page.InvokeAsync(() => page.Find("#replay-at").Input("12"));

        LaneOf(page, row.Id).Should().Be("Waiting");
        page.TextOf(".replay-time").Should().Be("10:12");
        page.Find("#replay-at").GetAttribute("aria-valuetext").Should().Be("10:12");

        await page.InvokeAsync(() => page.Find($"[data-replayed='{row.Id}']").ClickAsync());
        page.TextOf("#story-title").Should().Be("Paula Patient has waited 2 minutes so far");
        await page.InvokeAsync(() => page.Find("#replay-at").Input("999"));
        page.TextOf("#story-title").Should().Be("Paula Patient waited 20 minutes");
        page.FindAll(".story-parts li").Should().ContainSingle().Which.TextContent.Should().Contain("Nobody was with Dr Berg");
        page.Find($"[data-replayed='{row.Id}']").GetAttribute("aria-pressed").Should().Be("true");
    }

    [Fact]
    public async Task Steps_go_from_event_to_event()
    {
        var row = await DayAsync();
        var page = await OpenAsync<ReplayPage>(Home.Lena);
        page.FindAll(".replay-lines li").Should().HaveCount(4);

        await PressAsync(page, ".player .btn:nth-of-type(1)");
        LaneOf(page, row.Id).Should().Be("InConsultation");
        await PressAsync(page, ".player .btn:nth-of-type(1)");
        LaneOf(page, row.Id).Should().Be("Waiting");
        page.TextOf(".replay-lines li").Should().Contain("booked → Waiting by Lena Desk");
        await PressAsync(page, ".player .btn:nth-of-type(3)");
        LaneOf(page, row.Id).Should().Be("InConsultation");
    }

    [Fact]
    public async Task Played_it_runs_to_the_end_by_itself_and_stops_when_asked()
    {
        var row = await DayAsync();
        var page = await OpenAsync<ReplayPage>(Home.Lena);
        var playing = page.InvokeAsync(() => page.Find(".player .btn.p").ClickAsync());
        await SeesAsync(() => page.TextOf(".player .btn.p").Should().Be("Pause"));
        page.TextOf(".replay-time").Should().Be("10:00", "at the end it begins anew");

        await WaitFor.TrueAsync(() =>
        {
            Clinic.Clock.Advance(TimeSpan.FromMilliseconds(250));
            return LaneOf(page, row.Id) == "Waiting";
        });
        await page.InvokeAsync(() => page.Find(".player .btn.p").ClickAsync());
        await WaitFor.TrueAsync(() =>
        {
            Clinic.Clock.Advance(TimeSpan.FromMilliseconds(250));
            return playing.IsCompleted;
        });
        LaneOf(page, row.Id).Should().NotBe("Done");

        playing = page.InvokeAsync(() => page.Find(".player .btn.p").ClickAsync());
        await WaitFor.TrueAsync(() =>
        {
            Clinic.Clock.Advance(TimeSpan.FromMilliseconds(250));
            return playing.IsCompleted;
        });
        LaneOf(page, row.Id).Should().Be("Done");
        page.TextOf(".player .btn.p").Should().Be("Play");
    }

    [Fact]
    public async Task Another_day_is_opened_by_its_address_and_an_empty_one_says_so()
    {
        var row = await DayAsync();
        Clinic.Clock.Advance(TimeSpan.FromDays(1));
        var screen = OpenScreen(Home.Lena);
        var page = await OpenAsync<ReplayPage>(screen);
        page.TextOf(".empty").Should().Be("Nothing happened on this day.");

        await page.InvokeAsync(() => page.Find("#replay-date").Change("2026-06-17"));
        var navigation = screen.Services.GetService<NavigationManager>()!;
        navigation.Uri.Should().EndWith("dashboard/replay?date=2026-06-17");
        await SeesAsync(() => LaneOf(page, row.Id).Should().Be("Done"));

        navigation.NavigateTo($"dashboard/replay?date=2026-06-17&appointment={row.Id}");
        var before = await OpenAsync<ReplayPage>(screen);
        LaneOf(before, row.Id).Should().Be("Done");
        before.TextOf("#story-title").Should().Be("Paula Patient waited 20 minutes");
        before.TextOf("h1").Should().Be("Replay of Wednesday 17 June 2026");
    }

    // Booked at 10:00 for 10:30, here at 10:10, with the doctor from 10:30 to 10:40.
    private async Task<BoardRow> DayAsync()
    {
        var row = await Clinic.BookAsync();
        Clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        row = await Clinic.CheckInAsync(row);
        Clinic.Clock.Advance(TimeSpan.FromMinutes(20));
        row = await Clinic.ThenAsync(row, AppointmentStatus.InConsultation);
        Clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        return await Clinic.ThenAsync(row, AppointmentStatus.Done);
    }

    private static string? LaneOf(IRenderedComponent<IComponent> page, Guid id) =>
        page.FindAll($"[data-replayed='{id}']") is [var card] ? card.Closest("[data-replay-lane]")!.GetAttribute("data-replay-lane") : null;
}
