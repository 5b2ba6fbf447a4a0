using System.Globalization;
using ClinicLive.Domain.Features.Insight;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Insight;

/// <summary>What the reports say of a real year, against sums made here from the file itself.</summary>
public sealed class InsightTests(YearOfHistory year, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<YearOfHistory>
{
    private static readonly InsightRange Year = new(new DateOnly(2024, 1, 1), new DateOnly(2024, 12, 31));

    private static IEnumerable<DayAppointment> Attended => ClinicDays.All.Where(a => a.Outcome == "attended");

    [SharedDataFact]
    public async Task The_totals_of_the_year_are_those_of_the_file()
    {
        var totals = (await ReadAsync(Year)).Totals;

        (totals.Seen, totals.NoShows, totals.Cancelled, totals.Appointments, totals.LeftUnseen, totals.Overlapping).Should().Be((7_936, 600, 1_713, 10_428 - 1_713, 0, 0));
        totals.MedianWait!.Value.TotalMinutes.Should().BeApproximately(Median(Attended.Select(Wait)), 1e-6);
    }

    [SharedDataFact]
    public async Task Waits_by_the_hour_are_those_of_the_file()
    {
        var hours = (await ReadAsync(Year)).Hours;

        var expected = Attended.GroupBy(a => a.CheckIn!.Value.Hour).OrderBy(g => g.Key).ToList();
        hours.Select(h => (h.Hour, h.Patients)).Should().Equal(expected.Select(g => (g.Key, g.Count())));
        foreach (var (hour, data) in hours.Zip(expected))
        {
            var waits = data.Select(Wait).Order().ToList();
            hour.Mean.TotalMinutes.Should().BeApproximately(waits.Average(), 1e-6);
            hour.Median.TotalMinutes.Should().BeApproximately(Median(waits), 1e-6);
            hour.Ninety.TotalMinutes.Should().BeApproximately(waits[(int)Math.Ceiling(waits.Count * 0.9) - 1], 1e-6);
        }
    }

    [SharedDataFact]
    public async Task Weeks_are_those_of_the_file_and_of_ISO_8601()
    {
        var weeks = (await ReadAsync(Year)).Weeks;

        weeks.Select(w => ISOWeek.GetWeekOfYear(w.Monday.ToDateTime(TimeOnly.MinValue))).Should().Equal([.. Enumerable.Range(1, 52), 1]);
        weeks.Sum(w => w.NoShows).Should().Be(600);
        foreach (var week in weeks)
        {
            var data = ClinicDays.All.Where(a => a.Day >= week.Monday && a.Day < week.Monday.AddDays(7)).ToList();
            int Of(string outcome) => data.Count(a => a.Outcome == outcome);
            week.Should().Be(new WeekCounts(week.Monday, data.Count - Of("cancelled"), Of("attended"), Of("did not attend"), Of("cancelled")));
        }
    }

    [SharedDataFact]
    public async Task The_use_of_the_doctors_time_is_that_of_the_file()
    {
        var load = (await ReadAsync(Year)).Doctors.Should().ContainSingle().Subject;

        var kept = ClinicDays.All.Where(a => a.Outcome != "cancelled").ToList();
        var spans = kept.GroupBy(a => a.Day).Select(g => (g.Max(a => a.At).ToTimeSpan() - g.Min(a => a.At).ToTimeSpan()).TotalMinutes + 15).ToList();
        load.Name.Should().Be("Dr Ada Berg");
        (load.Days, load.Appointments, load.Seen, load.NoShows, load.Cancelled).Should().Be((spans.Count, kept.Count, 7_936, 600, 1_713));
        load.Booked.TotalMinutes.Should().Be(kept.Count * 15);
        load.Available.TotalMinutes.Should().Be(spans.Sum());
        load.WithPatients.TotalMinutes.Should().BeApproximately(Attended.Sum(a => (a.End!.Value - a.Start!.Value).TotalMinutes), 1e-3);
        load.BookedShare.Should().BeApproximately(kept.Count * 15 / spans.Sum(), 1e-9);
    }

    [SharedDataFact]
    public async Task A_month_of_one_doctor_is_only_that()
    {
        var march = new InsightRange(new DateOnly(2024, 3, 1), new DateOnly(2024, 3, 31));

        var own = await ReadAsync(march with { PractitionerId = year.Clinic.Home.Doctor.PractitionerId });
        var other = await ReadAsync(march with { PractitionerId = year.Clinic.Home.SecondDoctor.PractitionerId });

        own.Totals.Should().Be((await ReadAsync(march)).Totals);
        own.Totals.Seen.Should().Be(Attended.Count(a => a.Day.Month == 3)).And.BeGreaterThan(100);
        (other.Totals.Appointments, other.Hours.Count, other.Doctors.Count, other.Weeks.Count).Should().Be((0, 0, 0, 5));
    }

    [SharedDataFact]
    public async Task Nobody_but_the_clinics_admin_reads_it()
    {
        var insight = year.Clinic.Get<InsightQueries>();
        var home = year.Clinic.Home;
        foreach (var outsider in new[] { home.Lena, home.Doctor, home.Patient, home.Admin with { UserId = Guid.NewGuid() } })
        {
            (await insight.ReadAsync(outsider, Year)).Should().BeNull(outsider.DisplayName);
        }

        (await insight.ReadAsync(year.Clinic.Other.Admin, Year))!.Totals.Should().Be(new InsightTotals(0, 0, 0, 0, 0, null, 0));
        (await insight.ReadAsync(home.Admin, Year with { To = Year.From.AddDays(InsightRange.MostDays) })).Should().BeNull("it is more than a year");
    }

    [SharedDataFact]
    public async Task The_database_sums_up_however_long_the_time_is()
    {
        var month = await CommandsAsync(new InsightRange(new DateOnly(2024, 3, 1), new DateOnly(2024, 3, 31)));
        var all = await CommandsAsync(Year);

        all.Should().HaveSameCount(month);
        var reads = all.Where(sql => sql.Contains("FROM \"Appointments\"", StringComparison.Ordinal)).ToList();
        reads.Should().HaveCount(5);
        reads.Count(sql => sql.Contains("GROUP BY", StringComparison.Ordinal)).Should().Be(4, "only pauses are read one by one");
    }

    [Trait("Database", "Sqlite")]
    [SharedDataFact]
    public async Task A_year_is_read_by_its_index_and_quickly()
    {
        await ReadAsync(Year);
        await using var connection = year.Clinic.OpenBeside();
        foreach (var sql in (await CommandsAsync(Year)).Where(sql => sql.Contains("FROM \"Appointments\"", StringComparison.Ordinal)))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
            foreach (var name in sql.Split([' ', ',', '(', ')', '\n', '\r']).Where(word => word.StartsWith('@')).Distinct()) command.Parameters.Add(new Microsoft.Data.Sqlite.SqliteParameter(name, "x"));
            await using var reader = await command.ExecuteReaderAsync();
            var plan = new List<string>();
            while (await reader.ReadAsync()) plan.Add(reader.GetString(3));
            plan.Should().Contain(step => step.Contains("USING INDEX IX_Appointments_OrganizationId_Day (OrganizationId=? AND Day>? AND Day<?)", StringComparison.Ordinal), string.Join('\n', plan))
                .And.NotContain(step => step.StartsWith("SCAN Appointments", StringComparison.Ordinal) || step.StartsWith("SCAN a", StringComparison.Ordinal));
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        await ReadAsync(Year);
        output.WriteLine($"The report of the year took {watch.Elapsed.TotalMilliseconds:0} ms.");
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2), "10,428 appointments take about a tenth of a second");
    }

    private async Task<IReadOnlyList<string>> CommandsAsync(InsightRange range)
    {
        year.Clinic.Commands.Forget();
        await ReadAsync(range);
        return year.Clinic.Commands.Sent;
    }

    private static double Wait(DayAppointment a) => (a.Start!.Value - a.CheckIn!.Value).TotalMinutes;

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;
    }

    private async Task<InsightReport> ReadAsync(InsightRange range) => (await year.Clinic.Get<InsightQueries>().ReadAsync(year.Clinic.Home.Admin, range))!;
}
