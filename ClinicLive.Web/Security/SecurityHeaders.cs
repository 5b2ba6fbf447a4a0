namespace ClinicLive.Web.Security;

/// <summary>Tells browsers, on every answer, what a page of the clinic may do: run its own scripts, and nothing else.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IWebHostEnvironment environment)
{
    private const string Permissions = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(self), payment=(), usb=()";

    // A year. Also on answers over plain HTTP, where browsers ignore it: behind a proxy that ends TLS this program sees nothing else.
    private const string StrictTransport = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment, because an error page begins with a clean answer.
        context.Response.OnStarting(() =>
        {
            Write(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Items.ContainsKey(typeof(SandboxedFile)) ? SandboxedFile.Policy :
            $"default-src 'self'; script-src 'self' 'nonce-{CspNonce.Of(context)}'; style-src 'self'; style-src-attr 'unsafe-inline'; "
            + "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY"; // frame-ancestors for browsers that do not know it
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (!environment.IsDevelopment()) headers.StrictTransportSecurity = StrictTransport;

        // What was shown to somebody signed in must not come back from the browser's memory after the sign-out.
        if (context.User.Identity is { IsAuthenticated: true } && (headers.CacheControl.Count == 0 || IsPage(context.Response)))
        {
            headers.CacheControl = "no-store";
        }
    }

    private static bool IsPage(HttpResponse response) => response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}
