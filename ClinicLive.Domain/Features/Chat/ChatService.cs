using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>Something to say.</summary>
/// <param name="ClientMessageId">The sender's own id for it; the same id twice is one message and the same answer.</param>
/// <param name="Body">The text, kept to the letter.</param>
/// <param name="ReplyToId">The message that it answers, or null.</param>
/// <param name="AttachmentIds">Own files of this room that were not sent yet, in their order; with some the text may be empty.</param>
public sealed record NewMessage(Guid ClientMessageId, string Body, Guid? ReplyToId = null, IReadOnlyList<Guid>? AttachmentIds = null);

/// <summary>
/// What people do in conversations. A success of sending is told after the commit and never before. Whoever is not in a room
/// gets the same answer as for a room that does not exist.
/// </summary>
public sealed partial class ChatService(IDbContextFactory<ClinicDbContext> contexts, PaceKeeper paces, RoomTurns turns, RoomLookers lookers, TypingSignals typing, TimeProvider time)
{
    private const int Attempts = 6; // a save that loses the race for the next number to another node is tried again

    /// <summary>
    /// Sends a message. Refuses a text that <see cref="MessageText"/> refuses, an answer to a message that the person cannot
    /// see, and whoever sends faster than <see cref="ChatPace"/> allows; nothing is stored then.
    /// </summary>
    public async Task<Outcome<ChatMessageRow>> SendAsync(Actor actor, Guid roomId, NewMessage message, CancellationToken gone = default)
    {
        using var turn = await turns.TakeAsync(roomId, gone).ConfigureAwait(false);
        using var own = await paces.TurnAsync(ChatPace.Limit, Counted(actor), gone).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            db.ChangeTracker.Clear();
            var room = await ChatRights.Rooms(db, actor).SingleOrDefaultAsync(r => r.Id == roomId, gone).ConfigureAwait(false);
            if (room is null) return Refusal.NotFound("conversation");
            if (await SentBeforeAsync(db, actor, roomId, message.ClientMessageId, gone).ConfigureAwait(false) is { } same) return same;
            var fileIds = message.AttachmentIds?.Distinct().ToList() ?? [];
            if (!(fileIds.Count > 0 && message.Body.Length == 0) && MessageText.Refuse(message.Body) is { } refusal) return refusal;
            if (message.ReplyToId is { } answered && !await ChatRights.Messages(db, actor).AnyAsync(m => m.RoomId == roomId && m.Id == answered, gone).ConfigureAwait(false))
            {
                return Refusal.NotFound("message");
            }

            var (files, missing) = await FilesAsync(db, actor, roomId, fileIds, gone).ConfigureAwait(false);
            if (missing is not null) return missing;
            if (ChatPace.Refuse(await paces.CountAsync(db, ChatPace.Limit, Counted(actor), gone).ConfigureAwait(false)) is { } tooMany) return tooMany;
            var (now, waited, desk) = (time.GetUtcNow(), room.WaitingSince is not null, (room.AssignedTo, room.IsClosed));
            var posted = room.Post(actor, message.ClientMessageId, message.Body, message.ReplyToId, now);
            db.Add(posted);
            if ((room.AssignedTo, room.IsClosed) != desk) db.PublishAfterSave(new RoomChanged(room.OrganizationId, roomId, room.Version, room.Kind, now)); // the head of the conversation says who takes care of it
            await RoomCovers.AfterMessageAsync(db, room, actor, waited, now, gone).ConfigureAwait(false);
            for (var i = 0; i < files.Count; i++) files[i].SendWith(posted, i);
            await TellListsAsync(db, roomId, gone).ConfigureAwait(false);
            await ChatNotices.AddAsync(db, room, actor, posted, lookers, gone).ConfigureAwait(false);
            await ChatNotices.AnsweredAsync(db, room, actor, now, gone).ConfigureAwait(false);
            var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
            if (saved == SaveResult.Saved)
            {
                typing.Stop(actor, roomId);
                return Outcome<ChatMessageRow>.Done(await RowAsync(db, actor, roomId, posted.Id).ConfigureAwait(false));
            }

            if (saved is not (SaveResult.Stale or SaveResult.RepeatedCommand)) return Refusal.Unavailable;
        }

