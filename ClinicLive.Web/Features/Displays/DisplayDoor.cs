using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Web.Security;

namespace ClinicLive.Web.Features.Displays;

/// <summary>
/// The one way to a waiting-room screen: a request with its code. A wrong code is an address that does not exist, and an address
/// that has tried too many is told to wait. A circuit never looks a code up; its page is given the pass that was made here.
/// </summary>
internal sealed class DisplayDoor(RequestDelegate next, DisplayQueries displays, DisplayCookie cookie, PaceKeeper paces)
{
    /// <summary>Where screens are.</summary>
    public static readonly PathString Path = "/display";

    private const string TryAgainSeconds = "10";

    private readonly SignInThrottle _wrongCodes = new(paces, "display");

    /// <summary>The pass that this request was given, or null.</summary>
    public static DisplayPass? PassOf(HttpContext context) => context.Items[typeof(DisplayPass)] as DisplayPass;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase, out var rest) || !rest.HasValue || rest == "/")
        {
            await next(context);
            return;
        }

        // Nobody stands before a wall screen to press "reload": a page that says "not now" loads itself again.
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode is StatusCodes.Status429TooManyRequests or >= 500) context.Response.Headers["Refresh"] = TryAgainSeconds;
            return Task.CompletedTask;
        });
        if (await LetInAsync(context, rest.Value!.Trim('/'))) await next(context);
    }

    private async Task<bool> LetInAsync(HttpContext context, string code)
    {
        var (address, response) = (context.Connection.RemoteIpAddress, context.Response);
        var wasHere = cookie.Read(context)?.Code == code; // a screen that comes back after a restart is no attempt, whatever its neighbours try
        var attempt = wasHere ? PaceAnswer.Taken : await _wrongCodes.TakeAsync(address, context.RequestAborted);
        if (!attempt.IsTaken)
        {
            response.StatusCode = attempt.IsUnknown ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests;
            if (!attempt.IsUnknown) response.Headers.RetryAfter = ((int)Math.Ceiling(attempt.Wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return false;
        }

        DisplayPass? pass;
        try
        {
            pass = await displays.OpenAsync(code, context.RequestAborted);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            if (!wasHere) await _wrongCodes.GiveBackAsync(address);
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return false;
        }

        if (pass is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return false;
        }

        if (!wasHere) await _wrongCodes.GiveBackAsync(address);
        cookie.Write(context, pass);
        context.Items[typeof(DisplayPass)] = pass;
        response.Headers.CacheControl = "no-store";
        return true;
    }
}
