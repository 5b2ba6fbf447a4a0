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

/// <summary>What can be listened to. Made only by the factories here, so that publisher and listener cannot differ in spelling.</summary>
/// <param name="Name">The topic's name on the bus.</param>
public readonly record struct Topic(string Name)
{
    /// <summary>All appointments of one clinic on one of its calendar days.</summary>
    public static Topic DayBoard(Guid organizationId, DateOnly day) => new($"day:{organizationId:N}:{day:yyyyMMdd}");

    /// <summary>All appointments of one clinic, whatever their day; for programs that follow everything.</summary>
    public static Topic Appointments(Guid organizationId) => new($"appointments:{organizationId:N}");

    /// <summary>The practitioners of one clinic: availability, being online, master data.</summary>
    public static Topic Practitioners(Guid organizationId) => new($"practitioners:{organizationId:N}");

    /// <summary>How long consultations of one clinic took before a day. Nothing rings on it: each day has its own, read once.</summary>
    public static Topic ConsultationLengths(Guid organizationId, DateOnly day) => new($"lengths:{organizationId:N}:{day:yyyyMMdd}");

    /// <summary>How long a doctor's or a desk's answers took before a day. Nothing rings on it: each day has its own, read once.</summary>
    public static Topic ReplyTimes(Guid ownerId, DateOnly day) => new($"reply-times:{ownerId:N}:{day:yyyyMMdd}");

    /// <summary>Hours, exceptions, absences and kinds of visits of one clinic.</summary>
    public static Topic Schedule(Guid organizationId) => new($"schedule:{organizationId:N}");

    /// <summary>The waiting list of one clinic: who waits, who is offered what, and that a time became free.</summary>
    public static Topic WaitingList(Guid organizationId) => new($"waiting:{organizationId:N}");

    /// <summary>Signing in and out at one clinic.</summary>
    public static Topic SignInFeed(Guid organizationId) => new($"feed:{organizationId:N}");

    /// <summary>What one clinic itself closed at the end of its last day.</summary>
    public static Topic EndOfDay(Guid organizationId) => new($"end-of-day:{organizationId:N}");

    /// <summary>One appointment, wherever it moves.</summary>
    public static Topic Appointment(Guid appointmentId) => new($"appointment:{appointmentId:N}");

    /// <summary>All appointments of one patient.</summary>
    public static Topic PatientAppointments(Guid patientId) => new($"patient:{patientId:N}");

    /// <summary>The patients of one clinic: registered, changed.</summary>
    public static Topic Patients(Guid organizationId) => new($"patients:{organizationId:N}");

    /// <summary>Rights and sessions of one account.</summary>
    public static Topic Account(Guid accountId) => new($"account:{accountId:N}");

    /// <summary>The accounts of one clinic, for whoever manages them.</summary>
    public static Topic Accounts(Guid organizationId) => new($"accounts:{organizationId:N}");

    /// <summary>What one account was told and has read.</summary>
    public static Topic Notifications(Guid accountId) => new($"notifications:{accountId:N}");

    /// <summary>One conversation: its messages, people and receipts, and who types in it.</summary>
    public static Topic Room(Guid roomId) => new($"room:{roomId:N}");

    /// <summary>The conversations that one account is in.</summary>
    public static Topic ChatList(Guid accountId) => new($"chats:{accountId:N}");

    /// <summary>Whether one patient is connected, for those who talk with him.</summary>
    public static Topic PatientPresence(Guid accountId) => new($"patient-presence:{accountId:N}");

    /// <summary>All conversations between patients and the front desk of one clinic.</summary>
    public static Topic ChatDesk(Guid organizationId) => new($"chat-desk:{organizationId:N}");

    /// <summary>Which patients of one clinic wait for a doctor's answer, and who answers in whose place; for staff.</summary>
    public static Topic WaitForDoctor(Guid organizationId) => new($"doctor-waits:{organizationId:N}");

    /// <summary>One waiting-room screen: its settings, its end, its next check-in code.</summary>
    public static Topic Display(Guid displayId) => new($"display:{displayId:N}");

    /// <summary>The webhooks of a clinic, and what is sent to them.</summary>
    public static Topic Webhooks(Guid organizationId) => new($"webhooks:{organizationId:N}");

    /// <summary>The waiting-room screens of one clinic, for whoever looks after them.</summary>
    public static Topic Displays(Guid organizationId) => new($"displays:{organizationId:N}");

    /// <summary>What of one clinic goes out of the app: waits, leaves, failed.</summary>
    public static Topic Deliveries(Guid organizationId) => new($"deliveries:{organizationId:N}");

    /// <summary>The clinic itself: its settings, and the beginning of its day.</summary>
    public static Topic Clinic(Guid organizationId) => new($"clinic:{organizationId:N}");
}
