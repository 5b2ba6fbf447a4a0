using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Displays;

/// <summary>What a screen on the wall reads: tickets, rooms, and nothing when it has no right any more.</summary>
public sealed class DisplayBoardTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private DisplayQueries Queries => _clinic.Get<DisplayQueries>();

    [Fact]
    public async Task Who_waits_stands_in_line_and_who_is_called_is_sent_to_the_room()
    {
        var first = await _clinic.CheckInAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(15)));
        var second = await _clinic.CheckInAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(5), patient: Home.SecondPatient, minutes: 5));
        await _clinic.BookAsync(_clinic.Now.AddMinutes(60)); // not here
        (await LinesAsync()).Should().Equal("Room 1: A2 A1"); // by the time of the appointment

        second = (await _clinic.Appointments.CallAsync(Home.Doctor, second.Command())).Value!;
        var board = await BoardAsync();
        board.Calls.Should().Equal(new DisplayCall("A2", "Room 1", _clinic.Now));
        (await LinesAsync()).Should().Equal("Room 1: A1");

        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        second = (await _clinic.Appointments.CallAsync(Home.Doctor, second.Command())).Value!; // once more
        (await BoardAsync()).Calls.Single().At.Should().Be(_clinic.Now);
        first = (await _clinic.Appointments.CallAsync(Home.Doctor, first.Command())).Value!;
        _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await _clinic.ThenAsync(second, AppointmentStatus.InConsultation);

        board = await BoardAsync();
        board.Calls.Select(c => c.Ticket).Should().Equal("A1");
        board.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_is_away_for_a_test_is_called_only_when_he_is_called_back()
    {
        var row = await _clinic.CheckInAsync(await _clinic.BookAsync());
        row = (await _clinic.Appointments.CallAsync(Home.Doctor, row.Command())).Value!;
        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        row = await _clinic.ThenAsync(row, AppointmentStatus.InConsultation, AppointmentStatus.Paused);
        (await BoardAsync()).Calls.Should().BeEmpty();

        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        await _clinic.Appointments.CallAsync(Home.Doctor, row.Command());

        (await BoardAsync()).Calls.Select(c => c.Ticket).Should().Equal("A1");
    }

    [Fact]
    public async Task A_screen_of_some_doctors_shows_their_patients_only()
    {
        await _clinic.CheckInAsync(await _clinic.BookAsync());
        var other = await _clinic.CheckInAsync(await _clinic.BookAsync(doctor: Home.SecondDoctor, patient: Home.SecondPatient));
        await _clinic.Get<DisplayService>().ChangeAsync(Home.Admin, Home.Display.DisplayId, 1, new("Two", DisplayLanguage.German, [Home.SecondDoctor.PractitionerId!.Value]));

        (await LinesAsync()).Should().Equal("Room 1: A2");
        await _clinic.Appointments.CallAsync(Home.SecondDoctor, other.Command());
        var board = await BoardAsync();
        board.Calls.Select(c => c.Ticket).Should().Equal("A2");
        board.Language.Should().Be(DisplayLanguage.German);
    }

    [Fact]
    public async Task A_screen_reads_its_own_clinic_only()
    {
        await _clinic.CheckInAsync(await _clinic.BookAsync());

        var other = (await Queries.BoardAsync(_clinic.Other.Display))!;

        (other.ClinicName, other.Lines.Count, other.Calls.Count).Should().Be(("Clinic at the Lake", 0, 0));
        (await Queries.BoardAsync(Home.Display with { OrganizationId = _clinic.Other.Id })).Should().BeNull("a pass of one clinic opens nothing of another");
        (await Queries.BoardAsync(Home.Display with { DisplayId = _clinic.Other.Display.DisplayId })).Should().BeNull();
    }

    [Fact]
    public async Task A_screen_that_was_removed_or_given_another_code_reads_nothing_any_more()
    {
        (await Queries.OpenAsync(Home.Display.Code)).Should().Be(Home.Display);
        (await Queries.OpenAsync(Home.Display.Code.ToUpperInvariant())).Should().BeNull();
        (await Queries.OpenAsync("nothing")).Should().BeNull();

        await _clinic.Get<DisplayService>().RenewCodeAsync(Home.Admin, Home.Display.DisplayId);
        (await Queries.BoardAsync(Home.Display)).Should().BeNull();
        (await Queries.IsGoodAsync(Home.Display)).Should().BeFalse();
        (await Queries.OpenAsync(Home.Display.Code)).Should().BeNull();

        var renewed = (await Queries.OpenAsync((await Queries.ListAsync(Home.Admin)).Single().Code))!;
        (await Queries.BoardAsync(renewed)).Should().NotBeNull();
        await _clinic.Get<DisplayService>().RemoveAsync(Home.Admin, renewed.DisplayId);
        (await Queries.BoardAsync(renewed)).Should().BeNull();
    }

    [Fact]
    public async Task A_hundred_screens_cost_no_query_more_than_the_dashboard()
    {
        await _clinic.CheckInAsync(await _clinic.BookAsync());
        await BoardAsync();
        _clinic.Commands.Forget();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => BoardAsync()));
        _clinic.Commands.Sent.Should().BeEmpty();
        await _clinic.Boards.DayAsync(Home.Lena, Home.Policy.DayOf(_clinic.Now));
        _clinic.Commands.BoardReads.Should().Be(0);
    }

    [Fact]
    public async Task The_code_to_check_in_with_changes_every_half_minute()
    {
        var codes = new HashSet<string>();
        for (var i = 0; i < 10; i++)
        {
            var board = await BoardAsync();
            codes.Add(board.CheckInCode);
            board.CheckInCode.Should().HaveLength(6);
            (board.CodeUntil - _clinic.Now).Should().BePositive().And.BeLessThanOrEqualTo(CheckInCode.StepLength);
            _clinic.Clock.Advance(CheckInCode.StepLength);
        }

        codes.Should().HaveCountGreaterThan(8);
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<DisplayBoard> BoardAsync() => (await Queries.BoardAsync(Home.Display))!;

    private async Task<IEnumerable<string>> LinesAsync() => (await BoardAsync()).Lines.Select(l => $"{l.Room}: {string.Join(' ', l.Tickets)}");
}
