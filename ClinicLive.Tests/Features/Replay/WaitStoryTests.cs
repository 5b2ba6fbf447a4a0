using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Replay;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Replay;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Replay;

/// <summary>Why a patient waited, told from the log. Berlin, from ten o'clock on.</summary>
public sealed class WaitStoryTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task Each_stretch_of_a_wait_says_what_it_was_for()
    {
        var first = await BookAsync(0);
        var second = await BookAsync(15);
        var own = await BookAsync(30);
        var later = await BookAsync(45);
        await SayAsync(Availability.Available);
        first = await _clinic.CheckInAsync(first);
        first = await StartAsync(first);
        await AtAsync(10);
        own = await _clinic.CheckInAsync(own); // twenty minutes early
        second = await _clinic.CheckInAsync(second);
        later = await _clinic.CheckInAsync(later);
        await AtAsync(20);
        first = await _clinic.ThenAsync(first, Done);
        await AtAsync(22);
        second = await StartAsync(second);
        await AtAsync(35);
        second = await _clinic.ThenAsync(second, Paused);
        await SayAsync(Availability.OnBreak);
        await AtAsync(45);
        await SayAsync(Availability.Available);
        later = (await _clinic.MoveAsync(_clinic.Home.Lena, later, InConsultation)).Value!;
        await AtAsync(50);
        later = await _clinic.ThenAsync(later, Done);
        second = await _clinic.ThenAsync(second, InConsultation);
        await AtAsync(55);
        second = await _clinic.ThenAsync(second, Done);
        own = (await _clinic.Appointments.CallAsync(_clinic.Home.Doctor, own.Command())).Value!;
        await AtAsync(57);
        own = await StartAsync(own);
        await AtAsync(70);

        var story = await StoryAsync(own.Id);

        story.Length.Should().Be(TimeSpan.FromMinutes(47));
        story.BeforeOwnTime.Should().Be(TimeSpan.FromMinutes(20));
        story.IsOver.Should().BeTrue();
        story.CalledAt.Should().Be(Minute(55));
        story.Parts.Select(p => (p.From, p.Until, p.Cause, p.Other?.Id)).Should().Equal(
            (Minute(10), Minute(20), WaitCause.AlreadyInside, first.Id),
            (Minute(20), Minute(22), WaitCause.Free, null),
            (Minute(22), Minute(35), WaitCause.EarlierTurn, second.Id),
            (Minute(35), Minute(45), WaitCause.OnBreak, null),
            (Minute(45), Minute(50), WaitCause.OutOfTurn, later.Id),
            (Minute(50), Minute(55), WaitCause.BackFromTest, second.Id),
            (Minute(55), Minute(57), WaitCause.Free, null));
        var policy = _clinic.Home.Policy;
        WaitWords.Title(story).Should().Be("waited 47 minutes");
        WaitWords.Came(story, policy).Should().Be("Came at 10:10 for 10:30. 20 minutes of the wait lay before the appointment's own time.");
        string.Concat(story.Parts.Select(p => WaitWords.Of(p, policy)).Select(w => $"{w.Before}{w.Name}{w.After}\n")).Should().Be(
            """
            Dr Berg was with Paula Patient, who was inside already.
            Nobody was with Dr Berg.
            Dr Berg saw Paula Patient, whose turn was before, at 10:15.
            Dr Berg was on a break.
            Dr Berg saw Paula Patient first, although that turn was at 10:45; begun by Lena Desk.
            Dr Berg was with Paula Patient, who came back from a test.
            Nobody was with Dr Berg.

            """);
        WaitWords.Ended(story, policy).Should().Be("Called at 10:55. The consultation began at 10:57.");
    }

    [Fact]
    public async Task Whoever_came_late_and_whoever_still_waits_or_left_is_told_so()
    {
        var row = await BookAsync(0);
        await AtAsync(17);
        row = await _clinic.CheckInAsync(row);
        await SayAsync(Availability.Available);
        await SayAsync(Availability.NotAvailable);
        await AtAsync(40);

        var waiting = await StoryAsync(row.Id);
        await _clinic.MoveAsync(_clinic.Home.Lena, row, LeftUnseen, "felt better");
        await AtAsync(60);
        var left = await StoryAsync(row.Id);

        WaitWords.Title(waiting).Should().Be("has waited 23 minutes so far");
        WaitWords.Came(waiting, _clinic.Home.Policy).Should().Be("Came at 10:17 for 10:00, 17 minutes late: from then on the turn goes by coming.");
        waiting.Parts.Should().ContainSingle().Which.Cause.Should().Be(WaitCause.NotAvailable);
        WaitWords.Ended(waiting, _clinic.Home.Policy).Should().Be("Still waiting at 10:40.");
        WaitWords.Title(left).Should().Be("waited 23 minutes and was not seen");
        WaitWords.Ended(left, _clinic.Home.Policy).Should().Be("Left unseen at 10:40.");
    }

    [Fact]
    public async Task A_consultation_that_was_taken_back_is_part_of_the_wait()
    {
        var row = await _clinic.CheckInAsync(await BookAsync(0));
        await AtAsync(5);
        row = await StartAsync(row);
        await AtAsync(7);
        row = (await _clinic.Appointments.UndoAsync(_clinic.Home.Doctor, row.Command())).Value!;
        await AtAsync(12);
        row = await StartAsync(row);

        (await StoryAsync(row.Id)).Parts.Select(p => (p.Length.TotalMinutes, p.Cause)).Should().Equal((5, WaitCause.Free), (2, WaitCause.TakenBack), (5, WaitCause.Free));
    }

    [Fact]
    public async Task Whoever_never_came_has_no_story()
    {
        var row = await BookAsync(0);
        var replay = (await _clinic.Get<ReplayQueries>().DayAsync(_clinic.Home.Lena, _clinic.Home.Policy.DayOf(Minute(0))))!;

        WaitStory.Of(replay, row.Id, _clinic.Now).Should().BeNull();
        WaitStory.Of(replay, Guid.NewGuid(), _clinic.Now).Should().BeNull();
    }

    private static DateTimeOffset Minute(int minute) => new DateTimeOffset(2026, 6, 17, 8, 0, 0, TimeSpan.Zero).AddMinutes(minute);

    private Task<BoardRow> BookAsync(int minute) => _clinic.BookAsync(Minute(minute));

    private async Task<BoardRow> StartAsync(BoardRow row) => (await _clinic.MoveAsync(_clinic.Home.Doctor, row, InConsultation)).Value!;

    private async Task SayAsync(Availability availability) =>
        (await _clinic.Get<PractitionerService>().SayAvailabilityAsync(_clinic.Home.Doctor, availability, availability == Availability.OnBreak ? 10 : null)).Succeeded.Should().BeTrue();

    private Task AtAsync(int minute)
    {
        _clinic.Clock.AdvanceTo(Minute(minute));
        return Task.CompletedTask;
    }

    private async Task<WaitStory> StoryAsync(Guid id) =>
        WaitStory.Of((await _clinic.Get<ReplayQueries>().DayAsync(_clinic.Home.Lena, new DateOnly(2026, 6, 17)))!, id, _clinic.Now)!;
}
