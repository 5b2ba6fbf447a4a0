using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Calendars;

/// <summary>A person's own calendar under an address of its own: his alone to make and to end, and quiet about everything that is nobody's business.</summary>
public sealed class CalendarFeedTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private CalendarFeedService Feeds => _clinic.Get<CalendarFeedService>();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task Only_a_hash_is_kept_and_the_log_says_who_made_replaced_and_ended_it()
    {
        var first = (await Feeds.RenewAsync(Home.Patient)).Value!;
        var second = (await Feeds.RenewAsync(Home.Patient)).Value!;

        second.Should().NotBe(first).And.HaveLength(CalendarFeed.TokenLength);
        (await ReadAsync(first)).Should().BeNull("it was replaced");
        (await ReadAsync(second)).Should().NotBeNull();
        (_clinic.Dump("CalendarFeeds") + _clinic.Dump("ActivityLog")).Should().NotContainAny(first, second);

        (await Feeds.RevokeAsync(Home.Patient)).Changed.Should().BeTrue();
        (await Feeds.RevokeAsync(Home.Patient)).Should().Match<Outcome<Guid>>(o => o.Succeeded && !o.Changed);
        (await ReadAsync(second)).Should().BeNull();
        await using var db = _clinic.NewContext();
        (await db.Activity.Where(a => a.SubjectId == Home.Patient.UserId && a.Category == ActivityCategory.Account).OrderBy(a => a.Sequence).Select(a => a.Kind).ToListAsync())
            .Should().Equal(ActivityKind.CalendarFeedMade, ActivityKind.CalendarFeedReplaced, ActivityKind.CalendarFeedRevoked);
    }

    [Fact]
    public async Task Whoever_has_no_appointments_of_his_own_has_no_calendar()
    {
        foreach (var actor in new[] { Home.Lena, Home.Admin, Actor.System(Home.Id), Home.Patient with { OrganizationId = _clinic.Other.Id }, Home.Doctor with { Role = Role.Patient } })
        {
            (await Feeds.RenewAsync(actor)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
            (await Feeds.RevokeAsync(actor)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        }

        _clinic.Count("CalendarFeeds").Should().Be(0);
        foreach (var token in new[] { "", "x", new string('0', 64), new string('A', 64), new string('0', 10_000), "' OR 1=1 --" }) (await ReadAsync(token)).Should().BeNull();
    }

    [Fact]
    public async Task A_patient_reads_with_whom_and_where_and_a_doctor_only_that_there_is_an_appointment()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddDays(1));
        await _clinic.BookAsync(_clinic.Now.AddDays(1).AddHours(1), doctor: Home.SecondDoctor, patient: Home.SecondPatient);
        var (patient, doctor) = (await WrittenAsync(Home.Patient), await WrittenAsync(Home.Doctor));

        CalendarFileRuleTests.RulesHold(patient);
        CalendarFileRuleTests.RulesHold(doctor);
        patient.Should().Contain($"UID:{row.Id}@cliniclive").And.Contain("SUMMARY:Appointment with Dr Berg\r\n").And.Contain("LOCATION:Clinic at the Park\r\n").And.Contain("DTSTART;TZID=Europe/Berlin:20260618T");
        doctor.Should().Contain($"UID:{row.Id}@cliniclive").And.Contain("SUMMARY:Appointment\r\n").And.NotContainAny("Paula", "Patient", "Quentin");
        foreach (var calendar in new[] { patient, doctor })
        {
            calendar.Should().NotContainAny("Cough", "Quentin", "Cole").And.Contain("REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n");
            System.Text.RegularExpressions.Regex.Count(calendar, "BEGIN:VEVENT").Should().Be(1);
        }
    }

    [Fact]
    public async Task A_change_keeps_the_name_and_raises_the_number_and_what_is_called_off_stays_to_say_so()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddDays(2));
        var token = (await Feeds.RenewAsync(Home.Patient)).Value!;
        (await ReadAsync(token))!.Write().Should().Contain("SEQUENCE:0\r\nSTATUS:CONFIRMED");
        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));

        var moved = (await _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), row.PractitionerId, row.Start.AddHours(1), 15)).Value!;
        (await ReadAsync(token))!.Write().Should().Contain("SEQUENCE:1\r\nSTATUS:CONFIRMED").And.Contain("LAST-MODIFIED:" + _clinic.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        await _clinic.MoveAsync(Home.Lena, moved, AppointmentStatus.Cancelled, "ill");
        (await ReadAsync(token))!.Write().Should().Contain("SEQUENCE:2\r\nSTATUS:CANCELLED").And.Contain($"UID:{row.Id}@").And.NotContain("ill\r\n");
        (await _clinic.Boards.CalendarEntryAsync(Home.Patient, row.Id))!.ToICalendar().Should().Contain("SEQUENCE:2\r\n", "the single file and the feed are one and the same appointment");
    }

    [Fact]
    public async Task What_is_not_settled_or_long_ago_is_not_in_it()
    {
        await _clinic.InAsync(AppointmentStatus.Waitlisted);
        var error = await _clinic.ThenAsync(await _clinic.BookAsync(_clinic.Now.AddHours(4)), AppointmentStatus.EnteredInError);
        var held = (await _clinic.Booking.HoldAsync(Home.Patient, _clinic.Wish(_clinic.Now.AddDays(3)))).Value!;
        await _clinic.MoveAsync(Home.Patient, held, AppointmentStatus.Cancelled, "no");
        var (patient, doctor) = (await WrittenAsync(Home.Patient), await WrittenAsync(Home.Doctor));
        (patient + doctor).Should().NotContain("VEVENT").And.NotContain($"{error.Id}");

        await _clinic.BookAsync(_clinic.Now.AddHours(1));
        (await WrittenAsync(Home.Patient)).Should().Contain("VEVENT");
        _clinic.Clock.Advance(CalendarFeedQueries.Back + TimeSpan.FromHours(2));
        (await WrittenAsync(Home.Patient)).Should().NotContain("VEVENT");
    }

    [Fact]
    public async Task It_ends_with_the_right_of_its_owner_at_once()
    {
        var (disabled, changed) = ((await Feeds.RenewAsync(Home.Patient)).Value!, (await Feeds.RenewAsync(Home.Doctor)).Value!);
        await using (var db = _clinic.NewContext())
        {
            (await db.Accounts.SingleAsync(a => a.Id == Home.Patient.UserId)).Disable(Home.Admin, _clinic.Now);
            (await db.Accounts.SingleAsync(a => a.Id == Home.Doctor.UserId)).ChangeRole(Role.Receptionist, Home.Admin, _clinic.Now);
            await db.SaveChangesAsync();
        }

        (await ReadAsync(disabled)).Should().BeNull();
        (await ReadAsync(changed)).Should().BeNull();
        (await Feeds.RenewAsync(Home.Patient)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    private async Task<string> WrittenAsync(Actor actor) => (await ReadAsync((await Feeds.RenewAsync(actor)).Value!))!.Write();

    private Task<CalendarFile?> ReadAsync(string token) => _clinic.Get<CalendarFeedQueries>().ReadAsync(token, (_, id) => new Uri($"https://clinic.test/{id}"));
}
