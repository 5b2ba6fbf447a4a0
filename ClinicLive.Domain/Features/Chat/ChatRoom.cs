using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>What kind of conversation a room holds. Stored by name.</summary>
public enum ChatRoomKind
{
    /// <summary>One patient and one doctor; there is exactly one such room per pair.</summary>
    Direct,

    /// <summary>Named participants: colleagues, and at most one patient.</summary>
    Group,

    /// <summary>One patient and the front desk, worked by whoever is on duty; exactly one per patient.</summary>
    FrontDesk,
}

/// <summary>
/// A conversation. It numbers its messages from 1 without gaps; the number, not the clock, is their order. The database
/// refuses a second room of a pair, a number given twice and a client's message id used twice.
/// </summary>
public sealed partial class ChatRoom : LiveEntity
{
    /// <summary>Longest name of a group, in UTF-16 units.</summary>
    public const int NameLimit = 120;

    private ChatRoom()
    {
    }

    /// <summary>Who it is for.</summary>
    public ChatRoomKind Kind { get; private init; }

    /// <summary>The name of a group; null for the other kinds, which are named after the people in them.</summary>
    public string? Name { get; private set; }

    /// <summary>The patient of a direct or front-desk room.</summary>
    public Guid? PatientId { get; private init; }

    /// <summary>The doctor of a direct room.</summary>
    public Guid? PractitionerId { get; private init; }

    /// <summary>When it was opened, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The number of the newest message; 0 while there is none. The database refuses a save that started from an older one.</summary>
    public int LastSequence { get; private set; }

    /// <summary>When the newest message was sent, in UTC; the opening while there is none.</summary>
    public DateTimeOffset LastMessageAt { get; private set; }

    /// <summary>The one room of a patient and a doctor. The id is given only by data that is the same on every machine.</summary>
    public static ChatRoom Direct(Guid patientId, Guid practitionerId, Actor by, DateTimeOffset at, Guid? id = null) =>
        new ChatRoom { Id = id ?? Guid.CreateVersion7(), OrganizationId = by.OrganizationId, Kind = ChatRoomKind.Direct, PatientId = patientId, PractitionerId = practitionerId, CreatedAt = at, LastMessageAt = at }
            .Opened(by, at, null);

    /// <summary>The one room of a patient and the front desk.</summary>
    public static ChatRoom FrontDesk(Guid patientId, Actor by, DateTimeOffset at, Guid? id = null) =>
        new ChatRoom { Id = id ?? Guid.CreateVersion7(), OrganizationId = by.OrganizationId, Kind = ChatRoomKind.FrontDesk, PatientId = patientId, CreatedAt = at, LastMessageAt = at }
            .Opened(by, at, null);

    /// <summary>A group with a name. Refuses a name that cannot be shown.</summary>
    public static (ChatRoom? Room, Refusal? Refusal) Group(string name, Actor by, DateTimeOffset at, Guid? commandId = null, Guid? id = null) =>
        CheckName(name) is { } refusal
            ? (null, refusal)
            : (new ChatRoom { Id = id ?? Guid.CreateVersion7(), OrganizationId = by.OrganizationId, Kind = ChatRoomKind.Group, Name = name.Trim(), CreatedAt = at, LastMessageAt = at }
                .Opened(by, at, commandId), null);

    /// <summary>Says something: takes the next number. The text must have passed <see cref="MessageText"/>. The id is given only by data that is the same on every machine.</summary>
    public ChatMessage Post(Actor by, Guid clientMessageId, string body, Guid? replyToId, DateTimeOffset at, Guid? id = null)
    {
        var message = Next(ChatMessageKind.Text, by, at, clientMessageId, body, replyToId, null, id);
        if (Kind == ChatRoomKind.FrontDesk) TurnAtDesk(by, at);
        else if (Kind == ChatRoomKind.Direct) TurnAtDoctor(by, at);
        Raise(new MessageSent(OrganizationId, Id, message.Id, LastSequence, Kind, by.UserId, at), Line(ActivityKind.ChatMessageSent, by, at, LastSequence));
        return message;
    }

