using System.Text;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>The file for somebody's own calendar (RFC 5545).</summary>
public sealed class CalendarEntryTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    [Fact]
    public async Task A_booked_appointment_is_a_whole_calendar_without_the_reason()
    {
        var row = await _clinic.BookAsync(new DateTimeOffset(2026, 6, 19, 8, 0, 0, TimeSpan.Zero));

        var file = (await _clinic.Boards.CalendarEntryAsync(_clinic.Home.Patient, row.Id))!.ToICalendar();

        var lines = file.Split("\r\n");
        lines.Should().StartWith(["BEGIN:VCALENDAR", "VERSION:2.0"]).And.EndWith(["END:VEVENT", "END:VCALENDAR", ""]);
        lines.Should().Contain([$"UID:{row.Id}@cliniclive", "DTSTART;TZID=Europe/Berlin:20260619T100000", "DTEND;TZID=Europe/Berlin:20260619T101500", "SUMMARY:Appointment with Dr Berg",
            "LOCATION:Clinic at the Park", "SEQUENCE:0", "STATUS:CONFIRMED"]);
        file.Should().NotContain("Cough");
        file.Replace("\r\n", "", StringComparison.Ordinal).Should().NotContainAny("\r", "\n");
    }

    [Fact]
    public async Task Moving_raises_the_sequence_and_cancelling_says_so()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddDays(3));
        var moved = (await _clinic.Appointments.RescheduleAsync(_clinic.Home.Lena, row.Command(), row.PractitionerId, row.Start.AddHours(1), 15)).Value!;
        (await _clinic.Boards.CalendarEntryAsync(_clinic.Home.Patient, row.Id))!.ToICalendar().Should().Contain("SEQUENCE:1\r\n");

        await _clinic.MoveAsync(_clinic.Home.Lena, moved, AppointmentStatus.Cancelled, "ill");

        (await _clinic.Boards.CalendarEntryAsync(_clinic.Home.Patient, row.Id))!.ToICalendar().Should().Contain("STATUS:CANCELLED\r\n");
    }

    [Fact]
    public async Task It_exists_only_for_those_who_see_the_appointment()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddDays(1));

        foreach (var stranger in new[] { _clinic.Home.SecondPatient, _clinic.Other.Patient, _clinic.Other.Lena, _clinic.Other.Admin })
        {
            (await _clinic.Boards.CalendarEntryAsync(stranger, row.Id)).Should().BeNull();
        }

        (await _clinic.Boards.CalendarEntryAsync(_clinic.Home.Lena, row.Id)).Should().NotBeNull();
    }

    [Theory]
    [InlineData("Praxis; am Park, links\nBEGIN:VEVENT", "LOCATION:Praxis\\; am Park\\, links\\nBEGIN:VEVENT")]
    [InlineData("C:\\Praxis", "LOCATION:C:\\\\Praxis")]
    public void What_has_a_meaning_in_the_format_is_escaped(string place, string line) =>
        Entry(place).ToICalendar().Should().Contain($"{line}\r\n");

    [Fact]
    public void Long_lines_are_folded_at_75_octets_and_never_inside_a_character()
    {
        var place = string.Concat(Enumerable.Repeat("Ärztehaus 医院 👩‍⚕️ ", 20)).Trim();

        var file = Entry(place).ToICalendar();

        var lines = file.Split("\r\n");
        lines.Should().OnlyContain(l => Encoding.UTF8.GetByteCount(l) <= 75);
        lines.Should().OnlyContain(l => !l.Contains('\uFFFD', StringComparison.Ordinal));
        file.Replace("\r\n ", "", StringComparison.Ordinal).Should().Contain($"LOCATION:{place}\r\n");
    }

    [Fact]
    public void Where_to_check_in_is_a_link_in_the_calendar_when_it_is_known()
    {
        Entry("Here").ToICalendar().Should().NotContain("URL");
        (Entry("Here") with { CheckIn = new Uri("https://clinic.test/portal/check-in?a=7") }).ToICalendar().Should().Contain("\r\nURL:https://clinic.test/portal/check-in?a=7\r\nEND:VEVENT");
    }

    public void Dispose() => _clinic.Dispose();

    private static CalendarEntry Entry(string place) => new(
        Guid.NewGuid(), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(15), "Appointment", place, AppointmentStatus.Booked, 0, DateTimeOffset.UnixEpoch);
}
