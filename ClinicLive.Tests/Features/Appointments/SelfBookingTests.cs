using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>What a patient does alone: reserve, take, let go, move, cancel.</summary>
public sealed class SelfBookingTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private FreeSlotQueries FreeTimes => _clinic.Get<FreeSlotQueries>();

    [Fact]
    public async Task A_patient_has_one_reservation_at_a_time()
    {
        var first = await HoldAsync(_clinic.Now.AddDays(1));
        var second = await HoldAsync(_clinic.Now.AddDays(2));

        (await FindAsync(first.Id)).Status.Should().Be(AppointmentStatus.Cancelled);
        (await FindAsync(second.Id)).Status.Should().Be(AppointmentStatus.Held);
        (await _clinic.Booking.HoldAsync(Home.SecondPatient, _clinic.Wish(_clinic.Now.AddDays(1), patient: Home.SecondPatient))).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task The_same_reservation_sent_twice_is_one()
    {
        var wish = _clinic.Wish(_clinic.Now.AddDays(1));
        var first = (await _clinic.Booking.HoldAsync(Home.Patient, wish)).Value!;

        var again = await _clinic.Booking.HoldAsync(Home.Patient, wish);

        again.Changed.Should().BeFalse();
        again.Value!.Id.Should().Be(first.Id);
        again.Value.Status.Should().Be(AppointmentStatus.Held);
    }

    [Fact]
    public async Task A_patient_cannot_take_all_free_times()
    {
        for (var day = 1; day <= BookingService.MostAhead; day++)
        {
            (await _clinic.Booking.BookOwnAsync(Home.Patient, _clinic.Wish(_clinic.Now.AddDays(day)))).Succeeded.Should().BeTrue();
        }

        var next = _clinic.Wish(_clinic.Now.AddDays(20));
        (await _clinic.Booking.BookOwnAsync(Home.Patient, next)).Refusal!.Sentence.Should().StartWith("You have 10 appointments ahead");
        (await _clinic.Booking.HoldAsync(Home.Patient, next)).Succeeded.Should().BeFalse();
        (await _clinic.Booking.BookAsync(Home.Lena, next)).Succeeded.Should().BeTrue("reception may");
    }

    [Fact]
    public async Task What_the_waiting_list_offers_is_not_let_go_by_another_reservation()
    {
        var waiting = await _clinic.InAsync(AppointmentStatus.Waitlisted);
        var offer = (await _clinic.MoveAsync(Home.Lena, waiting, AppointmentStatus.Held)).Value!;

        await HoldAsync(_clinic.Now.AddDays(2));

        (await FindAsync(offer.Id)).Status.Should().Be(AppointmentStatus.Held);
    }

    [Fact]
    public async Task A_reservation_for_today_may_be_let_go_though_a_booking_may_not_be_cancelled_any_more()
    {
        var held = await HoldAsync(_clinic.Now.AddHours(1));
        (await _clinic.MoveAsync(Home.Patient, held, AppointmentStatus.Cancelled, "not wanted")).Succeeded.Should().BeTrue();

        var again = await HoldAsync(_clinic.Now.AddHours(1));
        var booked = (await _clinic.MoveAsync(Home.Patient, again, AppointmentStatus.Booked)).Value!;
        var late = await _clinic.MoveAsync(Home.Patient, booked, AppointmentStatus.Cancelled, "too late");
        late.Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
        late.Refusal.Sentence.Should().Contain("call the clinic");
    }

    [Fact]
    public async Task A_reservation_that_was_not_taken_is_no_visit()
    {
        var held = await HoldAsync(_clinic.Now.AddDays(1));
        _clinic.Clock.Advance(Appointment.HoldFor + TimeSpan.FromSeconds(1));
        await _clinic.Get<ExpiredHolds>().ReleaseAsync();

        (await FindAsync(held.Id)).Status.Should().Be(AppointmentStatus.Cancelled);
        (await _clinic.Boards.OwnAsync(Home.Patient)).Ahead.Should().BeEmpty();
    }

    [Fact]
    public async Task Somebody_elses_reservation_cannot_be_taken_or_let_go()
    {
        var held = await HoldAsync(_clinic.Now.AddDays(1));
        foreach (var to in new[] { AppointmentStatus.Booked, AppointmentStatus.Cancelled })
        {
            (await _clinic.MoveAsync(Home.SecondPatient, held, to, "mine")).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        }
    }

    [Fact]
    public async Task A_patient_books_the_length_of_a_kind_of_visit_that_is_online()
    {
        var online = await AddTypeAsync("Consultation", 15, true);
        await AddTypeAsync("Operation", 60, false);

        var known = await _clinic.Booking.HoldAsync(Home.Patient, _clinic.Wish(_clinic.Now.AddDays(1)) with { VisitTypeId = online });
        var guessed = await _clinic.Booking.HoldAsync(Home.Patient, _clinic.Wish(_clinic.Now.AddDays(2)));
        var tooLong = await _clinic.Booking.HoldAsync(Home.Patient, _clinic.Wish(_clinic.Now.AddDays(3), minutes: 60));

        known.Succeeded.Should().BeTrue();
        guessed.Succeeded.Should().BeTrue("a visit of that length can be booked online");
        tooLong.Refusal!.Field.Should().Be("VisitType");
    }

    [Fact]
    public async Task A_patient_moves_an_appointment_but_does_not_lengthen_it()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddDays(2));
        var doctor = row.PractitionerId;

        var longer = await _clinic.Appointments.RescheduleAsync(Home.Patient, row.Command(), doctor, row.Start.AddDays(1), 45);
        var moved = await _clinic.Appointments.RescheduleAsync(Home.Patient, row.Command(), doctor, row.Start.AddDays(1), 15);

        longer.Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        moved.Value!.Start.Should().Be(row.Start.AddDays(1));
    }

    [Fact]
    public async Task Times_to_move_to_leave_out_what_is_taken_and_where_it_is_now()
    {
        var day = new DateOnly(2026, 6, 19);
        var row = await _clinic.BookAsync(Home.Policy.At(day, new TimeOnly(10, 0)));
        var taken = await _clinic.BookAsync(Home.Policy.At(day, new TimeOnly(11, 0)), patient: Home.SecondPatient);

        var times = await FreeTimes.FindForMoveAsync(Home.Patient, row.Id, day, day);

        times.Refusal.Should().BeNull();
        times.Slots.Should().NotContain(s => s.Start == row.Start || s.Start == taken.Start);
        times.Slots.Should().Contain(s => s.Start == Home.Policy.At(day, new TimeOnly(10, 15)));
        times.Slots.Should().OnlyContain(s => s.PractitionerId == row.PractitionerId && s.Minutes == 15);
    }

    [Fact]
    public async Task Nobody_looks_for_times_through_somebody_elses_appointment()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddDays(1));
        var day = Home.Policy.DayOf(row.Start);
        foreach (var stranger in new[] { Home.SecondPatient, _clinic.Other.Patient, _clinic.Other.Lena })
        {
            var times = await FreeTimes.FindForMoveAsync(stranger, row.Id, day, day);
            times.Slots.Should().BeEmpty();
            times.Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        }
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<Guid> AddTypeAsync(string name, int minutes, bool isOnline) =>
        (await _clinic.Get<VisitTypeService>().AddAsync(Home.Admin, new VisitTypeWish(name, minutes, 0, isOnline, []), Guid.NewGuid())).Value;

    private async Task<BoardRow> HoldAsync(DateTimeOffset start) => (await _clinic.Booking.HoldAsync(Home.Patient, _clinic.Wish(start))).Value!;

    private async Task<BoardRow> FindAsync(Guid id) => (await _clinic.Boards.FindAsync(Home.Lena, id))!;
}
