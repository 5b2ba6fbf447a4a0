using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>The same command id twice is one change and the same answer, for ever.</summary>
public sealed class RepeatedCommandTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task Booking_twice_with_one_id_is_one_appointment_and_the_same_answer()
    {
        var wish = _clinic.Wish();
        var first = await _clinic.Booking.BookAsync(Home.Lena, wish);
        var published = _clinic.Bus.Published.Count;

        var second = await _clinic.Booking.BookAsync(Home.Lena, wish);

        first.Changed.Should().BeTrue();
        second.Changed.Should().BeFalse();
        second.Value.Should().Be(first.Value);
        _clinic.Count("Appointments").Should().Be(1);
        _clinic.Count("ActivityLog").Should().Be(1);
        _clinic.Bus.Published.Should().HaveCount(published);
    }

    [Fact]
    public async Task Booking_with_one_id_from_many_clicks_at_once_is_one_appointment()
    {
        var wish = _clinic.Wish();

        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => _clinic.Booking.BookAsync(Home.Lena, wish))));

        all.Count(o => o.Changed).Should().Be(1);
        all.Where(o => o.Succeeded).Select(o => o.Value!.Id).Distinct().Should().ContainSingle();
        all.Should().OnlyContain(o => o.Succeeded);
        _clinic.Count("Appointments").Should().Be(1);
    }

    [Fact]
    public async Task The_second_of_two_equal_bookings_finds_the_slot_taken_by_itself_and_says_so()
    {
        var wish = _clinic.Wish();
        BoardRow? first = null;
        _clinic.Commands.Before = async sql =>
        {
            if (!sql.Contains("EXISTS", StringComparison.Ordinal) || !sql.Contains("FROM \"Practitioners\"", StringComparison.Ordinal)) return;
            _clinic.Commands.Before = null; // behind the look for the id, before the save
            first = (await _clinic.Booking.BookAsync(Home.Lena, wish)).Value;
        };

        var second = await _clinic.Booking.BookAsync(Home.Lena, wish);

        first.Should().NotBeNull();
        second.Value.Should().Be(first);
        second.Changed.Should().BeFalse();
        _clinic.Count("Appointments").Should().Be(1);
    }

    [Fact]
    public async Task Moving_twice_with_one_id_is_one_change_and_the_same_answer()
    {
        var seen = await _clinic.BookAsync();
        var command = seen.Command();
        var first = await _clinic.Appointments.MoveAsync(Home.Lena, command, AppointmentStatus.Arrived);

        var second = await _clinic.Appointments.MoveAsync(Home.Lena, command, AppointmentStatus.Arrived);

        second.Changed.Should().BeFalse();
        second.Value.Should().Be(first.Value);
        _clinic.Count("ActivityLog").Should().Be(2);
    }

    [Fact]
    public async Task A_repeated_id_is_answered_also_after_others_moved_the_appointment_on()
    {
        var seen = await _clinic.BookAsync();
        var command = seen.Command();
        var arrived = (await _clinic.Appointments.MoveAsync(Home.Lena, command, AppointmentStatus.Arrived)).Value!;
        await _clinic.MoveAsync(Home.Doctor, arrived, AppointmentStatus.InConsultation);

        var repeated = await _clinic.Appointments.MoveAsync(Home.Lena, command, AppointmentStatus.Arrived);

        repeated.Succeeded.Should().BeTrue("the click was applied, and its answer was lost on the way");
        repeated.Changed.Should().BeFalse();
        _clinic.Count("ActivityLog").Should().Be(3);
    }

    [Fact]
    public async Task Undoing_and_calling_twice_with_one_id_is_one_change()
    {
        var arrived = await _clinic.ThenAsync(await _clinic.BookAsync(), AppointmentStatus.Arrived);
        var call = arrived.Command();
        var called = await _clinic.Appointments.CallAsync(Home.Lena, call);
        (await _clinic.Appointments.CallAsync(Home.Lena, call)).Changed.Should().BeFalse();
        var undo = called.Value!.Command();
        await _clinic.Appointments.UndoAsync(Home.Lena, undo);

        var again = await _clinic.Appointments.UndoAsync(Home.Lena, undo);

        again.Changed.Should().BeFalse();
        again.Value!.Status.Should().Be(AppointmentStatus.Booked);
        again.Value.Version.Should().Be(4);
    }

    [Fact]
    public async Task An_id_used_for_one_appointment_is_refused_for_another()
    {
        var one = await _clinic.BookAsync();
        var other = await _clinic.BookAsync(_clinic.Now.AddHours(1));
        var id = Guid.NewGuid();
        await _clinic.Appointments.MoveAsync(Home.Lena, one.Command(commandId: id), AppointmentStatus.Arrived);

        var reused = await _clinic.Appointments.MoveAsync(Home.Lena, other.Command(commandId: id), AppointmentStatus.Arrived);

        reused.Refusal.Should().Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "commandId");
        (await _clinic.Boards.FindAsync(Home.Lena, other.Id))!.Status.Should().Be(AppointmentStatus.Booked);
    }

    [Fact]
    public async Task An_id_used_by_one_person_is_refused_for_another()
    {
        var wish = _clinic.Wish();
        await _clinic.Booking.BookAsync(Home.Lena, wish);

        var reused = await _clinic.Booking.BookAsync(Home.Omar, wish);

        reused.Refusal.Should().Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "commandId");
    }

    [Fact]
    public async Task An_id_used_for_one_step_is_refused_for_another_step_of_the_same_appointment()
    {
        var seen = await _clinic.BookAsync();
        var id = Guid.NewGuid();
        var arrived = (await _clinic.Appointments.MoveAsync(Home.Lena, seen.Command(commandId: id), AppointmentStatus.Arrived)).Value!;

        var reused = await _clinic.Appointments.MoveAsync(Home.Lena, arrived.Command("went home", id), AppointmentStatus.LeftUnseen);

        reused.Succeeded.Should().BeFalse("nobody may read that a step was taken which was not");
        reused.Refusal!.Field.Should().Be("commandId");
        (await _clinic.Boards.FindAsync(Home.Lena, seen.Id))!.Status.Should().Be(AppointmentStatus.Arrived);
    }

    [Fact]
    public async Task An_id_used_for_a_step_is_refused_for_a_booking()
    {
        var seen = await _clinic.BookAsync();
        var id = Guid.NewGuid();
        await _clinic.Appointments.MoveAsync(Home.Lena, seen.Command(commandId: id), AppointmentStatus.Arrived);

        var reused = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(_clinic.Now.AddHours(2), commandId: id));

        reused.Succeeded.Should().BeFalse("nothing was booked");
        reused.Refusal!.Field.Should().Be("commandId");
        _clinic.Count("Appointments").Should().Be(1);
    }

    [Fact]
    public async Task The_same_id_in_another_clinic_is_another_command()
    {
        var id = Guid.NewGuid();
        var other = _clinic.Other;
        await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(commandId: id));

        var there = await _clinic.Booking.BookAsync(other.Lena, _clinic.Wish(doctor: other.Doctor, patient: other.Patient, commandId: id));

        there.Changed.Should().BeTrue();
        _clinic.Count("Appointments").Should().Be(2);
    }

    public void Dispose() => _clinic.Dispose();
}
