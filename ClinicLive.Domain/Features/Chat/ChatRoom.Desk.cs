using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <content>The front desk's side of a room. The desk is one person to the patient: whoever reads or answers, has read or answered for all.</content>
public sealed partial class ChatRoom
{
    /// <summary>How long a patient's message may wait for an answer before it is shown as late.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(15);

    /// <summary>Up to where the front desk has read.</summary>
    public int DeskReadSequence { get; private set; }

    /// <summary>True when the desk has put it away; the next message opens it again.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The person of the desk who works on it, or null.</summary>
    public Guid? AssignedTo { get; private set; }

    /// <summary>Since when the patient waits for the desk's or the doctor's answer, in UTC; null when nothing is unanswered.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }

    /// <summary>When this wait was brought before everybody, in UTC; null while it was not.</summary>
    public DateTimeOffset? EscalatedAt { get; private set; }

    /// <summary>Brings the wait before everybody, once; false when nobody waits or it was done.</summary>
    public bool Escalate(DateTimeOffset at)
    {
        if (WaitingSince is null || EscalatedAt is not null) return false;
        EscalatedAt = at;
        return true;
    }

    /// <summary>Gives the room to somebody of the desk, or hands it over; null when it is with that person already.</summary>
    public (ChatMessage? Note, Refusal? Refusal) Assign(Guid accountId, Actor by, DateTimeOffset at)
    {
        if (Kind != ChatRoomKind.FrontDesk) return (null, OnlyFrontDesk);
        if (AssignedTo == accountId) return (null, null);
        AssignedTo = accountId;
        return (NoteChange(ChatMessageKind.Assigned, ActivityKind.ChatRoomAssigned, by, at, accountId, null), null);
    }

    /// <summary>Puts the room away. What was unanswered counts as dealt with.</summary>
    public (ChatMessage? Note, Refusal? Refusal) Close(Actor by, DateTimeOffset at)
    {
        if (Kind != ChatRoomKind.FrontDesk) return (null, OnlyFrontDesk);
        if (IsClosed) return (null, null);
        IsClosed = true;
        (WaitingSince, EscalatedAt) = (null, null);
        var note = NoteChange(ChatMessageKind.Closed, ActivityKind.ChatRoomClosed, by, at, null, null);
        DeskReadSequence = LastSequence;
        return (note, null);
    }

    /// <summary>Takes the room up again.</summary>
    public (ChatMessage? Note, Refusal? Refusal) Reopen(Actor by, DateTimeOffset at)
    {
        if (Kind != ChatRoomKind.FrontDesk) return (null, OnlyFrontDesk);
        if (!IsClosed) return (null, null);
        IsClosed = false;
        return (NoteChange(ChatMessageKind.Reopened, ActivityKind.ChatRoomReopened, by, at, null, null), null);
    }

    /// <summary>The desk has read up to here; false when it had already.</summary>
    public bool MoveDeskRead(int sequence)
    {
        var upTo = Math.Min(sequence, LastSequence);
        if (upTo <= DeskReadSequence) return false;
        DeskReadSequence = upTo;
        return true;
    }

    private static Refusal OnlyFrontDesk => Refusal.NotAllowed("Only a conversation with the front desk can be assigned or closed.");

    private void TurnAtDesk(Actor by, DateTimeOffset at)
    {
        IsClosed = false;
        if (by.Role == Role.Patient)
        {
            WaitingSince ??= at;
            return;
        }

        (WaitingSince, EscalatedAt) = (null, null);
        DeskReadSequence = LastSequence;
        AssignedTo ??= by.UserId;
    }
}
