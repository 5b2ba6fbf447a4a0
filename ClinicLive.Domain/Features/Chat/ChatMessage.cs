using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>What a line of a conversation is. Stored by name.</summary>
public enum ChatMessageKind
{
    /// <summary>Somebody said something.</summary>
    Text,

    /// <summary>Somebody came into the room.</summary>
    Joined,

    /// <summary>Somebody went from the room.</summary>
    Left,

    /// <summary>The group has another name, which is the text.</summary>
    Renamed,

    /// <summary>Somebody of the front desk works on it now.</summary>
    Assigned,

    /// <summary>The front desk put it away.</summary>
    Closed,

    /// <summary>The front desk took it up again.</summary>
    Reopened,

    /// <summary>Another doctor answers in the place of the one whose name is the text.</summary>
    Covered,

    /// <summary>That doctor does so no longer.</summary>
    CoverEnded,
}

/// <summary>
/// One line of a conversation (FHIR Communication). What was said stays in the record: an edit or a deletion keeps the text
/// before as a <see cref="ChatMessageVersion"/>.
/// </summary>
public sealed class ChatMessage
{
    /// <summary>How long after sending a text can be changed.</summary>
    public static readonly TimeSpan EditFor = TimeSpan.FromHours(24);

    private ChatMessage()
    {
    }

    internal ChatMessage(ChatRoom room, int sequence, ChatMessageKind kind, Actor by, DateTimeOffset at, Guid clientMessageId, string body, Guid? replyToId, Guid? aboutId)
    {
        OrganizationId = room.OrganizationId;
        RoomId = room.Id;
        Sequence = sequence;
        Kind = kind;
        SenderId = by.UserId;
        IsFromPatient = by.Role == Role.Patient;
        SentAt = at;
        ClientMessageId = clientMessageId;
        Body = body;
        ReplyToId = replyToId;
        AboutId = aboutId;
        SearchText = kind == ChatMessageKind.Text ? SearchTerms.Of(body) : "";
    }

    /// <summary>Place among all messages of the database, given by it; later ones have higher numbers. The full-text index refers to it.</summary>
    public long Number { get; private init; }

    /// <summary>A version 7 GUID (RFC 9562).</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The clinic.</summary>
    public Guid OrganizationId { get; private init; }

    /// <summary>The room.</summary>
    public Guid RoomId { get; private init; }

    /// <summary>Place in the room, from 1 without gaps.</summary>
    public int Sequence { get; private init; }

    /// <summary>What it is.</summary>
    public ChatMessageKind Kind { get; private init; }

    /// <summary>Who said it.</summary>
    public Guid SenderId { get; private init; }

    /// <summary>True when the patient of the room said it.</summary>
    public bool IsFromPatient { get; private init; }

    /// <summary>When it was committed, in UTC.</summary>
    public DateTimeOffset SentAt { get; private init; }

    /// <summary>The id that the sender's client gave it; unique in the room for ever, so that sending twice stores once.</summary>
    public Guid ClientMessageId { get; private init; }

    /// <summary>The text to the letter, as it stands now; empty when it was deleted.</summary>
    public string Body { get; private set; } = "";

    /// <summary>What a search compares: see <see cref="SearchTerms"/>.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>The message it answers, in the same room.</summary>
    public Guid? ReplyToId { get; private init; }

    /// <summary>Whom a note is about.</summary>
    public Guid? AboutId { get; private init; }

    /// <summary>When the text was changed last, in UTC.</summary>
    public DateTimeOffset? EditedAt { get; private set; }

    /// <summary>When it was deleted, in UTC.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Counts the changes, from 1; the database refuses a save that started from an older one.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Changes the text. Answers the text before, for the record; refuses what is not one's own, deleted or too old.</summary>
    public (ChatMessageVersion? Before, Refusal? Refusal) Edit(string body, Actor by, DateTimeOffset at)
    {
        if (RefuseChange(by) is { } refusal) return (null, refusal);
        if (at - SentAt > EditFor) return (null, Refusal.NotAllowed("A message can be changed for 24 hours. Please send a new one."));
        if (Body == body) return (null, null);
        var before = new ChatMessageVersion(this, by, at);
        Body = body;
        SearchText = SearchTerms.Of(body);
        EditedAt = at;
        Version++;
        return (before, null);
    }

    /// <summary>Takes the text away from all readers; the record keeps it.</summary>
    public (ChatMessageVersion? Before, Refusal? Refusal) Delete(Actor by, DateTimeOffset at)
    {
        if (DeletedAt is not null && SenderId == by.UserId) return (null, null);
        if (RefuseChange(by) is { } refusal) return (null, refusal);
        var before = new ChatMessageVersion(this, by, at);
        Body = "";
        SearchText = "";
        DeletedAt = at;
        Version++;
        return (before, null);
    }

    /// <summary>Somebody's reaction came or went: readers look again.</summary>
    internal void Touch() => Version++;

    private Refusal? RefuseChange(Actor by) =>
        Kind != ChatMessageKind.Text || SenderId != by.UserId ? Refusal.Forbidden("Only your own messages can be changed.")
        : DeletedAt is not null ? Refusal.NotAllowed("This message was deleted.")
        : null;
}

/// <summary>A text that was replaced or deleted, kept for the record and shown to nobody but exports.</summary>
public sealed class ChatMessageVersion
{
    private ChatMessageVersion()
    {
    }

    internal ChatMessageVersion(ChatMessage message, Actor by, DateTimeOffset at)
    {
        MessageId = message.Id;
        Version = message.Version;
        Body = message.Body;
        ReplacedAt = at;
        ReplacedBy = by.UserId;
    }

    /// <summary>The message.</summary>
    public Guid MessageId { get; private init; }

    /// <summary>The message's version that had this text.</summary>
    public int Version { get; private init; }

    /// <summary>The text to the letter.</summary>
    public string Body { get; private init; } = "";

    /// <summary>When it was replaced, in UTC.</summary>
    public DateTimeOffset ReplacedAt { get; private init; }

    /// <summary>Who replaced it.</summary>
    public Guid ReplacedBy { get; private init; }
}

/// <summary>One person's one sign under a message.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="AccountId">Who.</param>
/// <param name="Emoji">One of <see cref="EmojiSet"/>.</param>
/// <param name="At">When, in UTC.</param>
public sealed record ChatReaction(Guid MessageId, Guid AccountId, string Emoji, DateTimeOffset At);
