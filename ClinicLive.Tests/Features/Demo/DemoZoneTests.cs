using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Demo;

public sealed class DemoZoneTests
{
    [Fact]
    public async Task It_can_stand_in_another_time_zone_and_its_day_is_the_day_there()
    {
        await using var demo = await DemoDatabase.EmptyAsync(DemoDatabase.London("2026-06-17 23:30"));
        await demo.Clinic.FillAsync("Etc/GMT+12");

        await using var db = demo.Open();
        (await db.Organizations.SingleAsync(o => o.Id == DemoDatabase.Riverside)).TimeZoneId.Should().Be("Etc/GMT+12");
        (await db.Organizations.SingleAsync(o => o.Id == DemoDatabase.Harbour)).TimeZoneId.Should().NotBe("Etc/GMT+12");
        var there = new DateOnly(2026, 6, 17);
        var today = await db.Appointments.Where(a => a.OrganizationId == DemoDatabase.Riverside && a.Day == there).ToListAsync();
        today.Select(a => a.Status).Distinct().Should().BeEquivalentTo(DemoClinicTests.EveryStatus);
        today.Should().Contain(a => a.Start > demo.Time.GetUtcNow(), "it is half past ten in the morning there");
    }
}
