using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>Booking at the desk, with the telephone at one ear.</summary>
public sealed class BookDialogTests : PageTest
{
    private Screen _screen = null!;
    private IRenderedComponent<RadzenDialog> _dialogs = null!;
    private IRenderedComponent<FlowBoardPage> _board = null!;

    public override async Task InitializeAsync()
    {
        _screen = OpenScreen(Home.Lena);
        _dialogs = _screen.Render<RadzenDialog>();
        _board = await OpenAsync<FlowBoardPage>(_screen);
        _ = PressAsync(_board, "button[data-key=n]");
        await WaitFor.TrueAsync(() => _dialogs.FindAll("#book-doctor option").Count == 3);
    }

    [Fact]
    public async Task Patient_doctor_and_time_become_a_card_on_the_board_and_the_dialog_goes()
    {
        await ChoosePatientAsync("quent");
        await ChangeAsync("#book-doctor", Home.SecondDoctor.PractitionerId.ToString()!);
        await TypeTheTimeAsync();
        await ChangeAsync("#book-time", "14:05:00");
        await ChangeAsync("#book-minutes", "30");
        await TypeReasonAsync("Knee <left>");
        await SubmitAsync();

        await SeesAsync(() => _board.Lane("Booked").Should().ContainSingle());
        _board.Find("[data-appointment]").TextContent.Should().Contain("Quentin Patient").And.Contain("14:05").And.Contain("Dr Cole · Room 1 · 30 min · Knee <left>");
        _dialogs.FindAll("form").Should().BeEmpty();
    }

    [Fact]
    public async Task A_walk_in_waits_at_once()
    {
        // Off the grid of five minutes, so that no bell that is waited for moves the next gap.
        Clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        await ChoosePatientAsync("paula");
        await DoAsync(() => _dialogs.FindAll("input[type=radio]")[1].ChangeAsync(true));
        await ChangeAsync("#book-doctor", Home.Doctor.PractitionerId.ToString()!);
        await SeesAsync(() => _dialogs.TextOf(".slot-chosen").Should().Be("Next gap: 10:05 with Dr Ada Berg"));
        _dialogs.FindAll("[data-slot]").Should().BeEmpty();
        await TypeTheTimeAsync();
        _dialogs.Find("#book-day").HasAttribute("disabled").Should().BeTrue();
        _dialogs.Find("button[type=submit]").TextContent.Should().Be("Check in");
        await SubmitAsync();

        await SeesAsync(() => _board.Lane("Waiting").Should().ContainSingle());
    }

    [Fact]
    public async Task What_is_missing_is_said_beside_its_field_one_after_the_other()
    {
        await SubmitAsync();
        _dialogs.Find("#picker-error").TextContent.Should().Be("Please choose a patient, or register a new one.");
        _dialogs.Find("#picker").GetAttribute("aria-invalid").Should().Be("true");
        _dialogs.Find("#picker").GetAttribute("aria-describedby").Should().Be("picker-error");

        await ChoosePatientAsync("paula");
        await TypeTheTimeAsync();
        await ChangeAsync("#book-doctor", "");
        await SubmitAsync();
        _dialogs.FindAll("#picker-error").Should().BeEmpty();
        _dialogs.Find("#book-doctor-error").TextContent.Should().Be("Please choose a doctor for this time.");

        await ChangeAsync("#book-doctor", Home.Doctor.PractitionerId.ToString()!);
        await ChangeAsync("#book-minutes", "999");
        await SubmitAsync();
        _dialogs.Find("#book-minutes-error").TextContent.Should().StartWith("An appointment lasts");
        _dialogs.Find("#book-minutes").GetAttribute("aria-invalid").Should().Be("true");
        Clinic.Count("Appointments").Should().Be(0);
    }

