using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;
using static ClinicLive.Tests.Support.BoardRows;

namespace ClinicLive.Tests.Features.Appointments;

public sealed class WaitEstimateTests
{
    [Theory]
    [InlineData(Requested)]
    [InlineData(Booked)]
    [InlineData(Paused)]
    [InlineData(InConsultation)]
    [InlineData(Done)]
    [InlineData(Cancelled)]
    [InlineData(NoShow)]
    public void Who_does_not_wait_has_no_estimate(AppointmentStatus status)
    {
        var row = Row(status, 0, arrived: 0, began: 1);

        WaitEstimate.For(Board(row), row.Id, At(5)).Should().BeNull();
        WaitEstimate.For(Board(row), Guid.NewGuid(), At(5)).Should().BeNull();
    }

    [Fact]
    public void Who_is_next_at_a_free_doctor_is_seen_within_five_minutes()
    {
        var row = Row(Arrived, 0, arrived: -5);

        WaitEstimate.For(Board(row), row.Id, At(0)).Should().Be(new WaitEstimate(1, 0, 5));
    }

    [Fact]
    public void Everybody_before_counts_with_his_planned_length_and_the_open_one_with_its_rest()
    {
        var open = Row(InConsultation, 0, arrived: -5, began: 0);
        var first = Row(Ready, 15, arrived: 5, minutes: 30);
        var own = Row(Arrived, 45, arrived: 6);

        // 5 of 15 minutes are over: 10 left, and 30 before.
        WaitEstimate.For(Board(open, first, own), own.Id, At(5)).Should().Be(new WaitEstimate(2, 32, 56));
        WaitEstimate.For(Board(open, first, own), first.Id, At(5)).Should().Be(new WaitEstimate(1, 8, 14));
    }

    [Fact]
    public void A_consultation_that_runs_over_counts_two_minutes_and_a_pause_does_not_count()
    {
        var over = Row(InConsultation, 0, arrived: -5, began: 0);
        var paused = Row(InConsultation, 0, arrived: -5, began: 0, paused: 30);
        var own = Row(Arrived, 15, arrived: 10);

        WaitEstimate.For(Board(over, own), own.Id, At(40)).Should().Be(new WaitEstimate(1, 1, 6));
        WaitEstimate.For(Board(paused, own), own.Id, At(40)).Should().Be(new WaitEstimate(1, 4, 9), "10 of 15 minutes are over");
    }

    [Fact]
    public void From_three_finished_ones_on_their_median_is_the_usual_length()
    {
        var two = new[] { Row(Done, -90, -95, -90, -60), Row(Done, -60, -65, -60, -20) };
        var third = Row(Done, -45, -50, -20, 0); // lasted 20
        var first = Row(Arrived, 0, arrived: 0);
        var own = Row(Arrived, 15, arrived: 0);

        WaitEstimate.For(Board([.. two, first, own]), own.Id, At(0))!.FewestMinutes.Should().Be(12, "two are too few: 15 minutes as planned");
        WaitEstimate.For(Board([.. two, third, first, own]), own.Id, At(0)).Should().Be(new WaitEstimate(2, 24, 42), "30 is the median of 20, 30 and 40");
    }

    [Fact]
    public void Nobody_is_called_before_the_doctors_break_ends()
    {
        var first = Row(Arrived, 0, arrived: 0);
        var own = Row(Arrived, 15, arrived: 0);

        WaitEstimate.For(Board(first, own), first.Id, At(0), At(20)).Should().Be(new WaitEstimate(1, 16, 28));
        WaitEstimate.For(Board(first, own), own.Id, At(0), At(20)).Should().Be(new WaitEstimate(2, 28, 49));
        WaitEstimate.For(Board(first, own), own.Id, At(30), At(20)).Should().Be(WaitEstimate.For(Board(first, own), own.Id, At(30)), "it is over");
    }

    [Fact]
    public void Another_doctors_patients_and_those_away_for_a_test_do_not_count()
    {
        var own = Row(Arrived, 45, arrived: 0);
        var board = Board(Row(Arrived, 0, 0, doctor: Guid.NewGuid()), Row(InConsultation, 0, 0, 0, doctor: Guid.NewGuid()), Row(Paused, 0, 0, 0), own);

        WaitEstimate.For(board, own.Id, At(0)).Should().Be(new WaitEstimate(1, 0, 5));
    }

    [Fact]
    public void Who_is_behind_never_waits_shorter_than_who_is_before()
    {
        var rows = Enumerable.Range(0, 12).Select(i => Row(Arrived, 15 * i, arrived: i, minutes: 5 + (i % 4 * 10))).ToArray();
        var board = Board([.. rows, Row(InConsultation, -15, -20, -10)]);

        var estimates = QueueOrder.Of(board, Doctor).Select(r => WaitEstimate.For(board, r.Id, At(0))!).ToList();

        estimates.Select(e => e.Position).Should().Equal(Enumerable.Range(1, 12));
        estimates.Select(e => e.FewestMinutes).Should().BeInAscendingOrder();
        estimates.Select(e => e.MostMinutes).Should().BeInAscendingOrder();
        estimates.Should().OnlyContain(e => e.FewestMinutes >= 0 && e.MostMinutes >= e.FewestMinutes + 5);
    }
}
