using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;
using static ClinicLive.Tests.Support.BoardRows;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>When a doctor is said to run late, and who is affected.</summary>
public sealed class DelayForecastTests
{
    [Fact]
    public void A_doctor_with_nobody_or_in_time_is_not_late()
    {
        At(Board(), 0).Should().BeEquivalentTo(new DoctorDelay(0, []));
        At(Board(Row(InConsultation, 0, -5, 0), Row(Booked, 15), Row(Booked, 30)), 5).Should().BeEquivalentTo(new DoctorDelay(1, []));
    }

    [Fact]
    public void A_consultation_that_runs_over_makes_the_next_ones_late_as_far_as_no_gap_makes_up_for_it()
    {
        var (first, second, later) = (Row(Arrived, 15, arrived: 10), Row(Booked, 30), Row(Booked, 120));
        var board = Board(Row(InConsultation, 0, -5, 0), first, second, later);

        // At 28 the open one is expected to take 5.25 more and one between: 19 after the first one's time, 20 after the second one's.
        var delay = At(board, 28);

        delay.Minutes.Should().Be(19);
        delay.Affected.Select(a => a.AppointmentId).Should().Equal(first.Id, second.Id);
        delay.Affected[0].Begins.Should().BeCloseTo(BoardRows.At(34.25), TimeSpan.FromSeconds(1));
        delay.IsLate.Should().BeTrue();
    }

    [Fact]
    public void A_doctor_who_has_not_begun_is_late_by_the_time_that_passed()
    {
        var board = Board(Row(Arrived, 0, arrived: -10), Row(Ready, 15, arrived: 0));

        At(board, 9).IsLate.Should().BeFalse();
        At(board, 18).Should().Match<DoctorDelay>(d => d.Minutes == 18 && d.Affected.Count == 2);
    }

    [Fact]
    public void It_is_not_the_doctor_who_is_late_when_the_patient_is()
    {
        At(Board(Row(Booked, 0)), 8).Minutes.Should().Be(0, "nobody has come yet");
        At(Board(Row(Booked, 0)), 40).Minutes.Should().Be(0, "nobody came");
        At(Board(Row(Arrived, 0, arrived: 30)), 32).Minutes.Should().Be(2, "who came late counts from when he came");
        At(Board(Row(Arrived, 60, arrived: 0)), 32).Minutes.Should().Be(0, "who came early counts from his time");
    }

    [Fact]
    public void A_break_makes_late_too_and_a_patient_left_from_yesterday_does_not()
    {
        Queues(Board(Row(Arrived, 0, arrived: -5)), BoardRows.At(25)).Of(Doctor)!.Delay.At(BoardRows.At(0)).Minutes.Should().Be(25);
        At(Board(Row(Arrived, 0, arrived: -5) with { Day = new DateOnly(2026, 6, 16) }), 500).Minutes.Should().Be(0);
    }

    [Fact]
    public void The_line_for_the_browser_holds_numbers_only() =>
        Queues(Board(Row(InConsultation, -15, -20, 0), Row(Arrived, 10, arrived: 0), Row(Booked, 30))).Of(Doctor)!.Delay.Line.Should()
            .Be($"{Second(0)}/15||{Second(10)}/16/1,{Second(30)}/16/0");

    private static DoctorDelay At(DayBoard board, double minute) => Queues(board).Of(Doctor)!.Delay.At(BoardRows.At(minute));

    private static long Second(double minute) => BoardRows.At(minute).ToUnixTimeSeconds();
}
