using System.Globalization;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Tests.Features.Organizations;

/// <summary>The clinic's own calendar, across the changes of the clock.</summary>
public sealed class ClinicPolicyTests
{
    [Theory]
    // Berlin: 02:00-03:00 is skipped on 29 March 2026 and comes twice on 25 October 2026.
    [InlineData("Europe/Berlin", "2026-03-29 01:59", "2026-03-29 00:59")]
    [InlineData("Europe/Berlin", "2026-03-29 02:00", "2026-03-29 01:00")]
    [InlineData("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:30")]
    [InlineData("Europe/Berlin", "2026-03-29 03:00", "2026-03-29 01:00")]
    [InlineData("Europe/Berlin", "2026-10-25 01:59", "2026-10-24 23:59")]
    [InlineData("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30")]
    [InlineData("Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00")]
    // New York: 8 March and 1 November 2026.
    [InlineData("America/New_York", "2026-03-08 02:30", "2026-03-08 07:30")]
    [InlineData("America/New_York", "2026-03-08 03:30", "2026-03-08 07:30")]
    [InlineData("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30")]
    [InlineData("America/New_York", "2026-11-01 02:00", "2026-11-01 07:00")]
    // Lord Howe: half an hour, 4 October and 5 April 2026.
    [InlineData("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45")]
    [InlineData("Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-03 15:30")]
    [InlineData("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45")]
    [InlineData("Australia/Lord_Howe", "2026-04-05 02:00", "2026-04-04 15:30")]
    // Cairo: the skipped hour is the first of the day, 24 April 2026.
    [InlineData("Africa/Cairo", "2026-04-24 00:00", "2026-04-23 22:00")]
    [InlineData("Africa/Cairo", "2026-04-24 00:30", "2026-04-23 22:30")]
    [InlineData("Africa/Cairo", "2026-04-24 01:00", "2026-04-23 22:00")]
    // A zone without any.
    [InlineData("Asia/Kolkata", "2026-03-29 02:30", "2026-03-28 21:00")]
    public void A_wall_clock_time_is_one_instant(string zone, string local, string utc)
    {
        var wall = Parse(local);

        var instant = Policy(zone).At(DateOnly.FromDateTime(wall), TimeOnly.FromDateTime(wall));

        instant.Should().Be(new DateTimeOffset(Parse(utc), TimeSpan.Zero));
        instant.Offset.Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Africa/Cairo")]
    public void Over_a_whole_year_every_quarter_of_an_hour_comes_back_as_it_was_or_behind_the_gap(string zone)
    {
        var policy = Policy(zone);
        var skipped = 0;
        for (var wall = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified); wall.Year == 2026; wall = wall.AddMinutes(15))
        {
            var back = policy.ToLocal(policy.At(DateOnly.FromDateTime(wall), TimeOnly.FromDateTime(wall))).DateTime;
            if (back == wall) continue;
            skipped++;
            policy.Zone.IsInvalidTime(wall).Should().BeTrue($"{wall} exists, and came back as {back}");
            back.Should().BeAfter(wall).And.BeOnOrBefore(wall.AddHours(1));
        }

        skipped.Should().BeInRange(2, 4, "one gap a year");
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-06-17 21:59", "2026-06-17")]
    [InlineData("Europe/Berlin", "2026-06-17 22:00", "2026-06-18")]
    [InlineData("Europe/Berlin", "2026-12-17 22:59", "2026-12-17")]
    [InlineData("Europe/Berlin", "2026-12-17 23:00", "2026-12-18")]
    [InlineData("America/New_York", "2026-06-17 03:59", "2026-06-16")]
    [InlineData("America/New_York", "2026-06-17 04:00", "2026-06-17")]
    [InlineData("Pacific/Auckland", "2026-06-17 12:00", "2026-06-18")]
    public void The_day_of_an_instant_is_the_clinics(string zone, string utc, string day)
    {
        Policy(zone).DayOf(new DateTimeOffset(Parse(utc), TimeSpan.Zero)).Should().Be(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", 23)]
    [InlineData("Europe/Berlin", "2026-10-25", 25)]
    [InlineData("Europe/Berlin", "2026-06-17", 24)]
    [InlineData("Australia/Lord_Howe", "2026-10-04", 23.5)]
    [InlineData("Africa/Cairo", "2026-04-24", 23)]
    public void A_day_is_as_long_as_it_is(string zone, string day, double hours)
    {
        var (policy, date) = (Policy(zone), DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));

        (policy.At(date.AddDays(1), TimeOnly.MinValue) - policy.At(date, TimeOnly.MinValue)).TotalHours.Should().Be(hours);
    }

    private static ClinicPolicy Policy(string zone) => new("", TimeZoneInfo.FindSystemTimeZoneById(zone), default, default, default, false);

    private static DateTime Parse(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
