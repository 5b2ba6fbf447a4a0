using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Two appointments of one doctor whose time is taken never overlap, however many ask at once.</summary>
public sealed class OverlapTests : IDisposable
{
    private const string Overlaps = """
        EXISTS (SELECT 1 FROM "Appointments" o WHERE o."Id" <> "Appointments"."Id" AND o."PractitionerId" = "Appointments"."PractitionerId"
            AND o."HoldsSlot" AND o."Start" < "Appointments"."End" AND o."End" > "Appointments"."Start") AND "HoldsSlot"
        """;

    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task Of_two_hundred_bookings_of_one_slot_at_once_exactly_one_wins()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() =>
            _clinic.Booking.BookAsync(i % 2 == 0 ? Home.Lena : Home.Omar, _clinic.Wish(patient: i % 3 == 0 ? Home.Patient : Home.SecondPatient)))));

        all.Should().ContainSingle(o => o.Succeeded);
        all.Where(o => !o.Succeeded).Should().OnlyContain(o => o.Refusal!.Kind == RefusalKind.SlotTaken && o.Refusal.Field == "Start");
        _clinic.Count("Appointments").Should().Be(1);
        _clinic.Count("ActivityLog").Should().Be(1);
        _clinic.Bus.Published.OfType<AppointmentChanged>().Should().HaveCount(1);
    }

    [Fact]
    public async Task Bookings_that_overlap_in_part_at_once_leave_no_overlap()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() =>
            _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(_clinic.Now.AddMinutes(60 + (i * 7 % 60)), minutes: 5 + (i % 4 * 10))))));

        all.Count(o => o.Succeeded).Should().BePositive();
        _clinic.Count("Appointments").Should().Be(all.Count(o => o.Succeeded));
        _clinic.Count("Appointments", Overlaps).Should().Be(0);
    }

    [Fact]
    public async Task Of_many_who_move_their_appointment_to_one_slot_at_once_exactly_one_wins()
    {
        var rows = new List<BoardRow>();
        for (var i = 0; i < 20; i++) rows.Add(await _clinic.BookAsync(_clinic.Now.AddMinutes(15 * i)));
        var target = _clinic.Now.AddDays(1);

        var all = await Task.WhenAll(rows.Select(row => Task.Run(() =>
            _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), row.PractitionerId, target, 15))));

        all.Should().ContainSingle(o => o.Succeeded).Which.Value!.Start.Should().Be(target);
        all.Where(o => !o.Succeeded).Should().OnlyContain(o => o.Refusal!.Kind == RefusalKind.SlotTaken);
        _clinic.Count("Appointments", "\"Sequence\" = 1").Should().Be(1);
        _clinic.Count("Appointments", Overlaps).Should().Be(0);
    }

    [Fact]
    public async Task A_booking_and_a_reschedule_that_race_for_one_slot_leave_one_in_it()
    {
        for (var round = 0; round < 15; round++)
        {
            var row = await _clinic.BookAsync(_clinic.Now.AddMinutes(15 * round));
            var target = _clinic.Now.AddDays(1).AddMinutes(15 * round);

            var both = await Task.WhenAll(
                Task.Run(() => _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), row.PractitionerId, target, 15)),
                Task.Run(() => _clinic.Booking.BookAsync(Home.Omar, _clinic.Wish(target))));

            both.Should().ContainSingle(o => o.Succeeded);
            both.Single(o => !o.Succeeded).Refusal!.Kind.Should().Be(RefusalKind.SlotTaken);
        }
    }

    [Theory]
    [InlineData(0, 15, false)]
    [InlineData(-14, 15, false)]
    [InlineData(14, 15, false)]
    [InlineData(5, 5, false)]
    [InlineData(-5, 60, false)]
    [InlineData(-15, 15, true)]
    [InlineData(15, 15, true)]
    public async Task Adjoining_times_fit_and_overlapping_ones_do_not(int offset, int minutes, bool fits)
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddHours(1));

        var second = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(row.Start.AddMinutes(offset), minutes: minutes));

        second.Succeeded.Should().Be(fits);
        if (!fits) second.Refusal!.Kind.Should().Be(RefusalKind.SlotTaken);
    }

    [Fact]
    public async Task Another_doctor_can_have_the_same_time()
    {
        var row = await _clinic.BookAsync();

        (await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(row.Start, Home.SecondDoctor))).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_cancelled_time_is_free_and_the_cancelled_one_cannot_take_it_back()
    {
        var first = await _clinic.ThenAsync(await _clinic.BookAsync(), AppointmentStatus.Cancelled);
        (await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(first.Start))).Succeeded.Should().BeTrue();

        var back = await _clinic.MoveAsync(Home.Lena, first, AppointmentStatus.Booked);

        back.Refusal!.Kind.Should().Be(RefusalKind.SlotTaken);
        (await _clinic.Boards.FindAsync(Home.Lena, first.Id))!.Status.Should().Be(AppointmentStatus.Cancelled);
    }

    [Fact]
    public async Task A_reserved_time_is_taken_and_a_wished_one_is_not()
    {
        var start = _clinic.Now.AddDays(2);
        (await _clinic.Booking.RequestAsync(Home.Patient, _clinic.Wish(start))).Succeeded.Should().BeTrue();
        (await _clinic.Booking.HoldAsync(Home.SecondPatient, _clinic.Wish(start, patient: Home.SecondPatient))).Succeeded.Should().BeTrue();

        (await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(start))).Refusal!.Kind.Should().Be(RefusalKind.SlotTaken);
    }

    [Fact]
    public async Task An_accepted_request_must_find_its_time_free()
    {
        var start = _clinic.Now.AddDays(2);
        var wish = (await _clinic.Booking.RequestAsync(Home.Patient, _clinic.Wish(start))).Value!;
        await _clinic.BookAsync(start, patient: Home.SecondPatient);

        (await _clinic.MoveAsync(Home.Lena, wish, AppointmentStatus.Booked)).Refusal!.Kind.Should().Be(RefusalKind.SlotTaken);
    }

    public void Dispose() => _clinic.Dispose();
}
