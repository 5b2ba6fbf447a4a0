using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ClinicLive.Web.Live;

/// <summary>Tells presence when a tab is connected and when not. Presence only: no appointment ever hears of it.</summary>
internal sealed class PresenceCircuitHandler(
    PresenceService presence, AuthenticationStateProvider authentication, ILogger<PresenceCircuitHandler> log) : CircuitHandler
{
    public override async Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var principal = (await authentication.GetAuthenticationStateAsync()).User;
        if (CurrentActor.From(principal) is not { } actor) return;
        var connection = new LiveConnection(circuit.Id, actor.UserId, CurrentActor.SessionOf(principal), actor.OrganizationId);
        await TellAsync(presence.ConnectAsync(connection));
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) =>
        TellAsync(presence.DisconnectAsync(circuit.Id));

    // A database that cannot be written for a moment must not cost anybody the screen; the next sweep puts the lease right.
    private async Task TellAsync(Task telling)
    {
        try
        {
            await telling;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            log.LogWarning(fault, "Presence could not be written just now.");
        }
    }
}
