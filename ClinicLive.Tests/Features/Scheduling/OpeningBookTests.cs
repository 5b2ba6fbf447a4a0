using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Tests.Features.Scheduling;

/// <summary>When a doctor can be booked, and the sentence when he cannot.</summary>
public sealed class OpeningBookTests
{
    private static readonly DateOnly Wednesday = new(2026, 6, 17);

    [Theory]
    [InlineData(null, null, null, "1623:00-1723:00")] // London in June; a clinic without hours is always open
    [InlineData("8-18", null, null, "1707:00-1717:00")] // a doctor without hours works the clinic's
    [InlineData("8-18", "7-12 13-20", null, "1707:00-1711:00 1712:00-1717:00")]
    [InlineData(null, "7-12", null, "1706:00-1711:00")]
    [InlineData("8-18", "8-18", "9-10", "1708:00-1709:00")]
    [InlineData("8-18", "", "", "1707:00-1717:00")] // hours that were taken back are none
    [InlineData("8-12", "13-17", null, "")]
    public void A_doctor_is_there_while_the_clinic_is_open_he_works_and_his_room_is_open(string? clinic, string? doctor, string? room, string open)
    {
        Hours.Book(clinic: clinic, doctor: doctor, room: room).OpenTimes(Hours.DoctorId, Wednesday, Wednesday).Text().Should().Be(open);
    }

    [Fact]
    public void An_exception_wins_over_the_usual_week_and_a_closed_clinic_over_everybody()
    {
        var book = Hours.Book(clinic: "8-18", doctor: "8-18", exceptions:
        [
            Hours.On(HoursOwner.Clinic(Hours.ClinicId), "2026-06-17", ""),
            Hours.On(HoursOwner.Practitioner(Hours.DoctorId), "2026-06-17", "9-10"),
            Hours.On(HoursOwner.Practitioner(Hours.DoctorId), "2026-06-18", "7-10 20-21"),
        ]);

        book.OpenTimes(Hours.DoctorId, Wednesday, Wednesday.AddDays(2)).Text().Should().Be("1807:00-1809:00 1907:00-1917:00");
        book.ClinicHours(Wednesday).Should().BeEmpty();
    }

    [Fact]
    public void An_absence_is_cut_out_and_hours_up_to_midnight_go_on_behind_it()
    {
        var book = Hours.Book(clinic: "0-2 20-24", timeOff: [Hours.Away("2026-06-17T20:00", "2026-06-17T21:30")]);

        book.OpenTimes(Hours.DoctorId, Wednesday, Wednesday.AddDays(1)).Text().Should().Be("1623:00-1701:00 1719:00-1720:00 1721:30-1801:00 1819:00-1823:00");
        book.Refuse(Hours.DoctorId, Hours.Utc("2026-06-17T22:30"), Hours.Utc("2026-06-17T23:30")).Should().BeNull("it goes over midnight");
    }

