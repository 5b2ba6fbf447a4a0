using ClinicLive.Domain.Features.Chat;

namespace ClinicLive.Web.Features.Chat;

/// <summary>A conversation as programs read it.</summary>
/// <param name="Id">The room.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Title">The other person, the name of the group, or the front desk.</param>
/// <param name="UnreadCount">Messages of others that this person (or the desk) has not read.</param>
/// <param name="LastMessage">The newest message; null while there is none to be seen.</param>
public sealed record RoomView(Guid Id, ChatRoomKind Kind, string Title, int UnreadCount, LastMessageView? LastMessage)
{
    /// <summary>The view of a row.</summary>
    public static RoomView Of(ChatRoomRow row) => new(
        row.Id, row.Kind, row.Title, row.Unread, row.PreviewBy is { } sender ? new LastMessageView(sender, row.PreviewByName, row.Preview ?? "", row.LastAt) : null);
}

/// <summary>The newest message of a conversation.</summary>
/// <param name="SenderId">Who.</param>
/// <param name="SenderName">How he is named.</param>
/// <param name="Body">The beginning of the text.</param>
/// <param name="SentAt">When, in UTC.</param>
public sealed record LastMessageView(Guid SenderId, string? SenderName, string Body, DateTimeOffset SentAt);

/// <summary>A line of a conversation as programs read it.</summary>
/// <param name="Id">The message.</param>
/// <param name="RoomId">The conversation.</param>
/// <param name="Kind">A text, or a note of what happened in the room.</param>
/// <param name="SenderId">Who said it.</param>
/// <param name="SenderName">How he is named.</param>
/// <param name="Body">The text to the letter; empty when it was deleted.</param>
/// <param name="SentAt">When, in UTC.</param>
/// <param name="ClientMessageId">The id that the sender's program gave it.</param>
/// <param name="EditedAt">When the text was changed last, in UTC, or null.</param>
/// <param name="DeletedAt">When it was deleted, in UTC, or null.</param>
/// <param name="Attachments">The files that go with it, in their order.</param>
/// <param name="AboutName">Whom a note is about, or null.</param>
/// <param name="ReplyTo">The message that it answers, or null.</param>
public sealed record MessageView(
    Guid Id, Guid RoomId, ChatMessageKind Kind, Guid SenderId, string SenderName, string Body, DateTimeOffset SentAt, Guid ClientMessageId, DateTimeOffset? EditedAt, DateTimeOffset? DeletedAt,
    IReadOnlyList<AttachmentView> Attachments, string? AboutName, QuoteView? ReplyTo)
{
    /// <summary>The view of a row.</summary>
    public static MessageView Of(ChatMessageRow row) => new(
        row.Id, row.RoomId, row.Kind, row.SenderId, row.SenderName, row.Body, row.SentAt, row.ClientMessageId, row.EditedAt, row.DeletedAt,
        [.. row.Attachments.Select(AttachmentView.Of)], row.AboutName, row.ReplyTo is { } quote ? new QuoteView(quote.SenderName, quote.Body) : null);
}

/// <summary>The message that another one answers.</summary>
/// <param name="SenderName">Who said it.</param>
/// <param name="Body">The beginning of its text; empty when it was deleted.</param>
public sealed record QuoteView(string SenderName, string Body);

/// <summary>What somebody is writing.</summary>
/// <param name="Text">The text as it was typed.</param>
public sealed record DraftView(string Text);

/// <summary>A file of a conversation as programs read it; its content is at <c>/chat/files/{id}</c>.</summary>
/// <param name="Id">The file.</param>
/// <param name="Name">Its name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record AttachmentView(Guid Id, string Name, long Size, string ContentType)
{
    /// <summary>The view of a row.</summary>
    public static AttachmentView Of(AttachmentRow row) => new(row.Id, row.Name, row.Size, row.ContentType);
}
