using System.Text.Json;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Drafts;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Http.Metadata;

namespace ClinicLive.Web.Features.Chat;

/// <summary>
/// What a page had not sent yet when it has to be loaded afresh: messages with their ids, and the text being typed. A browser
/// keeps nothing of the clinic, so the page hands it over by this way of its own. Nothing is stored twice: a message that did
/// arrive before is the same one.
/// </summary>
public static class ChatLeftovers
{
    private const int MostMessages = 50;
    private const int MostBytes = 512 * 1024;

    /// <summary>Maps <c>POST /chat/leftovers</c>; for the clinic's own pages.</summary>
    public static void MapChatLeftovers(this IEndpointRouteBuilder routes) => routes.MapPost("/chat/leftovers", TakeAsync)
        .WithMetadata(new SizeLimit()).WithOrder(-1).ExcludeFromDescription();

    private static async Task<IResult> TakeAsync(HttpContext context, ChatService chat, DraftService drafts)
    {
        if (!CookieCallers.MayChange(context)) return TypedResults.BadRequest();
        if (CurrentActor.From(context.User) is not { } actor) return TypedResults.Unauthorized();
        Left? left;
        try
        {
            left = await context.Request.ReadFromJsonAsync<Left>(context.RequestAborted);
        }
        catch (Exception fault) when (fault is JsonException or BadHttpRequestException)
        {
            return TypedResults.BadRequest();
        }

        if (left is null || left.Messages.Count > MostMessages) return TypedResults.BadRequest();
        var kept = new List<string>();
        foreach (var message in left.Messages)
        {
            var sent = await chat.SendAsync(actor, left.Room, message, CancellationToken.None); // a page that is just going does not take back what it handed over
            if (sent.Refusal is { Kind: RefusalKind.NotFound or RefusalKind.Forbidden }) return TypedResults.NotFound();
            if (sent.Refusal is { Kind: RefusalKind.Unavailable }) return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable); // the page tries again
            if (!sent.Succeeded) kept.Add(message.Body);
        }

        if (left.Draft is null && kept.Count == 0) return TypedResults.NoContent();
        kept.Add(left.Draft ?? await drafts.ReadTextAsync(actor, left.Room, CancellationToken.None));
        await drafts.KeepTextAsync(actor, left.Room, string.Join('\n', kept.Where(t => t.Length > 0))); // what was refused stands in the composer again
        return TypedResults.NoContent();
    }

    // Without a draft: only the room went, and what is being typed was kept by its own way.
    private sealed record Left(Guid Room, IReadOnlyList<NewMessage> Messages, string? Draft);

    private sealed class SizeLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MostBytes;
    }
}
