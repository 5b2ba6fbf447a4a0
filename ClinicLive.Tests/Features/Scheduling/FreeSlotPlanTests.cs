using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Scheduling;

/// <summary>Free times are found by a short range of an index, so they are as fast in a large clinic as in a small one.</summary>
[Trait("Database", "Sqlite")]
public sealed class FreeSlotPlanTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 6, 17);
    private readonly ClinicDatabase _clinic = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_search_reads_a_range_of_the_index_of_active_appointments_and_scans_nothing(bool anyDoctor)
    {
        await AddDoctorsAsync();
        var search = new FreeSlotSearch(Today, Today.AddDays(6), 15, null, anyDoctor ? null : _clinic.Home.Doctor.PractitionerId);
        await _clinic.Get<FreeSlotQueries>().FindAsync(_clinic.Home.Lena, search); // the hours are read now, and kept
        _clinic.Commands.Forget();

        (await _clinic.Get<FreeSlotQueries>().FindAsync(_clinic.Home.Lena, search)).Slots.Should().NotBeEmpty();

        _clinic.Commands.Sent.Should().HaveCount(anyDoctor ? 14 : 1, "the rest is kept in memory");
        foreach (var sql in _clinic.Commands.Sent) ReadsARange(sql);
        QueryPlan.Of(_clinic, "SELECT * FROM \"Appointments\" WHERE \"End\" > @end").Should().Contain(step => step.StartsWith("SCAN"), "else this test could not fail");
    }

    [Fact]
    public async Task What_lies_outside_the_hours_is_found_by_the_same_ranges()
    {
        await AddDoctorsAsync();
        await _clinic.Get<ScheduleQueries>().OutsideHoursAsync(_clinic.Home.Lena, null, Today, Today.AddDays(30)); // the hours are read now, and kept
        _clinic.Commands.Forget();

        await _clinic.Get<ScheduleQueries>().OutsideHoursAsync(_clinic.Home.Lena, null, Today, Today.AddDays(30));

        _clinic.Commands.Sent.Should().HaveCount(14);
        foreach (var sql in _clinic.Commands.Sent) ReadsARange(sql);
    }

    private void ReadsARange(string sql)
    {
        var plan = QueryPlan.Of(_clinic, sql);
        plan.Should().Contain(step => step.Contains("USING INDEX IX_Appointments_PractitionerId_Start (PractitionerId=? AND Start>? AND Start<?)"));
        plan.Should().NotContain(step => step.StartsWith("SCAN"));
        plan.Should().NotContain(step => step.Contains("INDEX IX_Appointments") && !step.Contains("IX_Appointments_PractitionerId_Start"));
    }

    // With two doctors SQLite chooses the same index for all at once; with a dozen it does not.
    private async Task AddDoctorsAsync()
    {
        await using var db = _clinic.NewContext();
        db.AddRange(Enumerable.Range(0, 12).Select(i => new Practitioner(_clinic.Home.Id, null, "Doctor", $"Number {i}")));
        await db.SaveChangesAsync();
    }

    public void Dispose() => _clinic.Dispose();
}
