using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace ClinicLive.Web.Security;

/// <summary>
/// Who is signed in on this circuit. Becomes nobody when the session ends, and when a lost connection comes back with another
/// session or none: on a shared computer the circuit of the one before must not go on for the next.
/// </summary>
public sealed class ClinicAuthenticationStateProvider(OpenSessions sessions, SessionEnd end)
    : ServerAuthenticationStateProvider, IHostEnvironmentAuthenticationStateProvider, IDisposable
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private OpenScreen? _screen;

    /// <summary>Called by the framework with the principal of the request, when the circuit begins and at each reconnect.</summary>
    void IHostEnvironmentAuthenticationStateProvider.SetAuthenticationState(Task<AuthenticationState> authenticationStateTask)
    {
        if (end.HasEnded) return; // once ended, always ended: the page has to be loaded again
        if (_screen is { } screen)
        {
            // The framework hands over a principal that it has already; a task still under way would be something else.
            var principal = authenticationStateTask.IsCompletedSuccessfully ? authenticationStateTask.GetAwaiter().GetResult().User : null;
            if (principal is null || CurrentActor.SessionOf(principal) != screen.SessionId)
            {
                screen.End();
                return;
            }

            screen.Stamp = StampOf(principal);
        }

        SetAuthenticationState(authenticationStateTask);
    }

    /// <summary>Starts watching the session; called once, when the circuit has opened. A page without a circuit is over before it could matter.</summary>
    public async Task WatchAsync()
    {
        var principal = (await GetAuthenticationStateAsync()).User;
        var session = CurrentActor.SessionOf(principal);
        if (session == Guid.Empty || CurrentActor.From(principal) is not { } actor) return;
        _screen = new OpenScreen(session, actor.UserId, StampOf(principal), End);
        sessions.Add(_screen);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_screen is not null) sessions.Remove(_screen);
    }

    private void End()
    {
        if (end.HasEnded) return;
        end.Raise(); // first, so that the page is already on its way when it hears that nobody is signed in
        SetAuthenticationState(Task.FromResult(Nobody));
    }

    private static string StampOf(ClaimsPrincipal principal) => principal.FindFirstValue(ClinicClaims.SecurityStamp) ?? "";
}
