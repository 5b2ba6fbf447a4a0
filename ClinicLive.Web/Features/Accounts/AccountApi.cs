using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;
using ClinicLive.Web.Security;

namespace ClinicLive.Web.Features.Accounts;

/// <summary>Signing programs in and out, and who they act for.</summary>
public static class AccountApi
{
    private const int LongestToken = 200;

    /// <summary>Maps <c>/api/auth</c> and <c>/api/me</c>.</summary>
    public static void MapAccountApi(this RouteGroupBuilder api)
    {
        api.MapPost("/auth/login", SignInAsync).AllowAnonymous()
            .WithName("signIn").WithTags("Session").WithSummary("Sign in").Answers<TokenView>(200).Refuses(400, 401, 413, 415, 429, 503)
            .WithDescription("The same checks, limits and pauses as on the sign-in page: five wrong passwords pause an account for 15 minutes, and unknown, wrong, locked and disabled get the same answer. "
                + "An account with a second factor needs a code, too; without one the answer is second-factor-required. A code is good once.");
        api.MapPost("/auth/refresh", RefreshAsync).AllowAnonymous()
            .WithName("refresh").WithTags("Session").WithSummary("Go on with a session").Answers<TokenView>(200).Refuses(400, 401, 413, 415, 503)
            .WithDescription("A refresh token is good once. One that comes a second time ends the whole session, for it or its successor is in other hands. A session lasts twelve hours at most.");
        api.MapPost("/auth/logout", SignOutAsync)
            .WithName("signOut").WithTags("Session").WithSummary("End the session").Answers(204).Refuses(401, 403, 503)
            .WithDescription("Ends the session with everything that hangs on it: access tokens, refresh tokens, open streams, tabs.");
        api.MapGet("/me", Me).WithName("me").WithTags("Session").WithSummary("Whom this session acts for").Reads<MeView>().Refuses(401);
    }

    private static async Task<IResult> SignInAsync(
        Body<LoginBody> body, HttpContext context, PasswordCheck passwords, SecondStep second, SecondFactorRule rule, SessionService sessions, RefreshTokens refresh, AccessTokens tokens)
    {
        var gone = context.RequestAborted;
        var outcome = await passwords.CheckAsync(body.Value.Email, body.Value.Password, context.Connection.RemoteIpAddress, gone);
        if (outcome.Refusal is { } refusal) return Refused(refusal);
        var account = outcome.Value!;
        if (rule.IsMissing(account)) return Problems.Of(Problems.SecondFactorRequired with { Detail = "Your clinic asks for a second factor. Please sign in with a browser and set it up." });
        if (account.TwoFactorEnabled)
        {
            if (string.IsNullOrWhiteSpace(body.Value.Code)) return Problems.Of(Problems.SecondFactorRequired);
            var step = await second.CheckAsync(new SecondStepNote(account.Id, account.SecurityStamp!), body.Value.Code, context.Connection.RemoteIpAddress, gone);
            if (step.Refusal is { } wrong) return Refused(wrong);
        }

        var session = await sessions.BeginAsync(account, gone);
        return Give(tokens, session, account.SecurityStamp!, await refresh.BeginAsync(session.Id, account.SecurityStamp!, gone));
    }

    private static IResult Refused(Refusal refusal) => refusal.Kind == RefusalKind.Invalid
        ? Problems.Of(Problems.WrongCredentials with { Detail = refusal.Sentence })
        : Problems.Of(refusal, wait: refusal.Kind == RefusalKind.TooMany ? SignInThrottle.Window : null);

    private static async Task<IResult> RefreshAsync(
        Body<RefreshBody> body, HttpContext context, RefreshTokens refresh, AccessTokens tokens, PresenceService presence, ILogger<AccessTokens> log)
    {
        if (body.Value.RefreshToken.Length is 0 or > LongestToken) return Problems.Of(Problems.WrongRefreshToken);
        var exchange = await refresh.ExchangeAsync(body.Value.RefreshToken, context.RequestAborted);
        if (exchange.Next is not null) return Give(tokens, exchange.Session!, exchange.Stamp!, exchange.Next);
        if (exchange.Session is { } ended)
        {
            log.LogWarning("A refresh token came a second time; session {Session} has ended.", ended.Id);
            await presence.EndSessionAsync(ended.Id, ended.AccountId, ended.OrganizationId);
        }

        return Problems.Of(Problems.WrongRefreshToken);
    }

    // Not tied to the request: whoever hangs up is signed out all the same.
    private static async Task<IResult> SignOutAsync(Caller caller, SessionService sessions, PresenceService presence)
    {
        await sessions.EndAsync(caller.SessionId, CancellationToken.None);
        await presence.EndSessionAsync(caller.SessionId, caller.Actor.UserId, caller.Actor.OrganizationId);
        return TypedResults.NoContent();
    }

    private static Tagged<MeView> Me(Caller caller) =>
        Api.Answers.Tagged(new MeView(caller.Actor.UserId, caller.Actor.DisplayName, caller.Actor.Role, caller.Actor.OrganizationId));

    private static IResult Give(AccessTokens tokens, SignInSession session, string stamp, string refreshToken) => Api.Answers.Done(new TokenView(
        tokens.Issue(new AccessToken(session.Id, session.AccountId, stamp)), "Bearer", (int)AccessTokens.Lifetime.TotalSeconds, refreshToken));

    /// <summary>Who signs in.</summary>
    /// <param name="Email">The account's address.</param>
    /// <param name="Password">Its password.</param>
    /// <param name="Code">The code of its second factor, where it has one.</param>
    public sealed record LoginBody(string Email, string Password, string? Code = null) : IRequestBody;

    /// <summary>What goes on.</summary>
    /// <param name="RefreshToken">The token of the last answer.</param>
    public sealed record RefreshBody(string RefreshToken) : IRequestBody;

    /// <summary>What a program signs its requests with.</summary>
    /// <param name="AccessToken">For <c>Authorization: Bearer</c>.</param>
    /// <param name="TokenType">Always "Bearer".</param>
    /// <param name="ExpiresIn">Seconds that the access token is good for.</param>
    /// <param name="RefreshToken">Good once, for the next of both.</param>
    public sealed record TokenView(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken);

    /// <summary>The person that a session acts for.</summary>
    /// <param name="Id">The account.</param>
    /// <param name="DisplayName">How the person is named.</param>
    /// <param name="Role">What the account may do.</param>
    /// <param name="OrganizationId">The clinic.</param>
    public sealed record MeView(Guid Id, string DisplayName, Role Role, Guid OrganizationId);
}
