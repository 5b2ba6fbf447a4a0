using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Deliveries;

/// <summary>What goes to patients waits for a moment, is seen at the desk, and goes away with what it tells.</summary>
public sealed class GraceTests : IAsyncLifetime, IDisposable
{
    private readonly DeliveryClinic _out = new();

    private TestClinic Home => _out.Home;

    public async Task InitializeAsync()
    {
        foreach (var patient in new[] { Home.Patient, Home.SecondPatient })
        {
            await _out.Clinic.Get<NotificationChoiceService>().ChooseOutgoingAsync(patient, NotificationKind.AppointmentUpdate, NotificationChannel.Email, OutgoingChoice.Always);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task The_desk_sees_how_many_go_out_and_when()
    {
        await _out.Clinic.BookAsync();
        _out.Clock.Advance(TimeSpan.FromSeconds(5));
        await _out.Clinic.BookAsync(_out.Clinic.Now.AddHours(2), patient: Home.SecondPatient);

        (await LeavesAsync(Home.Lena)).Should().Be(new GoingOut(2, _out.Clinic.Now + _out.Rules.Grace - TimeSpan.FromSeconds(5), _out.Clinic.Now + _out.Rules.Grace));
        (await LeavesAsync(Home.Doctor)).Should().Be(GoingOut.Nothing);
        (await LeavesAsync(Home.Patient)).Should().Be(GoingOut.Nothing);
        (await LeavesAsync(_out.Clinic.Other.Lena)).Should().Be(GoingOut.Nothing);
        await _out.LaterAsync(_out.Rules.Grace);
        (await LeavesAsync(Home.Lena)).Should().Be(GoingOut.Nothing);
        _out.Email.Taken.Should().HaveCount(2);
    }

    [Fact]
    public async Task Taking_back_a_cancellation_within_the_grace_lets_nothing_leave()
    {
        var row = await _out.Clinic.BookAsync();
        await _out.LaterAsync(_out.Rules.Grace);
        _out.Email.Taken.Should().ContainSingle("the booking");

        var cancelled = await _out.Clinic.ThenAsync(row, AppointmentStatus.Cancelled);
        await _out.LaterAsync(TimeSpan.FromSeconds(20));
        await _out.Clinic.ThenAsync(cancelled, AppointmentStatus.Booked);
        (await LeavesAsync(Home.Lena)).Should().Be(GoingOut.Nothing);
        await _out.LaterAsync(TimeSpan.FromHours(1));

        _out.Email.Taken.Should().ContainSingle();
        (await _out.Clinic.NoticesOfAsync(Home.Patient))[0].Title.Should().Be("Your appointment stands again", "inside the app the last word is right");
    }

    [Fact]
    public async Task Taking_it_back_after_it_has_left_is_told_too()
    {
        var row = await _out.Clinic.BookAsync();
        var cancelled = await _out.Clinic.ThenAsync(row, AppointmentStatus.Cancelled);
        await _out.LaterAsync(_out.Rules.Grace);
        await _out.Clinic.ThenAsync(cancelled, AppointmentStatus.Booked);
        await _out.LaterAsync(_out.Rules.Grace);

        _out.Email.Taken.Should().HaveCount(2, "the booking was over before it left");
    }

    [Fact]
    public async Task Only_the_newest_of_several_changes_leaves()
    {
        var row = await _out.Clinic.BookAsync(_out.Clinic.Now.AddDays(1));
        for (var i = 1; i <= 3; i++)
        {
            row = (await _out.Clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), row.PractitionerId, row.Start.AddMinutes(15), 15)).Value!;
        }

        await _out.LaterAsync(_out.Rules.Grace);

        _out.Email.Taken.Should().ContainSingle().Which.Calendar!.Sequence.Should().Be(3);
    }

    private async Task<GoingOut> LeavesAsync(Actor actor) => await _out.Clinic.Get<DeliveryQueries>().GoingOutAsync(actor);
}
