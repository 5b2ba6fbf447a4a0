using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Features.Replay;
using ClinicLive.Tests.Features.Insight;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Import;

/// <summary>A year of a real practice taken over as history, from its tables.</summary>
public sealed class YearImportTests(YearOfHistory year) : IClassFixture<YearOfHistory>
{
    [SharedDataFact]
    public async Task The_whole_year_is_there_with_what_became_of_each()
    {
        (year.Taken.New(ImportKind.Patient), year.Taken.New(ImportKind.Visit), year.Taken.Rejected, year.Taken.Skipped, year.Taken.Overlaps).Should().Be((8_638, 10_428, 0, 0, 0));
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

        var again = await YearOfHistory.TakeAsync(year.Clinic, YearOfHistory.UsualPlan(year.Clinic));

        again.Counts.Should().BeEquivalentTo([new ImportCount(ImportKind.Patient, 0, 8_638), new ImportCount(ImportKind.Visit, 0, 10_428)]);
        (year.Clinic.Count("Appointments"), year.Clinic.Count("ActivityLog")).Should().Be((rows, log));
    }

    [SharedDataFact]
    public async Task With_every_status_forced_to_booked_each_slot_that_was_given_twice_is_kept_and_marked_where_it_is_past()
    {
        using var clinic = new ClinicDatabase();

        var taken = await YearOfHistory.TakeAsync(clinic, AllBooked(clinic));

        var slots = GivenTwice();
        await using var db = clinic.NewContext();
        var marked = (await db.Appointments.Where(a => a.HasOverlap).Select(a => a.ExternalId!).ToListAsync()).ToHashSet();
        (taken.New(ImportKind.Visit), taken.Rejected).Should().Be((10_428, 0));
        taken.Overlaps.Should().Be(slots.Sum(g => g.Count() - 1)).And.Be(marked.Count);
        slots.Should().OnlyContain(g => g.Count(a => marked.Contains(a.Id)) == g.Count() - 1, "of each slot all but one are marked");
        (await db.Appointments.CountAsync(a => a.HoldsSlot)).Should().Be(0);
        (await db.Activity.CountAsync(l => l.Reason == Appointment.OverlapMark)).Should().Be(marked.Count, "the history of each says so");
    }

    [SharedDataFact]
    public async Task With_every_status_forced_to_booked_each_slot_that_was_given_twice_is_a_conflict_where_it_is_still_to_come()
    {
        using var clinic = new ClinicDatabase(now: new DateTimeOffset(2023, 11, 30, 8, 0, 0, TimeSpan.Zero));

        var taken = await YearOfHistory.TakeAsync(clinic, AllBooked(clinic));

        var conflicts = taken.Notes.Single(n => n.Why.Contains("Another appointment of the doctor", StringComparison.Ordinal));
        (conflicts.Rows, conflicts.IsBroken, taken.Overlaps).Should().Be((GivenTwice().Sum(g => g.Count() - 1), true, 0));
        await using var db = clinic.NewContext();
        (await db.Appointments.CountAsync(a => a.HoldsSlot && !a.HasOverlap)).Should().Be(10_428 - taken.Rejected, "what is to come holds its slot, so the database's own rule watches over it");
    }

    private static CsvPlan AllBooked(ClinicDatabase clinic)
    {
        var plan = YearOfHistory.UsualPlan(clinic) with
        {
            Table = CsvTable.Visits,
            Columns = new Dictionary<CsvField, string>
            {
                [CsvField.Id] = "appointment_id", [CsvField.PatientId] = "patient_id", [CsvField.Date] = "appointment_date", [CsvField.Time] = "appointment_time", [CsvField.Status] = "status",
            },
        };
        foreach (var word in ClinicDays.All.Select(a => a.Outcome).Distinct()) plan.Statuses[word] = AppointmentStatus.Booked;
        return plan;
    }

    private static List<IGrouping<string, DayAppointment>> GivenTwice()
    {
        var slots = ClinicDays.All.GroupBy(a => a.Slot).Where(g => g.Count() > 1).ToList();
        slots.Should().HaveCount(726);
        return slots;
    }
}