        return Refusal.Unavailable;
    }

    /// <summary>Changes the text of an own message, at the pace of sending; <paramref name="version"/> is the one on the person's screen.</summary>
    public async Task<Outcome<ChatMessageRow>> EditAsync(Actor actor, Guid roomId, Guid messageId, int version, string body, CancellationToken gone = default) =>
        await ChangeAsync(actor, roomId, messageId, ActivityKind.ChatMessageEdited, async (db, message) =>
        {
            if (message.Body != body && ChatPace.Refuse(await paces.CountAsync(db, ChatPace.Limit, Counted(actor), gone).ConfigureAwait(false)) is { } tooMany) return (null, tooMany);
            if (message.Version != version && message.Body != body) return (null, new Refusal(RefusalKind.Moved, "This message was changed elsewhere meanwhile. Your text is kept."));
            return MessageText.Refuse(body) is { } refusal ? (null, refusal) : message.Edit(body, actor, time.GetUtcNow());
        }, gone).ConfigureAwait(false);

    /// <summary>Deletes an own message: nobody reads it any more, and the record keeps it. Deleting twice changes nothing.</summary>
    public Task<Outcome<ChatMessageRow>> DeleteAsync(Actor actor, Guid roomId, Guid messageId, CancellationToken gone = default) =>
        ChangeAsync(actor, roomId, messageId, ActivityKind.ChatMessageDeleted, (_, message) => Task.FromResult(message.Delete(actor, time.GetUtcNow())), gone);

    /// <summary>Puts a sign under a message, or takes it away. As it is already: a success that changes nothing.</summary>
    public async Task<Outcome<ChatMessageRow>> ReactAsync(Actor actor, Guid roomId, Guid messageId, string emoji, bool isOn, CancellationToken gone = default)
    {
        if (!EmojiSet.Contains(emoji)) return Refusal.Invalid("Emoji", "This emoji cannot be used as a reaction.");
        using var turn = await turns.TakeAsync(roomId, gone).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            db.ChangeTracker.Clear();
            var message = await ChatRights.Messages(db, actor).SingleOrDefaultAsync(m => m.RoomId == roomId && m.Id == messageId, gone).ConfigureAwait(false);
            if (message is null || message.Kind != ChatMessageKind.Text) return Refusal.NotFound("message");
            if (message.DeletedAt is not null && isOn) return Refusal.NotAllowed("This message was deleted.");
            var before = await db.ChatReactions.SingleOrDefaultAsync(r => r.MessageId == messageId && r.AccountId == actor.UserId && r.Emoji == emoji, gone).ConfigureAwait(false);
            if (before is not null == isOn) return Outcome<ChatMessageRow>.Already(await RowAsync(db, actor, roomId, messageId).ConfigureAwait(false));

            var now = time.GetUtcNow();
            if (before is null) db.Add(new ChatReaction(messageId, actor.UserId, emoji, now));
            else db.Remove(before);
            message.Touch();
            if (isOn) await RoomCovers.AfterSignAsync(db, actor, message, now, gone).ConfigureAwait(false);
            db.PublishAfterSave(new MessageChanged(actor.OrganizationId, roomId, messageId, message.Sequence, message.Version, now));
            var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
            if (saved == SaveResult.Saved) return Outcome<ChatMessageRow>.Done(await RowAsync(db, actor, roomId, messageId).ConfigureAwait(false));
            if (saved != SaveResult.Stale) return Refusal.Unavailable;
        }

        return Refusal.Unavailable;
    }

    /// <summary>The person has read up to a message, and so everything before; never goes back. In a front-desk room the desk reads as one.</summary>
    public Task<Outcome<int>> MarkReadAsync(Actor actor, Guid roomId, int sequence, CancellationToken gone = default) =>
        MoveReceiptAsync(actor, roomId, isRead: true, (place, room) => place.MoveRead(sequence, room), room => room.MoveDeskRead(sequence), gone);

    /// <summary>Messages up to here have reached one of the person's screens. The desk has no such receipt: it is always there.</summary>
    public Task<Outcome<int>> MarkDeliveredAsync(Actor actor, Guid roomId, int sequence, CancellationToken gone = default) =>
        MoveReceiptAsync(actor, roomId, isRead: false, (place, room) => place.MoveDelivered(sequence, room), _ => false, gone);

    /// <summary>Everything that was sent to the person has reached one of his screens. Answers in how many rooms that was news.</summary>
    public async Task<Outcome<int>> ReceiveAllAsync(Actor actor, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var behind = await ChatRights.Rooms(db, actor)
            .Join(db.ChatParticipants, r => r.Id, p => p.RoomId, (r, p) => new { Room = r, Place = p })
            .Where(x => x.Place.AccountId == actor.UserId && x.Place.LastDelivered < x.Room.LastSequence).ToListAsync(gone).ConfigureAwait(false);
        foreach (var x in behind)
        {
            if (!x.Place.MoveDelivered(x.Room.LastSequence, x.Room)) continue;
            db.PublishAfterSave(new ReceiptMoved(actor.OrganizationId, x.Room.Id, x.Room.Kind, actor.UserId, x.Place.LastDelivered, x.Place.LastRead));
        }

        if (behind.Count == 0) return Outcome<int>.Already(0);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<int>.Done(behind.Count),
            SaveResult.Stale => Outcome<int>.Already(0), // another of his screens was faster
            _ => Refusal.Unavailable,
        };
    }

    private async Task<Outcome<int>> MoveReceiptAsync(
        Actor actor, Guid roomId, bool isRead, Func<ChatParticipant, ChatRoom, bool> move, Func<ChatRoom, bool> moveDesk, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            db.ChangeTracker.Clear();
            var room = await ChatRights.Rooms(db, actor).SingleOrDefaultAsync(r => r.Id == roomId, gone).ConfigureAwait(false);
            if (room is null) return Refusal.NotFound("conversation");
            var place = await db.ChatParticipants.SingleOrDefaultAsync(p => p.RoomId == roomId && p.AccountId == actor.UserId && p.LeftAt == null, gone).ConfigureAwait(false);
            if (!(place is null ? moveDesk(room) : move(place, room))) return Outcome<int>.Already(place?.LastRead ?? room.DeskReadSequence);

            db.PublishAfterSave(new ReceiptMoved(
                actor.OrganizationId, roomId, room.Kind, actor.UserId, place?.LastDelivered ?? room.DeskReadSequence, place?.LastRead ?? room.DeskReadSequence));
            if (place is not null) db.PublishAfterSave(new ChatListChanged(actor.UserId, roomId));
            if (isRead) await ChatNotices.MarkReadAsync(db, actor.OrganizationId, actor.UserId, roomId, time.GetUtcNow(), gone).ConfigureAwait(false);
            var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
            if (saved == SaveResult.Saved) return Outcome<int>.Done(place?.LastRead ?? room.DeskReadSequence);
            if (saved != SaveResult.Stale) return Refusal.Unavailable;
        }

        return Refusal.Unavailable;
    }

    private static string Counted(Actor actor) => $"{actor.UserId:N}";

    private async Task<Outcome<ChatMessageRow>> ChangeAsync(
        Actor actor, Guid roomId, Guid messageId, ActivityKind kind, Func<ClinicDbContext, ChatMessage, Task<(ChatMessageVersion? Before, Refusal? Refusal)>> change, CancellationToken gone)
    {
        using var turn = await turns.TakeAsync(roomId, gone).ConfigureAwait(false);
        using var own = await paces.TurnAsync(ChatPace.Limit, Counted(actor), gone).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            db.ChangeTracker.Clear();
            var room = await ChatRights.Rooms(db, actor).SingleOrDefaultAsync(r => r.Id == roomId, gone).ConfigureAwait(false);
            var message = room is null ? null : await ChatRights.Messages(db, actor).SingleOrDefaultAsync(m => m.RoomId == roomId && m.Id == messageId, gone).ConfigureAwait(false);
            if (room is null || message is null) return Refusal.NotFound("message");
            var (before, refusal) = await change(db, message).ConfigureAwait(false);
            if (refusal is not null) return refusal;
            if (before is null) return Outcome<ChatMessageRow>.Already(await RowAsync(db, actor, roomId, messageId).ConfigureAwait(false));

            db.Add(before);
            room.NoteMessageChanged(message, kind, actor, time.GetUtcNow());
            if (kind == ActivityKind.ChatMessageDeleted) await RoomCovers.AfterDeletingAsync(db, room, message, time.GetUtcNow(), gone).ConfigureAwait(false);
            await ChatNotices.AnsweredAsync(db, room, actor, time.GetUtcNow(), gone).ConfigureAwait(false);
            await TellListsAsync(db, roomId, gone).ConfigureAwait(false);
            var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
            if (saved == SaveResult.Saved) return Outcome<ChatMessageRow>.Done(await RowAsync(db, actor, roomId, messageId).ConfigureAwait(false));
            if (saved != SaveResult.Stale) return Refusal.Unavailable;
        }

        return Refusal.Unavailable;
    }

    private static async Task<(IReadOnlyList<ChatAttachment> Files, Refusal? Missing)> FilesAsync(ClinicDbContext db, Actor actor, Guid roomId, List<Guid> ids, CancellationToken gone)
    {
        if (ids.Count == 0) return ([], null);
        if (ids.Count > ChatAttachment.MostPerMessage) return ([], Refusal.Invalid("Files", $"At most {ChatAttachment.MostPerMessage} files go with one message."));
        var found = await AttachmentQueries.Unsent(db, actor, roomId).Where(a => ids.Contains(a.Id)).ToListAsync(gone).ConfigureAwait(false);
        return found.Count == ids.Count
            ? ([.. found.OrderBy(a => ids.IndexOf(a.Id))], null)
            : ([], Refusal.Invalid("Files", "A file is not there any more. Please add it again."));
    }

    private static async Task<Outcome<ChatMessageRow>?> SentBeforeAsync(ClinicDbContext db, Actor actor, Guid roomId, Guid clientMessageId, CancellationToken gone)
    {
        var before = await db.ChatMessages.AsNoTracking().Where(m => m.RoomId == roomId && m.ClientMessageId == clientMessageId)
            .Select(m => new { m.Id, m.SenderId }).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        if (before is null) return null;
        return before.SenderId == actor.UserId
            ? Outcome<ChatMessageRow>.Already(await RowAsync(db, actor, roomId, before.Id).ConfigureAwait(false))
            : Refusal.Invalid("clientMessageId", "This message id was used for something else. Nothing was sent.");
    }

    /// <summary>Everybody in the room reads the list again; the desk's topic rings by itself.</summary>
    internal static async Task TellListsAsync(ClinicDbContext db, Guid roomId, CancellationToken gone)
    {
        foreach (var accountId in await db.ChatParticipants.Where(p => p.RoomId == roomId && p.LeftAt == null).Select(p => p.AccountId).ToListAsync(gone).ConfigureAwait(false))
        {
            db.PublishAfterSave(new ChatListChanged(accountId, roomId));
        }
    }

    // Not to be given up by a client that leaves: what was committed is told.
    private static async Task<ChatMessageRow> RowAsync(ClinicDbContext db, Actor actor, Guid roomId, Guid messageId)
    {
        db.ChangeTracker.Clear();
        return (await ChatQueries.TheseAsync(db, actor, roomId, [messageId], CancellationToken.None).ConfigureAwait(false)).SingleOrDefault()
            ?? throw new InvalidOperationException("A message that was just saved cannot be read.");
    }
}
