using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Who stands where in the line, and why.</summary>
public sealed class QueueOrderTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task Who_comes_late_goes_behind_everybody_who_waits()
    {
        var late = await _clinic.BookAsync(_clinic.Now.AddMinutes(10));
        var early = await ArriveAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(60), patient: Home.SecondPatient));
        _clinic.Clock.Advance(TimeSpan.FromMinutes(24));
        late = await ArriveAsync(late);
        var inTime = await ArriveAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(60)));

        (await LineAsync()).Should().Equal(early.Id, late.Id, inTime.Id);
        late.CameLate.Should().BeTrue();
        QueueOrder.Reason(late, Home.Policy).Should().Be("came 14 min late");
        QueueOrder.Reason(early, Home.Policy).Should().Be("on time, 11:00");
    }

    [Fact]
    public async Task Who_comes_within_the_ten_minutes_keeps_his_place()
    {
        var own = await _clinic.BookAsync(_clinic.Now.AddMinutes(10));
        var early = await ArriveAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(60), patient: Home.SecondPatient));
        _clinic.Clock.Advance(TimeSpan.FromMinutes(20));
        own = await ArriveAsync(own);

        (await LineAsync()).Should().Equal(own.Id, early.Id);
        own.CameLate.Should().BeFalse();
    }

    [Fact]
    public async Task A_walk_in_goes_behind_those_who_were_here_before_him_and_before_those_who_come_after()
    {
        var expected = await _clinic.BookAsync(_clinic.Now.AddMinutes(90), patient: Home.SecondPatient);
        var early = await ArriveAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(60)));
        var walkIn = (await _clinic.Booking.WalkInAsync(Home.Lena, _clinic.Wish(_clinic.Now.AddMinutes(5), patient: Home.SecondPatient))).Value!;
        expected = await ArriveAsync(expected);

        (await LineAsync()).Should().Equal(early.Id, walkIn.Id, expected.Id);
        QueueOrder.Reason(walkIn, Home.Policy).Should().Be("walk-in, came 10:00");
    }

    [Fact]
    public async Task A_gap_that_was_filled_while_others_waited_gives_no_place_before_them()
    {
        var early = await ArriveAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(60)));
        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        var filled = await ArriveAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(20), patient: Home.SecondPatient));

        (await LineAsync()).Should().Equal(early.Id, filled.Id);
        QueueOrder.Reason(filled, Home.Policy).Should().Be("10:21, booked when others were here");
    }

    [Fact]
    public async Task A_check_in_that_is_taken_back_leaves_no_place_and_no_late_mark()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddMinutes(10));
        _clinic.Clock.Advance(TimeSpan.FromMinutes(24));
        row = await ArriveAsync(row);

        var undone = (await _clinic.Appointments.UndoAsync(Home.Lena, row.Command())).Value!;

        (undone.QueuedAt, undone.CameLate, undone.ArrivedAt).Should().Be((null, false, null));
    }

    public void Dispose() => _clinic.Dispose();

    private Task<BoardRow> ArriveAsync(BoardRow row) => _clinic.ThenAsync(row, Arrived);

    private async Task<IEnumerable<Guid>> LineAsync() =>
        QueueOrder.Of(await _clinic.Boards.DayAsync(Home.Lena, new DateOnly(2026, 6, 17)), Home.Doctor.PractitionerId!.Value).Select(r => r.Id);
}
