using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;
using static ClinicLive.Tests.Support.BoardRows;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Place and range by the rule that stands at <see cref="WaitForecast"/>.</summary>
public sealed class WaitForecastTests
{
    [Theory]
    [InlineData(Requested)]
    [InlineData(Booked)]
    [InlineData(Paused)]
    [InlineData(InConsultation)]
    [InlineData(Done)]
    [InlineData(Cancelled)]
    [InlineData(NoShow)]
    public void Who_does_not_wait_has_no_place(AppointmentStatus status)
    {
        var row = Row(status, 0, arrived: 0, began: 1);

        Queues(Board(row)).Forecast(row.Id).Should().BeNull();
        Queues(Board(row)).Forecast(Guid.NewGuid()).Should().BeNull();
    }

    [Fact]
    public void Who_is_next_at_a_free_doctor_is_seen_within_five_minutes()
    {
        var row = Row(Arrived, 0, arrived: -5);

        Of(Board(row), row, 0).Should().Be(new WaitEstimate(1, 0, 5));
    }

    [Fact]
    public void Everybody_before_counts_with_his_planned_length_and_the_open_one_with_its_rest()
    {
        var open = Row(InConsultation, 0, arrived: -5, began: 0);
        var first = Row(Ready, 15, arrived: 5, minutes: 30);
        var own = Row(Arrived, 45, arrived: 6);

        // 5 of 15 minutes are over: 10 left and one between, then 30 and one between.
        Of(Board(open, first, own), first, 5).Should().Be(new WaitEstimate(1, 7, 17));
        Of(Board(open, first, own), own, 5).Should().Be(new WaitEstimate(2, 29, 63));
    }

    [Fact]
    public void A_consultation_that_runs_over_is_never_nearly_done_and_a_pause_does_not_count()
    {
        var over = Row(InConsultation, 0, arrived: -5, began: 0, minutes: 20);
        var paused = Row(InConsultation, 0, arrived: -5, began: 0, paused: 30, minutes: 20);
        var own = Row(Arrived, 15, arrived: 10);

        Of(Board(over, own), own, 40).Should().Be(new WaitEstimate(1, 5, 12), "a third of 20 is 7, and one between");
        Of(Board(paused, own), own, 40).Should().Be(new WaitEstimate(1, 7, 17), "10 of 20 minutes are over");
    }

    [Fact]
    public void Finished_ones_move_the_usual_length_from_the_plan_towards_their_median()
    {
        var done = new[] { Row(Done, -90, -95, -90, -60), Row(Done, -60, -65, -60, -20), Row(Done, -45, -50, -20, 0) }; // 30, 40 and 20 minutes
        var first = Row(Arrived, 0, arrived: 0);
        var own = Row(Arrived, 15, arrived: 0);

        double Pace(params BoardRow[] rows) => ConsultationLengths.None.Pace(Board(rows), Doctor);

        Pace().Should().Be(1);
        Pace(done).Should().BeApproximately((3 * 2 + 20) / 23.0, 1e-9, "30 is the median, twice as long as planned");
        Pace(done[..2]).Should().BeApproximately((2 * (35 / 15.0) + 20) / 22.0, 1e-9);
        Of(Board([.. done, first, own]), own, 0).Should().Be(new WaitEstimate(2, 12, 27), "16.96 and one between");
    }

    [Fact]
    public void Earlier_days_count_behind_today_and_as_a_part_of_what_was_planned()
    {
        var slow = new ConsultationLengths(new Dictionary<Guid, IReadOnlyList<FinishedConsultation>> { [Doctor] = [.. Enumerable.Repeat(new FinishedConsultation(60, 30), ConsultationLengths.Last)] });
        var own = Row(Arrived, 15, arrived: 0);
        var before = Row(Arrived, 0, arrived: 0, minutes: 10);
        var today = Enumerable.Range(1, ConsultationLengths.Last).Select(i => Row(Done, -20 * i, -20 * i, -20 * i, (-20 * i) + 15)).ToArray();

        double Ahead(params BoardRow[] known) => Queues(Board([.. known, before, own]), lengths: slow).Forecast(own.Id)!.Minutes;

        Ahead().Should().BeApproximately(18.5, 1e-9, "60 of twice the plan and 20 of the plan make 1.75 times ten, and one between");
        Ahead(today[..14]).Should().BeApproximately(18.5, 1e-9, "most of the last sixty were slow");
        Ahead(today).Should().Be(11, "today's alone: as planned");
    }

