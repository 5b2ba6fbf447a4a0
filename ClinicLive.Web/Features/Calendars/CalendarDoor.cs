using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace ClinicLive.Web.Features.Calendars;

/// <summary>
/// The one way to a calendar without a sign-in: an address with its token. A wrong one is an address that does not exist; whoever tries many of them, or comes back too
/// often with a right one, is told to wait.
/// </summary>
internal sealed class CalendarDoor(CalendarFeedQueries feeds, PaceKeeper paces)
{
    private const string Path = "/calendar/{token}.ics";

    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(30);

    private readonly SignInThrottle _wrongTokens = new(paces, "calendar");

    /// <summary>Maps <c>/calendar/{token}.ics</c>. Open: the token is the right.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (string token, HttpContext context, CalendarDoor door) => door.OpenAsync(token, context)).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The address of a token at the place that a page stands at.</summary>
    public static string AddressOf(string place, string token) => $"{place.TrimEnd('/')}/calendar/{token}.ics";

    private async Task<IResult> OpenAsync(string token, HttpContext context)
    {
        var (address, gone) = (context.Connection.RemoteIpAddress, context.RequestAborted);
        if (await _wrongTokens.LookAsync(address, gone) is { IsTaken: false } closed) return NotNow(context, closed);
        var place = new Uri($"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/");
        CalendarFile? calendar;
        try
        {
            calendar = await feeds.ReadAsync(token, (owner, id) => new Uri(place, owner.Role == Role.Patient ? "portal" : $"appointments/{id}"), gone);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return NotNow(context, PaceAnswer.Unknown);
        }

        if (calendar is null)
        {
            // Counted behind and not before: a token has 256 random bits, so this is against noise and not against guessing, and a right one costs no write for it.
            await _wrongTokens.TakeAsync(address, gone);
            return TypedResults.Text("There is no calendar at this address.", "text/plain", Encoding.UTF8, StatusCodes.Status404NotFound);
        }

        return await CalendarPace.TakeAsync(paces, token, gone) is { IsTaken: false } often ? NotNow(context, often) : Answer(context, Encoding.UTF8.GetBytes(calendar.Write()));
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

    private static ContentHttpResult NotNow(HttpContext context, PaceAnswer answer)
    {
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling((answer.IsUnknown ? SoonAgain : answer.Wait).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return answer.IsUnknown
            ? TypedResults.Text("The calendar cannot be read just now. Please come back later.", "text/plain", Encoding.UTF8, (int)HttpStatusCode.ServiceUnavailable)
            : TypedResults.Text("That was often. Please come back later.", "text/plain", Encoding.UTF8, (int)HttpStatusCode.TooManyRequests);
    }
}
