using System.Globalization;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Replay;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Insight;

/// <summary>A year of a real practice taken over as history.</summary>
public sealed class HistoryImportTests(YearOfHistory year) : IClassFixture<YearOfHistory>
{
    [SharedDataFact]
    public async Task The_whole_year_is_there_with_what_became_of_each()
    {
        year.Taken.Should().BeEquivalentTo(new PastTaken(8_638, 10_428, 0, 0, 0, []));
        await using var db = year.Clinic.NewContext();

        var counts = await db.Appointments.GroupBy(a => a.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
        counts.Should().BeEquivalentTo(new Dictionary<AppointmentStatus, int>
        {
            [AppointmentStatus.Done] = 7_936,
            [AppointmentStatus.Cancelled] = 1_713,
            [AppointmentStatus.NoShow] = 600,
            [AppointmentStatus.Booked] = 179, // scheduled and unknown
        });
        (await db.Appointments.CountAsync(a => a.HoldsSlot)).Should().Be(0, "what is past keeps no doctor busy");
        (await db.Activity.CountAsync(l => l.Kind == ActivityKind.AppointmentImported)).Should().Be(10_428, "each is one line of the log");
        (await db.Notifications.CountAsync()).Should().Be(0);
    }

    [SharedDataFact]
    public async Task A_day_of_it_is_on_its_board_with_the_times_of_the_data()
    {
        var day = new DateOnly(2024, 2, 8);
        var board = await year.Clinic.Boards.DayAsync(year.Clinic.Home.Lena, day);

        var data = ClinicDays.Of(day);
        board.Rows.Should().HaveCount(data.Count);
        foreach (var seen in data.Where(a => a.Outcome == "attended"))
        {
            var row = board.Rows.Single(r => r.PatientName == ClinicDays.Patient(seen.Patient).Name);
            row.Waited(year.Clinic.Now)!.Value.TotalMinutes.Should().BeApproximately(seen.WaitMinutes!.Value, 0.051);
        }

        var replay = (await year.Clinic.Get<ReplayQueries>().DayAsync(year.Clinic.Home.Lena, day))!;
        (replay.Moments.Count, replay.NotReplayed).Should().Be((0, data.Count));
        (await year.Clinic.Get<EndOfDay>().SweepAsync()).Should().Be(0, "nobody is called a no-show years later");
    }

    [SharedDataFact]
    public async Task The_same_file_again_changes_nothing()
    {
        var (rows, log) = (year.Clinic.Count("Appointments"), year.Clinic.Count("ActivityLog"));

        var again = await year.Clinic.Get<HistoryImportService>().ImportAsync(year.Clinic.Home.Admin, year.File.Patients, year.File.Appointments);

        again.Value.Should().BeEquivalentTo(new PastTaken(0, 0, 10_428, 0, 0, []));
        (year.Clinic.Count("Appointments"), year.Clinic.Count("ActivityLog")).Should().Be((rows, log));
    }

    [SharedDataFact]
    public async Task With_every_status_forced_to_booked_each_slot_that_was_given_twice_is_kept_and_marked_where_it_is_past()
    {
        using var clinic = new ClinicDatabase();

        var taken = await BookedAsync(clinic);

        var slots = GivenTwice();
        await using var db = clinic.NewContext();
        var marked = (await db.Appointments.Where(a => a.HasOverlap).Select(a => a.ExternalId!).ToListAsync()).ToHashSet();
        (taken.Appointments, taken.Refused).Should().Be((10_428, 0));
        taken.Overlaps.Should().Be(slots.Sum(g => g.Count() - 1)).And.Be(marked.Count);
        slots.Should().OnlyContain(g => g.Count(a => marked.Contains(a.Id)) == g.Count() - 1, "of each slot all but one are marked");
        (await db.Appointments.CountAsync(a => a.HoldsSlot)).Should().Be(0);
        (await db.Activity.CountAsync(l => l.Reason == Appointment.OverlapMark)).Should().Be(marked.Count, "the history of each says so");
    }

    [SharedDataFact]
    public async Task With_every_status_forced_to_booked_each_slot_that_was_given_twice_is_a_conflict_where_it_is_still_to_come()
    {
        using var clinic = new ClinicDatabase(now: new DateTimeOffset(2023, 11, 30, 8, 0, 0, TimeSpan.Zero));

        var taken = await BookedAsync(clinic);

        var slots = GivenTwice();
        var refused = taken.Problems.Where(p => p.Sentence.Contains("Another appointment of the doctor", StringComparison.Ordinal)).Select(p => p.ExternalId).ToHashSet();
        (taken.Refused, taken.Overlaps).Should().Be((refused.Count, 0));
        slots.Should().OnlyContain(g => g.Count(a => refused.Contains(a.Id)) == g.Count() - 1, "of each slot one is taken over");
        await using var db = clinic.NewContext();
        (await db.Appointments.CountAsync(a => a.HoldsSlot && !a.HasOverlap)).Should().Be(10_428 - refused.Count, "what is to come holds its slot, so the database's own rule watches over it");
    }

    [Fact]
    public async Task Rows_are_read_batch_by_batch_and_each_batch_is_saved_before_the_next()
    {
        using var clinic = new ClinicDatabase();
        var file = FileOf(clinic, "1");
        var unsaved = new List<long>();

        IEnumerable<PastAppointment> Rows()
        {
            for (var i = 0; i < 2_100; i++)
            {
                if (i % 100 == 0) unsaved.Add(i - clinic.Count("Appointments"));
                var start = file.Appointments[0].Start.AddHours(-i);
                yield return AgreedAt(file.Appointments[0], start, $"{i}");
            }
        }

        var taken = (await clinic.Get<HistoryImportService>().ImportAsync(clinic.Home.Admin, file.Patients, Rows())).Value!;

        taken.Appointments.Should().Be(2_100);
        unsaved.Max().Should().BeLessThan(HistoryImportService.BatchRows);
    }

    [Fact]
    public async Task What_was_taken_over_and_is_given_a_time_here_holds_it_like_any_other()
    {
        using var clinic = new ClinicDatabase();
        var file = FileOf(clinic, "1");
        var old = AgreedAt(file.Appointments[0], file.Appointments[0].Start, "old");
        await ImportAsync(clinic, clinic.Home.Admin, file with { Appointments = [old, old with { ExternalId = "twice" }] });
        await using var db = clinic.NewContext();
        var marked = await db.Appointments.SingleAsync(a => a.HasOverlap);
        var taken = await clinic.BookAsync(clinic.Now.AddDays(3), minutes: 30);

        var free = await ToAsync(clinic.Now.AddDays(4), marked.Version);
        var occupied = await ToAsync(taken.Start, marked.Version + 1);

        free.Refusal.Should().BeNull();
        occupied.Refusal.Should().NotBeNull();
        clinic.Count("Appointments", "\"HoldsSlot\" AND NOT \"HasOverlap\"").Should().Be(2);

        Task<Outcome<BoardRow>> ToAsync(DateTimeOffset start, int version) => clinic.Appointments.RescheduleAsync(
            clinic.Home.Lena, new AppointmentCommand(marked.Id, AppointmentStatus.Booked, version, Guid.CreateVersion7()), marked.PractitionerId, start, 15);
    }

    [Fact]
    public async Task Only_an_admin_of_the_clinic_takes_history_over()
    {
        using var clinic = new ClinicDatabase();
        var file = FileOf(clinic, "1");
        foreach (var role in new[] { Role.Receptionist, Role.Practitioner, Role.Patient })
        {
            (await ImportAsync(clinic, clinic.Home.Of(role), file)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden, $"{role}");
        }

        (await ImportAsync(clinic, clinic.Home.Admin with { UserId = Guid.NewGuid() }, file)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        var foreign = (await ImportAsync(clinic, clinic.Other.Admin, file)).Value!;
        foreign.Problems.Should().ContainSingle().Which.Sentence.Should().Contain("none of this clinic");
        clinic.Count("Appointments").Should().Be(0);
    }

    [Fact]
    public async Task Rows_that_cannot_be_used_are_named_and_the_others_are_taken()
    {
        using var clinic = new ClinicDatabase();
        var good = FileOf(clinic, "good");
        var one = good.Appointments[0];
        var file = new PastFile(
            [.. good.Patients, new PastPatient("nobody", "   ", null)],
            [
                one,
                one with { ExternalId = "good" }, // twice in one file
                one with { ExternalId = "backwards", End = one.Start },
                one with { ExternalId = "unborn", PatientExternalId = "nobody" },
                one with { ExternalId = "running", Status = AppointmentStatus.InConsultation },
                one with { ExternalId = "before he came", Started = one.Arrived!.Value.AddMinutes(-1) },
                one with { ExternalId = new string('x', Appointment.ExternalIdLimit + 1) },
            ]);

        var taken = (await ImportAsync(clinic, clinic.Home.Admin, file)).Value!;

        (taken.Patients, taken.Appointments, taken.Known, taken.Refused).Should().Be((1, 1, 1, 6));
        taken.Problems.Select(p => p.ExternalId).Should().BeEquivalentTo("nobody", "backwards", "unborn", "running", "before he came", new string('x', Appointment.ExternalIdLimit + 1));
    }

    [Fact]
    public async Task What_overlaps_something_of_the_clinic_is_kept_and_marked_and_screens_hear_of_the_day()
    {
        using var clinic = new ClinicDatabase();
        var mine = await clinic.BookAsync(clinic.Now.AddDays(7), minutes: 30);
        clinic.Clock.Advance(TimeSpan.FromDays(8));
        var file = FileOf(clinic, "1");
        var day = clinic.Home.Policy.DayOf(mine.Start);
        file = file with { Appointments = [.. new[] { -15, -10, 29, 30 }.Select(minute => AgreedAt(file.Appointments[0], mine.Start.AddMinutes(minute), $"{minute}"))] };
        (await clinic.Boards.DayAsync(clinic.Home.Lena, day)).Rows.Should().ContainSingle();
        await using var bell = clinic.Bus.Subscribe([Topic.DayBoard(clinic.Home.Id, day)], "board");

        (await ImportAsync(clinic, clinic.Home.Admin, file)).Value!.Overlaps.Should().Be(3);

        await using var db = clinic.NewContext();
        (await db.Appointments.Where(a => a.HasOverlap).Select(a => a.ExternalId).ToListAsync()).Should().BeEquivalentTo("-10", "29", "30");
        await using var rung = bell.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        (await rung.MoveNextAsync()).Should().BeTrue();
        (await clinic.Boards.DayAsync(clinic.Home.Lena, day)).Rows.Should().HaveCount(5);
    }

    private static List<IGrouping<string, DayAppointment>> GivenTwice()
    {
        var slots = ClinicDays.All.GroupBy(a => a.Slot).Where(g => g.Count() > 1).ToList();
        slots.Should().HaveCount(726);
        return slots;
    }

    private static async Task<PastTaken> BookedAsync(ClinicDatabase clinic)
    {
        var file = YearOfHistory.FileOf(clinic, _ => AppointmentStatus.Booked);
        if (clinic.Now.Year == 2023) file = file with { Appointments = [.. file.Appointments.Select(a => a with { Arrived = null, Started = null, Finished = null })] };
        return (await ImportAsync(clinic, clinic.Home.Admin, file)).Value!;
    }

    private static PastAppointment AgreedAt(PastAppointment past, DateTimeOffset start, string id) => past with
    {
        ExternalId = id,
        Start = start,
        End = start.AddMinutes(15),
        Status = AppointmentStatus.Booked,
        Arrived = null,
        Started = null,
        Finished = null,
    };

    private static Task<Outcome<PastTaken>> ImportAsync(ClinicDatabase clinic, Actor actor, PastFile file) =>
        clinic.Get<HistoryImportService>().ImportAsync(actor, file.Patients, file.Appointments);

    private static PastFile FileOf(ClinicDatabase clinic, string id)
    {
        var start = clinic.Now.AddDays(-30);
        return new PastFile(
            [new PastPatient("p", "Petra Past", new DateOnly(1970, 1, 1))],
            [new PastAppointment(id, "p", clinic.Home.Doctor.PractitionerId!.Value, start, start.AddMinutes(15), AppointmentStatus.Done, start.AddMinutes(-5), start.AddMinutes(2), start.AddMinutes(14))]);
    }
}
