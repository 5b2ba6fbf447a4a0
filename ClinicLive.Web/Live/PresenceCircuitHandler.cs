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
        log.LogDebug("Circuit {Circuit} of session {Session} has its line.", connection.Id, connection.SessionId);
        _ = TellAsync(presence.ConnectAsync(connection));
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        log.LogDebug("Circuit {Circuit} has lost its line.", circuit.Id);
        _ = TellAsync(presence.DisconnectAsync(circuit.Id));
        return Task.CompletedTask;
    }

    // The connection is counted before the first await; writing it down is nothing that a screen waits for or dies of. The next sweep
    // puts right what could not be written.
    private async Task TellAsync(Task telling)
    {
        try
        {
            await telling;
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Presence could not be written just now.");
        }
    }
}
