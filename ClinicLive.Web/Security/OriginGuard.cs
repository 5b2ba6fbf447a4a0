using Microsoft.Extensions.Primitives;

namespace ClinicLive.Web.Security;

/// <summary>
/// Circuits only for our own pages. A WebSocket is not bound by the browser's same-origin rule and carries the cookie, so a page of
/// another site could open a circuit in a signed-in person's name.
/// </summary>
internal sealed class OriginGuard(RequestDelegate next, IConfiguration configuration)
{
    private readonly string[] _allowed = configuration.GetSection("Security:AllowedOrigins").Get<string[]>() ?? [];

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) || MayConnect(context.Request)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("This page belongs to another site.", context.RequestAborted);
    }

    // Programs that are no browser send no Origin; they have nobody's cookie but their own.
    private bool MayConnect(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        if (StringValues.IsNullOrEmpty(origins)) return true;
        return origins is [{ } origin] && (IsOwn(origin, request.Host) || (Uri.IsWellFormedUriString(origin, UriKind.Absolute) && _allowed.Contains(origin, StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>True when an Origin header names the place that the request came to.</summary>
    internal static bool IsOwn(string origin, HostString own) => Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsOwn(from, own);

    // The scheme is not compared: behind a proxy that ends TLS the page is https and this request is not.
    private static bool IsOwn(Uri from, HostString own) =>
        from.Scheme is "http" or "https" && from.Host.Equals(own.Host, StringComparison.OrdinalIgnoreCase) && (own.Port is { } port ? port == from.Port : from.IsDefaultPort);
}
