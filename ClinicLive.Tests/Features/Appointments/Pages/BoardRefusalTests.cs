using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>A refusal stands on the card that it belongs to, and a step that needs a reason asks for it.</summary>
public sealed class BoardRefusalTests : PageTest
{
    private readonly TaskCompletionSource _mayRead = new();

    [Fact]
    public async Task Who_was_slower_reads_on_the_card_who_was_faster_and_what_he_did()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        HoldBoardReads();
        await Clinic.MoveAsync(Home.Omar, row, AppointmentStatus.Cancelled, "called off");
        Clinic.Clock.Advance(TimeSpan.FromSeconds(4));

        await board.PressOnCardAsync(row.Id, "Check in");

        NoticeOf(board, row.Id).Should().StartWith("Moved 4 s ago by Omar Desk from Booked to Cancelled. Yours was not applied.");
        board.Card(row.Id).QuerySelector(".conflict")!.GetAttribute("role").Should().Be("alert");
        _mayRead.SetResult();
        await SeesAsync(() => board.LaneOf(row.Id).Should().Be("NotSeen"));
        NoticeOf(board, row.Id).Should().StartWith("Moved 4 s ago by Omar Desk", "the sentence goes with the card");
    }

    [Fact]
    public async Task A_press_that_was_under_way_while_the_card_moved_is_answered_with_who_was_faster()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var pressed = board.Shown(row.Id, nameof(Step.CheckIn));
        await Clinic.MoveAsync(Home.Omar, row, AppointmentStatus.Cancelled, "called off");
        await SeesAsync(() => board.LaneOf(row.Id).Should().Be("NotSeen"));
        Clinic.Clock.Advance(TimeSpan.FromSeconds(4));

        await board.PressAsync(pressed);

        NoticeOf(board, row.Id).Should().StartWith("Moved 4 s ago by Omar Desk from Booked to Cancelled. Yours was not applied.");
        (await Clinic.Boards.FindAsync(Home.Lena, row.Id))!.Status.Should().Be(AppointmentStatus.Cancelled);
    }

    [Fact]
    public async Task A_press_on_a_card_that_left_the_board_is_answered_too()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var pressed = board.Shown(row.Id, nameof(Step.CheckIn));
        await Clinic.Appointments.RescheduleAsync(Home.Omar, row.Command(), row.PractitionerId, Clinic.Now.AddDays(1), 15);
        await SeesAsync(() => board.Shows(row.Id).Should().BeFalse());

        await board.PressAsync(pressed);

        board.Find(".said[role=alert]").TextContent.Should().Contain("left this board");
        await board.InvokeAsync(() => board.Find(".said button").ClickAsync());
        board.FindAll(".said").Should().BeEmpty();
    }

    [Fact]
    public async Task What_came_of_a_press_is_told_at_one_place_and_taken_back_there_wherever_the_card_went()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        await board.PressAsync(board.Shown(row.Id, nameof(Step.CheckIn)));
        await SeesAsync(() => board.TextOf(".said[role=status]").Should().Contain("Paula Patient: waiting."));
        Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await board.InvokeAsync(() => board.Find(".said button").ClickAsync());

        await SeesAsync(() => board.StatusOf(row.Id).Should().Be("Booked"));
        board.TextOf(".said").Should().Contain("Paula Patient: taken back.");
        board.FindAll(".said button").Should().BeEmpty("there is nothing more to take back");
    }

    [Fact]
    public async Task A_refusal_is_told_there_too_until_it_is_read()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var pressed = board.Shown(row.Id, nameof(Step.CheckIn));
        await Clinic.ThenAsync(row, AppointmentStatus.Cancelled);
        await SeesAsync(() => board.StatusOf(row.Id).Should().Be("Cancelled"));

        await board.PressAsync(pressed);

        board.TextOf(".said[data-refusal]").Should().Contain("Paula Patient: Moved").And.Contain("Yours was not applied.");
        await board.InvokeAsync(() => board.Find(".said button").ClickAsync());
        board.FindAll(".said").Should().BeEmpty();
    }

    [Theory]
    [InlineData("Finish", "Booked")]
    [InlineData("Nonsense", "Booked")]
    [InlineData("CheckIn", "Nonsense")]
    [InlineData("", "")]
    public async Task A_press_that_no_button_sends_changes_nothing(string key, string status)
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        await board.PressAsync(new CardPressEventArgs { Id = row.Id, Version = row.Version + 7, Status = status, Key = key });
        await board.PressAsync(new CardPressEventArgs { Id = Guid.NewGuid(), Version = 1, Status = "Booked", Key = "CheckIn" });

        (await Clinic.Boards.FindAsync(Home.Lena, row.Id))!.Version.Should().Be(row.Version);
    }

    [Fact]
    public async Task Who_does_the_same_a_moment_later_reads_that_it_was_done_already()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        HoldBoardReads();
        await Clinic.MoveAsync(Home.Omar, row, AppointmentStatus.Arrived);
        Clinic.Clock.Advance(TimeSpan.FromSeconds(2));

        await board.PressOnCardAsync(row.Id, "Check in");

        NoticeOf(board, row.Id).Should().StartWith("Moved 2 s ago by Omar Desk from Booked to Waiting.");
        Clinic.Count("ActivityLog", "\"Kind\" = 'AppointmentMoved'").Should().Be(1);
        _mayRead.SetResult();
        await SeesAsync(() => board.LaneOf(row.Id).Should().Be("Waiting"));
    }

    [Fact]
    public async Task The_sentence_goes_when_it_was_read()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Arrived);
        await Clinic.ThenAsync(await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddHours(1))), AppointmentStatus.InConsultation);
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        await board.OpenMenuAsync(row.Id);

        await board.PressOnCardAsync(row.Id, "Start");
        await SeesAsync(() => NoticeOf(board, row.Id).Should().StartWith("The doctor has another consultation open"));
        await board.PressOnCardAsync(row.Id, "OK");

        board.FindAll(".conflict").Should().BeEmpty();
    }

    [Fact]
    public async Task A_database_that_cannot_write_is_told_on_the_card_and_the_next_press_works()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        await using (var beside = Clinic.OpenBeside())
        {
            await using var hold = beside.CreateCommand();
            hold.CommandText = "BEGIN EXCLUSIVE";
            await hold.ExecuteNonQueryAsync();

            await board.PressOnCardAsync(row.Id, "Check in");

            NoticeOf(board, row.Id).Should().StartWith("The change could not be saved just now. Nothing was changed.");
            hold.CommandText = "ROLLBACK";
            await hold.ExecuteNonQueryAsync();
        }

        await board.PressOnCardAsync(row.Id, "Check in");
        await SeesAsync(() => board.StatusOf(row.Id).Should().Be("Arrived"));
        board.FindAll(".conflict").Should().BeEmpty();
    }

    [Fact]
    public async Task A_step_that_needs_a_reason_asks_and_writes_it_down()
    {
        var row = await Clinic.BookAsync();
        var (board, dialogs) = await OpenWithDialogsAsync();

        var press = await AskToCancelAsync(board, dialogs, row);
        dialogs.Find("form").TextContent.Should().Contain("Paula Patient").And.Contain("Dr Berg");
        await dialogs.InvokeAsync(() => dialogs.Find("textarea").InputAsync("Has the flu"));
        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());
        await press;

        await SeesAsync(() => board.StatusOf(row.Id).Should().Be("Cancelled"));
        board.Card(row.Id).TextContent.Should().Contain("Has the flu");
        dialogs.FindAll("form").Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_reason_the_dialog_stays_and_says_what_is_missing()
    {
        var row = await Clinic.BookAsync();
        var (board, dialogs) = await OpenWithDialogsAsync();
        _ = await AskToCancelAsync(board, dialogs, row);

        await dialogs.InvokeAsync(() => dialogs.Find("textarea").InputAsync(" \u200B "));
        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());

        dialogs.Find("#why-error").TextContent.Should().StartWith("Please say why");
        dialogs.Find("textarea").GetAttribute("aria-invalid").Should().Be("true");
        board.StatusOf(row.Id).Should().Be("Booked");
    }

    [Fact]
    public async Task Going_back_from_the_dialog_changes_nothing_and_leaves_the_card_free()
    {
        var row = await Clinic.BookAsync();
        var (board, dialogs) = await OpenWithDialogsAsync();
        var press = await AskToCancelAsync(board, dialogs, row);

        await PressAsync(dialogs, ".form-end button[type=button]");
        await press;

        board.StatusOf(row.Id).Should().Be("Booked");
        board.Card(row.Id).HasAttribute("aria-busy").Should().BeFalse();
        board.FindAll("[role=menu]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_reason_for_what_has_moved_meanwhile_is_refused_with_who_moved_it()
    {
        var row = await Clinic.BookAsync();
        var (board, dialogs) = await OpenWithDialogsAsync();
        var press = await AskToCancelAsync(board, dialogs, row);
        await Clinic.MoveAsync(Home.Omar, row, AppointmentStatus.Arrived);

        await PressAsync(dialogs, ".chips button");
        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());
        await press;

        await SeesAsync(() => NoticeOf(board, row.Id).Should().Contain("by Omar Desk from Booked to Waiting"));
        await SeesAsync(() => board.StatusOf(row.Id).Should().Be("Arrived"));
    }

    [Fact]
    public async Task Ones_own_step_can_be_taken_back_after_five_minutes_too_by_saying_why()
    {
        var row = await Clinic.BookAsync();
        var (board, dialogs) = await OpenWithDialogsAsync();
        await board.PressOnCardAsync(row.Id, "Check in");
        await SeesAsync(() => board.StatusOf(row.Id).Should().Be("Arrived"));
        Clinic.Clock.Advance(Appointment.UndoFor + TimeSpan.FromSeconds(1));

        var press = board.PressOnCardAsync(row.Id, "Undo");
        await WaitFor.TrueAsync(() => dialogs.FindAll("textarea").Count == 1);
        await dialogs.InvokeAsync(() => dialogs.Find("textarea").InputAsync("Wrong patient"));
        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());
        await press;

        await SeesAsync(() => board.StatusOf(row.Id).Should().Be("Booked"));
    }

    private async Task<(IRenderedComponent<FlowBoardPage> Board, IRenderedComponent<RadzenDialog> Dialogs)> OpenWithDialogsAsync()
    {
        var screen = OpenScreen(Home.Lena);
        var dialogs = screen.Render<RadzenDialog>();
        return (await OpenAsync<FlowBoardPage>(screen), dialogs);
    }

    /// <summary>Presses "Cancel" in the menu; the answer of the press is a task, because it lasts until the dialog is answered.</summary>
    private static async Task<Task> AskToCancelAsync(IRenderedComponent<FlowBoardPage> board, IRenderedComponent<RadzenDialog> dialogs, BoardRow row)
    {
        await board.OpenMenuAsync(row.Id);
        var press = board.PressOnCardAsync(row.Id, "Cancel…");
        await WaitFor.TrueAsync(() => dialogs.FindAll("textarea").Count == 1);
        return press;
    }

    private void HoldBoardReads() =>
        Clinic.Commands.Before = sql => sql.Contains("\"Day\" =", StringComparison.Ordinal) ? _mayRead.Task : Task.CompletedTask;

    private static string NoticeOf(IRenderedComponent<FlowBoardPage> board, Guid id) => board.Card(id).QuerySelector(".conflict")!.TextContent;
}
