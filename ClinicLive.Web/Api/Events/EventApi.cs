using System.Security.Claims;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Web.Security;

namespace ClinicLive.Web.Api.Events;

/// <summary>Everything that a person may see, as it happens (server-sent events).</summary>
public static class EventApi
{
    private const string LastId = "Last-Event-ID";

    /// <summary>Maps <c>GET /api/events</c>.</summary>
    public static void MapEventApi(this RouteGroupBuilder api) => api.MapGet("/events", FollowAsync).WithTags("Live")
        .WithName("followEvents").WithSummary("Everything that you may see, as it happens")
        .WithDescription(
            "Server-sent events: ready, reset, appointment, availability, presence, sign-in, chat.message, chat.room, chat.receipt, chat.typing, notification, unread. "
            + "What is kept in the clinic's log has an id; send the last one as Last-Event-ID and the stream goes on behind it, with nothing lost and nothing twice. "
            + "A comment every 15 seconds says that the line stands. Ten streams per account. The stream ends with the session, and with whatever takes its rights away.")
        .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/event-stream"])).Refuses(400, 401, 429);

    private static async Task<IResult> FollowAsync(
        Caller caller, HttpContext context, EventSources sources, OpenStreams streams, OpenSessions sessions, PresenceService presence, PresenceQueries others, IHostApplicationLifetime host, ILogger<OpenStreams> log)
    {
        LogPlace? resumed = null;
        if (context.Request.Headers[LastId] is [{ Length: > 0 } id] && (resumed = EventPlace.Read(id)) is null)
        {
            return Problems.Of(Problems.Malformed with { Detail = "Last-Event-ID must be the id of an event of this stream." });
        }

        var actor = caller.Actor;
        if (!streams.TryTake(actor.UserId, (await others.ElsewhereAsync(actor.UserId, context.RequestAborted)).Streams)) return Problems.Of(Problems.TooMany with { Detail = $"{OpenStreams.Most} streams of this account are open. Please close one." });
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        var screen = new OpenScreen(caller.SessionId, actor.UserId, context.User.FindFirstValue(ClinicClaims.SecurityStamp) ?? "", () => End(over));
        var connection = new LiveConnection(Guid.CreateVersion7().ToString(), actor.UserId, caller.SessionId, actor.OrganizationId, IsStream: true);
        sessions.Add(screen);
        try
        {
            _ = TellAsync(presence.ConnectAsync(connection), log);
            await new EventStream(actor, sources, new EventWriter(context.Response, over.Token), over.Token).RunAsync(resumed);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The person went, or the right to it ended, or the program stops: the end of the answer says so.
        }
        catch (Exception fault) when (Saving.IsPassing(fault) && context.Response.HasStarted)
        {
            log.LogWarning(fault, "A stream could not go on just now; its reader comes back and resumes.");
        }
        finally
        {
            sessions.Remove(screen);
            streams.GiveBack(actor.UserId);
            _ = TellAsync(presence.DisconnectAsync(connection.Id), log);
        }

        return TypedResults.Empty;
    }

    private static void End(CancellationTokenSource stream)
    {
        try
        {
            _ = stream.CancelAsync(); // what the stream still does is not the business of whoever ends it
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself in this moment.
        }
    }

    private static async Task TellAsync(Task telling, ILogger log)
    {
        try
        {
            await telling;
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Presence could not be written just now."); // the next sweep puts it right
        }
    }
}
