using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Features.Chat;

/// <summary>Conversations for programs. Whoever is not in a room gets the answer for a room that does not exist.</summary>
public static class ChatApi
{
    private const int UsualPage = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Maps <c>/api/chat/rooms</c>.</summary>
    public static void MapChatApi(this RouteGroupBuilder api)
    {
        var rooms = api.MapGroup("/chat/rooms").WithTags("Conversations");
        rooms.MapGet("", async (Caller caller, ChatQueries chats, CancellationToken gone) =>
                (IResult)Answers.Tagged<IReadOnlyList<RoomView>>([.. (await chats.RoomsAsync(caller.Actor, take: 4 * ChatQueries.RoomsPageSize, gone: gone)).Select(RoomView.Of)]))
            .WithName("listRooms").WithSummary("Your conversations")
            .WithDescription("Up to 200. For the front desk first the patients who wait for an answer; then the newest first.")
            .Reads<IReadOnlyList<RoomView>>().Refuses(401);
        rooms.MapPost("", OpenAsync).WithName("openRoom").WithSummary("Open a conversation")
            .WithDescription("Direct: the patient or the doctor names the other. FrontDesk: the desk names the patient, a patient nobody. Group: staff name people and may give it a name. "
                + "People are named by their account, patient or doctor id. A direct or front-desk room that exists is returned with 200.")
            .Answers<RoomView>(201).Answers<RoomView>(200).Refuses(400, 401, 403, 404, 413, 415, 422, 503);
        rooms.MapGet("/{id:guid}/messages", MessagesAsync).WithName("listMessages").WithSummary("The messages of a conversation, newest last")
            .WithDescription("The newest 50, or limit (1 to 200); with before those before that message, with after the first ones after it.")
            .Reads<IReadOnlyList<MessageView>>().Refuses(400, 401, 404, 422);
        rooms.MapPost("/{id:guid}/messages", SendAsync).WithName("sendMessage").WithSummary("Say something")
            .WithDescription("Up to 4,000 characters, ten in ten seconds and twenty at once after a quiet time. The same clientMessageId again is the same message, with 200.")
            .Answers<MessageView>(201).Answers<MessageView>(200).Refuses(400, 401, 403, 404, 413, 415, 422, 429, 503);
        rooms.MapGet("/{id:guid}/draft", ChatDraftApi.ReadAsync).WithName("readDraft").WithSummary("What you are writing")
            .WithDescription("The text that was typed here and not sent, in whichever window; empty when there is none.")
            .Reads<DraftView>().Refuses(401, 404);
        rooms.MapPut("/{id:guid}/draft", ChatDraftApi.KeepAsync).WithName("keepDraft").WithSummary("Keep what you are writing")
            .WithDescription("Nobody else sees it. An empty text is forgotten.").Answers(204).Refuses(400, 401, 404, 413, 415, 422, 503);
        rooms.MapPost("/{id:guid}/read", ReadAsync).WithName("readMessages").WithSummary("You have read up to a message").Answers(204).Refuses(400, 401, 404, 413, 415, 503);
    }

    private static async Task<IResult> OpenAsync(Caller caller, Body<RoomBody> body, ChatService service, ChatQueries chats, ChatPeopleQueries people)
    {
        var (actor, wish) = (caller.Actor, body.Value);
        if (wish.ParticipantIds.Count > ChatService.MostPeople) return Problems.OfField("participantIds", $"A conversation has at most {ChatService.MostPeople} people.");
        var named = await people.FindAsync(actor, wish.ParticipantIds, CancellationToken.None);
        if (wish.ParticipantIds.Distinct().Any(id => !named.Any(p => p.AccountId == id || p.PatientId == id || p.PractitionerId == id)))
        {
            return Problems.OfField("participantIds", "Please choose people of this clinic who have an account.");
        }

        NamedPerson[] others = [.. named.Where(p => p.AccountId != actor.UserId)];
        var outcome = wish.Kind switch
        {
            ChatRoomKind.Direct when others.Length != 1 => Refusal.Invalid("participantIds", "A direct conversation is with one other person."),
            ChatRoomKind.Direct => await service.OpenDirectAsync(
                actor, actor.PatientId ?? others[0].PatientId ?? Guid.Empty, actor.PractitionerId ?? others[0].PractitionerId ?? Guid.Empty, CancellationToken.None),
            ChatRoomKind.FrontDesk when actor.PatientId is null && others.Length != 1 => Refusal.Invalid("participantIds", "Please name the patient."),
            ChatRoomKind.FrontDesk => await service.OpenFrontDeskAsync(actor, actor.PatientId ?? others[0].PatientId ?? Guid.Empty, CancellationToken.None),
            _ => await service.CreateGroupAsync(actor, wish.Name ?? NameOf(others), [.. others.Select(p => p.AccountId)], wish.CommandId ?? Guid.CreateVersion7(), CancellationToken.None),
        };
        if (outcome.Refusal is { } refusal) return Problems.Of(refusal);
        if (await chats.RoomAsync(actor, outcome.Value, CancellationToken.None) is not { } room) return Problems.Of(Refusal.NotFound("conversation"));
        return outcome.Changed ? Answers.Made(RoomView.Of(room.Row)) : Answers.Done(RoomView.Of(room.Row));
    }

