using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Calling from the top of a doctor's line: in order, once, by those who may.</summary>
public sealed class CallNextTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private QueueService Line => _clinic.Get<QueueService>();

    private Guid Doctor => Home.Doctor.PractitionerId!.Value;

    [Fact]
    public async Task The_line_is_called_urgent_first_then_back_from_a_test_then_by_time()
    {
        var back = await _clinic.ThenAsync(await WaitingAsync(60), InConsultation, Paused);
        var first = await WaitingAsync(15);
        var second = await WaitingAsync(30);
        var urgent = await WaitingAsync(45);
        await WaitingAsync(5, Home.SecondDoctor);
        (await _clinic.Appointments.PrioritizeAsync(Home.Lena, urgent.Command("chest pain"), AppointmentPriority.Urgent)).Succeeded.Should().BeTrue();
        (await _clinic.Appointments.ComeBackAsync(Home.Lena, back.Command())).Succeeded.Should().BeTrue();

        var called = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            _clinic.Clock.Advance(TimeSpan.FromMinutes(1));
            called.Add((await CallAsync(Home.Doctor)).Value!.Id);
        }

        called.Should().Equal(urgent.Id, back.Id, first.Id, second.Id);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        (await CallAsync(Home.Doctor)).Refusal!.Sentence.Should().Be("Everybody who waits for Dr Berg has been called.");
    }

    [Fact]
    public async Task Who_is_away_for_a_test_is_not_called()
    {
        await _clinic.ThenAsync(await WaitingAsync(15), InConsultation, Paused);

        (await CallAsync(Home.Doctor)).Refusal!.Sentence.Should().Be("Nobody waits for Dr Berg.");
    }

    [Fact]
    public async Task Twenty_who_press_at_once_call_one_patient_and_all_are_told_whom()
    {
        var first = await WaitingAsync(15);
        for (var i = 2; i <= 4; i++) await WaitingAsync(15 * i);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => CallAsync(i % 2 == 0 ? Home.Lena : Home.Doctor))));

        outcomes.Should().OnlyContain(o => o.Succeeded && o.Value!.Id == first.Id);
        outcomes.Count(o => o.Changed).Should().Be(1);
        _clinic.Count("ActivityLog", "\"Kind\" = 'PatientCalled'").Should().Be(1);
        _clinic.Count("Appointments", "\"CalledAt\" IS NOT NULL").Should().Be(1);
    }

    [Fact]
    public async Task Two_who_see_another_order_at_once_still_call_one_patient()
    {
        await WaitingAsync(15);
        var second = await WaitingAsync(30);
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _clinic.Commands.Before = sql =>
        {
            if (!sql.Contains("FROM \"Appointments\"", StringComparison.Ordinal) || !sql.EndsWith("LIMIT 2", StringComparison.Ordinal)) return Task.CompletedTask;
            _clinic.Commands.Before = null;
            reached.SetResult();
            return go.Task;
        };
        var slow = Task.Run(() => CallAsync(Home.Doctor));
        await reached.Task; // has chosen the first, and has not saved
        (await _clinic.Appointments.PrioritizeAsync(Home.Lena, second.Command("fits"), AppointmentPriority.Urgent)).Succeeded.Should().BeTrue();
        var fast = await CallAsync(Home.Lena);
        go.SetResult();

        (await slow).Value!.Id.Should().Be(second.Id);
        fast.Value!.Id.Should().Be(second.Id);
        _clinic.Count("ActivityLog", "\"Kind\" = 'PatientCalled'").Should().Be(1);
    }

    [Fact]
    public async Task The_same_command_twice_is_one_call_and_after_the_pause_another_press_calls_the_next()
    {
        var (first, second) = (await WaitingAsync(15), await WaitingAsync(30));
        var command = Guid.NewGuid();

        (await Line.CallNextAsync(Home.Lena, Doctor, command)).Changed.Should().BeTrue();
        (await CallAsync(Home.Lena)).Should().Match<Outcome<BoardRow>>(o => !o.Changed && o.Value!.Id == first.Id);
        _clinic.Clock.Advance(QueueService.CallPause);
        (await Line.CallNextAsync(Home.Lena, Doctor, command)).Should().Match<Outcome<BoardRow>>(o => !o.Changed && o.Value!.Id == first.Id);
        (await CallAsync(Home.Lena)).Should().Match<Outcome<BoardRow>>(o => o.Changed && o.Value!.Id == second.Id);
        (await Line.CallNextAsync(Home.Omar, Doctor, command)).Refusal!.Field.Should().Be("commandId");
        (await Line.CallNextAsync(Home.Lena, Home.SecondDoctor.PractitionerId!.Value, command)).Refusal!.Field.Should().Be("commandId");
    }

    [Fact]
    public async Task Nobody_is_called_into_an_open_consultation_unless_the_clinic_has_several_at_once()
    {
        await _clinic.ThenAsync(await WaitingAsync(15), InConsultation);
        var next = await WaitingAsync(30);

        (await CallAsync(Home.Doctor)).Refusal!.Sentence.Should().StartWith("Dr Berg is with Paula Patient.");
        _clinic.Execute("UPDATE \"Organizations\" SET \"AllowsParallelConsultations\" = TRUE");
        _clinic.Bus.ResyncAll();

        (await CallAsync(Home.Doctor)).Value!.Id.Should().Be(next.Id);
    }

    [Fact]
    public async Task Only_reception_and_the_doctor_himself_call()
    {
        await WaitingAsync(15);

        foreach (var actor in new[] { Home.SecondDoctor, Home.Admin, Home.Patient, Actor.System(Home.Id), Home.Lena with { UserId = Guid.NewGuid() } })
        {
            (await CallAsync(actor)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden, actor.DisplayName);
        }

        var missing = await Line.CallNextAsync(Home.Lena, Guid.NewGuid(), Guid.NewGuid());
        (await CallAsync(_clinic.Other.Lena)).Refusal.Should().Be(missing.Refusal).And.Match<Refusal>(r => r.Kind == RefusalKind.NotFound);
        (await CallAsync(_clinic.Other.Doctor)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        _clinic.Count("ActivityLog", "\"Kind\" = 'PatientCalled'").Should().Be(0);
    }

    public void Dispose() => _clinic.Dispose();

    private Task<Outcome<BoardRow>> CallAsync(Actor actor) => Line.CallNextAsync(actor, Doctor, Guid.NewGuid());

    private async Task<BoardRow> WaitingAsync(int inMinutes, Actor? doctor = null) =>
        await _clinic.CheckInAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(inMinutes), doctor));
}
