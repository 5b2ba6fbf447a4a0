using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>A command carries what the person was looking at; whoever is later is told who was faster, and overwrites nothing.</summary>
public sealed class StaleCommandTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task Who_looked_at_an_older_state_is_told_who_moved_it_from_what_to_what_and_when()
    {
        var seen = await _clinic.BookAsync();
        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        var movedAt = _clinic.Now;
        await _clinic.MoveAsync(Home.Lena, seen, AppointmentStatus.Arrived);
        _clinic.Clock.Advance(TimeSpan.FromSeconds(4));
        var before = _clinic.Dump("Appointments");

        var late = await _clinic.MoveAsync(Home.Omar, seen, AppointmentStatus.NoShow);

        var moved = late.Refusal.Should().BeOfType<AppointmentMoved>().Subject;
        moved.Kind.Should().Be(RefusalKind.Moved);
        moved.By.Should().Be("Lena Desk");
        moved.From.Should().Be(AppointmentStatus.Booked);
        moved.To.Should().Be(AppointmentStatus.Arrived);
        moved.At.Should().Be(movedAt);
        moved.Current.Status.Should().Be(AppointmentStatus.Arrived);
        moved.Current.Version.Should().Be(2);
        moved.Sentence.Should().Be("Moved 4 s ago by Lena Desk from Booked to Waiting. Yours was not applied.");
        _clinic.Dump("Appointments").Should().Be(before);
        _clinic.Count("ActivityLog").Should().Be(2);
    }

    [Fact]
    public async Task The_right_state_with_an_older_version_is_refused_too()
    {
        var seen = await _clinic.BookAsync();
        var confirmed = await _clinic.Appointments.ConfirmAttendanceAsync(Home.Omar, seen.Command());
        confirmed.Value!.Version.Should().Be(2);

        var late = await _clinic.MoveAsync(Home.Lena, seen, AppointmentStatus.Arrived);

        late.Refusal.Should().BeOfType<AppointmentMoved>().Which.Sentence.Should().Be("Confirmed just now by Omar Desk. Please look again.");
        (await FindAsync(seen)).Status.Should().Be(AppointmentStatus.Booked);
    }

    [Fact]
    public async Task The_right_version_with_another_state_is_refused_too()
    {
        var seen = await _clinic.BookAsync();

        var wrong = await _clinic.Appointments.MoveAsync(Home.Lena, seen.Command() with { ExpectedFrom = AppointmentStatus.Requested }, AppointmentStatus.Arrived);

        wrong.Refusal!.Kind.Should().Be(RefusalKind.Moved);
        (await FindAsync(seen)).Status.Should().Be(AppointmentStatus.Booked);
    }

    [Fact]
    public async Task A_version_from_the_future_is_refused_too()
    {
        var seen = await _clinic.BookAsync();

        var wrong = await _clinic.Appointments.MoveAsync(Home.Lena, seen.Command() with { Version = 99 }, AppointmentStatus.Arrived);

        wrong.Refusal!.Kind.Should().Be(RefusalKind.Moved);
    }

    [Fact]
    public async Task A_patient_is_not_told_the_name_of_who_moved_it()
    {
        var seen = await _clinic.BookAsync(_clinic.Now.AddDays(3));
        await _clinic.Appointments.ConfirmAttendanceAsync(Home.Lena, seen.Command());

        var late = await _clinic.MoveAsync(Home.Patient, seen, AppointmentStatus.Cancelled, "better now");

        late.Refusal.Should().BeOfType<AppointmentMoved>().Which.By.Should().Be("the clinic");
        late.Refusal!.Sentence.Should().NotContain("Lena");
    }

    [Fact]
    public async Task A_command_to_the_state_it_is_already_in_is_a_success_that_changes_nothing()
    {
        var booked = await _clinic.BookAsync();
        var arrived = await _clinic.ThenAsync(booked, AppointmentStatus.Arrived);
        var (rows, log, published) = (_clinic.Dump("Appointments"), _clinic.Count("ActivityLog"), _clinic.Bus.Published.Count);

        var again = await _clinic.MoveAsync(Home.Omar, arrived, AppointmentStatus.Arrived);
        var fromAnOldScreen = await _clinic.MoveAsync(Home.Omar, booked, AppointmentStatus.Arrived);

        again.Succeeded.Should().BeTrue();
        again.Changed.Should().BeFalse();
        fromAnOldScreen.Succeeded.Should().BeTrue();
        fromAnOldScreen.Changed.Should().BeFalse();
        _clinic.Dump("Appointments").Should().Be(rows);
        _clinic.Count("ActivityLog").Should().Be(log);
        _clinic.Bus.Published.Should().HaveCount(published);
    }

    [Fact]
    public async Task Of_two_receptionists_who_act_at_once_one_wins_and_the_other_is_told()
    {
        for (var round = 0; round < 20; round++)
        {
            var seen = await _clinic.BookAsync(_clinic.Now);
            _clinic.Clock.Advance(TimeSpan.FromMinutes(15)); // its time has come, and the next one's

            var both = await Task.WhenAll(
                Task.Run(() => _clinic.MoveAsync(Home.Lena, seen, AppointmentStatus.Arrived)),
                Task.Run(() => _clinic.MoveAsync(Home.Omar, seen, AppointmentStatus.NoShow)));

            var winner = both.Should().ContainSingle(o => o.Succeeded).Subject.Value!;
            var loser = both.Single(o => !o.Succeeded).Refusal.Should().BeOfType<AppointmentMoved>().Subject;
            loser.To.Should().Be(winner.Status);
            loser.By.Should().Be(winner.Status == AppointmentStatus.Arrived ? "Lena Desk" : "Omar Desk");
            (await FindAsync(seen)).Should().Match<BoardRow>(r => r.Status == winner.Status && r.Version == 2);
            _clinic.Count("ActivityLog", $"\"SubjectId\" = '{seen.Id.ToString().ToUpperInvariant()}'").Should().Be(2);
        }
    }

    [Fact]
    public async Task Of_two_receptionists_who_do_the_same_at_once_both_succeed_and_one_changed_it()
    {
        for (var round = 0; round < 20; round++)
        {
            var seen = await _clinic.BookAsync(_clinic.Now.AddMinutes(15 * round));

            var both = await Task.WhenAll(
                Task.Run(() => _clinic.MoveAsync(Home.Lena, seen, AppointmentStatus.Arrived)),
                Task.Run(() => _clinic.MoveAsync(Home.Omar, seen, AppointmentStatus.Arrived)));

            both.Should().OnlyContain(o => o.Succeeded).And.ContainSingle(o => o.Changed);
            (await FindAsync(seen)).Version.Should().Be(2);
        }
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<BoardRow> FindAsync(BoardRow row) => (await _clinic.Boards.FindAsync(Home.Admin, row.Id))!;
}
