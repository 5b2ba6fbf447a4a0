using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Security;

/// <summary>
/// What counts as somebody's doing something: a page that is opened by hand, something that is changed, a window that is touched. What a page asks
/// or sends by itself, pushes and heartbeats do not count.
/// </summary>
public sealed class SessionActivity(SessionTouches touches, IdleLimits limits)
{
    // Sent by a page without a hand: what was shown is read, a device is still there, what could not be sent is handed over.
    private static readonly string[] ByItself = ["/read", "/seen", "/leftovers"];

    /// <summary>How long a session of that role goes on while nobody does anything in it.</summary>
    public TimeSpan LimitOf(Role role) => limits.Of(role);

    /// <summary>Somebody did something in this session.</summary>
    public void Touch(Guid sessionId, Role role) => touches.Touch(sessionId, role);

    /// <summary>True for a request that somebody made. A browser says of a page whether a person asked for it (Fetch Metadata, Sec-Fetch-User); a reload by script is none.</summary>
    internal static bool IsByHand(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)) return false;
        if (!HttpMethods.IsGet(request.Method)) return !ByItself.Any(end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        if (!request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)) return false;
        return !request.Headers.ContainsKey("Sec-Fetch-Mode") || request.Headers["Sec-Fetch-User"] == "?1";
    }
}
