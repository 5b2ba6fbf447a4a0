using System.Security.Claims;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components.Authorization;

namespace ClinicLive.Web.Security;

/// <summary>The signed-in person as the actor of use cases, made of the principal and of nothing else.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication)
{
    /// <summary>The actor of this circuit or page.</summary>
    /// <exception cref="SignedOutException">Nobody is signed in, or not any more.</exception>
    public async ValueTask<Actor> GetAsync() => await FindAsync() ?? throw new SignedOutException();

    /// <summary>The actor of this circuit or page, or null when nobody is signed in.</summary>
    public async ValueTask<Actor?> FindAsync() => From((await authentication.GetAuthenticationStateAsync()).User);

    /// <summary>The actor that a principal stands for; null when it is anonymous or lacks something that every account has.</summary>
    public static Actor? From(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true }) return null;
        if (IdOf(principal, ClinicClaims.Account) is not { } account || IdOf(principal, ClinicClaims.Organization) is not { } organization) return null;
        if (!Enum.TryParse<Role>(principal.FindFirstValue(ClinicClaims.Role), out var role) || role == Role.System || !Enum.IsDefined(role)) return null;
        var name = principal.FindFirstValue(ClinicClaims.DisplayName) ?? "";
        return new Actor(account, organization, role, name, IdOf(principal, ClinicClaims.Practitioner), IdOf(principal, ClinicClaims.Patient));
    }

    /// <summary>The sign-in that a principal belongs to; <see cref="Guid.Empty"/> when it names none.</summary>
    public static Guid SessionOf(ClaimsPrincipal principal) => IdOf(principal, ClinicClaims.Session) ?? Guid.Empty;

    private static Guid? IdOf(ClaimsPrincipal principal, string claim) => Guid.TryParse(principal.FindFirstValue(claim), out var id) ? id : null;
}

/// <summary>Something was asked for on behalf of somebody who is not signed in any more.</summary>
public sealed class SignedOutException() : Exception("You are signed out. Please sign in again.");