    [Fact]
    public async Task A_taken_time_is_refused_beside_the_field_with_the_next_free_one_and_nothing_typed_is_lost()
    {
        await ChoosePatientAsync("paula");
        await ChangeAsync("#book-doctor", Home.Doctor.PractitionerId.ToString()!);
        await TypeTheTimeAsync();
        await ChangeAsync("#book-time", "10:30:00");
        await TypeReasonAsync("Long story");
        await Clinic.BookAsync(); // somebody else takes 10:30 meanwhile
        await SubmitAsync();

        _dialogs.Find("#book-time-error").TextContent.Should().StartWith("The doctor has another appointment in that time.");
        _dialogs.Find("#book-time").GetAttribute("value").Should().StartWith("10:30:00");
        _dialogs.Find("#book-reason").GetAttribute("value").Should().Be("Long story");
        _dialogs.Find(".picked").TextContent.Should().Contain("Paula Patient");
        _dialogs.Find("#book-doctor").GetAttribute("value").Should().Be(Home.Doctor.PractitionerId.ToString());
        await SuggestsAsync("10:00");

        await DoAsync(() => _dialogs.Find(".book .hint button").ClickAsync());
        await SubmitAsync();
        await SeesAsync(() => _board.Lane("Booked").Should().HaveCount(2));
    }

    [Fact]
    public async Task The_suggestion_is_the_doctors_first_gap_that_is_long_enough()
    {
        await Clinic.BookAsync(Clinic.Now, minutes: 20);
        await Clinic.BookAsync(Clinic.Now.AddMinutes(30), minutes: 30);
        await ChangeAsync("#book-doctor", Home.Doctor.PractitionerId.ToString()!);
        await TypeTheTimeAsync();
        await ChangeAsync("#book-time", "10:05:00");
        await ChangeAsync("#book-minutes", "10");
        await SuggestsAsync("10:20");

        await ChangeAsync("#book-minutes", "15");

        await SuggestsAsync("11:00");
    }

    [Fact]
    public async Task Sending_twice_books_once()
    {
        await ChoosePatientAsync("paula");
        await ChangeAsync("#book-doctor", Home.Doctor.PractitionerId.ToString()!);
        var (gate, held) = (new TaskCompletionSource(), 0);
        Clinic.Commands.Before = sql =>
        {
            if (!sql.Contains("INSERT INTO \"Appointments\"", StringComparison.Ordinal)) return Task.CompletedTask;
            Interlocked.Increment(ref held);
            return gate.Task;
        };

        var first = SubmitAsync();
        await WaitFor.TrueAsync(() => Volatile.Read(ref held) == 1);
        _dialogs.Find("button[type=submit]").TextContent.Should().Be("Saving");
        _dialogs.Find("button[type=submit]").HasAttribute("disabled").Should().BeTrue();
        await SubmitAsync(); // the key is faster than the disabled button
        gate.SetResult();
        await first;

        await SeesAsync(() => _board.Lane("Booked").Should().ContainSingle());
        Clinic.Count("Appointments").Should().Be(1);
    }

    [Fact]
    public async Task A_database_that_cannot_write_is_told_and_the_same_wish_can_be_sent_again()
    {
        await ChoosePatientAsync("paula");
        await ChangeAsync("#book-doctor", Home.Doctor.PractitionerId.ToString()!);
        await using (var beside = Clinic.OpenBeside())
        {
            await using var hold = beside.CreateCommand();
            hold.CommandText = "BEGIN EXCLUSIVE";
            await hold.ExecuteNonQueryAsync();
            await SubmitAsync();
            hold.CommandText = "ROLLBACK";
            await hold.ExecuteNonQueryAsync();
        }

        _dialogs.Find(".conflict").TextContent.Should().StartWith("The change could not be saved just now.");
        _dialogs.Find(".picked").TextContent.Should().Contain("Paula Patient");

        await SubmitAsync();
        await SeesAsync(() => _board.Lane("Booked").Should().ContainSingle());
    }

