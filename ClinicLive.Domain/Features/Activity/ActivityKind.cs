namespace ClinicLive.Domain.Features.Activity;

/// <summary>What a line of the activity log tells of. Stored by name; a name, once used, keeps its meaning.</summary>
public enum ActivityKind
{
    /// <summary>An appointment was asked for.</summary>
    AppointmentRequested,

    /// <summary>A slot was reserved for a short time.</summary>
    AppointmentHeld,

    /// <summary>An appointment was booked.</summary>
    AppointmentBooked,

    /// <summary>A patient came without an appointment.</summary>
    AppointmentWalkedIn,

    /// <summary>An appointment was taken over from another system as it was there.</summary>
    AppointmentImported,

    /// <summary>An appointment went from one state to another.</summary>
    AppointmentMoved,

    /// <summary>The last move was taken back.</summary>
    AppointmentMoveUndone,

    /// <summary>Another time or another doctor.</summary>
    AppointmentRescheduled,

    /// <summary>The patient said that he will come.</summary>
    AppointmentConfirmed,

    /// <summary>Somebody came on the waiting list.</summary>
    WaitingListJoined,

    /// <summary>An appointment became the first of a series.</summary>
    SeriesBegun,

    /// <summary>A further appointment of a series was booked.</summary>
    SeriesAppointmentBooked,

    /// <summary>The patient was called to the room.</summary>
    PatientCalled,

    /// <summary>A visit was said to be urgent.</summary>
    AppointmentMadeUrgent,

    /// <summary>A visit is no longer urgent.</summary>
    AppointmentMadeRoutine,

    /// <summary>A booked or waiting patient was given to another doctor.</summary>
    AppointmentGivenToDoctor,

    /// <summary>Giving a patient to another doctor was taken back.</summary>
    AppointmentDoctorTakenBack,

    /// <summary>A patient who was away for a test is back.</summary>
    PatientCameBack,

    /// <summary>Another room was chosen for a patient.</summary>
    RoomChosen,

    /// <summary>A patient record was made.</summary>
    PatientRegistered,

    /// <summary>A doctor said that he is available, on a break or not available.</summary>
    AvailabilityChanged,

    /// <summary>The usual week of the clinic, a doctor or a room was changed.</summary>
    HoursChanged,

    /// <summary>Other hours were said for one date.</summary>
    HoursExceptionSet,

    /// <summary>The usual week counts again on a date.</summary>
    HoursExceptionRemoved,

    /// <summary>A doctor's absence was entered.</summary>
    TimeOffEntered,

    /// <summary>A doctor is there after all.</summary>
    TimeOffTakenBack,

    /// <summary>Somebody else covers an absence, or nobody does.</summary>
    TimeOffCoverSet,

    /// <summary>A kind of visit was added.</summary>
    VisitTypeAdded,

    /// <summary>A kind of visit got another name, length, buffer or other doctors.</summary>
    VisitTypeChanged,

    /// <summary>A kind of visit cannot be booked any more.</summary>
    VisitTypeRetired,

    /// <summary>A kind of visit can be booked again.</summary>
    VisitTypeBroughtBack,

    /// <summary>A room was added.</summary>
    RoomAdded,

    /// <summary>A room got another name.</summary>
    RoomRenamed,

    /// <summary>A room is not in use any more.</summary>
    RoomRetired,

    /// <summary>A room is in use again.</summary>
    RoomBroughtBack,

    /// <summary>The clinic works by other settings.</summary>
    ClinicSettingsChanged,

    /// <summary>Somebody signed in.</summary>
    SignedIn,

    /// <summary>Somebody signed out.</summary>
    SignedOut,

    /// <summary>The last connection of somebody was gone for longer than the grace.</summary>
    ConnectionLost,

    /// <summary>Somebody whose connection had been lost is back.</summary>
    Reconnected,

    /// <summary>An account was made.</summary>
    AccountCreated,

    /// <summary>An account may not sign in any more.</summary>
    AccountDisabled,

