using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>Who answers in a doctor's place, and for how long.</summary>
/// <param name="PractitionerId">The doctor who answers.</param>
/// <param name="AccountId">That doctor's account.</param>
/// <param name="DoctorName">The doctor whose patient it is, as the note in the conversation names him.</param>
/// <param name="Until">When it ends by itself, in UTC; null: when the own doctor answers, or somebody ends it.</param>
/// <param name="TimeOffId">The absence that names the one who covers; null for a conversation that was handed over by hand.</param>
public sealed record RoomCover(Guid PractitionerId, Guid AccountId, string DoctorName, DateTimeOffset? Until, Guid? TimeOffId);

/// <content>A colleague answers in the doctor's place: while the doctor is away, or because somebody handed the conversation over.</content>
public sealed partial class ChatRoom
{
    /// <summary>
    /// How far back a covering doctor reads: what was said in the last 90 days before the question. Answering safely needs what led
    /// to it; what lies further back stays between the patient and his own doctor, who can be asked.
    /// </summary>
    public static readonly TimeSpan CoverSeesBack = TimeSpan.FromDays(90);

    /// <summary>What has waited for longer is no question any more: an absence hands it to nobody, and a new message begins a new wait.</summary>
    public static readonly TimeSpan WaitCounts = TimeSpan.FromDays(14);

    /// <summary>How long a conversation that was handed over by hand stays there after it was answered.</summary>
    public static readonly TimeSpan CoverLingers = TimeSpan.FromDays(3);

    /// <summary>The doctor who answers in the place of the room's own, or null.</summary>
    public Guid? CoveredBy { get; private set; }

    /// <summary>When the cover ends by itself, in UTC; null: when the own doctor answers, somebody ends it, or <see cref="CoverLingers"/> after an answer.</summary>
    public DateTimeOffset? CoverUntil { get; private set; }

    /// <summary>The absence that the cover belongs to; null for one by hand.</summary>
    public Guid? CoverTimeOffId { get; private set; }

    /// <summary>The absence whose cover was given back by hand: it does not begin again.</summary>
    public Guid? CoverDeclinedFor { get; private set; }

    /// <summary>Another doctor answers from now on. Refuses what is no unanswered conversation with a doctor; null when that doctor does already.</summary>
    public (ChatMessage? Note, Refusal? Refusal) Cover(RoomCover cover, Actor by, DateTimeOffset at)
    {
        if (Kind != ChatRoomKind.Direct) return (null, Refusal.NotAllowed("Only a conversation with a doctor can be handed over."));
        if (cover.PractitionerId == PractitionerId) return (null, Refusal.Invalid("Doctor", "Please choose another doctor."));
        if (CoveredBy == cover.PractitionerId) return (null, null);
        if (WaitingSince is null) return (null, Refusal.NotAllowed("Everything in this conversation is answered."));
        (CoveredBy, CoverUntil, CoverTimeOffId) = (cover.PractitionerId, cover.Until, cover.TimeOffId);
        return (NoteChange(ChatMessageKind.Covered, ActivityKind.ChatRoomCovered, by, at, cover.AccountId, cover.DoctorName, cover.AccountId), null);
    }

    /// <summary>The conversation is its own doctor's again; null when it is.</summary>
    /// <param name="coveringAccountId">Who answered until now.</param>
    /// <param name="doctorName">The room's own doctor, as the note names him.</param>
    /// <param name="staysEnded">The absence that began it must not begin it again.</param>
    /// <param name="by">Who ends it.</param>
    /// <param name="at">Now, in UTC.</param>
    public ChatMessage? EndCover(Guid coveringAccountId, string doctorName, bool staysEnded, Actor by, DateTimeOffset at)
    {
        if (CoveredBy is null) return null;
        if (staysEnded) CoverDeclinedFor = CoverTimeOffId ?? CoverDeclinedFor;
        (CoveredBy, CoverUntil, CoverTimeOffId) = (null, null, null);
        return NoteChange(ChatMessageKind.CoverEnded, ActivityKind.ChatRoomCoverEnded, by, at, coveringAccountId, doctorName, coveringAccountId);
    }

    /// <summary>What was asked is not there any more: nobody waits. False when nobody did.</summary>
    internal bool NothingWaits()
    {
        if (WaitingSince is null) return false;
        (WaitingSince, EscalatedAt) = (null, null);
        return true;
    }

    /// <summary>A doctor's sign under the last thing that a patient said is an answer, too: "thank you" needs no other. False when nobody waited.</summary>
    internal bool Acknowledge(Actor by, ChatMessage message)
    {
        if (Kind != ChatRoomKind.Direct || by.Role != Role.Practitioner || !message.IsFromPatient || message.SentAt < WaitingSince || WaitingSince is null) return false;
        return NothingWaits();
    }

    // A patient waits for a doctor, whoever of the doctors answers.
    private void TurnAtDoctor(Actor by, DateTimeOffset at)
    {
        if (by.Role == Role.Patient)
        {
            if (WaitingSince is null || at - WaitingSince > WaitCounts) WaitingSince = at;
            return;
        }

        NothingWaits();
        if (CoveredBy is not null && CoverTimeOffId is null) CoverUntil ??= at + CoverLingers;
    }
}
