using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;
using static ClinicLive.Tests.Support.BoardRows;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>The board's lanes, the order of the queue, the day in numbers.</summary>
public sealed class BoardTests
{
    [Theory]
    [InlineData(Requested, BoardLane.Booked, PatientFlow.Requested)]
    [InlineData(Waitlisted, BoardLane.Booked, PatientFlow.WaitingList)]
    [InlineData(Held, BoardLane.Booked, PatientFlow.Held)]
    [InlineData(Booked, BoardLane.Booked, PatientFlow.Booked)]
    [InlineData(Arrived, BoardLane.Waiting, PatientFlow.Waiting)]
    [InlineData(Ready, BoardLane.Waiting, PatientFlow.Waiting)]
    [InlineData(Paused, BoardLane.Waiting, PatientFlow.Waiting)]
    [InlineData(InConsultation, BoardLane.InConsultation, PatientFlow.InConsultation)]
    [InlineData(Done, BoardLane.Done, PatientFlow.Done)]
    [InlineData(Cancelled, BoardLane.NotSeen, PatientFlow.Cancelled)]
    [InlineData(NoShow, BoardLane.NotSeen, PatientFlow.Missed)]
    [InlineData(LeftUnseen, BoardLane.NotSeen, PatientFlow.Missed)]
    [InlineData(EnteredInError, null, PatientFlow.Hidden)]
    public void Every_state_has_its_lane_and_its_flow(AppointmentStatus status, BoardLane? lane, PatientFlow flow)
    {
        BoardLanes.Of(status).Should().Be(lane);
        status.ToPatientFlow().Should().Be(flow);
        status.HoldsSlot().Should().Be(ClinicTable.Taken.Contains(status));
    }

    [Fact]
    public void Every_row_stands_in_exactly_one_lane()
    {
        var rows = ClinicTable.States.Where(s => s != EnteredInError).Select((s, i) => Row(s, i)).ToArray();

        Board(rows).Lanes.SelectMany(l => l).Should().BeEquivalentTo(rows);
    }

    [Fact]
    public void Who_came_in_time_keeps_his_place_and_who_came_late_queues_by_when_he_came()
    {
        var early = Row(Arrived, 30, arrived: -20, name: "early");
        var justInTime = Row(Arrived, 10, arrived: 20, name: "ten minutes late");
        var late = Row(Ready, 0, arrived: 25, name: "late");
        var inTime = Row(Arrived, 15, arrived: 19, name: "in time");

        var queue = QueueOrder.Of(Board(early, justInTime, late, inTime), Doctor);

        queue.Select(r => r.PatientName).Should().Equal("ten minutes late", "in time", "late", "early");
    }

    [Fact]
    public void The_queue_is_one_doctors_and_leaves_out_who_is_away_for_a_test()
    {
        var own = Row(Arrived, 0, arrived: 0);

        QueueOrder.Of(Board(own, Row(Paused, 5, 0, 0), Row(Arrived, 10, 0, doctor: Guid.NewGuid()), Row(Booked, 15)), Doctor).Should().Equal(own);
    }

    [Fact]
    public void Lanes_show_what_comes_next_first_and_what_is_over_newest_first()
    {
        var board = Board(
            Row(Booked, 60, name: "later"), Row(Booked, 30, name: "sooner"),
            Row(InConsultation, 0, 0, 12, name: "second"), Row(InConsultation, 5, 0, 8, name: "first"),
            Row(Done, -60, -60, -50, -40, name: "before"), Row(Done, -30, -30, -20, -5, name: "just now"),
            Row(NoShow, -45, since: -30, name: "missed"), Row(Cancelled, 90, since: -10, name: "called off"));

        board.Lanes[(int)BoardLane.Booked].Select(r => r.PatientName).Should().Equal("sooner", "later");
        board.Lanes[(int)BoardLane.InConsultation].Select(r => r.PatientName).Should().Equal("first", "second");
        board.Lanes[(int)BoardLane.Done].Select(r => r.PatientName).Should().Equal("just now", "before");
        board.Lanes[(int)BoardLane.NotSeen].Select(r => r.PatientName).Should().Equal("called off", "missed");
    }

