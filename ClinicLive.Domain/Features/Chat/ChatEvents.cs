using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Chat;

// Published by: ChatService, TypingSignals. Heard by: open rooms, lists of conversations, the unread count in the navigation.

/// <summary>Somebody said something. The reader reads what comes after the last message that it shows.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="RoomId">The room.</param>
/// <param name="MessageId">The message.</param>
/// <param name="Sequence">Its place in the room.</param>
/// <param name="Kind">The kind of room.</param>
/// <param name="SenderId">Who.</param>
/// <param name="At">When, in UTC.</param>
public sealed record MessageSent(Guid OrganizationId, Guid RoomId, Guid MessageId, int Sequence, ChatRoomKind Kind, Guid SenderId, DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => ChatTopics.Of(OrganizationId, RoomId, Kind);

    /// <inheritdoc/>
    public string Key => $"room:{RoomId:N}";
}

/// <summary>A message was changed, deleted or reacted to.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="RoomId">The room.</param>
/// <param name="MessageId">The message.</param>
/// <param name="Sequence">Its place in the room.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="At">When, in UTC.</param>
public sealed record MessageChanged(Guid OrganizationId, Guid RoomId, Guid MessageId, int Sequence, int Version, DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Room(RoomId)];

    /// <inheritdoc/>
    public string Key => $"message:{MessageId:N}";
}

/// <summary>The room itself changed: opened, renamed, people came or went, assigned, closed, reopened.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="RoomId">The room.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="Kind">The kind of room.</param>
/// <param name="At">When, in UTC.</param>
public sealed record RoomChanged(Guid OrganizationId, Guid RoomId, int Version, ChatRoomKind Kind, DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => ChatTopics.Of(OrganizationId, RoomId, Kind);

    /// <inheritdoc/>
    public string Key => $"room-itself:{RoomId:N}";
}

/// <summary>Somebody has received or read more than before.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="RoomId">The room.</param>
/// <param name="Kind">The kind of room.</param>
/// <param name="AccountId">Who; in a front-desk room the desk is one person, named by whoever read.</param>
/// <param name="Delivered">Received up to here.</param>
/// <param name="Read">Read up to here.</param>
public sealed record ReceiptMoved(Guid OrganizationId, Guid RoomId, ChatRoomKind Kind, Guid AccountId, int Delivered, int Read) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => ChatTopics.Of(OrganizationId, RoomId, Kind);

    /// <inheritdoc/>
    public string Key => $"receipt:{RoomId:N}:{AccountId:N}";
}

/// <summary>A person's list of conversations is to be read again: for everybody in a room, when something happened in it.</summary>
/// <param name="AccountId">Whose list.</param>
/// <param name="RoomId">The room in which it happened.</param>
public sealed record ChatListChanged(Guid AccountId, Guid RoomId) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.ChatList(AccountId)];

    /// <inheritdoc/>
    public string Key => $"list:{RoomId:N}";
}

/// <summary>A patient waits for a doctor's answer, has got it, or another doctor answers now.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="RoomId">The conversation.</param>
/// <param name="At">When, in UTC.</param>
public sealed record WaitForDoctorChanged(Guid OrganizationId, Guid RoomId, DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.WaitForDoctor(OrganizationId)];

    /// <inheritdoc/>
    public string Key => $"doctor-wait:{RoomId:N}";
}

/// <summary>Somebody types. Never stored; it lapses by itself.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="AccountId">Who.</param>
/// <param name="Until">When it lapses, in UTC; in the past when the person has stopped.</param>
public sealed record TypingSignalled(Guid RoomId, Guid AccountId, DateTimeOffset Until) : IPassingSignal
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Room(RoomId)];

    /// <inheritdoc/>
    public string Key => $"typing:{RoomId:N}:{AccountId:N}";
}

internal static class ChatTopics
{
    /// <summary>Who hears of a room: those who look at it, and the whole desk when it is theirs. Members' lists are told one by one.</summary>
    public static IEnumerable<Topic> Of(Guid organizationId, Guid roomId, ChatRoomKind kind) =>
        kind == ChatRoomKind.FrontDesk ? [Topic.Room(roomId), Topic.ChatDesk(organizationId)] : [Topic.Room(roomId)];
}
