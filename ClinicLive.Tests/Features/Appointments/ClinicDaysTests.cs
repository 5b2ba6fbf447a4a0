using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>
/// Whole days of a real practice's year (shared data, clinic-days) lived through the real services on a real SQLite file. The
/// evening's board must be the one that the data says.
/// </summary>
public sealed class ClinicDaysTests
{
    [SharedDataTheory]
    // The busiest days of the year.
    [InlineData("2024-05-17", "Europe/Berlin")]
    [InlineData("2024-01-17", "Europe/Berlin")]
    [InlineData("2024-02-08", "America/New_York")]
    [InlineData("2024-02-27", "Asia/Kolkata")]
    [InlineData("2024-05-08", "Europe/Berlin")]
    [InlineData("2024-07-04", "Australia/Lord_Howe")]
    [InlineData("2024-10-02", "Pacific/Auckland")]
    [InlineData("2024-11-21", "Europe/Berlin")]
    [InlineData("2024-11-11", "Europe/London")]
    [InlineData("2024-09-30", "America/St_Johns")]
    // Spread over the year.
    [InlineData("2024-01-01", "Europe/Berlin")]
    [InlineData("2024-03-13", "Europe/Berlin")]
    [InlineData("2024-04-18", "Europe/Berlin")]
    [InlineData("2024-06-25", "Europe/Berlin")]
    [InlineData("2024-08-14", "Europe/Berlin")]
    [InlineData("2024-12-02", "Europe/Berlin")] // most of it still ahead
    // Booked in summer time, seen in winter time, and the other way round.
    [InlineData("2024-04-01", "Europe/Berlin")]
    [InlineData("2024-10-28", "Europe/Berlin")]
    [InlineData("2024-11-04", "America/New_York")]
    // Working days on which the clock changes: skipped hours in the night before, an hour twice in the evening.
    [InlineData("2024-03-29", "Asia/Jerusalem")]
    [InlineData("2024-04-26", "Africa/Cairo")]
    [InlineData("2024-10-31", "Africa/Cairo")]
    public async Task A_day_lived_through_again_ends_as_the_data_says(string day, string zone)
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd");
        var data = ClinicDays.Of(date);
        data.Should().NotBeEmpty();
        using var replay = new ClinicDayReplay(date, zone);

        var board = await replay.LiveAsync();

        int Of(params string[] outcomes) => data.Count(a => outcomes.Contains(a.Outcome));
        var counts = DayCounts.Of(board);
        (counts.Done, counts.NoShow, counts.Cancelled, counts.Booked, counts.Waiting, counts.InConsultation).Should()
            .Be((Of("attended"), Of("did not attend"), Of("cancelled"), Of("scheduled", "unknown"), 0, 0));
        board.Rows.Should().HaveCount(data.Count);
        replay.DoubleBookingsRefused.Should().Be(data.Count);

        var attended = data.Where(a => a.Outcome == "attended").ToList();
        foreach (var seen in attended)
        {
            var row = board.Rows.Single(r => r.Id == replay.RowOf(seen).Id);
            row.PatientName.Should().Be(ClinicDays.Patient(seen.Patient).Name);
            row.Waited(replay.Clinic.Now)!.Value.TotalMinutes.Should().BeApproximately(seen.WaitMinutes!.Value, 0.051, $"the data says so of {seen}");
            (row.FinishedAt - row.ConsultationStartedAt)!.Value.TotalMinutes.Should().BeApproximately(seen.Minutes!.Value, 0.051, $"the data says so of {seen}");
        }

        if (attended.Count > 0) counts.MeanWait!.Value.TotalMinutes.Should().BeApproximately(attended.Average(a => a.WaitMinutes!.Value), 0.051);
        replay.Clinic.Count("ActivityLog", "\"Category\" = 'Appointment'").Should()
            .Be(data.Count + (3 * attended.Count) + Of("did not attend", "cancelled"), "every change is one line");
    }
}
