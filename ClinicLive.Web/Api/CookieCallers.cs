using ClinicLive.Web.Security;

namespace ClinicLive.Web.Api;

/// <summary>
/// A browser sends the cookie with whatever request a page makes, also a page of another site. So what changes something is taken with
/// the cookie only when the browser itself says that one of our pages asks (Fetch Metadata, else Origin), or when a header is there
/// that no other site can set (OWASP, Cross-Site Request Forgery Prevention). Access tokens are never sent by themselves and need none of it.
/// </summary>
internal static class CookieCallers
{
    /// <summary>The header for programs that work with the cookie and are no browser; its value does not matter.</summary>
    internal const string Header = "X-Clinic-Request";

    /// <summary>True when the request may change something.</summary>
    internal static bool MayChange(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || AccessTokenHandler.IsFor(context)) return true;
        if (context.User.Identity is not { IsAuthenticated: true }) return true; // without a cookie nothing is done in anybody's name
        if (request.Headers["Sec-Fetch-Site"] is [{ } site]) return site is "same-origin";
        if (request.Headers.Origin is [{ } origin]) return OriginGuard.IsOwn(origin, request.Host);
        return request.Headers.ContainsKey(Header);
    }
}
