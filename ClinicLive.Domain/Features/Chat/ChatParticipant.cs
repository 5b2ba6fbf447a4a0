using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// Somebody's place in a room: from where on he sees its history, and how far he has received and read. One row per room and
/// account; whoever left and comes back gets his row back. People of the front desk have none in front-desk rooms: their
/// role lets them in.
/// </summary>
public sealed class ChatParticipant
{
    private ChatParticipant()
    {
    }

    /// <summary>Comes into a room. With <paramref name="seesHistory"/> also what was said before.</summary>
    public ChatParticipant(ChatRoom room, Guid accountId, DateTimeOffset at, bool seesHistory = true)
    {
        RoomId = room.Id;
        AccountId = accountId;
        ComeIn(room, at, seesHistory);
    }

    /// <summary>The room.</summary>
    public Guid RoomId { get; private init; }

    /// <summary>The person.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>When the person came in last, in UTC.</summary>
    public DateTimeOffset JoinedAt { get; private set; }

    /// <summary>When the person went, in UTC; null while inside. From then on nothing of the room is to be read.</summary>
    public DateTimeOffset? LeftAt { get; private set; }

    /// <summary>Messages up to this number stay unseen.</summary>
    public int VisibleAfter { get; private set; }

    /// <summary>The newest message that reached one of the person's screens. The database refuses a save that started from an older one.</summary>
    public int LastDelivered { get; private set; }

    /// <summary>The newest message that was read. The database refuses a save that started from an older one.</summary>
    public int LastRead { get; private set; }

    /// <summary>Comes back into the room.</summary>
    public void ComeIn(ChatRoom room, DateTimeOffset at, bool seesHistory)
    {
        JoinedAt = at;
        LeftAt = null;
        VisibleAfter = seesHistory ? 0 : room.LastSequence;
        LastDelivered = Math.Max(LastDelivered, VisibleAfter);
        LastRead = Math.Max(LastRead, VisibleAfter);
    }

    /// <summary>
    /// Comes in to answer in somebody's place: sees what came after <paramref name="visibleAfter"/>, and what was answered before is
    /// not news to him.
    /// </summary>
    public void ComeInToCover(int visibleAfter, int answeredUpTo, DateTimeOffset at)
    {
        JoinedAt = at;
        LeftAt = null;
        VisibleAfter = visibleAfter;
        LastDelivered = Math.Max(LastDelivered, answeredUpTo);
        LastRead = Math.Max(LastRead, answeredUpTo);
    }

    /// <summary>Goes.</summary>
    public void Leave(DateTimeOffset at) => LeftAt ??= at;

    /// <summary>Has received up to here; false when that was known. Never goes back and never beyond the newest message.</summary>
    public bool MoveDelivered(int sequence, ChatRoom room)
    {
        var upTo = Math.Min(sequence, room.LastSequence);
        if (upTo <= LastDelivered) return false;
        LastDelivered = upTo;
        return true;
    }

    /// <summary>Has read up to here, and so received it; false when that was known.</summary>
    public bool MoveRead(int sequence, ChatRoom room)
    {
        var upTo = Math.Min(sequence, room.LastSequence);
        if (upTo <= LastRead) return false;
        LastRead = upTo;
        LastDelivered = Math.Max(LastDelivered, upTo);
        return true;
    }
}
