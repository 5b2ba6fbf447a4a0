using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Notifications;

/// <summary>What another program tells people on this database is rung for here within the next look.</summary>
public sealed class FromBesideTests : IDisposable
{
    private readonly DeliveryClinic _here = new();

    [Fact]
    public async Task What_another_program_told_is_rung_for_once()
    {
        var beside = _here.Clinic.Get<NotificationsFromBeside>();
        await _here.Clinic.TellAsync(_here.Home.Patient);
        (await beside.RingAsync()).Should().Be(0, "what stood there before has been read with the first load");

        await _here.NewNode().GetRequiredService<NotificationService>().SendAsync(
            Actor.System(_here.Home.Id), new NotificationMessage([_here.Home.Lena.UserId], [], NotificationKind.Reminder, "The fridge is open", ""), Guid.NewGuid());
        (await _here.Clinic.UnreadAsync(_here.Home.Lena)).Should().Be(1);
        _here.Clinic.Bus.Forget();

        (await beside.RingAsync()).Should().Be(1);
        _here.Clinic.Bus.Published.Should().ContainSingle().Which.Should().BeOfType<NotificationsChanged>().Which.RecipientId.Should().Be(_here.Home.Lena.UserId);
        await _here.Clinic.TellAsync(_here.Home.Patient);
        (await beside.RingAsync()).Should().Be(0, "what is told here has rung by itself");
    }

    public void Dispose() => _here.Dispose();
}
