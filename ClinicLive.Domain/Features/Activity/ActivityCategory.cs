namespace ClinicLive.Domain.Features.Activity;

/// <summary>The part of the clinic's life that a line of the log belongs to; the log is read by it.</summary>
public enum ActivityCategory
{
    /// <summary>An appointment's way through the day.</summary>
    Appointment,

    /// <summary>A doctor's availability.</summary>
    Practitioner,

    /// <summary>Hours, absences and kinds of visits.</summary>
    Schedule,

    /// <summary>The clinic's rooms and settings.</summary>
    Clinic,

    /// <summary>Patient records.</summary>
    Patient,

    /// <summary>Staff signing in and out, connections lost and back: what the feed on the dashboard shows.</summary>
    SignIn,

    /// <summary>Conversations: who did what in which room, never what was said.</summary>
    Chat,

    /// <summary>Accounts and rights, and patients' own sign-ins, which are nobody's business on a dashboard.</summary>
    Account,

    /// <summary>Messages that staff sent to people.</summary>
    Notification,

    /// <summary>The waiting-room screens.</summary>
    Display,
}
