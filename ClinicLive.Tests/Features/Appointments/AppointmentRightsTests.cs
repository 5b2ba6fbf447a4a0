using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Rights are read again for every command, and what is not yours looks like what does not exist.</summary>
public sealed class AppointmentRightsTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task A_disabled_account_can_do_nothing_any_more()
    {
        var row = await _clinic.BookAsync();
        (await _clinic.Get<AccountService>().DisableAsync(Home.Admin, Home.Lena.UserId)).Succeeded.Should().BeTrue();
        var before = _clinic.Dump("Appointments");

        var move = await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived);
        var book = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(_clinic.Now.AddHours(2)));

        move.Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        move.Refusal.Sentence.Should().Contain("no longer");
        book.Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        _clinic.Dump("Appointments").Should().Be(before);

        await _clinic.Get<AccountService>().EnableAsync(Home.Admin, Home.Lena.UserId);
        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_changed_role_ends_the_rights_that_a_screen_remembers()
    {
        var row = await _clinic.BookAsync();
        await _clinic.Get<AccountService>().ChangeRoleAsync(Home.Admin, Home.Lena.UserId, Role.Admin);

        var asBefore = await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived);
        var asNow = await _clinic.MoveAsync(Home.Lena with { Role = Role.Admin }, row, AppointmentStatus.EnteredInError, "double");

        asBefore.Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        asNow.Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_claimed_role_or_clinic_that_the_account_does_not_have_is_refused()
    {
        var row = await _clinic.BookAsync();

        (await _clinic.MoveAsync(Home.Patient with { Role = Role.Receptionist }, row, AppointmentStatus.Arrived)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await _clinic.MoveAsync(_clinic.Other.Lena with { OrganizationId = Home.Id }, row, AppointmentStatus.Arrived)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    [Fact]
    public async Task Another_clinics_appointment_looks_exactly_like_one_that_does_not_exist()
    {
        var row = await _clinic.BookAsync();
        var unknown = row with { Id = Guid.NewGuid() };

        foreach (var stranger in new[] { _clinic.Other.Lena, _clinic.Other.Admin, _clinic.Other.Doctor, _clinic.Other.Patient, Home.SecondPatient })
        {
            foreach (var act in Doors(stranger))
            {
                var foreign = await act(row);
                var missing = await act(unknown);

                foreign.Refusal.Should().Be(missing.Refusal);
                foreign.Refusal!.Kind.Should().Be(RefusalKind.NotFound);
            }

            (await _clinic.Boards.FindAsync(stranger, row.Id)).Should().BeNull();
            (await _clinic.Boards.HistoryAsync(stranger, row.Id)).Should().BeEmpty();
        }

        (await _clinic.Boards.FindAsync(Home.Lena, row.Id)).Should().Be(row);
    }

    [Fact]
    public async Task A_booking_for_another_clinics_patient_or_doctor_is_refused_like_one_for_nobody()
    {
        var patient = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(patient: _clinic.Other.Patient));
        var nobody = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish() with { PatientId = Guid.NewGuid() });
        var doctor = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(doctor: _clinic.Other.Doctor));
        var noDoctor = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish() with { PractitionerId = Guid.NewGuid() });

        patient.Refusal.Should().Be(nobody.Refusal).And.Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "Patient");
        doctor.Refusal.Should().Be(noDoctor.Refusal).And.Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "Practitioner");
        _clinic.Count("Appointments").Should().Be(0);
    }

    [Fact]
    public async Task A_reschedule_to_another_clinics_doctor_is_refused()
    {
        var row = await _clinic.BookAsync();

        var outcome = await _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), _clinic.Other.Doctor.PractitionerId!.Value, row.Start, 15);

        outcome.Refusal.Should().Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "Practitioner");
        (await _clinic.Boards.FindAsync(Home.Lena, row.Id))!.PractitionerId.Should().Be(Home.Doctor.PractitionerId!.Value);
    }

    [Fact]
    public async Task A_patient_sees_and_cancels_only_his_own()
    {
        var own = await _clinic.BookAsync(_clinic.Now.AddDays(3));
        var foreign = await _clinic.BookAsync(_clinic.Now.AddDays(4), patient: Home.SecondPatient);

        var list = await _clinic.Boards.OwnAsync(Home.Patient);
        list.Ahead.Should().ContainSingle().Which.Id.Should().Be(own.Id);
        (await _clinic.MoveAsync(Home.Patient, own, AppointmentStatus.Cancelled, "better now")).Succeeded.Should().BeTrue();
        (await _clinic.MoveAsync(Home.Patient, foreign, AppointmentStatus.Cancelled, "not mine")).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await _clinic.Boards.HistoryAsync(Home.Patient, own.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_patient_asks_for_and_reserves_a_time_only_for_himself()
    {
        var own = await _clinic.Booking.RequestAsync(Home.Patient, _clinic.Wish(_clinic.Now.AddDays(2)));
        var foreign = await _clinic.Booking.RequestAsync(Home.Patient, _clinic.Wish(_clinic.Now.AddDays(2), patient: Home.SecondPatient));
        var held = await _clinic.Booking.HoldAsync(Home.Patient, _clinic.Wish(_clinic.Now.AddDays(3)));
        var foreignHeld = await _clinic.Booking.HoldAsync(Home.Patient, _clinic.Wish(_clinic.Now.AddDays(4), patient: Home.SecondPatient));

        own.Value!.Status.Should().Be(AppointmentStatus.Requested);
        held.Value!.Status.Should().Be(AppointmentStatus.Held);
        foreign.Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        foreignHeld.Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.Practitioner)]
    [InlineData(Role.Admin)]
    public async Task Only_reception_books_and_takes_walk_ins(Role role)
    {
        (await _clinic.Booking.BookAsync(Home.Of(role), _clinic.Wish())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await _clinic.Booking.WalkInAsync(Home.Of(role), _clinic.Wish())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        _clinic.Count("Appointments").Should().Be(0);
    }

    [Fact]
    public async Task What_was_entered_in_error_is_gone_for_everybody_but_the_admin()
    {
        var row = await _clinic.ThenAsync(await _clinic.BookAsync(), AppointmentStatus.EnteredInError);

        (await _clinic.Boards.FindAsync(Home.Admin, row.Id)).Should().NotBeNull();
        (await _clinic.Boards.FindAsync(Home.Lena, row.Id)).Should().BeNull();
        (await _clinic.Boards.OwnAsync(Home.Patient)).Ahead.Should().BeEmpty();
        (await _clinic.Boards.DayAsync(Home.Lena, new DateOnly(2026, 6, 17))).Rows.Should().BeEmpty();
        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Booked)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        _clinic.Count("ActivityLog").Should().Be(2, "the log keeps it");
    }

    public void Dispose() => _clinic.Dispose();

    private IEnumerable<Func<BoardRow, Task<Outcome<BoardRow>>>> Doors(Actor by) =>
    [
        row => _clinic.Appointments.MoveAsync(by, row.Command("because"), AppointmentStatus.Cancelled),
        row => _clinic.Appointments.MoveAsync(by, row.Command(), row.Status),
        row => _clinic.Appointments.UndoAsync(by, row.Command()),
        row => _clinic.Appointments.CallAsync(by, row.Command()),
        row => _clinic.Appointments.ConfirmAttendanceAsync(by, row.Command()),
        row => _clinic.Appointments.RescheduleAsync(by, row.Command(), row.PractitionerId, row.Start.AddDays(1), 15),
    ];
}
