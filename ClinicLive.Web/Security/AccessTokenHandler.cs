using System.Text.Encodings.Web;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Web.Api;
using ClinicLive.Web.Features.Fhir;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ClinicLive.Web.Security;

/// <summary>
/// Programs sign in with <c>Authorization: Bearer</c> (RFC 6750). As with the cookie, every request asks whether the session may go on;
/// name, role and records are read anew, so that nothing of them is older than the request.
/// </summary>
internal sealed class AccessTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokens tokens, SessionService sessions, AccountQueries accounts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string SchemeName = "AccessToken";

    private const string Prefix = "Bearer ";
    private const string Over = "The access token is not good, or not any more.";

    private bool _cannotAsk;

    // The files of conversations are for both; pages are for people with a cookie.
    private static readonly PathString[] ForPrograms = [ApiRoutes.Root, FhirRoutes.All, "/chat/files"];

    /// <summary>Whether a request is to be judged by its token.</summary>
    internal static bool IsFor(HttpContext context) =>
        TokenOf(context.Request) is not null && ForPrograms.Any(place => context.Request.Path.StartsWithSegments(place, StringComparison.OrdinalIgnoreCase));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TokenOf(Request) is not { } text) return AuthenticateResult.NoResult();
        if (tokens.Read(text) is not { } token) return AuthenticateResult.Fail(Over);
        try
        {
            var valid = await sessions.StillValidAsync(new Dictionary<Guid, string> { [token.SessionId] = token.Stamp }, Context.RequestAborted);
            if (!valid.Contains(token.SessionId)) return AuthenticateResult.Fail(Over);
            if (await accounts.ActorAsync(token.AccountId, Context.RequestAborted) is not { } actor) return AuthenticateResult.Fail(Over);
            return AuthenticateResult.Success(new AuthenticationTicket(ClinicPrincipalFactory.Make(actor, token.Stamp, token.SessionId, SchemeName), SchemeName));
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            Logger.LogWarning(fault, "A session could not be checked just now.");
            _cannotAsk = true;
            return AuthenticateResult.Fail(fault);
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_cannotAsk) return Problems.Of(Problems.Unavailable).ExecuteAsync(Context);
        Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Problems.Of(Problems.Unauthenticated).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.Of(Problems.Forbidden).ExecuteAsync(Context);

    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? value[Prefix.Length..].Trim() : null;
}
