using System.Text;
using System.Text.Json;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Calendars;

/// <summary>Reading what calendars write, against what the tests of ical.js say that stands there.</summary>
public sealed class CalendarReaderTests
{
    [SharedDataFact]
    public void The_parts_the_names_and_the_texts_are_those_that_ical_js_reads()
    {
        var compared = 0;
        foreach (var path in Directory.EnumerateFiles(SharedData.Find("calendar", "ical.js", "test", "parser"), "*.ics").Order())
        {
            using var meant = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(path, ".json")));
            var calendar = meant.RootElement[0].ValueKind == JsonValueKind.Array ? meant.RootElement[meant.RootElement.GetArrayLength() - 1] : meant.RootElement;
            if (calendar[0].GetString() != "vcalendar") continue; // a part alone, which is no calendar
            var (reader, parts) = Read(File.ReadAllText(path));
            reader.Problem.Should().BeNull(path);
            var whole = reader.Calendar!;
            whole.Parts.AddRange(calendar[2].GetArrayLength() == parts.Count ? parts : parts.TakeLast(calendar[2].GetArrayLength()));
            compared += Same(whole, calendar, Path.GetFileName(path));
        }

        compared.Should().BeGreaterThan(50, "that many lines were compared");
    }

    [Fact]
    public void Folds_are_undone_even_within_a_character_and_whatever_ends_the_lines()
    {
        const string Name = "Jürgen Çelik and a long title that goes on, and on; until it has to be folded somewhere in here 👩‍⚕️";
        var written = Written(Name);

        foreach (var text in new[] { written, written.Replace("\r\n", "\n", StringComparison.Ordinal), written.Replace("\r\n", "\r", StringComparison.Ordinal), $"\uFEFF{written}", written.Replace("\r\n ", "\r\n\t", StringComparison.Ordinal) })
        {
            Read(text).Parts.Single(p => p.Name == "VEVENT").Find("SUMMARY")!.Text().Should().Be(Name);
        }

        var whole = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:ü😀\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        var cut = Array.IndexOf(whole, (byte)0xC3) + 1;
        for (var at = cut; at < cut + 5; at++)
        {
            byte[] folded = [.. whole[..at], 13, 10, 32, .. whole[at..]];
            using var text = new StreamReader(new UnfoldedStream(new MemoryStream(folded)), new UTF8Encoding(false, true));
            Read(text.ReadToEnd()).Parts.Single().Find("SUMMARY")!.Text().Should().Be("ü😀");
        }
    }

    [Fact]
    public void Our_own_file_comes_back_as_it_was_with_its_clock()
    {
        var (reader, parts) = Read(Written("A; B, C\\D"));

        reader.Problem.Should().BeNull();
        var clocks = new CalendarClocks();
        clocks.Describe(parts.Single(p => p.Name == "VTIMEZONE"));
        var part = parts.Single(p => p.Name == "VEVENT");
        var line = part.Find("DTSTART")!;
        clocks.Named(line.Parameter("TZID")!)!.At(CalendarMoment.Read(line.Value)!.Value.Value).Should().Be(Start);
        part.Find("SUMMARY")!.Text().Should().Be("A; B, C\\D");
    }

    [Theory]
    [InlineData("ATTENDEE;CN=\"Past; Petra: Dr\";ROLE=CHAIR,X:mailto:p@x", "ATTENDEE", "Past; Petra: Dr", "mailto:p@x")]
    [InlineData("attendee;cn=A ^'B^' ^^:x:y", "ATTENDEE", "A \"B\" ^", "x:y")]
    [InlineData("SUMMARY:", "SUMMARY", null, "")]
    [InlineData("X;CN=:v", "X", "", "v")]
    public void A_line_has_a_name_parameters_and_a_value(string text, string name, string? called, string value)
    {
        var line = CalendarLine.Read(text)!;
        (line.Name, line.Parameter("CN"), line.Value).Should().Be((name, called, value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SUMMARY")]
    [InlineData(":value")]
    [InlineData("A;B")]
    [InlineData("A;B=\"open:x")]
    [InlineData("A;B=\"x\"y:z")]
    [InlineData("A;B=c,")]
    [InlineData("\"A\":b")]
    public void What_is_no_line_is_none(string text) => CalendarLine.Read(text).Should().BeNull();

    [Theory]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "is broken: END:VCALENDAR stands where END:VEVENT was to come")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "ends in the middle: END:VEVENT is missing")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR\nSUMMARY:x\n", "is broken: SUMMARY stands outside of a calendar")]
    [InlineData("BEGIN:VCARD\nEND:VCARD\n", "holds addresses (vCard) and no calendar")]
    [InlineData("BEGIN:VEVENT\nEND:VEVENT\n", "is no calendar: it begins with VEVENT and not with VCALENDAR")]
    [InlineData("END:VEVENT\n", "is broken: END:VEVENT ends nothing")]
    [InlineData("", "holds no calendar")]
    public void What_cannot_be_read_to_its_end_is_said(string text, string why) => Read(text).Reader.Problem.Should().Be(why);

    [Fact]
    public void What_is_too_long_or_too_deep_is_not_read()
    {
        Read("BEGIN:VCALENDAR\nX:" + new string('x', 5_000) + "\nEND:VCALENDAR\n", 1_000).Reader.Problem.Should().Be("has a line that is too long");
        Read("BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + string.Concat(Enumerable.Repeat("X:0123456789\n", 200)) + "END:VEVENT\nEND:VCALENDAR\n", 1_000).Reader.Problem.Should().Be("holds an entry that is too long");
        Read("BEGIN:VCALENDAR\n" + string.Concat(Enumerable.Repeat("BEGIN:X\n", 20))).Reader.Problem.Should().Be("is nested more than 8 deep");
    }

    [Theory]
    [InlineData("P1DT2H3M4S", 93784)]
    [InlineData("-PT15M", -900)]
    [InlineData("P2W", 1209600)]
    [InlineData("PT", null)]
    [InlineData("P1H", null)]
    [InlineData("PT5", null)]
    [InlineData("P9999999999D", null)]
    [InlineData("", null)]
    public void A_length_is_read_or_none(string text, int? seconds) => CalendarMoment.Length(text)?.TotalSeconds.Should().Be(seconds);

    private static readonly DateTimeOffset Start = new(2025, 7, 1, 9, 30, 0, TimeSpan.Zero);

    private static string Written(string title) => new CalendarFile("Mine", [new CalendarEntry(Guid.CreateVersion7(), Start, Start.AddMinutes(20), title, "Room 1", AppointmentStatus.Booked, 0, Start) { ZoneId = "Europe/Berlin" }]).Write();

    private static (CalendarReader Reader, List<CalendarPart> Parts) Read(string text, int longest = 1 << 20)
    {
        var reader = new CalendarReader(new StringReader(text.TrimStart('\uFEFF')), longest);
        return (reader, [.. reader.Parts()]);
    }

    // jCal (RFC 7265): [name, [[property, parameters, type, value, ...], ...], [parts]].
    private static int Same(CalendarPart part, JsonElement meant, string file)
    {
        part.Name.Should().Be(meant[0].GetString()!.ToUpperInvariant(), file);
        part.Lines.Select(l => l.Name).Should().Equal(meant[1].EnumerateArray().Select(p => p[0].GetString()!.ToUpperInvariant()), file);
        foreach (var (line, property) in part.Lines.Zip(meant[1].EnumerateArray()))
        {
            foreach (var parameter in property[1].EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String)) line.Parameter(parameter.Name.ToUpperInvariant()).Should().Be(parameter.Value.GetString(), $"{file} {line.Name}");
            if (property[2].GetString() == "text" && property.GetArrayLength() == 4 && property[3].ValueKind == JsonValueKind.String && line.Parameter("ENCODING") is null) line.Text().Should().Be(property[3].GetString(), $"{file} {line.Name}");
        }

        part.Parts.Should().HaveCount(meant[2].GetArrayLength(), file);
        return part.Lines.Count + part.Parts.Zip(meant[2].EnumerateArray()).Sum(p => Same(p.First, p.Second, file));
    }
}
