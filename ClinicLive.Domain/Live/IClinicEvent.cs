namespace ClinicLive.Domain.Live;

/// <summary>
/// "Something changed, read it again." Carries ids, versions, enums and times only: no names, no text, no health data,
/// so merging two events with one key is always right and a lost one is never a lost fact.
/// </summary>
public interface IClinicEvent
{
    /// <summary>Who should hear of it.</summary>
    IEnumerable<Topic> Topics { get; }

    /// <summary>Events with one key replace each other in a mailbox; the newest stays.</summary>
    string Key { get; }
}

/// <summary>
/// What can be listened to. Made only by the factories here, so that publisher and listener cannot differ in spelling. A value and not a
/// text, because every screen names its topics with every change.
/// </summary>
/// <param name="Kind">What sort of thing is listened to.</param>
/// <param name="Of">Whose, by id.</param>
/// <param name="Day">Of which calendar day, where each day is a topic of its own.</param>
public readonly record struct Topic(string Kind, Guid Of = default, DateOnly Day = default)
{
    /// <summary>All appointments of one clinic on one of its calendar days.</summary>
    public static Topic DayBoard(Guid organizationId, DateOnly day) => new("day", organizationId, day);

    /// <summary>All appointments of one clinic, whatever their day; for programs that follow everything.</summary>
    public static Topic Appointments(Guid organizationId) => new("appointments", organizationId);

    /// <summary>The practitioners of one clinic: availability, being online, master data.</summary>
    public static Topic Practitioners(Guid organizationId) => new("practitioners", organizationId);

    /// <summary>How long consultations of one clinic took before a day. Nothing rings on it: each day has its own, read once.</summary>
    public static Topic ConsultationLengths(Guid organizationId, DateOnly day) => new("lengths", organizationId, day);

    /// <summary>How long a doctor's or a desk's answers took before a day. Nothing rings on it: each day has its own, read once.</summary>
    public static Topic ReplyTimes(Guid ownerId, DateOnly day) => new("reply-times", ownerId, day);

    /// <summary>Hours, exceptions, absences and kinds of visits of one clinic.</summary>
    public static Topic Schedule(Guid organizationId) => new("schedule", organizationId);

    /// <summary>The waiting list of one clinic: who waits, who is offered what, and that a time became free.</summary>
    public static Topic WaitingList(Guid organizationId) => new("waiting", organizationId);

    /// <summary>Signing in and out at one clinic.</summary>
    public static Topic SignInFeed(Guid organizationId) => new("feed", organizationId);

    /// <summary>What one clinic itself closed at the end of its last day.</summary>
    public static Topic EndOfDay(Guid organizationId) => new("end-of-day", organizationId);

    /// <summary>One appointment, wherever it moves.</summary>
    public static Topic Appointment(Guid appointmentId) => new("appointment", appointmentId);

    /// <summary>All appointments of one patient.</summary>
    public static Topic PatientAppointments(Guid patientId) => new("patient", patientId);

    /// <summary>The patients of one clinic: registered, changed.</summary>
    public static Topic Patients(Guid organizationId) => new("patients", organizationId);

    /// <summary>Rights and sessions of one account.</summary>
    public static Topic Account(Guid accountId) => new("account", accountId);

    /// <summary>The accounts of one clinic, for whoever manages them.</summary>
    public static Topic Accounts(Guid organizationId) => new("accounts", organizationId);

    /// <summary>What one account was told and has read.</summary>
    public static Topic Notifications(Guid accountId) => new("notifications", accountId);

    /// <summary>One conversation: its messages, people and receipts, and who types in it.</summary>
    public static Topic Room(Guid roomId) => new("room", roomId);

    /// <summary>The conversations that one account is in.</summary>
    public static Topic ChatList(Guid accountId) => new("chats", accountId);

    /// <summary>Whether one patient is connected, for those who talk with him.</summary>
    public static Topic PatientPresence(Guid accountId) => new("patient-presence", accountId);

    /// <summary>All conversations between patients and the front desk of one clinic.</summary>
    public static Topic ChatDesk(Guid organizationId) => new("chat-desk", organizationId);

    /// <summary>Which patients of one clinic wait for a doctor's answer, and who answers in whose place; for staff.</summary>
    public static Topic WaitForDoctor(Guid organizationId) => new("doctor-waits", organizationId);

    /// <summary>One waiting-room screen: its settings, its end, its next check-in code.</summary>
    public static Topic Display(Guid displayId) => new("display", displayId);

    /// <summary>The webhooks of a clinic, and what is sent to them.</summary>
    public static Topic Webhooks(Guid organizationId) => new("webhooks", organizationId);

    /// <summary>The waiting-room screens of one clinic, for whoever looks after them.</summary>
    public static Topic Displays(Guid organizationId) => new("displays", organizationId);

    /// <summary>What of one clinic goes out of the app: waits, leaves, failed.</summary>
    public static Topic Deliveries(Guid organizationId) => new("deliveries", organizationId);

    /// <summary>The clinic itself: its settings, and the beginning of its day.</summary>
    public static Topic Clinic(Guid organizationId) => new("clinic", organizationId);
}
