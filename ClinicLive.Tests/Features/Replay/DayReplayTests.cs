using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Replay;
using ClinicLive.Tests.Features.Appointments;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Replay;

/// <summary>The log of a day gives back every board that the day had.</summary>
public sealed class DayReplayTests
{
    [Fact]
    public async Task At_every_moment_the_replayed_board_is_the_one_that_the_screens_had()
    {
        var (statuses, kinds, stayedOverNight) = (new HashSet<AppointmentStatus>(), new HashSet<ActivityKind>(), 0);
        for (var seed = 1; seed <= 4; seed++)
        {
            using var clinic = new ClinicDatabase(now: new DateTimeOffset(2026, 6, 16, 17, 0, 0, TimeSpan.Zero));
            var day = new BusyDay(clinic, seed);
            await day.LiveAsync();

            var replay = await day.ReplayAsync();

            foreach (var (at, rows) in day.Seen) Shown(replay.At(at).Rows).Should().Equal(Shown(rows), $"it is {at:HH:mm:ss} of day {seed}");
            var today = await clinic.Boards.DayAsync(clinic.Home.Lena, day.Day);
            Shown(replay.At(clinic.Now).Rows).Should().Equal(Shown(today.Rows), "replayed to the end it is the present board");
            replay.At(clinic.Now).Lanes.Select(lane => lane.Select(r => r.Id)).Should().BeEquivalentTo(today.Lanes.Select(lane => lane.Select(r => r.Id)), o => o.WithStrictOrdering());
            replay.NotReplayed.Should().Be(0);
            Waits_add_up(day, replay);

            var all = day.Seen.Values.SelectMany(rows => rows).ToList();
            statuses.UnionWith(all.Select(r => r.Status));
            kinds.UnionWith(replay.Lines.Select(l => l.Kind));
            stayedOverNight += all.Count(r => r.Day < day.Day);
        }

        statuses.Should().BeEquivalentTo(Enum.GetValues<AppointmentStatus>().Except([AppointmentStatus.EnteredInError]), "else the days were no busy ones");
        kinds.Should().HaveCountGreaterThan(11);
        stayedOverNight.Should().BeGreaterThan(0);
    }

    [SharedDataTheory]
    [InlineData("2024-05-17", "Europe/Berlin")] // the busiest day of a real year
    [InlineData("2024-10-31", "Africa/Cairo")] // a working day with an hour twice
    public async Task A_real_day_ends_as_it_ended(string day, string zone)
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd");
        using var real = new ClinicDayReplay(date, zone);
        var evening = await real.LiveAsync();

        var replay = (await real.Clinic.Get<ReplayQueries>().DayAsync(real.Clinic.Home.Lena, date))!;

        Shown(replay.At(real.Clinic.Now).Rows).Should().Equal(Shown(evening.Rows));
        replay.At(replay.Begin).Rows.Should().OnlyContain(r => r.Status == AppointmentStatus.Booked || r.Status == AppointmentStatus.Cancelled);
        replay.Moments.Should().BeInAscendingOrder().And.HaveCountGreaterThan(80);
        foreach (var seen in evening.Rows.Where(r => r.Status == AppointmentStatus.Done))
        {
            var story = WaitStory.Of(replay, seen.Id, real.Clinic.Now)!;
            story.Length.Should().Be(seen.Waited(real.Clinic.Now)!.Value);
            story.Parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Length).Should().Be(story.Length);
        }
    }

    [Fact]
    public async Task Nobody_but_the_front_desk_of_the_clinic_replays_its_days()
    {
        using var clinic = new ClinicDatabase();
        var row = await clinic.InAsync(AppointmentStatus.Done);
        var day = clinic.Home.Policy.DayOf(row.Start);
        var queries = clinic.Get<ReplayQueries>();

        (await queries.DayAsync(clinic.Home.Lena, day))!.Lines.Should().HaveCount(4);
        (await queries.DayAsync(clinic.Home.Admin, day))!.At(clinic.Now).Rows.Should().ContainSingle();
        (await queries.DayAsync(clinic.Home.Doctor, day)).Should().BeNull();
        (await queries.DayAsync(clinic.Home.Patient, day)).Should().BeNull();
        (await queries.DayAsync(clinic.Other.Lena, day))!.Lines.Should().BeEmpty();
        (await queries.DayAsync(clinic.Home.Lena with { UserId = Guid.NewGuid() }, day)).Should().BeNull("nobody has that account any more");
    }

    [Fact]
    public async Task Days_on_which_nothing_was_are_empty()
    {
        using var clinic = new ClinicDatabase();

        var replay = (await clinic.Get<ReplayQueries>().DayAsync(clinic.Home.Lena, new DateOnly(2020, 1, 1)))!;

        replay.Moments.Should().BeEmpty();
        replay.At(clinic.Now).Rows.Should().BeEmpty();
    }

    private static void Waits_add_up(BusyDay day, DayReplay replay)
    {
        var told = 0;
        foreach (var (at, rows) in day.Seen)
        {
            foreach (var row in rows.Where(r => r.ArrivedAt is not null))
            {
                var story = WaitStory.Of(replay, row.Id, at)!;
                story.Came.Should().Be(row.ArrivedAt!.Value);
                if (row.Status is AppointmentStatus.Arrived or AppointmentStatus.Ready or AppointmentStatus.InConsultation or AppointmentStatus.Done) story.Length.Should().Be(row.Waited(at)!.Value);
                story.Parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Length).Should().Be(story.Length);
                foreach (var (part, next) in story.Parts.Zip(story.Parts.Skip(1))) next.From.Should().Be(part.Until);
                told++;
            }
        }

        told.Should().BeGreaterThan(100);
    }

    // Tickets are not replayed: the log does not keep them.
    private static IEnumerable<BoardRow> Shown(IEnumerable<BoardRow> rows) => rows.Select(r => r with { TicketNumber = null });
}
