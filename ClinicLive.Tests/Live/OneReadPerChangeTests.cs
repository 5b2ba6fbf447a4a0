using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Live;

public sealed class OneReadPerChangeTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    [Fact]
    public async Task A_status_change_is_one_read_of_the_board_however_many_look_at_it()
    {
        var row = await _clinic.BookAsync();
        var day = new DateOnly(2026, 6, 17);
        await _clinic.Boards.DayAsync(_clinic.Home.Lena, day);
        _clinic.Commands.Forget();

        var boards = new DayBoard[200];
        var screens = Enumerable.Range(0, boards.Length).Select(i => new Listener(
            _clinic.Bus.Subscribe([Topic.DayBoard(_clinic.Home.Id, day)], $"screen {i}"),
            async _ => boards[i] = await _clinic.Boards.DayAsync(_clinic.Home.Lena, day))).ToList();
        (await _clinic.MoveAsync(_clinic.Home.Lena, row, AppointmentStatus.Arrived)).Succeeded.Should().BeTrue();

        await WaitFor.TrueAsync(() => boards.All(b => b is not null));
        _clinic.Commands.BoardReads.Should().Be(1);
        boards.Should().OnlyContain(b => ReferenceEquals(b, boards[0]));
        boards[0].Rows.Should().ContainSingle().Which.Status.Should().Be(AppointmentStatus.Arrived);

        foreach (var screen in screens) await screen.DisposeAsync();
        _clinic.Bus.SubscriberCount.Should().Be(0);
    }

    [Trait("Database", "Sqlite")]
    [Fact]
    public async Task The_board_is_read_by_its_day_and_by_who_is_in_the_house_and_never_through_the_history_of_the_clinic()
    {
        await _clinic.BookAsync();
        _clinic.Commands.Forget();
        await _clinic.Boards.DayAsync(_clinic.Home.Lena, new DateOnly(2026, 6, 17));

        var steps = QueryPlan.Of(_clinic, _clinic.Commands.Sent.Single(sql => sql.Contains("FROM \"Appointments\"", StringComparison.Ordinal)))
            .Where(step => step.Contains("INDEX IX_Appointments", StringComparison.Ordinal));

        steps.Should().SatisfyRespectively(
            day => day.Should().EndWith("(OrganizationId=? AND Day=?)"),
            inTheHouse => inTheHouse.Should().Contain("INDEX IX_Appointments_LeftOver ("));
    }

    [Fact]
    public async Task Unchanged_rows_stay_the_same_objects()
    {
        var first = await _clinic.BookAsync();
        var second = await _clinic.BookAsync(_clinic.Now.AddHours(1));
        var day = new DateOnly(2026, 6, 17);
        var before = await _clinic.Boards.DayAsync(_clinic.Home.Lena, day);

        await _clinic.MoveAsync(_clinic.Home.Lena, first, AppointmentStatus.Arrived);
        var after = await _clinic.Boards.DayAsync(_clinic.Home.Lena, day);

        after.Should().NotBeSameAs(before);
        after.Rows.Single(r => r.Id == second.Id).Should().BeSameAs(before.Rows.Single(r => r.Id == second.Id));
        after.Rows.Single(r => r.Id == first.Id).Should().NotBeSameAs(before.Rows.Single(r => r.Id == first.Id));
    }

    [Fact]
    public async Task A_patient_or_another_clinic_never_gets_the_shared_board()
    {
        await _clinic.BookAsync();
        var day = new DateOnly(2026, 6, 17);
        (await _clinic.Boards.DayAsync(_clinic.Home.Lena, day)).Rows.Should().HaveCount(1);

        (await _clinic.Boards.DayAsync(_clinic.Home.Patient, day)).Rows.Should().BeEmpty();
        (await _clinic.Boards.DayAsync(_clinic.Other.Lena, day)).Rows.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_subscribes_first_and_then_loads_misses_nothing_between()
    {
        var day = new DateOnly(2026, 6, 17);
        for (var round = 0; round < 25; round++)
        {
            var row = await _clinic.BookAsync(_clinic.Now.AddMinutes(15 * round));
            var change = Task.Run(() => _clinic.MoveAsync(_clinic.Home.Lena, row, AppointmentStatus.Arrived));

            // What a screen does: subscribe, load, then listen.
            var subscription = _clinic.Bus.Subscribe([Topic.DayBoard(_clinic.Home.Id, day)], "screen");
            var shown = await _clinic.Boards.DayAsync(_clinic.Home.Lena, day);
            await using var screen = new Listener(subscription, async _ => shown = await _clinic.Boards.DayAsync(_clinic.Home.Lena, day));

            (await change).Succeeded.Should().BeTrue();
            await WaitFor.TrueAsync(() =>
            {
                _clinic.Clock.Advance(TimeSpan.FromMilliseconds(50));
                return shown.Rows.Single(r => r.Id == row.Id).Status == AppointmentStatus.Arrived;
            });
        }
    }

    public void Dispose() => _clinic.Dispose();
}
