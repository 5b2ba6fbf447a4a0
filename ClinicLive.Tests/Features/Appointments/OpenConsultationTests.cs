using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>A doctor has one open consultation, unless the clinic allows more.</summary>
public sealed class OpenConsultationTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task A_second_start_is_refused_and_changes_nothing()
    {
        var (first, second) = (await ArrivedAsync(0), await ArrivedAsync(1));
        await _clinic.ThenAsync(first, AppointmentStatus.InConsultation);

        var refused = await _clinic.MoveAsync(Home.Doctor, second, AppointmentStatus.InConsultation);

        refused.Refusal.Should().Match<Refusal>(r => r.Kind == RefusalKind.NotAllowed && r.Sentence.Contains("another consultation open"));
        (await _clinic.Boards.FindAsync(Home.Doctor, second.Id)).Should().Be(second);
    }

    [Fact]
    public async Task Of_twenty_starts_at_once_exactly_one_wins()
    {
        var rows = new List<BoardRow>();
        for (var i = 0; i < 20; i++) rows.Add(await ArrivedAsync(i));

        var all = await Task.WhenAll(rows.Select((row, i) => Task.Run(() =>
            _clinic.MoveAsync(i % 2 == 0 ? Home.Doctor : Home.Lena, row, AppointmentStatus.InConsultation))));

        all.Should().ContainSingle(o => o.Succeeded);
        all.Where(o => !o.Succeeded).Should().OnlyContain(o => o.Refusal!.Kind == RefusalKind.NotAllowed);
        _clinic.Count("Appointments", "\"Status\" = 'InConsultation'").Should().Be(1);
    }

    [Fact]
    public async Task Pausing_makes_room_and_resuming_needs_it()
    {
        var (first, second) = (await ArrivedAsync(0), await ArrivedAsync(1));
        first = await _clinic.ThenAsync(first, AppointmentStatus.InConsultation, AppointmentStatus.Paused);
        second = await _clinic.ThenAsync(second, AppointmentStatus.InConsultation);

        (await _clinic.MoveAsync(Home.Doctor, first, AppointmentStatus.InConsultation)).Succeeded.Should().BeFalse();
        await _clinic.ThenAsync(second, AppointmentStatus.Done);
        (await _clinic.MoveAsync(Home.Doctor, first, AppointmentStatus.InConsultation)).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task Taking_an_end_back_needs_room_too()
    {
        var (first, second) = (await ArrivedAsync(0), await ArrivedAsync(1));
        first = await _clinic.ThenAsync(first, AppointmentStatus.InConsultation, AppointmentStatus.Done);
        await _clinic.ThenAsync(second, AppointmentStatus.InConsultation);

        var undo = await _clinic.Appointments.UndoAsync(Home.Doctor, first.Command());

        undo.Refusal!.Sentence.Should().Contain("another consultation open");
    }

    [Fact]
    public async Task Two_doctors_each_have_their_own()
    {
        var first = await ArrivedAsync(0);
        var second = await _clinic.ThenAsync(await _clinic.BookAsync(doctor: Home.SecondDoctor), AppointmentStatus.Arrived);

        await _clinic.ThenAsync(first, AppointmentStatus.InConsultation);

        (await _clinic.MoveAsync(Home.SecondDoctor, second, AppointmentStatus.InConsultation)).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_clinic_that_allows_it_has_several_open()
    {
        _clinic.Execute($"UPDATE \"Organizations\" SET \"AllowsParallelConsultations\" = TRUE");
        var (first, second) = (await ArrivedAsync(0), await ArrivedAsync(1));

        await _clinic.ThenAsync(first, AppointmentStatus.InConsultation);

        (await _clinic.MoveAsync(Home.Doctor, second, AppointmentStatus.InConsultation)).Succeeded.Should().BeTrue();
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<BoardRow> ArrivedAsync(int slot) =>
        await _clinic.ThenAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(15 * slot)), AppointmentStatus.Arrived);
}
