using System.Security.Claims;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;

namespace ClinicLive.Web.Security;

/// <summary>Makes the principal of an account: who, which clinic, which role, which record. The session is added at sign-in.</summary>
public sealed class ClinicPrincipalFactory(AccountQueries accounts) : IUserClaimsPrincipalFactory<Account>
{
    /// <inheritdoc/>
    public Task<ClaimsPrincipal> CreateAsync(Account user) => CreateAsync(user, session: null);

    /// <summary>The account's principal within a session.</summary>
    /// <exception cref="SignedOutException">The account was disabled or removed meanwhile.</exception>
    public async Task<ClaimsPrincipal> CreateAsync(Account user, Guid? session)
    {
        var actor = await accounts.ActorAsync(user.Id) ?? throw new SignedOutException();
        return Make(actor, user.SecurityStamp, session, IdentityConstants.ApplicationScheme);
    }

    /// <summary>The principal of somebody whose rights have just been read.</summary>
    internal static ClaimsPrincipal Make(Actor actor, string? stamp, Guid? session, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, ClinicClaims.DisplayName, ClinicClaims.Role);
        Add(ClinicClaims.Account, actor.UserId.ToString());
        Add(ClinicClaims.Organization, actor.OrganizationId.ToString());
        Add(ClinicClaims.Role, actor.Role.ToString());
        Add(ClinicClaims.DisplayName, actor.DisplayName);
        Add(ClinicClaims.Practitioner, actor.PractitionerId?.ToString());
        Add(ClinicClaims.Patient, actor.PatientId?.ToString());
        Add(ClinicClaims.SecurityStamp, stamp);
        Add(ClinicClaims.Session, session?.ToString());
        return new ClaimsPrincipal(identity);

        void Add(string type, string? value)
        {
            if (value is not null) identity.AddClaim(new Claim(type, value));
        }
    }
}
