using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Deliveries;

/// <summary>What leaves the app knows of windows on every node.</summary>
public sealed class OtherNodesWindowTests : IDisposable
{
    private readonly DeliveryClinic _out = new();

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task Nothing_leaves_here_while_the_person_looks_at_a_window_of_another_node()
    {
        var (patient, window) = (_out.Home.Patient, Guid.NewGuid());
        using var node = new NodeBeside(_out.Clinic);
        var (presence, windows) = (node.Get<PresenceService>(), node.Get<AttentionTable>());
        await presence.ConnectAsync(new LiveConnection("tab", patient.UserId, Guid.NewGuid(), patient.OrganizationId));
        await _out.Clinic.TellAsync(patient, severity: NotificationSeverity.Critical, by: _out.Home.Omar);
        for (var i = 0; i < 20; i++)
        {
            windows.Look(patient.UserId, window);
            await presence.SweepAsync();
            await _out.LaterAsync(_out.Rules.LookAgainAfter);
        }

        _out.Email.Taken.Should().BeEmpty();
        windows.LookAway(patient.UserId, window);
        await presence.SweepAsync();
        await _out.LaterAsync(_out.Rules.LookAgainAtMost);

        _out.Email.Taken.Should().ContainSingle();
    }
}
