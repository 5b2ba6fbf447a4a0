namespace ClinicLive.Domain.Features.Notifications;

/// <summary>What a notification is about. Stored by name; a name, once used, keeps its meaning.</summary>
public enum NotificationKind
{
    /// <summary>Something about an appointment changed.</summary>
    AppointmentUpdate,

    /// <summary>An appointment is near.</summary>
    Reminder,

    /// <summary>Somebody wrote in a conversation.</summary>
    ChatMessage,

    /// <summary>A message from the clinic itself, such as an announcement.</summary>
    SystemMessage,

    /// <summary>A waiting patient is called to a room.</summary>
    PatientCall,

    /// <summary>A colleague signed in or out.</summary>
    SignIn,
}

/// <summary>How much attention a notification asks for.</summary>
public enum NotificationSeverity
{
    /// <summary>Is seen when somebody looks; its popup leaves by itself.</summary>
    Normal,

    /// <summary>Somebody waits for the answer: its popup stays until it is dismissed, and it sounds.</summary>
    Critical,
}

/// <summary>A way in which a notification reaches a person, beside the list that always has it.</summary>
public enum NotificationChannel
{
    /// <summary>Pops up on the screens that are open.</summary>
    Popup,

    /// <summary>Sounds, where it is urgent.</summary>
    Sound,

    /// <summary>Leaves the app for the person's browsers. What nobody chose: everything but colleagues' signing in, where a browser was allowed to.</summary>
    WebPush,

    /// <summary>Leaves the app for the person's e-mail address. What nobody chose: what is urgent, and reminders.</summary>
    Email,

    /// <summary>Leaves the app for the person's telephone. What nobody chose: what is urgent.</summary>
    Sms,
}