    [Fact]
    public void The_day_in_numbers()
    {
        var other = Guid.NewGuid();
        var counts = DayCounts.Of(Board(
            Row(Requested, 20), Row(Booked, 40), Row(Booked, 30), Row(Held, 10),
            Row(Arrived, 0, arrived: -3, name: "longest"), Row(Ready, 0, arrived: 1), Row(Paused, 0, arrived: -30, began: -10, name: "away"),
            Row(InConsultation, 0, arrived: 0, began: 4),
            Row(Done, -30, -30, -24, -10), Row(Done, -60, -60, -45, -30, doctor: other),
            Row(NoShow, -15), Row(Cancelled, 60), Row(LeftUnseen, -45, arrived: -45)));

        (counts.Booked, counts.Waiting, counts.InConsultation, counts.Done, counts.NoShow, counts.Cancelled, counts.Doctors).Should().Be((4, 3, 1, 2, 1, 2, 2));
        counts.NextStart.Should().Be(At(30), "a request is no appointment yet");
        counts.MeanWait.Should().Be(TimeSpan.FromMinutes((20 + 4 + 6 + 15) / 4.0));
        counts.MedianWait.Should().Be(TimeSpan.FromMinutes((6 + 15) / 2.0));
        (counts.LongestWaitSince, counts.LongestWaitName).Should().Be((At(-3), "longest"));
    }

    [Fact]
    public void An_empty_day_has_no_means()
    {
        var counts = DayCounts.Of(Board());

        counts.Should().Be(new DayCounts(0, 0, 0, 0, 0, 0, null, 0, null, null, null, null));
    }

    [Theory]
    [InlineData(Booked, null, null, null)]
    [InlineData(Arrived, 0.0, null, 30.0)]
    [InlineData(Paused, 0.0, 10.0, 10.0)]
    [InlineData(InConsultation, 0.0, 10.0, 10.0)]
    [InlineData(Done, 0.0, 10.0, 10.0)]
    [InlineData(LeftUnseen, 0.0, null, 20.0)]
    public void A_wait_ends_with_the_consultation_or_with_going_away(AppointmentStatus status, double? arrived, double? began, double? minutes)
    {
        var row = Row(status, 0, arrived, began, since: 20);

        row.Waited(At(30))?.TotalMinutes.Should().Be(minutes);
        (row.Waited(At(30)) is null).Should().Be(minutes is null);
    }

    [Fact]
    public void A_row_that_is_equal_stays_the_object_that_it_was_and_a_lane_without_change_too()
    {
        var (stays, changes, goes) = (Row(Booked, 0), Row(Booked, 15), Row(Done, -30, -30, -20, -10));
        var copy = stays with { };
        var before = Board(stays, changes, goes);

        var rows = RowReuse.Merge(before.Rows, [copy, changes with { Status = Arrived, Version = 2 }], r => r.Id);

        rows[0].Should().BeSameAs(stays).And.NotBeSameAs(copy);
        rows[1].Should().NotBeSameAs(changes);
        RowReuse.Merge(null, before.Rows, r => r.Id).Should().BeSameAs(before.Rows);

        var after = new DayBoard(before.Day, RowReuse.Merge(before.Rows, [copy, changes with { Status = Arrived, Version = 2 }, goes with { }], r => r.Id), before);
        after.Lanes[(int)BoardLane.Done].Should().BeSameAs(before.Lanes[(int)BoardLane.Done]);
        after.Lanes[(int)BoardLane.Booked].Should().NotBeSameAs(before.Lanes[(int)BoardLane.Booked]);
        after.Find(changes.Id)!.Status.Should().Be(Arrived);
    }
}
