using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Calendars;

/// <summary>What is written as a calendar follows RFC 5545, and two calendar programs of others read in it what was meant: see Independent/README.md.</summary>
public sealed class CalendarFileRuleTests
{
    private static readonly string[] Zones =
        ["Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland", "UTC"];

    [Fact]
    public async Task Two_programs_of_others_read_the_same_instants_in_every_zone_around_every_change_of_the_clocks()
    {
        var entries = new List<CalendarEntry>();
        foreach (var zone in Zones)
        {
            var clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
            for (var hour = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); hour.Year < 2028; hour = hour.AddHours(1))
            {
                var isNearChange = clock.GetUtcOffset(hour.AddHours(-2)) != clock.GetUtcOffset(hour.AddHours(2));
                if (isNearChange || hour is { Day: 15, Hour: 9 }) entries.Add(Entry(hour.AddMinutes(15), zone));
            }
        }

        var file = new CalendarFile("Clinic; at the Park, Ärztehaus", entries) { IsFeed = true }.Write();

        RulesHold(file);
        entries.Should().HaveCountGreaterThan(250);
        var read = JsonNode.Parse(await NodeProgram.AskAsync(file, "Features", "Calendars", "Independent", "parse.cjs"))!;
        foreach (var program in new[] { "icalJs", "nodeIcal" })
        {
            var events = read[program]!.AsArray().ToDictionary(e => e!["uid"]!.ToString(), e => e!);
            events.Should().HaveCount(entries.Count, program);
            foreach (var entry in entries)
            {
                var one = events[$"{entry.Id}@cliniclive"];
                (At(one, "start"), At(one, "end")).Should().Be((entry.Start, entry.End), $"{program} reads {entry.ZoneId}");
                (one["summary"]!.ToString(), one["location"]!.ToString(), one["sequence"]!.GetValue<int>(), one["status"]!.ToString()).Should().Be((entry.Title, entry.Place, 4, "CONFIRMED"));
            }
        }
    }

    [Theory]
    [InlineData(AppointmentStatus.Requested, "TENTATIVE", "OPAQUE")]
    [InlineData(AppointmentStatus.Held, "TENTATIVE", "OPAQUE")]
    [InlineData(AppointmentStatus.Booked, "CONFIRMED", "OPAQUE")]
    [InlineData(AppointmentStatus.Done, "CONFIRMED", "OPAQUE")]
    [InlineData(AppointmentStatus.Cancelled, "CANCELLED", "TRANSPARENT")]
    [InlineData(AppointmentStatus.NoShow, "CANCELLED", "TRANSPARENT")]
    public void What_became_of_it_is_said_in_the_words_of_calendars(AppointmentStatus status, string words, string transparency)
    {
        var file = new CalendarFile("Here", [Entry(DateTimeOffset.UnixEpoch, "Europe/Berlin") with { Status = status }]).Write();

        RulesHold(file);
        file.Should().Contain($"\r\nSTATUS:{words}\r\nTRANSP:{transparency}\r\n").And.NotContain("REFRESH-INTERVAL", "nobody comes back for a single file");
    }

    [Fact]
    public void A_calendar_without_an_appointment_is_one_too() => RulesHold(new CalendarFile("Here", []) { IsFeed = true }.Write());

    [Fact]
    public void A_time_that_the_clock_shows_twice_is_written_so_that_it_is_the_right_one()
    {
        var second = new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero); // 2:30 in Berlin, for the second time

        var file = new CalendarFile("Here", [Entry(second, "Europe/Berlin")]).Write();

        file.Should().Contain("\r\nDTSTART:20261025T013000Z\r\n");
    }

    /// <summary>The rules of RFC 5545 that a reader without a library can check.</summary>
    internal static void RulesHold(string file)
    {
        file.Should().EndWith("\r\n");
        file.Replace("\r\n", "", StringComparison.Ordinal).Should().NotContainAny("\r", "\n");
        file.Split("\r\n").Should().OnlyContain(l => Encoding.UTF8.GetByteCount(l) <= 75, "lines are folded (3.1)");
        var lines = file.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var (open, parts) = (new Stack<(string Name, List<string> Properties)>(), new List<(string Name, List<string> Properties)>());
        foreach (var line in lines)
        {
            line.Should().MatchRegex("^[A-Z-]+(;[A-Z-]+=[^:;]+)*:", "a line is a name, its parameters and a value");
            if (line.StartsWith("BEGIN:", StringComparison.Ordinal)) open.Push((line[6..], []));
            else if (line.StartsWith("END:", StringComparison.Ordinal))
            {
                open.Peek().Name.Should().Be(line[4..], "what begins last ends first");
                parts.Add(open.Pop());
            }
            else open.Peek().Properties.Add(line);
        }

        open.Should().BeEmpty();
        Only("VCALENDAR", "VERSION", "PRODID", "METHOD");
        Only("VEVENT", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "LAST-MODIFIED");
        Only("VTIMEZONE", "TZID");
        Only("STANDARD", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO");
        Only("DAYLIGHT", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO");
        parts[^1].Name.Should().Be("VCALENDAR");
        var named = parts.Where(p => p.Name == "VTIMEZONE").Select(p => p.Properties.Single(l => l.StartsWith("TZID:", StringComparison.Ordinal))[5..]).ToList();
        named.Should().OnlyHaveUniqueItems();
        lines.Where(l => l.Contains(";TZID=", StringComparison.Ordinal)).Select(l => l.Split(";TZID=")[1].Split(':')[0]).Distinct().Should().BeSubsetOf(named);
        parts.Where(p => p.Name == "VEVENT").Select(p => p.Properties.Single(l => l.StartsWith("UID:", StringComparison.Ordinal))).Should().OnlyHaveUniqueItems();

        void Only(string part, params string[] properties)
        {
            foreach (var (_, has) in parts.Where(p => p.Name == part))
            {
                foreach (var property in properties) has.Where(l => l.Split(':', ';')[0] == property).Should().ContainSingle($"{part} has one {property}");
            }
        }
    }

    private static DateTimeOffset At(JsonNode one, string name) => DateTimeOffset.Parse(one[name]!.ToString(), CultureInfo.InvariantCulture);

    // No "n" behind the backslash: one of the two programs takes that for a line break, against RFC 5545, 3.3.11.
    private static CalendarEntry Entry(DateTimeOffset start, string zone) =>
        new(Guid.CreateVersion7(), start, start.AddMinutes(15), "Appointment with Dr O\\Rourke; née Ärzt, 医院 👩‍⚕️", "Clinic, at the Park", AppointmentStatus.Booked, 4, DateTimeOffset.UnixEpoch) { ZoneId = zone };
}
