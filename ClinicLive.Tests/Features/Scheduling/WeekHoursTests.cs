using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Tests.Features.Scheduling;

/// <summary>Hours as typed: what is taken, and beside which field the rest is refused.</summary>
public sealed class WeekHoursTests
{
    [Fact]
    public void Hours_are_sorted_and_survive_being_written_down()
    {
        var week = Hours.Week("13-17:30 8-12 22-24");

        week[DayOfWeek.Sunday].Should().Equal(Hours.Span("8-12"), Hours.Span("13-17:30"), Hours.Span("22-24"));
        week[DayOfWeek.Sunday].Words().Should().Be("08:00–12:00, 13:00–17:30 and 22:00–24:00");
        WeekHours.Read(week.ToString()).Should().Be(week).And.NotBe(WeekHours.None);
        WeekHours.Read(WeekHours.None.ToString()).IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData("8-12 11-13", "Monday.1", "overlap 08:00–12:00")]
    [InlineData("8-12 7-13", "Monday.1", "overlap")]
    [InlineData("8-12 8-12", "Monday.1", "overlap")]
    [InlineData("14-24 8-12 23-23:30", "Monday.2", "overlap 14:00–24:00")]
    [InlineData("8-12 17-13", "Monday.1", "end must be after")]
    [InlineData("9-9", "Monday.0", "end must be after")]
    [InlineData("0-1 2-3 4-5 6-7 8-9 10-11 12-13", "Monday.6", "at most 6")]
    public void What_cannot_be_is_refused_beside_its_field(string typed, string field, string sentence)
    {
        var (week, refusal) = WeekHours.Make(Hours.Day(typed).Select(h => new TypedHours(DayOfWeek.Monday, h)));

        week.Should().BeNull();
        refusal!.Field.Should().Be(field);
        refusal.Sentence.Should().Contain(sentence);
    }

    [Fact]
    public void Parts_of_a_minute_are_refused_and_hours_that_touch_are_taken()
    {
        WeekHours.Make([new TypedHours(DayOfWeek.Monday, new HoursSpan(new TimeOnly(8, 0, 1), new TimeOnly(9, 0)))]).Refusal!.Field.Should().Be("Monday.0");
        WeekHours.Make(Hours.Daily("8-12 12-13")).Refusal.Should().BeNull();
    }

    [Theory]
    [InlineData("8-17", "9-12 13-20", "09:00–12:00 and 13:00–17:00")]
    [InlineData("0-24", "22-24", "22:00–24:00")]
    [InlineData("8-12", "12-13", "closed")]
    [InlineData("", "8-9", "closed")]
    public void What_lies_in_both(string one, string other, string both)
    {
        HoursSpans.Intersect(Hours.Day(one), Hours.Day(other)).Words().Should().Be(both);
        HoursSpans.Intersect(Hours.Day(other), Hours.Day(one)).Words().Should().Be(both);
    }
}