    private static async Task<IResult> MessagesAsync(Caller caller, Guid id, ChatQueries chats, Guid? before, Guid? after, int? limit, CancellationToken gone)
    {
        if (limit is < 1 or > ChatQueries.MessagesPageSize) return Problems.OfField("limit", $"A page has 1 to {ChatQueries.MessagesPageSize} messages.");
        if (await chats.RoomAsync(caller.Actor, id, gone) is null) return Problems.Of(Refusal.NotFound("conversation"));
        if (before is not null && after is not null) return Problems.OfField("after", "Please name one of before and after.");
        var place = int.MaxValue;
        if ((before ?? after) is { } message)
        {
            if (await chats.TheseAsync(caller.Actor, id, [message], gone) is not [var found]) return Problems.Of(Refusal.NotFound("message"));
            place = found.Sequence;
        }

        var rows = after is null
            ? await chats.BeforeAsync(caller.Actor, id, place, limit ?? UsualPage, gone)
            : await chats.AfterAsync(caller.Actor, id, place, limit ?? UsualPage, gone);
        return Answers.Tagged<IReadOnlyList<MessageView>>([.. rows.Select(MessageView.Of)]);
    }

    private static async Task<IResult> SendAsync(Caller caller, Guid id, Body<MessageBody> body, ChatService service)
    {
        var wish = body.Value;
        if (wish.ClientMessageId == Guid.Empty) return Problems.OfField("clientMessageId", "A message needs an id of its own.");
        var outcome = await service.SendAsync(caller.Actor, id, new NewMessage(wish.ClientMessageId, wish.Body, wish.ReplyToId, wish.AttachmentIds), CancellationToken.None);
        if (outcome.Value is not { } row) return Problems.Of(outcome.Refusal!, wait: Pause);
        return outcome.Changed ? Answers.Made(MessageView.Of(row)) : Answers.Done(MessageView.Of(row));
    }

    private static async Task<IResult> ReadAsync(Caller caller, Guid id, Body<ReadBody> body, ChatService service, ChatQueries chats)
    {
        if (await chats.TheseAsync(caller.Actor, id, [body.Value.MessageId], CancellationToken.None) is not [var message]) return Problems.Of(Refusal.NotFound("message"));
        var outcome = await service.MarkReadAsync(caller.Actor, id, message.Sequence, CancellationToken.None);
        return outcome.Refusal is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent();
    }

    private static string NameOf(IEnumerable<NamedPerson> people)
    {
        var name = string.Join(", ", people.Select(p => p.Name));
        if (name.Length <= ChatRoom.NameLimit) return name;
        var end = ChatRoom.NameLimit - 1;
        return $"{name[..(char.IsHighSurrogate(name[end - 1]) ? end - 1 : end)]}…"; // half a character would be refused
    }

    /// <summary>A conversation to open.</summary>
    /// <param name="Kind">Its kind.</param>
    /// <param name="ParticipantIds">The others: accounts, patients or doctors.</param>
    /// <param name="Name">The name of a group; else it is named after the people.</param>
    /// <param name="CommandId">The program's own id of this command; the same id is one group for ever.</param>
    public sealed record RoomBody(ChatRoomKind Kind, IReadOnlyList<Guid> ParticipantIds, string? Name = null, Guid? CommandId = null) : IRequestBody;

    /// <summary>Something to say.</summary>
    /// <param name="ClientMessageId">The program's own id of this message; the same id is one message for ever.</param>
    /// <param name="Body">The text, kept to the letter.</param>
    /// <param name="AttachmentIds">Own files of this conversation that were not sent yet; with some the text may be empty.</param>
    /// <param name="ReplyToId">The message of this conversation that it answers, or null.</param>
    public sealed record MessageBody(Guid ClientMessageId, string Body, IReadOnlyList<Guid>? AttachmentIds = null, Guid? ReplyToId = null) : IRequestBody
    {
        /// <summary>The longest message that can be written, each sign of it escaped.</summary>
        static int IRequestBody.MostBytes => 512 * 1024;
    }

    /// <summary>What was read.</summary>
    /// <param name="MessageId">The newest message that was read, and so everything before.</param>
    public sealed record ReadBody(Guid MessageId) : IRequestBody;
}