    [Theory]
    // The clock goes from 01:00 to 02:00 at 01:00 UTC on 29 March 2026.
    [InlineData("Europe/London", "2026-03-29", "0-24", "2900:00-2923:00")]
    [InlineData("Europe/London", "2026-03-29", "0:30-1:30", "2900:30-2901:00")]
    [InlineData("Europe/London", "2026-03-29", "1:15-1:45", "")]
    [InlineData("Europe/London", "2026-03-29", "1:30-3", "2901:00-2902:00")]
    // It goes from 02:00 back to 01:00 at 01:00 UTC on 25 October 2026.
    [InlineData("Europe/London", "2026-10-25", "0-24", "2423:00-2600:00")]
    [InlineData("Europe/London", "2026-10-25", "1:30-2:30", "2500:30-2502:30")]
    [InlineData("Europe/London", "2026-10-25", "0-1:30", "2423:00-2500:30")]
    // New York: 8 March and 1 November 2026, at 02:00.
    [InlineData("America/New_York", "2026-03-08", "1-4", "0806:00-0808:00")]
    [InlineData("America/New_York", "2026-03-08", "2:10-2:50 8-12", "0812:00-0816:00")]
    [InlineData("America/New_York", "2026-11-01", "1-2", "0105:00-0107:00")]
    [InlineData("America/New_York", "2026-11-01", "8-17", "0113:00-0122:00")]
    // Lord Howe moves by half an hour: 4 October (02:00 to 02:30) and 5 April 2026 (02:00 to 01:30).
    [InlineData("Australia/Lord_Howe", "2026-10-04", "1-3", "0314:30-0316:00")]
    [InlineData("Australia/Lord_Howe", "2026-10-04", "2:15-8", "0315:30-0321:00")]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "1-3", "0414:00-0416:30")]
    // Chatham at 02:45: 27 September (to 03:45) and 5 April 2026 (03:45 back to 02:45).
    [InlineData("Pacific/Chatham", "2026-09-27", "2-4", "2613:15-2614:15")]
    [InlineData("Pacific/Chatham", "2026-09-27", "3-3:30 9-10", "2619:15-2620:15")]
    [InlineData("Pacific/Chatham", "2026-04-05", "2-4", "0412:15-0415:15")]
    public void Hours_are_meant_on_the_clinics_clock_also_when_it_jumps(string zone, string date, string hours, string open)
    {
        var day = DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture);
        var book = Hours.Book(zone, clinic: hours);

        // The days around have the same hours; only those that touch the day's midnight run into it.
        var own = book.OpenTimes(Hours.DoctorId, day, day);
        own.Text().Should().Be(open);
        foreach (var stretch in own)
        {
            book.Refuse(Hours.DoctorId, stretch.From, stretch.From.AddMinutes(5)).Should().BeNull();
            book.Refuse(Hours.DoctorId, stretch.To.AddMinutes(-5), stretch.To).Should().BeNull();
            if (hours == "0-24") continue;
            book.Refuse(Hours.DoctorId, stretch.From.AddMinutes(-5), stretch.From.AddMinutes(1)).Should().NotBeNull();
            book.Refuse(Hours.DoctorId, stretch.To.AddMinutes(-1), stretch.To.AddMinutes(5)).Should().NotBeNull();
        }
    }

    [Theory]
    [InlineData("8-18", "8-12 13-17", null, "12:30", "Dr Osei does not work then. The hours on Wednesday 17 June are 08:00–12:00 and 13:00–17:00.")]
    [InlineData("8-18", "8-12 13-17", null, "11:50", "Dr Osei does not work then. The hours on Wednesday 17 June are 08:00–12:00 and 13:00–17:00.")]
    [InlineData("8-18", null, null, "17:50", "The clinic is open 08:00–18:00 on Wednesday 17 June. Please choose a time within these hours.")]
    [InlineData("8-18", null, null, "03:00", "The clinic is open 08:00–18:00 on Wednesday 17 June. Please choose a time within these hours.")]
    [InlineData("8-18", null, "9-10", "08:30", "Room 3, the room of Dr Osei, is open 09:00–10:00 on Wednesday 17 June.")]
    public void A_refusal_says_why_and_when_it_would_be_possible(string clinic, string? doctor, string? room, string at, string sentence)
    {
        var start = Hours.Utc($"2026-06-17T{at}").AddHours(-1);

        var refusal = Hours.Book(clinic: clinic, doctor: doctor, room: room).Refuse(Hours.DoctorId, start, start.AddMinutes(15))!;

        refusal.Should().Be(new Refusal(RefusalKind.Invalid, sentence, "Start"));
    }

    [Fact]
    public void A_refusal_names_a_closed_day_a_day_off_and_the_end_of_an_absence()
    {
        var noon = Hours.Utc("2026-06-17T12:00");
        string Why(OpeningBook book) => book.Refuse(Hours.DoctorId, noon, noon.AddMinutes(30))!.Sentence;

        Why(Hours.Book(clinic: "8-18", exceptions: [Hours.On(HoursOwner.Clinic(Hours.ClinicId), "2026-06-17", "")]))
            .Should().Be("The clinic is closed on Wednesday 17 June. Please choose another day.");
        Why(Hours.Book(clinic: "8-18", exceptions: [Hours.On(HoursOwner.Practitioner(Hours.DoctorId), "2026-06-17", "")]))
            .Should().Be("Dr Osei does not work on Wednesday 17 June. Please choose another day or another doctor.");
        Why(Hours.Book(clinic: "8-18", exceptions: [Hours.On(HoursOwner.Room(Hours.RoomId), "2026-06-17", "")]))
            .Should().Be("Room 3, the room of Dr Osei, is closed on Wednesday 17 June.");
        Why(Hours.Book(timeOff: [Hours.Away("2026-06-10T00:00", "2026-06-19T23:00")]))
            .Should().Be("Dr Osei is away until the end of 19 June. Please choose another time or another doctor.");
        Why(Hours.Book(timeOff: [Hours.Away("2026-06-17T12:29", "2026-06-17T13:00")]))
            .Should().Be("Dr Osei is away until 14:00 on 17 June. Please choose another time or another doctor.");
    }

    [Fact]
    public void A_book_for_a_doctor_keeps_other_peoples_reasons_and_one_for_a_patient_everything()
    {
        var book = Hours.Book(clinic: "8-18", timeOff: [Hours.Away("2026-06-10T00:00", "2026-06-19T23:00")]);
        Actor As(Role role, Guid? doctor = null) => new(Guid.NewGuid(), Hours.ClinicId, role, "", doctor);

        book.For(As(Role.Receptionist)).TimeOff.Single().Reason.Should().Be("holiday");
        book.For(As(Role.Practitioner, Hours.DoctorId)).TimeOff.Single().Reason.Should().Be("holiday");
        book.For(As(Role.Practitioner, Guid.NewGuid())).TimeOff.Single().Reason.Should().BeNull();
        var patients = book.For(As(Role.Patient));
        (patients.TimeOff.Count + patients.Hours.Count + patients.Doctors.Count + patients.VisitTypes.Count).Should().Be(0);
    }
}
