using System.Security.Claims;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace ClinicLive.Web.Security;

/// <summary>Signing in and out of a browser: the session in the database and the cookie that names it. Only within a request.</summary>
public sealed class AccountSignIn(
    PasswordCheck passwords,
    SecondStep second,
    SecondFactorRule rule,
    ClinicPrincipalFactory principals,
    SessionService sessions,
    PresenceService presence,
    OpenSessions screens,
    IHttpContextAccessor requests,
    ILogger<AccountSignIn> log)
{
    /// <summary>The password was right; the code comes next, on a page of its own.</summary>
    public static Refusal CodeNeeded { get; } = new(RefusalKind.NotAllowed, "Please type the code of your authenticator app.");

    /// <summary>True when the password was right in this browser just now and the code is still to come.</summary>
    public bool WaitsForCode => second.Read(Request) is not null;

    private HttpContext Request => requests.HttpContext ?? throw new InvalidOperationException("Signing in and out sets a cookie: it needs a request, not a circuit.");

    /// <summary>Checks the password and signs in. The answer to every wrong attempt is the same.</summary>
    public async Task<Outcome<Account>> SignInAsync(string? email, string? password, CancellationToken gone = default)
    {
        var outcome = await passwords.CheckAsync(email, password, Request.Connection.RemoteIpAddress, gone);
        if (outcome.Refusal is { } refusal)
        {
            if (refusal.Kind == RefusalKind.TooMany) SayTooMany();
            return outcome;
        }

        if (outcome.Value!.TwoFactorEnabled)
        {
            second.Begin(Request, outcome.Value);
            return CodeNeeded;
        }

        return await BeginSafelyAsync(outcome, gone);
    }

    /// <summary>Checks the code and signs in.</summary>
    public async Task<Outcome<Account>> FinishAsync(string? code, CancellationToken gone = default)
    {
        if (second.Read(Request) is not { } note) return Refusal.NotAllowed("That took too long. Please sign in again.");
        var outcome = await second.CheckAsync(note, code, Request.Connection.RemoteIpAddress, gone);
        if (outcome.Refusal?.Kind == RefusalKind.TooMany) SayTooMany();
        if (!outcome.Succeeded) return outcome;
        second.End(Request);
        return await BeginSafelyAsync(outcome, gone);
    }

    private async Task<Outcome<Account>> BeginSafelyAsync(Outcome<Account> outcome, CancellationToken gone)
    {
        try
        {
            await BeginAsync(outcome.Value!, gone);
            return outcome;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            log.LogWarning(fault, "A session could not be written just now.");
            return PasswordCheck.NotPossibleNow;
        }
    }

    /// <summary>Begins a new session of somebody whose password was checked, and ends the one that this browser had.</summary>
    public async Task BeginAsync(Account account, CancellationToken gone = default)
    {
        await EndSessionAsync(Request.User);
        var session = await sessions.BeginInBrowserAsync(account, gone);
        await SetCookieAsync(account, session.Id);
    }

    /// <summary>Ends this browser's session with all its tabs, and takes the cookie back.</summary>
    public async Task SignOutAsync()
    {
        var principal = Request.User;
        await Request.SignOutAsync(IdentityConstants.ApplicationScheme);
        Request.User = new ClaimsPrincipal(new ClaimsIdentity());
        try
        {
            await EndSessionAsync(principal);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            // The person walks away from the desk now: the cookie is gone and the screens of this node end, written or not.
            log.LogWarning(fault, "The end of a session could not be written just now.");
            screens.End(CurrentActor.SessionOf(principal));
        }
    }

    /// <summary>Goes on with the same session after the account's security stamp has changed.</summary>
    public Task GoOnAsync(Account account) => SetCookieAsync(account, CurrentActor.SessionOf(Request.User));

    /// <summary>Marks the answer as "too many", for programs that look at the number only.</summary>
    public void SayTooMany()
    {
        Request.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        Request.Response.Headers.RetryAfter = ((int)SignInThrottle.Window.TotalSeconds).ToString();
    }

    // Not tied to the request: a browser that hangs up does not leave a session half ended.
    private async Task EndSessionAsync(ClaimsPrincipal principal)
    {
        var session = CurrentActor.SessionOf(principal);
        if (session == Guid.Empty || CurrentActor.From(principal) is not { } actor) return;
        await sessions.EndAsync(session, CancellationToken.None);
        await presence.EndSessionAsync(session, actor.UserId, actor.OrganizationId);
    }

    private async Task SetCookieAsync(Account account, Guid session)
    {
        var principal = await principals.CreateAsync(account, session);
        if (rule.IsMissing(account)) ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ClinicClaims.LacksSecondFactor, "true"));
        await Request.SignInAsync(IdentityConstants.ApplicationScheme, principal);
    }
}
