using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>What reception and admin do on a card.</summary>
public sealed class BoardStepsTests : PageTest
{
    [Theory]
    [InlineData(AppointmentStatus.Booked, "Check in", AppointmentStatus.Arrived)]
    [InlineData(AppointmentStatus.NoShow, "Came late", AppointmentStatus.Arrived)]
    public async Task One_click_takes_the_next_natural_step(AppointmentStatus from, string words, AppointmentStatus to)
    {
        var row = await Clinic.InAsync(from);
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        await board.PressOnCardAsync(row.Id, words);

        await SeesAsync(() => board.StatusOf(row.Id).Should().Be(to.ToString()));
        (await Clinic.Boards.FindAsync(Home.Lena, row.Id))!.Status.Should().Be(to);
    }

    [Fact]
    public async Task A_waiting_patient_is_called_first_and_then_started()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Arrived);
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        await board.PressOnCardAsync(row.Id, "Call");
        await SeesAsync(() => board.Card(row.Id).TextContent.Should().Contain("called"));
        Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await board.PressOnCardAsync(row.Id, "Start");

        await SeesAsync(() => board.LaneOf(row.Id).Should().Be("InConsultation"));
    }

    [Fact]
    public async Task While_it_is_saved_the_card_says_so_stays_where_it_is_and_a_second_press_does_nothing()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var (gate, held) = (new TaskCompletionSource(), 0);
        Clinic.Commands.Before = sql =>
        {
            if (!sql.Contains("UPDATE \"Appointments\"", StringComparison.Ordinal)) return Task.CompletedTask;
            Interlocked.Increment(ref held);
            return gate.Task;
        };

        var press = board.PressOnCardAsync(row.Id, "Check in");
        await WaitFor.TrueAsync(() => Volatile.Read(ref held) == 1);
        board.Card(row.Id).GetAttribute("aria-busy").Should().Be("true");
        board.StatusOf(row.Id).Should().Be("Booked");
        await board.PressOnCardAsync(row.Id, "Check in");
        held.Should().Be(1);

        gate.SetResult();
        await press;
        await SeesAsync(() =>
        {
            board.StatusOf(row.Id).Should().Be("Arrived");
            board.Card(row.Id).HasAttribute("aria-busy").Should().BeFalse();
        });
        Clinic.Count("ActivityLog", "\"Kind\" = 'AppointmentMoved'").Should().Be(1);
    }

    [Fact]
    public async Task The_menu_opens_on_one_card_at_a_time_and_closes_again()
    {
        var (first, second) = (await Clinic.BookAsync(), await Clinic.BookAsync(Clinic.Now.AddHours(1)));
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        await board.OpenMenuAsync(first.Id);
        board.MenuOf(first.Id).Should().Equal("Patient confirmed", "Check in", "Cancel…", "Change the time…", "Urgent…", "To another doctor…");
        board.Card(first.Id).QuerySelectorAll("[role=menu] a").Select(a => a.GetAttribute("href")).Should().Equal($"chat?patient={first.PatientId}", $"appointments/{first.Id}");

        await board.OpenMenuAsync(second.Id);
        board.FindAll("[role=menu]").Should().ContainSingle();
        board.MenuOf(second.Id).Should().NotBeEmpty();

        await board.OpenMenuAsync(second.Id);
        board.FindAll("[role=menu]").Should().BeEmpty();

        Clinic.Clock.AdvanceTo(first.Start);
        await board.OpenMenuAsync(first.Id);
        board.MenuOf(first.Id).Should().Contain("No-show", "the appointment has begun");
    }

    [Fact]
    public async Task An_action_of_the_menu_does_what_it_says_and_closes_the_menu()
    {
        var row = await Clinic.BookAsync(Clinic.Now);
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        await board.OpenMenuAsync(row.Id);
        await board.PressOnCardAsync(row.Id, "No-show");

        await SeesAsync(() => board.StatusOf(row.Id).Should().Be("NoShow"));
        board.FindAll("[role=menu]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_step_can_be_taken_back_in_place()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        board.ButtonsOf(row.Id).Should().NotContain("Undo");
        await board.PressOnCardAsync(row.Id, "Check in");
        await SeesAsync(() => board.ButtonsOf(row.Id).Should().Contain("Undo"));

        Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await board.PressOnCardAsync(row.Id, "Undo");

        await SeesAsync(() => board.StatusOf(row.Id).Should().Be("Booked"));
        board.ButtonsOf(row.Id).Should().NotContain("Undo");
    }

    [Fact]
    public async Task What_somebody_else_moved_is_not_offered_for_undo_in_place()
    {
        var row = await Clinic.BookAsync();
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        await board.PressOnCardAsync(row.Id, "Check in");
        await SeesAsync(() => board.ButtonsOf(row.Id).Should().Contain("Undo"));
        Clinic.Clock.Advance(TimeSpan.FromSeconds(1));

        await Clinic.ThenAsync((await Clinic.Boards.FindAsync(Home.Lena, row.Id))!, AppointmentStatus.Ready);

        await SeesAsync(() => board.StatusOf(row.Id).Should().Be("Ready"));
        board.ButtonsOf(row.Id).Should().NotContain("Undo");
    }

    [Theory]
    [InlineData(AppointmentStatus.Booked, "Cancel…", "Entered in error…")]
    [InlineData(AppointmentStatus.Arrived, "Undo…", "Entered in error…")]
    [InlineData(AppointmentStatus.InConsultation, "Finish…", "Undo…", "Entered in error…")]
    [InlineData(AppointmentStatus.Done, "Undo…", "Entered in error…")]
    [InlineData(AppointmentStatus.Cancelled, "Entered in error…")]
    public async Task An_admin_sees_only_what_an_admin_may_do(AppointmentStatus status, params string[] menu)
    {
        var row = await Clinic.InAsync(status);
        var board = await OpenAsync<FlowBoardPage>(Home.Admin);

        board.ButtonsOf(row.Id).Should().Equal("⋯");
        board.FindAll("button[data-key=n]").Should().BeEmpty("only reception books");
        await board.OpenMenuAsync(row.Id);
        board.MenuOf(row.Id).Should().BeEquivalentTo(menu);
    }

    public static TheoryData<AppointmentStatus, Role> StatesAndRoles
    {
        get
        {
            var all = new TheoryData<AppointmentStatus, Role>();
            foreach (var status in Enum.GetValues<AppointmentStatus>())
            {
                foreach (var role in new[] { Role.Receptionist, Role.Admin, Role.Practitioner }) all.Add(status, role);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(StatesAndRoles))]
    public async Task Nothing_is_offered_that_the_core_refuses(AppointmentStatus status, Role role)
    {
        var actor = Home.Of(role);
        var seen = await Clinic.InAsync(status);
        var offered = CardActions.All(seen, actor, Clinic.Now).ToList();
        foreach (var action in offered)
        {
            using var clinic = new ClinicDatabase();
            var row = await clinic.InAsync(status);
            var command = row.Command(action.AsksWhy ? "because" : null);
            var outcome = action switch
            {
                { Step: Step.Undo } => await clinic.Appointments.UndoAsync(actor, command),
                { To: { } to } => await clinic.Appointments.MoveAsync(actor, command, to),
                _ when ReferenceEquals(action, CardAction.Confirm) => await clinic.Appointments.ConfirmAttendanceAsync(actor, command),
                _ => await clinic.Appointments.CallAsync(actor, command),
            };

            outcome.Refusal.Should().BeNull($"\"{action.Label}\" is offered");
        }

        if (CardActions.Next(seen, actor) is { } next) offered.Should().Contain(next);
    }
}
