using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>A conversation in a person's list.</summary>
/// <param name="Id">The room.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Title">The other person, the name of the group, or the front desk.</param>
/// <param name="PatientId">The patient of a direct or front-desk room.</param>
/// <param name="OtherAccountId">The other person's account, where there is exactly one.</param>
/// <param name="OtherOnline">Whether that person is online.</param>
/// <param name="Unread">Messages of others that this person (or the desk) has not read.</param>
/// <param name="LastSequence">The newest message's number.</param>
/// <param name="LastAt">When it was sent, in UTC.</param>
/// <param name="Preview">Its text; null when there is none to be seen.</param>
/// <param name="PreviewKind">What it is.</param>
/// <param name="PreviewBy">Who said it.</param>
/// <param name="PreviewByName">Named so on screen.</param>
/// <param name="IsClosed">A front-desk room that was put away.</param>
/// <param name="AssignedTo">Who of the desk works on it.</param>
/// <param name="AssignedToName">Named so on screen.</param>
/// <param name="WaitingSince">Since when the patient waits for the desk's answer, in UTC.</param>
public sealed record ChatRoomRow(
    Guid Id,
    ChatRoomKind Kind,
    string Title,
    Guid? PatientId,
    Guid? OtherAccountId,
    bool OtherOnline,
    int Unread,
    int LastSequence,
    DateTimeOffset LastAt,
    string? Preview,
    ChatMessageKind? PreviewKind,
    Guid? PreviewBy,
    string? PreviewByName,
    bool IsClosed,
    Guid? AssignedTo,
    string? AssignedToName,
    DateTimeOffset? WaitingSince)
{
    /// <summary>The doctor of a direct room.</summary>
    public Guid? PractitionerId { get; init; }

    /// <summary>The doctor of a direct room, named so on screen.</summary>
    public string? DoctorName { get; init; }

    /// <summary>That doctor's account.</summary>
    public Guid? DoctorAccountId { get; init; }

    /// <summary>The doctor who answers in the own doctor's place, or null.</summary>
    public string? CoverName { get; init; }

    /// <summary>That doctor's account.</summary>
    public Guid? CoverAccountId { get; init; }

    /// <summary>When that ends by itself, in UTC.</summary>
    public DateTimeOffset? CoverUntil { get; init; }

    /// <summary>How many files the newest message has.</summary>
    public int PreviewFiles { get; init; }
}

/// <summary>A room with the people in it, as one of them sees it.</summary>
/// <param name="Row">The room as in the list.</param>
/// <param name="Version">The room's version.</param>
/// <param name="OwnLastRead">Up to where this person (or the desk) has read.</param>
/// <param name="DeskRead">Up to where the front desk has read.</param>
/// <param name="People">Everybody inside, by name.</param>
public sealed record ChatRoomView(ChatRoomRow Row, int Version, int OwnLastRead, int DeskRead, IReadOnlyList<ChatPerson> People);

/// <summary>Somebody in a room.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="Name">Named so on screen.</param>
/// <param name="Role">The person's role.</param>
/// <param name="IsOnline">Has a live connection.</param>
/// <param name="Delivered">Received up to here.</param>
/// <param name="Read">Read up to here.</param>
public sealed record ChatPerson(Guid AccountId, string Name, Role Role, bool IsOnline, int Delivered, int Read);

/// <summary>One line of a conversation as a reader sees it.</summary>
/// <param name="Id">The message.</param>
/// <param name="RoomId">The room.</param>
/// <param name="Sequence">Its place in the room.</param>
/// <param name="Kind">What it is.</param>
/// <param name="SenderId">Who said it.</param>
/// <param name="SenderName">Named so on screen.</param>
/// <param name="IsFromPatient">Said by the room's patient.</param>
/// <param name="Body">The text to the letter; empty when it was deleted.</param>
/// <param name="ClientMessageId">The id that the sender's client gave it.</param>
/// <param name="SentAt">When, in UTC.</param>
/// <param name="EditedAt">When the text was changed last, in UTC.</param>
/// <param name="DeletedAt">When it was deleted, in UTC.</param>
/// <param name="AboutName">Whom a note is about.</param>
/// <param name="ReplyTo">The message that it answers.</param>
/// <param name="Version">Its version.</param>
public sealed record ChatMessageRow(
    Guid Id,
    Guid RoomId,
    int Sequence,
    ChatMessageKind Kind,
    Guid SenderId,
    string SenderName,
    bool IsFromPatient,
    string Body,
    Guid ClientMessageId,
    DateTimeOffset SentAt,
    DateTimeOffset? EditedAt,
    DateTimeOffset? DeletedAt,
    string? AboutName,
    ChatQuote? ReplyTo,
    int Version)
{
    /// <summary>The signs under it, in the order in which they came.</summary>
    public IReadOnlyList<ChatReactionRow> Reactions { get; init; } = [];

    /// <summary>The files that came with it, in their order; none once it was deleted.</summary>
    public IReadOnlyList<AttachmentRow> Attachments { get; init; } = [];
}

/// <summary>The message that another one answers.</summary>
/// <param name="Sequence">Its place in the room.</param>
/// <param name="SenderName">Who said it.</param>
/// <param name="Body">The beginning of its text; empty when it was deleted.</param>
public sealed record ChatQuote(int Sequence, string SenderName, string Body);

/// <summary>One sign under a message.</summary>
/// <param name="Emoji">The sign.</param>
/// <param name="Count">How many people.</param>
/// <param name="IsOwn">Whether this reader is one of them.</param>
/// <param name="Names">Who they are.</param>
public sealed record ChatReactionRow(string Emoji, int Count, bool IsOwn, string Names);
