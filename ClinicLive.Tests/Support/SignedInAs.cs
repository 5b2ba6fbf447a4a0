using System.Security.Claims;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components.Authorization;

namespace ClinicLive.Tests.Support;

/// <summary>Somebody is signed in on a screen; nobody where no actor is given. The answer may be held back by a test.</summary>
internal sealed class SignedInAs(Actor? actor) : AuthenticationStateProvider
{
    /// <summary>Awaited before the answer.</summary>
    public Task Before { get; set; } = Task.CompletedTask;

    public override async Task<AuthenticationState> GetAuthenticationStateAsync()
    {
        if (!Before.IsCompleted) await Before;
        return new AuthenticationState(new ClaimsPrincipal(actor is null ? new ClaimsIdentity() : new ClaimsIdentity(Claims(actor), "test")));
    }

    private static IEnumerable<Claim> Claims(Actor actor)
    {
        yield return new(ClinicClaims.Account, actor.UserId.ToString());
        yield return new(ClinicClaims.Organization, actor.OrganizationId.ToString());
        yield return new(ClinicClaims.Role, actor.Role.ToString());
        yield return new(ClinicClaims.DisplayName, actor.DisplayName);
        if (actor.PractitionerId is { } practitioner) yield return new(ClinicClaims.Practitioner, practitioner.ToString());
        if (actor.PatientId is { } patient) yield return new(ClinicClaims.Patient, patient.ToString());
    }
}