    [Fact]
    public void A_kind_of_visit_has_a_length_of_its_own_as_far_as_it_is_known()
    {
        var (check, talk, rare) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var known = new ConsultationLengths(new Dictionary<Guid, IReadOnlyList<FinishedConsultation>>
        {
            [Doctor] = [.. Enumerable.Repeat(new FinishedConsultation(10, 10, check), 30), .. Enumerable.Repeat(new FinishedConsultation(30, 10, talk), 30)],
        });
        var overall = ((60 * 2.0) + 20) / 80; // half take once, half three times the plan

        double Pace(Guid? kind) => known.Pace(Board(), Doctor, kind);

        Pace(null).Should().BeApproximately(overall, 1e-9);
        Pace(rare).Should().BeApproximately(overall, 1e-9, "nothing is known of its kind");
        Pace(check).Should().BeApproximately((30 + (8 * overall)) / 38, 1e-9);
        Pace(talk).Should().BeApproximately((90 + (8 * overall)) / 38, 1e-9);
        var (own, before) = (Row(Arrived, 15, arrived: 0), Row(Arrived, 0, arrived: 0, minutes: 10) with { VisitTypeId = talk });
        Queues(Board(before, own), lengths: known).Forecast(own.Id)!.Minutes.Should().BeApproximately((10 * Pace(talk)) + 1, 1e-9);
    }

    [Fact]
    public void Nobody_is_called_before_the_doctors_break_ends()
    {
        var first = Row(Arrived, 0, arrived: 0);
        var own = Row(Arrived, 15, arrived: 0);
        var board = Board(first, own);

        Of(board, first, 0, breakUntil: 20).Should().Be(new WaitEstimate(1, 14, 30));
        Of(board, own, 0, breakUntil: 20).Should().Be(new WaitEstimate(2, 25, 54));
        Of(board, own, 30, breakUntil: 20).Should().Be(Of(board, own, 30), "it is over");
    }

    [Fact]
    public void Another_doctors_patients_and_those_away_for_a_test_do_not_count()
    {
        var own = Row(Arrived, 45, arrived: 0);
        var board = Board(Row(Arrived, 0, 0, doctor: Guid.NewGuid()), Row(InConsultation, 0, 0, 0, doctor: Guid.NewGuid()), Row(Paused, 0, 0, 0), own);

        Of(board, own, 0).Should().Be(new WaitEstimate(1, 0, 5));
    }

    [Fact]
    public void Who_is_back_from_a_test_takes_time_and_no_place()
    {
        var own = Row(Arrived, 45, arrived: 0);
        var back = Row(Paused, 0, 0, 0, since: 5) with { BackAt = At(20) };

        Of(Board(back, own), own, 20).Should().Be(new WaitEstimate(1, 7, 17), "10 of his 15 minutes are still to come");
    }

    [Fact]
    public void Who_is_booked_before_and_may_still_come_in_time_has_his_place_until_he_is_late()
    {
        var own = Row(Arrived, 30, arrived: 0);
        var board = Board(own, Row(Booked, 10), Row(Booked, 20), Row(Booked, 45), Row(Booked, 25) with { PlacedAt = At(5) });

        Of(board, own, 5).Should().Be(new WaitEstimate(3, 0, 48), "who was given his time after he had come goes behind him");
        Of(board, own, 20).Position.Should().Be(3);
        Of(board, own, 20.1).Position.Should().Be(2);
        Of(board, own, 30.1).Should().Be(new WaitEstimate(1, 0, 5));
        Queues(Board(own with { Priority = AppointmentPriority.Urgent }, Row(Booked, 10))).Forecast(own.Id)!.At(At(5)).Position.Should().Be(1);
    }

    [Fact]
    public void Who_is_behind_never_waits_shorter_than_who_is_before()
    {
        var rows = Enumerable.Range(0, 12).Select(i => Row(Arrived, 15 * i, arrived: i, minutes: 5 + (i % 4 * 10))).ToArray();
        var board = Board([.. rows, Row(InConsultation, -15, -20, -10)]);

        var estimates = QueueOrder.Of(board, Doctor).Select(r => Of(board, r, 0)).ToList();

        estimates.Select(e => e.Position).Should().Equal(Enumerable.Range(1, 12));
        estimates.Select(e => e.FewestMinutes).Should().BeInAscendingOrder();
        estimates.Select(e => e.MostMinutes).Should().BeInAscendingOrder();
        estimates.Should().OnlyContain(e => e.FewestMinutes >= 0 && e.MostMinutes >= e.FewestMinutes + 5);
    }

    [Fact]
    public void The_line_for_the_browser_holds_numbers_only()
    {
        var own = Row(Arrived, 30, arrived: 0);
        var board = Board(own, Row(Booked, 10), Row(Ready, 5, arrived: 0, minutes: 10), Row(InConsultation, -15, -20, 0.5));

        Queues(board, At(12)).Forecast(own.Id)!.Line.Should().Be($"1|11|{Second(0.5)}/15|{Second(12)}|{Second(20)}/16");
        Queues(Board(own)).Forecast(own.Id)!.Line.Should().Be("0|0|||");

        static long Second(double minute) => At(minute).ToUnixTimeSeconds();
    }

    private static WaitEstimate Of(DayBoard board, BoardRow row, double minute, double? breakUntil = null) =>
        Queues(board, breakUntil is { } until ? At(until) : null).Forecast(row.Id)!.At(At(minute));
}