    /// <summary>An account may sign in again.</summary>
    AccountEnabled,

    /// <summary>An account's role was changed.</summary>
    AccountRoleChanged,

    /// <summary>An account's password was changed.</summary>
    PasswordChanged,

    /// <summary>A sign-in needs a code from now on.</summary>
    SecondFactorTurnedOn,

    /// <summary>The password is enough again; the person turned it off.</summary>
    SecondFactorTurnedOff,

    /// <summary>An admin took the second factor away from somebody who has lost it.</summary>
    SecondFactorReset,

    /// <summary>New recovery codes took the place of the old ones.</summary>
    RecoveryCodesRenewed,

    /// <summary>Somebody signed in with a recovery code.</summary>
    RecoveryCodeUsed,

    /// <summary>Staff sent people a message; the state after is to how many.</summary>
    NotificationSent,

    /// <summary>An admin had a message that had not left sent again.</summary>
    DeliverySentAgain,

    /// <summary>An admin tried a way out of the app.</summary>
    DeliveryTested,

    /// <summary>A conversation was opened.</summary>
    ChatRoomOpened,

    /// <summary>A group has another name.</summary>
    ChatRoomRenamed,

    /// <summary>Somebody came into a conversation.</summary>
    ChatParticipantAdded,

    /// <summary>Somebody went from a conversation.</summary>
    ChatParticipantLeft,

    /// <summary>Something was said.</summary>
    ChatMessageSent,

    /// <summary>A message was changed.</summary>
    ChatMessageEdited,

    /// <summary>A message was deleted.</summary>
    ChatMessageDeleted,

    /// <summary>A conversation of the front desk was given to somebody.</summary>
    ChatRoomAssigned,

    /// <summary>A conversation of the front desk was put away.</summary>
    ChatRoomClosed,

    /// <summary>A conversation of the front desk was taken up again.</summary>
    ChatRoomReopened,

    /// <summary>Another doctor answers in the place of a conversation's own.</summary>
    ChatRoomCovered,

    /// <summary>A conversation is its own doctor's again.</summary>
    ChatRoomCoverEnded,

    /// <summary>The record of a conversation was given out; the reason is its seal.</summary>
    ChatRoomExported,

    /// <summary>A quick reply was made or changed.</summary>
    QuickReplySaved,

    /// <summary>A quick reply was removed.</summary>
    QuickReplyRemoved,

    /// <summary>A waiting-room screen was put up.</summary>
    DisplayAdded,

    /// <summary>A waiting-room screen got another name, language or choice of doctors.</summary>
    DisplayAltered,

    /// <summary>A waiting-room screen got a new code.</summary>
    DisplayCodeRenewed,

    /// <summary>A waiting-room screen was taken down.</summary>
    DisplayRemoved,

    /// <summary>A webhook was added.</summary>
    WebhookAdded,

    /// <summary>A webhook got another name, address or choice of events, was paused or goes on.</summary>
    WebhookChanged,

    /// <summary>A webhook got a new secret.</summary>
    WebhookSecretRenewed,

    /// <summary>A webhook was removed.</summary>
    WebhookRemoved,

    /// <summary>An admin sent a webhook a trial.</summary>
    WebhookTested,

    /// <summary>An admin had something sent to a webhook again.</summary>
    WebhookSentAgain,

    /// <summary>Somebody made an address for his own calendar.</summary>
    CalendarFeedMade,

    /// <summary>Somebody made another address for his calendar; the one before is good for nothing.</summary>
    CalendarFeedReplaced,

    /// <summary>Somebody ended the address of his calendar.</summary>
    CalendarFeedRevoked,

    /// <summary>A history was taken over from other systems; the state after is how many visits.</summary>
    HistoryTakenOver,

    /// <summary>How another system's columns are read was kept.</summary>
    ImportMappingSaved,

    /// <summary>The clinic's records were given out; the state after says in which shape.</summary>
    ClinicExported,

    /// <summary>Everything about one patient was given out.</summary>
    PatientExported,
}
