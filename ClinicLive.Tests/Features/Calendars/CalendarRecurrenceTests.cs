using System.Globalization;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Calendars;

/// <summary>Rules of repetition against the answers that libical and Ical.Net give in their own tests.</summary>
public sealed class CalendarRecurrenceTests
{
    private static readonly DateTime Far = new(9999, 12, 31);

    [SharedDataFact]
    public void All_146_answers_of_libical_are_ours()
    {
        var cases = Cases(SharedData.Find("calendar", "recurrence-answers", "icalrecur_test.txt")).ToList();

        cases.Should().HaveCount(146);
        foreach (var one in cases)
        {
            // One rule libical itself does not answer (BYMONTHDAY together with BYWEEKNO); Ical.Net does, and so do we.
            var answer = one.Answer.StartsWith("***", StringComparison.Ordinal) ? "20241230,20251230,20301230,20311230" : one.Answer;
            Answer(one with { Answer = answer }).Should().Be(answer, one.Name);
        }
    }

    [SharedDataFact]
    public void Dates_that_do_not_exist_are_left_out_or_moved_as_RFC_7529_says_on_the_Gregorian_calendar()
    {
        foreach (var one in Cases(SharedData.Find("calendar", "recurrence-answers", "icalrecur_test_rscale.txt")))
        {
            if (one.Answer.StartsWith("***", StringComparison.Ordinal)) CalendarRule.Read(one.Rule).Fault.Should().Contain("only the Gregorian one is read", one.Name);
            else Answer(one).Should().Be(one.Answer, one.Name);
        }
    }

    [SharedDataFact]
    public void Rules_of_other_calendars_are_refused_in_words()
    {
        // Out of scope: a clinic's calendar that repeats by the Chinese, Hebrew, Ethiopic, Korean or Islamic calendar (20 answers).
        var cases = new[] { "icalrecur_test_rscale_withicu.txt", "icalrecur_test_rscale_withicu_dangi.txt" }.SelectMany(f => Cases(SharedData.Find("calendar", "recurrence-answers", f))).ToList();

        cases.Should().HaveCount(20);
        foreach (var one in cases) CalendarRule.Read(one.Rule).Fault.Should().MatchRegex("^it counts by the calendar [A-Z-]+, and only the Gregorian one is read$", one.Name);
    }

    [SharedDataFact]
    public void The_answers_of_Ical_Net_are_ours_and_where_it_throws_we_say_why_or_come_to_an_end()
    {
        foreach (var one in Cases(SharedData.Find("calendar", "ical.net", "_oracle", "Calendars", "Recurrence", "RecurrenceTestCases.txt")))
        {
            if (one.Answer.Length > 0) Answer(one, one.From).Should().Be(one.Answer, one.Name);
            else if (CalendarRule.Read(one.Rule) is { Rule: not null }) Moments(one).Take(20_000).Count().Should().BeLessThan(20_001, one.Name);
        }
    }

    [Theory]
    [InlineData("FREQ=SECONDLY;BYSECOND=1;INTERVAL=2", "20250101T000000")]
    [InlineData("FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", "20250101T000000")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "20250101T000000")]
    [InlineData("FREQ=DAILY;BYDAY=MO;BYMONTHDAY=31;BYMONTH=4", "00010101T000000")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=53;BYDAY=1MO,-1MO", "99970101T000000")]
    [InlineData("FREQ=SECONDLY;BYSECOND=60", "20250101T000000")]
    [InlineData("FREQ=WEEKLY", "00010101T000000")]
    public void A_rule_that_gives_nothing_or_no_end_comes_to_an_end(string rule, string start)
    {
        var recurrence = new CalendarRecurrence(CalendarRule.Read(rule).Rule!, CalendarMoment.Read(start)!.Value, Far);
        recurrence.Moments().Take(10_000).Count().Should().BeLessThanOrEqualTo(10_000);
    }

    [Theory]
    [InlineData("FREQ=FORTNIGHTLY")]
    [InlineData("FREQ=3")]
    [InlineData("COUNT=3")]
    [InlineData("FREQ=DAILY;COUNT=0")]
    [InlineData("FREQ=DAILY;INTERVAL=-1")]
    [InlineData("FREQ=DAILY;INTERVAL=99999999999")]
    [InlineData("FREQ=DAILY;COUNT=3;UNTIL=20250101")]
    [InlineData("FREQ=DAILY;FREQ=DAILY")]
    [InlineData("FREQ=DAILY;BYDAY=1MO")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32")]
    [InlineData("FREQ=DAILY;UNTIL=yesterday")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX")]
    [InlineData("FREQ=DAILY;BYHOUR=24")]
    [InlineData("FREQ=DAILY;NEXT=2")]
    [InlineData("")]
    public void A_rule_that_is_none_is_refused(string rule) => CalendarRule.Read(rule).Fault.Should().NotBeNullOrEmpty();

    private static string Answer(RuleCase one, DateTime? from = null) =>
        string.Join(',', Moments(one).Where(m => from is null || m >= from).Take(one.Answer.Count(c => c == ',') + 2).Select(m => m.ToString(Shape(one), CultureInfo.InvariantCulture)));

    private static IEnumerable<DateTime> Moments(RuleCase one)
    {
        var (rule, fault) = CalendarRule.Read(one.Rule);
        fault.Should().BeNull(one.Name);
        return new CalendarRecurrence(rule!, CalendarMoment.Read(one.Start)!.Value, Far).Moments();
    }

    private static string Shape(RuleCase one) => one.Start.Length == 8 ? "yyyyMMdd" : one.Start.EndsWith('Z') ? "yyyyMMdd'T'HHmmss'Z'" : "yyyyMMdd'T'HHmmss";

    private static IEnumerable<RuleCase> Cases(string path)
    {
        foreach (var block in File.ReadAllText(path).TrimStart('\uFEFF').ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n').Where(l => !l.StartsWith('#')).ToList();
            string After(string name) => lines.Find(l => l.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() ?? "";
            if (After("RRULE:") is { Length: > 0 } rule) yield return new RuleCase(block.Split('\n')[0] + " " + rule, rule, After("DTSTART:"), After("INSTANCES:"), After("START-AT:"));
        }
    }

    private sealed record RuleCase(string Name, string Rule, string Start, string Answer, string StartAt)
    {
        public DateTime? From => CalendarMoment.Read(StartAt)?.Value;
    }
}
