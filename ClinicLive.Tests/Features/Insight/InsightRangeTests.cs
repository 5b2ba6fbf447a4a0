using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Insight;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Insight;

/// <summary>Which days can be asked for, and how days with a changed clock are counted.</summary>
public sealed class InsightRangeTests
{
    private static readonly DateOnly Today = new(2026, 6, 17);

    [Theory]
    [InlineData(null, null, "2026-05-21", "2026-06-17")]
    [InlineData("", "2026-01-31", "2026-01-04", "2026-01-31")]
    [InlineData("2024-02-29", "2025-02-28", "2024-02-29", "2025-02-28")]
    public void What_is_missing_is_the_four_weeks_that_end_today(string? from, string? to, string first, string last)
    {
        var (range, refusal) = InsightRange.Parse(from, to, null, Today);

        refusal.Should().BeNull();
        range.Should().Be(new InsightRange(DateOnly.ParseExact(first, "yyyy-MM-dd"), DateOnly.ParseExact(last, "yyyy-MM-dd")));
        range!.Query().Should().Be($"from={first}&to={last}");
    }

    [Theory]
    [InlineData("2026-06-17", "2026-06-16", null, "To")]
    [InlineData("2024-02-28", "2025-02-28", null, "From")] // 367 days
    [InlineData("yesterday", null, null, "From")]
    [InlineData(null, "2026-02-30", null, "To")]
    [InlineData("0001-01-01", "0001-01-02", null, "From")]
    [InlineData(null, "0001-01-02", null, "From")]
    [InlineData(null, null, "not a doctor", "Doctor")]
    public void What_cannot_be_asked_is_refused_beside_its_field(string? from, string? to, string? doctor, string field)
    {
        var (range, refusal) = InsightRange.Parse(from, to, doctor, Today);

        range.Should().BeNull();
        refusal!.Field.Should().Be(field);
    }

    [Fact]
    public async Task Hours_are_the_clinics_own_on_both_sides_of_a_changed_clock()
    {
        using var clinic = new ClinicDatabase(now: new DateTimeOffset(2026, 3, 28, 8, 0, 0, TimeSpan.Zero)); // nine o'clock, the day before summer time
        await SeeAsync(clinic);
        clinic.Clock.AdvanceTo(new DateTimeOffset(2026, 3, 29, 7, 0, 0, TimeSpan.Zero)); // nine o'clock again
        await SeeAsync(clinic);
        var left = await clinic.CheckInAsync(await clinic.BookAsync(clinic.Now.AddHours(1)));
        await clinic.ThenAsync(left, AppointmentStatus.InConsultation);
        clinic.Clock.AdvanceTo(clinic.Home.Policy.At(new DateOnly(2026, 3, 30), TimeOnly.MinValue));
        await clinic.Get<EndOfDay>().SweepAsync();

        var report = (await clinic.Get<InsightQueries>().ReadAsync(clinic.Home.Admin, new InsightRange(new DateOnly(2026, 3, 28), new DateOnly(2026, 3, 29))))!;

        report.Hours.Should().ContainSingle().Which.Should().Match<WaitHour>(h => h.Hour == 9 && h.Patients == 3 && h.Median == TimeSpan.FromMinutes(10));
        report.Doctors.Single().WithPatients.Should().Be(TimeSpan.FromMinutes(40), "what only the closing of the day ended has no length");
        report.Totals.Seen.Should().Be(3);
    }

    // Comes at once, waits ten minutes, is with the doctor for twenty.
    private static async Task SeeAsync(ClinicDatabase clinic)
    {
        var row = await clinic.CheckInAsync(await clinic.BookAsync());
        clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        row = await clinic.ThenAsync(row, AppointmentStatus.InConsultation);
        clinic.Clock.Advance(TimeSpan.FromMinutes(20));
        await clinic.ThenAsync(row, AppointmentStatus.Done);
    }
}
