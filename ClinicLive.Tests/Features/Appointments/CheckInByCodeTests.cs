using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>The patient's own check-in: with the code of now, within the window, for the own appointment only.</summary>
public sealed class CheckInByCodeTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task With_the_code_on_the_screen_a_patient_arrives_and_the_log_says_that_it_was_he()
    {
        var row = await _clinic.BookAsync();

        var outcome = await CheckInAsync(row, await CodeAsync());

        outcome.Changed.Should().BeTrue();
        (outcome.Value!.Status, outcome.Value.ArrivedAt, outcome.Value.Ticket, outcome.Value.StatusBy).Should().Be((AppointmentStatus.Arrived, _clinic.Now, "A1", Home.Patient.UserId));
        await using var db = _clinic.NewContext();
        var line = await db.Activity.AsNoTracking().OrderBy(a => a.Sequence).LastAsync(a => a.SubjectId == row.Id);
        (line.Kind, line.ActorId, line.From, line.To).Should().Be((ActivityKind.AppointmentMoved, Home.Patient.UserId, "Booked", "Arrived"));
        _clinic.Bus.Published.OfType<AppointmentChanged>().Last().To.Should().Be(AppointmentStatus.Arrived);
    }

    [Fact]
    public async Task The_code_is_good_for_its_half_minute_and_the_next()
    {
        var row = await _clinic.BookAsync();
        var code = await CodeAsync();

        _clinic.Clock.Advance(CheckInCode.StepLength * 2);
        (await CheckInAsync(row, code)).Refusal!.Should().Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "Code");
        code = await CodeAsync();
        _clinic.Clock.Advance(CheckInCode.StepLength);
        (await CheckInAsync(row, $" {code[..3]} {code[3..]} ")).Changed.Should().BeTrue("it was on the screen a moment ago");
    }

    [Theory]
    [InlineData(61, "You are early. Check-in opens at")]
    [InlineData(60, null)]
    [InlineData(0, null)]
    [InlineData(-15, null)]
    [InlineData(-16, "You can still check in and wait")]
    public async Task It_opens_an_hour_before_and_after_the_grace_it_asks(int minutesBefore, string? refusal)
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddMinutes(90), minutes: 60);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(90 - minutesBefore));

        var outcome = await CheckInAsync(row, await CodeAsync());

        if (refusal is null) outcome.Changed.Should().BeTrue();
        else outcome.Refusal!.Sentence.Should().Contain(refusal);
    }

    [Fact]
    public async Task Too_early_says_when_on_the_clinics_clock()
    {
        var row = await _clinic.BookAsync(Home.Policy.At(Home.Policy.DayOf(_clinic.Now), new TimeOnly(18, 0)));

        (await CheckInAsync(row, await CodeAsync())).Refusal!.Sentence.Should().Be("You are early. Check-in opens at 17:00.");
    }

    [Fact]
    public async Task Who_is_late_and_says_that_he_waits_queues_by_when_he_came()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddMinutes(5), minutes: 60);
        var inTime = await _clinic.BookAsync(_clinic.Now.AddMinutes(65), patient: Home.SecondPatient);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(66));
        await _clinic.CheckInAsync(inTime);
        var code = await CodeAsync();

        (await CheckInAsync(row, code)).Refusal.Should().BeOfType<LateForCheckIn>();
        var late = (await CheckInAsync(row, code, acceptsToWait: true)).Value!;

        late.Status.Should().Be(AppointmentStatus.Arrived);
        var day = await _clinic.Boards.DayAsync(Home.Lena, Home.Policy.DayOf(_clinic.Now));
        QueueOrder.Of(day, row.PractitionerId).Select(r => r.Id).Should().Equal(inTime.Id, row.Id);
    }

    [Fact]
    public async Task Not_on_another_day()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddDays(1));

        (await CheckInAsync(row, await CodeAsync(), acceptsToWait: true)).Refusal!.Sentence.Should().Contain("18 June 2026");
    }

    [Fact]
    public async Task The_clinic_sets_its_own_window()
    {
        _clinic.Execute($"""UPDATE "Organizations" SET "CheckInOpensMinutes" = 10, "CheckInGraceMinutes" = 0 WHERE "Id" = '{Home.Id.ToString().ToUpperInvariant()}'""");
        var row = await _clinic.BookAsync(_clinic.Now.AddMinutes(11), minutes: 60);

        (await CheckInAsync(row, await CodeAsync())).Refusal!.Sentence.Should().Contain("early");
        _clinic.Clock.Advance(TimeSpan.FromMinutes(12));
        (await CheckInAsync(row, await CodeAsync())).Refusal.Should().BeOfType<LateForCheckIn>();
    }

    [Fact]
    public async Task A_wrong_code_changes_nothing_and_after_five_of_them_a_right_one_is_none_either()
    {
        var row = await _clinic.BookAsync();
        var (wrong, before) = (((int.Parse(await CodeAsync(), System.Globalization.CultureInfo.InvariantCulture) + 1) % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture), _clinic.Dump("Appointments"));

        for (var i = 0; i < CheckInGate.WrongCodes; i++) (await CheckInAsync(row, wrong)).Refusal!.Field.Should().Be("Code");
        var refused = (await CheckInAsync(row, await CodeAsync())).Refusal!;
        (refused.Kind, refused.Sentence).Should().Be((RefusalKind.TooMany, "That were too many wrong codes. Please go to the desk, or try again in 5 minutes."));
        _clinic.Dump("Appointments").Should().Be(before);

        var other = await _clinic.BookAsync(doctor: Home.SecondDoctor, patient: Home.SecondPatient);
        (await CheckInAsync(other, await CodeAsync(), by: Home.SecondPatient)).Changed.Should().BeTrue("he is somebody else");
        _clinic.Clock.Advance(CheckInGate.Window);
        (await CheckInAsync(row, await CodeAsync())).Changed.Should().BeTrue();
    }

    [Fact]
    public async Task A_hundred_wrong_codes_at_once_are_five()
    {
        var row = await _clinic.BookAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => CheckInAsync(row, "000000"))));

        outcomes.Count(o => o.Refusal!.Kind == RefusalKind.Invalid).Should().Be(CheckInGate.WrongCodes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("123456 123456 123456 123456")]
    public async Task What_is_no_code_is_no_attempt(string typed)
    {
        var row = await _clinic.BookAsync();
        for (var i = 0; i < 10; i++) (await CheckInAsync(row, typed)).Refusal!.Sentence.Should().StartWith("Please type the six digits");

        (await CheckInAsync(row, await CodeAsync())).Changed.Should().BeTrue();
    }

    [Fact]
    public async Task Digits_of_another_script_are_digits()
    {
        var row = await _clinic.BookAsync();
        var arabic = string.Concat((await CodeAsync()).Select(c => (char)('٠' + (c - '0'))));

        (await CheckInAsync(row, arabic)).Changed.Should().BeTrue();
    }

    [Fact]
    public async Task Another_patients_appointment_does_not_exist_and_the_code_of_another_clinic_is_wrong()
    {
        var row = await _clinic.BookAsync();
        var before = _clinic.Dump("Appointments");

        (await CheckInAsync(row, await CodeAsync(), by: Home.SecondPatient)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await CheckInAsync(row, await CodeAsync(), by: _clinic.Other.Patient)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        var foreign = (await _clinic.Get<DisplayQueries>().BoardAsync(_clinic.Other.Display))!.CheckInCode;
        if (foreign != await CodeAsync()) (await CheckInAsync(row, foreign)).Refusal!.Field.Should().Be("Code");
        _clinic.Dump("Appointments").Should().Be(before);
    }

    [Theory]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.Admin)]
    [InlineData(Role.Practitioner)]
    public async Task Staff_does_not_use_the_code(Role role)
    {
        var row = await _clinic.BookAsync();

        (await CheckInAsync(row, await CodeAsync(), by: Home.Of(role))).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    [Fact]
    public async Task Without_a_code_a_patient_still_cannot_arrive()
    {
        var row = await _clinic.BookAsync();

        (await _clinic.Appointments.MoveAsync(Home.Patient, row.Command(), AppointmentStatus.Arrived)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    [Fact]
    public async Task A_code_of_a_screen_that_was_taken_down_or_renewed_is_void_at_once()
    {
        var row = await _clinic.BookAsync();
        var code = await CodeAsync();
        await _clinic.Get<DisplayService>().RenewCodeAsync(Home.Admin, Home.Display.DisplayId);

        (await CheckInAsync(row, code)).Refusal!.Field.Should().Be("Code");
    }

    [Fact]
    public async Task An_older_screen_and_the_same_press_twice_are_told_apart()
    {
        var row = await _clinic.BookAsync();
        var command = row.Command();
        var code = await CodeAsync();
        var moved = await _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), row.PractitionerId, row.Start.AddMinutes(15), 15);

        (await _clinic.Appointments.CheckInByCodeAsync(Home.Patient, command, code)).Refusal.Should().BeOfType<AppointmentMoved>().Which.By.Should().Be("the clinic");
        command = moved.Value!.Command();
        var both = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => _clinic.Appointments.CheckInByCodeAsync(Home.Patient, command, code))));
        both.Should().OnlyContain(o => o.Succeeded);
        both.Count(o => o.Changed).Should().Be(1);
    }

    [Fact]
    public async Task At_the_desk_and_on_the_phone_at_once_is_one_arrival()
    {
        var row = await _clinic.BookAsync();
        var code = await CodeAsync();

        var both = await Task.WhenAll(Task.Run(() => CheckInAsync(row, code)), Task.Run(() => _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)));

        both.Should().OnlyContain(o => o.Succeeded && o.Value.Ticket == "A1");
        both.Count(o => o.Changed).Should().Be(1);
    }

    [Fact]
    public async Task Who_was_given_up_is_sent_to_the_desk()
    {
        var row = await _clinic.ThenAsync(await _clinic.BookAsync(), AppointmentStatus.NoShow);

        (await CheckInAsync(row, await CodeAsync())).Refusal!.Sentence.Should().Contain("Please go to the desk");
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<string> CodeAsync() => (await _clinic.Get<DisplayQueries>().BoardAsync(
        (await _clinic.Get<DisplayQueries>().OpenAsync((await _clinic.Get<DisplayQueries>().ListAsync(Home.Admin)).Single().Code))!))!.CheckInCode;

    private Task<Outcome<BoardRow>> CheckInAsync(BoardRow row, string code, bool acceptsToWait = false, Actor? by = null) =>
        _clinic.Appointments.CheckInByCodeAsync(by ?? Home.Patient, row.Command(), code, acceptsToWait);
}