    [Theory]
    [InlineData("not a doctor")]
    [InlineData("7f1c5f0e-8a70-4b4e-9a55-1f0d0c3b2a19")]
    public async Task A_crafted_doctor_is_refused_beside_the_field(string value)
    {
        await ChoosePatientAsync("paula");

        await ChangeAsync("#book-doctor", value);
        await SubmitAsync();

        _dialogs.Find("#book-doctor-error").TextContent.Should().StartWith("Please choose a doctor");
        Clinic.Count("Appointments").Should().Be(0);
    }

    [Fact]
    public async Task A_doctor_of_another_clinic_is_refused_beside_the_field()
    {
        await ChoosePatientAsync("paula");

        await ChangeAsync("#book-doctor", Clinic.Other.Doctor.PractitionerId.ToString()!);
        await SubmitAsync();

        _dialogs.Find("#book-doctor-error").TextContent.Should().Be("Please choose a doctor of this clinic.");
        _dialogs.Find("#book-doctor").InnerHtml.Should().NotContain(Clinic.Other.Doctor.PractitionerId.ToString());
    }

    [Fact]
    public async Task Going_back_books_nothing()
    {
        await PressAsync(_dialogs, ".form-end button[type=button]");

        _dialogs.FindAll("form").Should().BeEmpty();
        Clinic.Count("Appointments").Should().Be(0);
    }

    [Fact]
    public async Task What_is_given_up_or_sent_is_not_kept_as_a_draft_a_moment_later()
    {
        await ChoosePatientAsync("paula");
        await PressAsync(_dialogs, ".form-end button[type=button]"); // sooner than the typing rests
        await LetTheTypingRestAsync();
        Clinic.Count("FormDrafts").Should().Be(0);

        _ = PressAsync(_board, "button[data-key=n]");
        await WaitFor.TrueAsync(() => _dialogs.FindAll("#book-doctor option").Count == 3);
        _dialogs.FindAll(".picked").Should().BeEmpty();
        await ChoosePatientAsync("paula");
        await ChangeAsync("#book-doctor", Home.Doctor.PractitionerId.ToString()!);
        await SubmitAsync();
        await WaitFor.TrueAsync(() => _dialogs.FindAll("form").Count == 0);
        await LetTheTypingRestAsync();
        Clinic.Count("FormDrafts").Should().Be(0);
    }

    [Fact]
    public async Task What_is_typed_is_kept_when_the_typing_rests()
    {
        await ChoosePatientAsync("paula");
        await TypeReasonAsync("Knee");

        await LetTheTypingRestAsync();

        await WaitFor.TrueAsync(() => Clinic.Count("FormDrafts") == 1);
        Clinic.Dump("FormDrafts").Should().Contain("Knee");
    }

    private async Task TypeTheTimeAsync()
    {
        await DoAsync(() => _dialogs.FindAll(".slot-end button").Single().ClickAsync());
        await WaitFor.TrueAsync(() => _dialogs.FindAll("#book-time").Count == 1);
    }

    private Task SubmitAsync() => _dialogs.InvokeAsync(() => _dialogs.Find("form").SubmitAsync());

    private Task SuggestsAsync(string time) => WaitFor.PassesAsync(() => _dialogs.Find(".book .hint button").TextContent.Should().Be(time));

    // What follows a change ends only when the typing rests, so nobody waits for that. A time comes with its seconds: the framework's script adds them.
    private Task ChangeAsync(string field, string value) => DoAsync(() => _dialogs.Find(field).ChangeAsync(value));

    private Task TypeReasonAsync(string reason) => DoAsync(() => _dialogs.Find("#book-reason").InputAsync(reason));

    private async Task ChoosePatientAsync(string typed)
    {
        await DoAsync(() => _dialogs.Find("#picker").InputAsync(typed));
        await WaitFor.TrueAsync(() => _dialogs.FindAll("#picker-list li").Count == 1);
        await DoAsync(() => _dialogs.Find("#picker-list li").ClickAsync());
    }

    private async Task DoAsync(Func<Task> what)
    {
        _ = _dialogs.InvokeAsync(what);
        await _dialogs.InvokeAsync(() => { });
    }

    private async Task LetTheTypingRestAsync()
    {
        Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await CalmAsync();
    }
}
