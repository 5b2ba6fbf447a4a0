using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>The patient's three buttons: each is the guarded step that it is anywhere else, once, and tells whom it concerns.</summary>
public sealed class PatientWordsTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task Cannot_come_cancels_with_the_reason_and_tells_the_doctor_once()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddDays(3));
        var command = row.Command("ill");

        var said = await SayAsync(PatientWord.CannotCome, command);
        var again = await SayAsync(PatientWord.CannotCome, command);

        said.Changed.Should().BeTrue();
        again.Should().Match<Outcome<Guid>>(o => o.Succeeded && !o.Changed && o.Value == said.Value);
        (await _clinic.Boards.FindAsync(Home.Lena, row.Id))!.Status.Should().Be(AppointmentStatus.Cancelled);
        (await _clinic.BodiesAsync(Home.Doctor, said.Value)).Should().ContainSingle().Which.Should().Contain("I have cancelled it: ill");
        _clinic.Count("ChatRooms", "\"Kind\" = 'FrontDesk'").Should().Be(0, "the board tells the desk");
    }

    [Fact]
    public async Task Without_a_reason_nothing_is_cancelled_and_nobody_is_told()
    {
        var soon = await _clinic.BookAsync();
        var later = await _clinic.BookAsync(_clinic.Now.AddDays(3));

        (await SayAsync(PatientWord.CannotCome, soon.Command())).Refusal!.Field.Should().Be("Reason");
        (await SayAsync(PatientWord.CannotCome, later.Command())).Refusal!.Field.Should().Be("Reason");
        _clinic.Count("ChatMessages").Should().Be(0);
    }

    [Fact]
    public async Task After_the_cut_off_nothing_is_cancelled_and_the_desk_is_told_once_instead()
    {
        var soon = await _clinic.BookAsync();
        var command = soon.Command("ill");

        for (var press = 0; press < 2; press++) (await SayAsync(PatientWord.CannotCome, command)).Refusal.Should().BeOfType<DeskWasTold>();

        (await _clinic.Boards.FindAsync(Home.Lena, soon.Id))!.Status.Should().Be(AppointmentStatus.Booked);
        (await _clinic.BodiesAsync(Home.Lena, await _clinic.DeskAsync())).Should().Equal("I cannot come to my appointment on Wednesday 17 June, 10:30 with Dr Berg, and it is too late to cancel it here: ill");
        _clinic.Count("ChatMessages").Should().Be(1);
    }

    [Fact]
    public async Task Late_changes_nothing_and_tells_the_doctor_and_the_desk_once_each()
    {
        var row = await _clinic.BookAsync();
        var command = row.Command();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => SayAsync(PatientWord.Late, command))));

        answers.Should().OnlyContain(a => a.Succeeded);
        (await _clinic.Boards.FindAsync(Home.Lena, row.Id))!.Version.Should().Be(row.Version);
        (await _clinic.BodiesAsync(Home.Doctor, await _clinic.DirectAsync())).Should().ContainSingle().Which.Should().Contain("10 minutes late");
        (await _clinic.BodiesAsync(Home.Lena, await _clinic.DeskAsync())).Should().ContainSingle().Which.Should().Contain("10 minutes late");
    }

    [Fact]
    public async Task Outside_tells_both_and_with_the_code_of_the_screen_it_is_the_check_in()
    {
        var row = await _clinic.BookAsync();
        (await SayAsync(PatientWord.Outside, row.Command())).Changed.Should().BeTrue();
        (await _clinic.BodiesAsync(Home.Lena, await _clinic.DeskAsync())).Should().ContainSingle().Which.Should().Contain("outside");
        (await _clinic.Boards.FindAsync(Home.Lena, row.Id))!.Status.Should().Be(AppointmentStatus.Booked);

        (await SayAsync(PatientWord.Outside, row.Command(), "000000")).Refusal!.Field.Should().Be("Code");
        (await SayAsync(PatientWord.Outside, row.Command(), await CodeAsync())).Succeeded.Should().BeTrue();

        (await _clinic.Boards.FindAsync(Home.Lena, row.Id))!.Status.Should().Be(AppointmentStatus.Arrived);
        (await _clinic.BodiesAsync(Home.Doctor, await _clinic.DirectAsync())).Should().HaveCount(2).And.EndWith("I am here and checked in.");
        (await _clinic.BodiesAsync(Home.Lena, await _clinic.DeskAsync())).Should().ContainSingle("the board tells the desk");
    }

    [Fact]
    public async Task The_rules_of_the_check_in_hold_and_their_sentence_is_answered()
    {
        var tomorrow = await _clinic.BookAsync(_clinic.Now.AddDays(1));
        var thisAfternoon = await _clinic.BookAsync(_clinic.Now.AddHours(3), doctor: Home.SecondDoctor);

        (await SayAsync(PatientWord.Outside, tomorrow.Command())).Refusal!.Sentence.Should().Contain("not today");
        (await SayAsync(PatientWord.Late, tomorrow.Command())).Refusal!.Sentence.Should().Contain("not today");
        (await SayAsync(PatientWord.Outside, thisAfternoon.Command())).Refusal!.Sentence.Should().Contain("Check-in opens at");
        (await SayAsync(PatientWord.Outside, thisAfternoon.Command(), await CodeAsync())).Refusal!.Sentence.Should().Contain("Check-in opens at");
        _clinic.Clock.Advance(TimeSpan.FromHours(4));
        (await SayAsync(PatientWord.Late, thisAfternoon.Command())).Refusal!.Sentence.Should().Contain("Your appointment was at");
        var arrived = await _clinic.CheckInAsync(thisAfternoon);
        (await SayAsync(PatientWord.Late, arrived.Command())).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
        _clinic.Count("ChatMessages").Should().Be(0);
    }

    [Fact]
    public async Task Nobody_else_says_it()
    {
        var row = await _clinic.BookAsync();
        foreach (var other in new[] { Home.SecondPatient, _clinic.Other.Patient })
        {
            (await _clinic.Get<PatientWords>().SayAsync(other, PatientWord.Late, row.Command())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        }

        foreach (var staff in new[] { Home.Lena, Home.Doctor, Home.Admin })
        {
            (await _clinic.Get<PatientWords>().SayAsync(staff, PatientWord.Late, row.Command())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        }

        _clinic.Count("ChatMessages").Should().Be(0);
    }

    public void Dispose() => _clinic.Dispose();

    private Task<Outcome<Guid>> SayAsync(PatientWord word, AppointmentCommand command, string? code = null) =>
        _clinic.Get<PatientWords>().SayAsync(Home.Patient, word, command, code);

    private async Task<string> CodeAsync()
    {
        await using var db = _clinic.NewContext();
        var secret = await db.Displays.Where(d => d.OrganizationId == Home.Id).Select(d => d.CheckInSecret).FirstAsync();
        return CheckInCode.At(secret, CheckInCode.StepAt(_clinic.Now));
    }
}
