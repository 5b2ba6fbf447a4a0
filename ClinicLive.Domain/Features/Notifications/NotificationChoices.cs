namespace ClinicLive.Domain.Features.Notifications;

/// <summary>
/// How one person wants to be told. Without any choice: everything pops up, calls and urgent ones sound, and nothing but a
/// call to the room sounds from 22:00 to 7:00.
/// </summary>
/// <param name="Off">What was switched off.</param>
/// <param name="QuietFrom">First quiet time of the day on the person's clock.</param>
/// <param name="QuietUntil">First time that is not quiet any more.</param>
/// <param name="Zone">The person's time zone; the clinic's where he never said.</param>
public sealed record NotificationChoices(
    IReadOnlyList<(NotificationKind Kind, NotificationChannel Channel)> Off, TimeOnly QuietFrom, TimeOnly QuietUntil, TimeZoneInfo Zone)
{
    /// <summary>Where the quiet hours begin when nobody chose.</summary>
    public static readonly TimeOnly DefaultQuietFrom = new(22, 0);

    /// <summary>Where the quiet hours end when nobody chose.</summary>
    public static readonly TimeOnly DefaultQuietUntil = new(7, 0);

    /// <summary>What was asked for beyond what nobody needs to choose.</summary>
    public IReadOnlyList<(NotificationKind Kind, NotificationChannel Channel)> Asked { get; init; } = [];

    /// <summary>What of a kind leaves the app by a way.</summary>
    public OutgoingChoice Outgoing(NotificationKind kind, NotificationChannel channel) =>
        Off.Contains((kind, channel)) ? OutgoingChoice.Never : Asked.Contains((kind, channel)) ? OutgoingChoice.Always : OutgoingChoice.Urgent;

    /// <summary>Whether notifications of a kind take a way.</summary>
    public bool IsOn(NotificationKind kind, NotificationChannel channel) => !Off.Contains((kind, channel));

    /// <summary>
    /// Whether it sounds now: urgent ones and calls to a room do, unless that is switched off or it is night for the person.
    /// Who is called sits in the waiting room, so a call is never too late.
    /// </summary>
    public bool Sounds(NotificationKind kind, NotificationSeverity severity, DateTimeOffset now) =>
        (severity == NotificationSeverity.Critical || kind == NotificationKind.PatientCall)
        && IsOn(kind, NotificationChannel.Sound)
        && (kind == NotificationKind.PatientCall || !IsQuiet(now));

    /// <summary>Whether an instant lies in the person's quiet hours.</summary>
    public bool IsQuiet(DateTimeOffset instant)
    {
        if (QuietFrom == QuietUntil) return false;
        return TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime).IsBetween(QuietFrom, QuietUntil); // begins inclusive, ends exclusive, may span midnight
    }
}

/// <summary>What of a kind leaves the app by one way.</summary>
public enum OutgoingChoice
{
    /// <summary>What counts where nobody chose: what is urgent, reminders by e-mail, and for browsers that were allowed to everything but signing in.</summary>
    Urgent,

    /// <summary>All of it.</summary>
    Always,

    /// <summary>Nothing of it.</summary>
    Never,
}