    /// <summary>Gives a group another name; false when it has it already.</summary>
    public (ChatMessage? Note, Refusal? Refusal) Rename(string name, Actor by, DateTimeOffset at)
    {
        if (Kind != ChatRoomKind.Group) return (null, Refusal.NotAllowed("Only a group has a name of its own."));
        if (CheckName(name) is { } refusal) return (null, refusal);
        if (Name == name.Trim()) return (null, null);
        Name = name.Trim();
        return (NoteChange(ChatMessageKind.Renamed, ActivityKind.ChatRoomRenamed, by, at, null, Name), null);
    }

    /// <summary>Notes that somebody came into the room.</summary>
    public ChatMessage NoteJoined(Guid accountId, Actor by, DateTimeOffset at) =>
        NoteChange(ChatMessageKind.Joined, ActivityKind.ChatParticipantAdded, by, at, accountId, null);

    /// <summary>Notes that somebody went from the room.</summary>
    public ChatMessage NoteLeft(Guid accountId, Actor by, DateTimeOffset at) =>
        NoteChange(ChatMessageKind.Left, ActivityKind.ChatParticipantLeft, by, at, accountId, null);

    /// <summary>Raises the event and the line of a message that was changed in this room.</summary>
    internal void NoteMessageChanged(ChatMessage message, ActivityKind kind, Actor by, DateTimeOffset at) =>
        Raise(new MessageChanged(OrganizationId, Id, message.Id, message.Sequence, message.Version, at), Line(kind, by, at, message.Sequence));

    private static Refusal? CheckName(string name) =>
        !PlainText.HasVisibleCharacter(name) ? Refusal.Invalid("Name", "Please give the group a name.")
        : name.Length > NameLimit ? Refusal.Invalid("Name", $"The name is longer than {NameLimit} characters.")
        : PlainText.HasBrokenCharacter(name) ? Refusal.Invalid("Name", "A character of the name is broken. Please type it again.")
        : null;

    private ChatRoom Opened(Actor by, DateTimeOffset at, Guid? commandId)
    {
        Raise(new RoomChanged(OrganizationId, Id, Version, Kind, at), Line(ActivityKind.ChatRoomOpened, by, at, Version, commandId));
        return this;
    }

    // The clinic itself has no account that could say something: its notes stand in the name of the person whom they concern.
    private ChatMessage NoteChange(ChatMessageKind note, ActivityKind kind, Actor by, DateTimeOffset at, Guid? aboutId, string? text, Guid? concerned = null)
    {
        Version++;
        var sender = by.Role == Role.System && concerned is { } person ? by with { UserId = person } : by;
        var message = Next(note, sender, at, Guid.CreateVersion7(), text ?? "", null, aboutId);
        Raise(new RoomChanged(OrganizationId, Id, Version, Kind, at), Line(kind, by, at, Version));
        return message;
    }

    private ChatMessage Next(ChatMessageKind kind, Actor by, DateTimeOffset at, Guid clientMessageId, string body, Guid? replyToId, Guid? aboutId, Guid? id = null)
    {
        LastSequence++;
        LastMessageAt = at;
        return new ChatMessage(this, LastSequence, kind, by, at, clientMessageId, body, replyToId, aboutId) { Id = id ?? Guid.CreateVersion7() };
    }

    private ActivityEntry Line(ActivityKind kind, Actor by, DateTimeOffset at, int version, Guid? commandId = null) => new()
    {
        OrganizationId = OrganizationId,
        ActorId = by.UserId,
        Kind = kind,
        Category = ActivityCategory.Chat,
        SubjectId = Id,
        SubjectVersion = version,
        At = at,
        CommandId = commandId,
    };
}
