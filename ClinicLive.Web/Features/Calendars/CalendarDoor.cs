using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace ClinicLive.Web.Features.Calendars;

/// <summary>
/// The one way to a calendar without a sign-in: an address with its token. A wrong one is an address that does not exist; whoever tries many of them, or comes back too
/// often with a right one, is told to wait.
/// </summary>
internal sealed class CalendarDoor(CalendarFeedQueries feeds, CalendarPace pace, TimeProvider time)
{
    private const string Path = "/calendar/{token}.ics";

    private readonly SignInThrottle _wrongTokens = new(time);

    /// <summary>Maps <c>/calendar/{token}.ics</c>. Open: the token is the right.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (string token, HttpContext context, CalendarDoor door) => door.OpenAsync(token, context)).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The address of a token at the place that a page stands at.</summary>
    public static string AddressOf(string place, string token) => $"{place.TrimEnd('/')}/calendar/{token}.ics";

    private async Task<IResult> OpenAsync(string token, HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (!_wrongTokens.TryTake(address, out var wait)) return TooMany(context, wait);
        var place = new Uri($"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/");
        CalendarFile? calendar;
        try
        {
            calendar = await feeds.ReadAsync(token, (owner, id) => new Uri(place, owner.Role == Role.Patient ? "portal" : $"appointments/{id}"), context.RequestAborted);
        }
        catch
        {
            _wrongTokens.GiveBack(address);
            throw;
        }

        if (calendar is null) return TypedResults.Text("There is no calendar at this address.", "text/plain", Encoding.UTF8, StatusCodes.Status404NotFound);
        _wrongTokens.GiveBack(address);
        if (pace.Take(token) is { } soon) return TooMany(context, soon);
        return Answer(context, Encoding.UTF8.GetBytes(calendar.Write()));
    }

    private static IResult Answer(HttpContext context, byte[] file)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 12))}\"");
        context.Response.Headers.CacheControl = "private, no-cache";
        context.Response.Headers.ETag = tag.ToString();
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        return known.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(file, "text/calendar; charset=utf-8");
    }

    private static ContentHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Text("That was often. Please come back later.", "text/plain", Encoding.UTF8, (int)HttpStatusCode.TooManyRequests);
    }
}
