using System.Security.Claims;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticAssets;

namespace ClinicLive.Web.Security;

/// <summary>The cookie's word is not enough: every request asks whether its session may go on. Programs get numbers, people get pages.</summary>
public sealed class SessionCookieEvents(SessionService sessions, SessionActivity activity, ILogger<SessionCookieEvents> log) : CookieAuthenticationEvents
{
    private static readonly PathString[] ForPrograms = ["/api", "/fhir", "/health", "/openapi", "/_blazor"];

    private enum Rejected
    {
        SessionEnded,
        CannotAsk,
    }

    /// <inheritdoc/>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) return; // the same bytes for everybody
        try
        {
            var session = CurrentActor.SessionOf(context.Principal!);
            var stamp = context.Principal!.FindFirstValue(ClinicClaims.SecurityStamp) ?? "";
            // A page that was left for too long still hands over what was typed in it; it gets nothing back.
            var isLeftover = context.Request.Path.Equals("/chat/leftovers", StringComparison.OrdinalIgnoreCase);
            var asked = new Dictionary<Guid, string> { [session] = stamp };
            var valid = await (isLeftover ? sessions.StillValidOrIdleAsync(asked, context.HttpContext.RequestAborted) : sessions.StillValidAsync(asked, context.HttpContext.RequestAborted));
            if (valid.Contains(session))
            {
                if (SessionActivity.IsByHand(context.Request) && CurrentActor.From(context.Principal!) is { } actor) activity.Touch(session, actor.Role);
                return;
            }

            Reject(context, Rejected.SessionEnded);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            log.LogWarning(fault, "A session could not be checked just now.");
            Reject(context, Rejected.CannotAsk);
        }
    }

    /// <inheritdoc/>
    public override async Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var rejected = context.HttpContext.Items[typeof(Rejected)] as Rejected?;
        if (rejected == Rejected.CannotAsk)
        {
            await (ApiErrors.IsApi(context.HttpContext) ? Problems.Of(Problems.Unavailable).ExecuteAsync(context.HttpContext) : SayNotNowAsync(context.Response));
        }
        else if (IsForPrograms(request.Path))
        {
            await ForProgramsAsync(context.HttpContext, StatusCodes.Status401Unauthorized);
        }
        else
        {
            var query = new QueryString();
            var back = request.Path + request.QueryString;
            if (HttpMethods.IsGet(request.Method) && back != "/") query = query.Add("ReturnUrl", back);
            if (rejected == Rejected.SessionEnded) query = query.Add("ended", "1");
            context.Response.Redirect(request.PathBase + context.Options.LoginPath + query);
        }
    }

    /// <inheritdoc/>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (IsForPrograms(context.Request.Path)) return ForProgramsAsync(context.HttpContext, StatusCodes.Status403Forbidden);
        context.Response.Redirect(context.Request.PathBase + context.Options.AccessDeniedPath);
        return Task.CompletedTask;
    }

    // The cookie itself stays: another tab may just have got a new one, and this answer must not delete that.
    private static void Reject(CookieValidatePrincipalContext context, Rejected why)
    {
        context.RejectPrincipal();
        context.HttpContext.Items[typeof(Rejected)] = why;
    }

    // With a body (RFC 9457): an empty answer would be turned into the page for people.
    private static Task ForProgramsAsync(HttpContext context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(Problems.OfStatus(status)).ExecuteAsync(context);
    }

    private static bool IsForPrograms(PathString path) => ForPrograms.Any(place => path.StartsWithSegments(place, StringComparison.OrdinalIgnoreCase));

    private static Task SayNotNowAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = "5";
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync("The clinic's records cannot be reached just now. You are still signed in. Please load this page again in a moment.", response.HttpContext.RequestAborted);
    }
}
