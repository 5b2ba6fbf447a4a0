using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Practitioners;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>A change made elsewhere arrives on the board: at the commit, not before, and only where something changed.</summary>
public sealed class BoardMovesTests : PageTest
{
    [Fact]
    public async Task A_change_from_another_thread_moves_the_card()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        await Task.Run(() => Clinic.MoveAsync(Home.Omar, row, AppointmentStatus.Arrived));

        await SeesAsync(() => board.LaneOf(row.Id).Should().Be("Waiting"));
        board.FindAll($"[data-appointment='{row.Id}']").Should().ContainSingle();
    }

    [Fact]
    public async Task A_card_does_not_move_before_the_change_is_committed()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var (gate, isHeld) = (new TaskCompletionSource(), new TaskCompletionSource());
        Clinic.Commands.Before = sql =>
        {
            if (!sql.Contains("UPDATE \"Appointments\"", StringComparison.Ordinal)) return Task.CompletedTask;
            isHeld.TrySetResult();
            return gate.Task;
        };

        var change = Task.Run(() => Clinic.MoveAsync(Home.Omar, row, AppointmentStatus.Arrived));
        await isHeld.Task;
        Clinic.Bus.ResyncAll(); // even who reads again now finds it where it was
        var before = board.Markup;
        board.LaneOf(row.Id).Should().Be("Booked");

        gate.SetResult();
        (await change).Succeeded.Should().BeTrue();
        await SeesAsync(() => board.LaneOf(row.Id).Should().Be("Waiting"));
        before.Should().Contain("data-status=\"Booked\"");
    }

    [Fact]
    public async Task A_refused_change_moves_nothing()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var before = board.Markup;

        (await Clinic.MoveAsync(Home.Omar, row, AppointmentStatus.Done)).Succeeded.Should().BeFalse();
        await Clinic.BookAsync(Clinic.Now.AddDays(1)); // something does happen, elsewhere

        board.Markup.Should().Be(before);
    }

    [Fact]
    public async Task A_new_appointment_appears_in_its_place()
    {
        var late = await Clinic.BookAsync(Clinic.Now.AddHours(2));
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        var early = await Clinic.BookAsync();

        await SeesAsync(() => board.Lane("Booked").Should().Equal(early.Id, late.Id));
    }

    [Fact]
    public async Task Only_the_list_of_the_changed_card_is_drawn_again()
    {
        var rows = await BookSomeAsync(12);
        await Clinic.MoveAsync(Home.Omar, rows[0], AppointmentStatus.Arrived);
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var before = board.Drawn();

        await Clinic.Appointments.ConfirmAttendanceAsync(Home.Omar, rows[5].Command()); // stays where it is

        await SeesAsync(() => board.Card(rows[5].Id).TextContent.Should().Contain("confirmed"));
        await CalmAsync();
        var after = board.Drawn();
        after.Where(l => l.Value != before[l.Key]).Select(l => l.Key).Should().Equal("Booked");
    }

    [Fact]
    public async Task A_card_that_changes_lanes_draws_these_two_and_no_other()
    {
        var rows = await BookSomeAsync(12);
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var before = board.Drawn();

        await Clinic.MoveAsync(Home.Omar, rows[3], AppointmentStatus.Arrived);

        await SeesAsync(() => board.LaneOf(rows[3].Id).Should().Be("Waiting"));
        await CalmAsync();
        board.Drawn().Where(l => l.Value != before[l.Key]).Select(l => l.Key).Should().BeEquivalentTo("Booked", "Waiting");
    }

    [Fact]
    public async Task What_does_not_concern_the_board_draws_nothing()
    {
        await BookSomeAsync(3);
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var (drawn, shown) = (Drawn(), board.Markup);
        Clinic.Commands.Forget();

        Clinic.Bus.Publish(new TestSignal("noise", 1, Topic.DayBoard(Home.Id, new DateOnly(2026, 6, 17)))); // the board is read and found as it is
        await Clinic.BookAsync(Clinic.Now.AddDays(2));

        await SeesAsync(() => Clinic.Commands.BoardReads.Should().Be(1));
        await CalmAsync();
        Drawn().Should().Equal(drawn);
        board.Markup.Should().Be(shown);

        IEnumerable<int> Drawn() =>
        [
            .. board.FindComponents<CardList>().Select(c => c.RenderCount),
            board.FindComponent<BoardCounters>().RenderCount,
            board.FindComponent<BoardFilters>().RenderCount,
            board.FindComponent<DoctorsPanel>().RenderCount,
        ];
    }

    [Fact]
    public async Task Forty_dashboards_cost_one_read_of_the_database_per_change()
    {
        var rows = await BookSomeAsync(5);
        var screens = new List<IRenderedComponent<FlowBoardPage>>();
        for (var i = 0; i < 4; i++)
        {
            var screen = OpenScreen(i % 2 == 0 ? Home.Lena : Home.Admin);
            for (var j = 0; j < 10; j++) screens.Add(await OpenAsync<FlowBoardPage>(screen));
        }

        Clinic.Commands.Forget();
        await Clinic.MoveAsync(Home.Omar, rows[2], AppointmentStatus.Arrived);

        foreach (var screen in screens) await SeesAsync(() => screen.LaneOf(rows[2].Id).Should().Be("Waiting"));
        await CalmAsync();
        Clinic.Commands.BoardReads.Should().Be(1);
    }

    [Fact]
    public async Task The_board_that_cannot_be_read_says_so_and_keeps_its_cards()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var isBroken = true;
        Clinic.Commands.Before = sql => Volatile.Read(ref isBroken) && sql.Contains("\"Day\" =", StringComparison.Ordinal)
            ? throw new TimeoutException("The database does not answer.")
            : Task.CompletedTask;

        var since = Clinic.Now.ToString("O");
        await Clinic.MoveAsync(Home.Omar, row, AppointmentStatus.Arrived);
        await SeesAsync(() => board.Find(".stale-notice time").GetAttribute("datetime").Should().Be(since));
        board.LaneOf(row.Id).Should().Be("Booked");

        Volatile.Write(ref isBroken, false);
        await SeesAsync(() => board.LaneOf(row.Id).Should().Be("Waiting"));
        await SeesAsync(() => board.FindAll(".stale-notice").Should().BeEmpty());
    }

    private async Task<List<BoardRow>> BookSomeAsync(int count)
    {
        var rows = new List<BoardRow>();
        for (var i = 0; i < count; i++)
        {
            rows.Add(await Clinic.BookAsync(Clinic.Now.AddMinutes(15 * (i + 1)), i % 2 == 0 ? Home.Doctor : Home.SecondDoctor, i % 3 == 0 ? Home.SecondPatient : Home.Patient));
        }

        return rows;
    }
}
