using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Scheduling;

/// <summary>Bookings against the hours: what is refused outside them, and what is not.</summary>
public sealed class BookingHoursTests : IDisposable
{
    private static readonly DateOnly Tomorrow = new(2026, 6, 18);
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private ScheduleService Schedule => _clinic.Get<ScheduleService>();

    private Guid Doctor => Home.Doctor.PractitionerId!.Value;

    [Fact]
    public async Task Booking_reserving_and_asking_outside_the_hours_is_refused_at_the_time()
    {
        await SetAsync(HoursOwner.Clinic(Home.Id), "8-18");
        await SetAsync(HoursOwner.Practitioner(Doctor), "8-12");
        _clinic.Bus.Forget();
        var night = _clinic.Wish(At(3));
        var afternoon = _clinic.Wish(At(13));

        foreach (var refused in new[]
        {
            await _clinic.Booking.BookAsync(Home.Lena, night), await _clinic.Booking.BookAsync(Home.Lena, afternoon),
            await _clinic.Booking.HoldAsync(Home.Patient, night with { CommandId = Guid.NewGuid() }),
            await _clinic.Booking.RequestAsync(Home.Patient, night with { CommandId = Guid.NewGuid() }),
        })
        {
            refused.Refusal.Should().BeOfType<Refusal>().Which.Field.Should().Be("Start");
        }

        _clinic.Count("Appointments").Should().Be(0);
        _clinic.Bus.Published.Should().BeEmpty();
        (await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(At(13), Home.SecondDoctor))).Succeeded.Should().BeTrue("a doctor without hours works the clinic's");
    }

    [Fact]
    public async Task Whoever_is_here_is_taken_at_any_hour()
    {
        await SetAsync(HoursOwner.Clinic(Home.Id), "12-13");

        (await _clinic.Booking.WalkInAsync(Home.Lena, _clinic.Wish(_clinic.Now))).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task Nobody_is_moved_out_of_the_hours_into_an_absence_or_to_a_doctor_who_does_not_do_it()
    {
        await SetAsync(HoursOwner.Clinic(Home.Id), "8-18");
        var types = _clinic.Get<VisitTypeService>();
        var type = (await types.AddAsync(Home.Admin, new VisitTypeWish("Talk", 15, 0, false, [Doctor]), Guid.NewGuid())).Value;
        var row = (await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(At(9)) with { VisitTypeId = type })).Value!;
        await Schedule.EnterTimeOffAsync(Home.Doctor, Doctor, At(14), At(16), null, Guid.NewGuid());

        async Task<Refusal?> MoveAsync(Guid doctor, int hour) => (await _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), doctor, At(hour), 15)).Refusal;

        (await MoveAsync(Doctor, 19))!.Field.Should().Be("Start");
        (await MoveAsync(Doctor, 15))!.Sentence.Should().StartWith("Dr Berg is away until 16:00");
        (await MoveAsync(Home.SecondDoctor.PractitionerId!.Value, 10))!.Field.Should().Be("Practitioner");
        (await _clinic.Boards.FindAsync(Home.Lena, row.Id)).Should().Be(row);
        (await MoveAsync(Doctor, 16)).Should().BeNull();
    }

    [Fact]
    public async Task A_request_that_came_to_lie_outside_the_hours_is_not_accepted_but_a_booking_stays_can_be_undone_and_stands_again()
    {
        var asked = (await _clinic.Booking.RequestAsync(Home.Patient, _clinic.Wish(At(20)))).Value!;
        var today = await _clinic.BookAsync();
        var off = await _clinic.ThenAsync(await _clinic.BookAsync(At(21)), AppointmentStatus.Cancelled);
        await SetAsync(HoursOwner.Clinic(Home.Id), "13-14");

        (await _clinic.MoveAsync(Home.Lena, asked, AppointmentStatus.Booked)).Refusal!.Field.Should().Be("Start");
        (await _clinic.Boards.FindAsync(Home.Lena, asked.Id))!.Status.Should().Be(AppointmentStatus.Requested);
        (await _clinic.MoveAsync(Home.Lena, off, AppointmentStatus.Booked)).Succeeded.Should().BeTrue();
        var here = await _clinic.CheckInAsync(today);
        (await _clinic.Appointments.UndoAsync(Home.Lena, here.Command())).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_kind_of_visit_must_be_the_clinics_own_offered_and_for_a_patient_online()
    {
        var types = _clinic.Get<VisitTypeService>();
        var desk = (await types.AddAsync(Home.Admin, new VisitTypeWish("Desk", 15, 0, false, [Home.SecondDoctor.PractitionerId!.Value]), Guid.NewGuid())).Value;
        var foreign = (await types.AddAsync(_clinic.Other.Admin, new VisitTypeWish("Desk", 15, 0, true, []), Guid.NewGuid())).Value;

        async Task<string?> FieldAsync(Actor by, Guid type, Actor doctor) => (by.Role == Role.Patient
            ? await _clinic.Booking.HoldAsync(by, _clinic.Wish(At(9), doctor) with { VisitTypeId = type })
            : await _clinic.Booking.BookAsync(by, _clinic.Wish(At(9), doctor) with { VisitTypeId = type })).Refusal?.Field;

        (await FieldAsync(Home.Lena, foreign, Home.Doctor)).Should().Be("VisitType");
        (await FieldAsync(Home.Lena, desk, Home.Doctor)).Should().Be("Practitioner");
        (await FieldAsync(Home.Patient, desk, Home.SecondDoctor)).Should().Be("VisitType");
        (await FieldAsync(Home.Lena, desk, Home.SecondDoctor)).Should().BeNull();
        await types.RetireAsync(Home.Admin, desk, true, 1, Guid.NewGuid());
        (await FieldAsync(Home.Lena, desk, Home.SecondDoctor)).Should().Be("VisitType");
    }

    [Fact]
    public async Task What_lies_in_a_new_absence_or_outside_new_hours_is_listed_for_whom_it_concerns()
    {
        var row = await _clinic.BookAsync(At(9));
        var second = await _clinic.BookAsync(At(9), Home.SecondDoctor);
        await _clinic.BookAsync(At(13), patient: Home.SecondPatient);
        await Schedule.EnterTimeOffAsync(Home.Doctor, Doctor, At(8), At(10), "Course", Guid.NewGuid());
        var schedule = _clinic.Get<ScheduleQueries>();

        async Task<IEnumerable<Guid>> OutsideAsync(Actor by, Guid? doctor = null) =>
            (await schedule.OutsideHoursAsync(by, doctor, Tomorrow, Tomorrow.AddDays(30))).Select(o => o.AppointmentId);

        (await OutsideAsync(Home.Lena)).Should().Equal(row.Id);
        (await OutsideAsync(Home.Doctor)).Should().Equal(row.Id);
        (await OutsideAsync(Home.SecondDoctor, Doctor)).Should().BeEmpty("a doctor sees his own");
        (await OutsideAsync(Home.Patient)).Should().BeEmpty();
        (await OutsideAsync(_clinic.Other.Lena, Doctor)).Should().BeEmpty();
        await SetAsync(HoursOwner.Clinic(Home.Id), "13-14");
        (await OutsideAsync(Home.Admin)).Should().BeEquivalentTo([row.Id, second.Id]);
        (await schedule.OutsideHoursAsync(Home.Lena, null, Tomorrow, Tomorrow))[0].Why.Should().StartWith("The clinic is open 13:00–14:00");
    }

    public void Dispose() => _clinic.Dispose();

    private DateTimeOffset At(int hour) => Home.Policy.At(Tomorrow, new TimeOnly(hour, 0));

    private async Task SetAsync(HoursOwner owner, string hours) =>
        (await Schedule.SetWeekAsync(Home.Admin, owner, Hours.Daily(hours), 0, Guid.NewGuid())).Succeeded.Should().BeTrue();
}
