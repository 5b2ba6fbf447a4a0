using ClinicLive.Domain.Features.Notifications;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>
/// What leaves the app, worded from the kind alone: it cannot hold a name, a reason or a diagnosis, because it is given none. The rest is
/// behind the link, for whoever signs in.
/// </summary>
/// <param name="Title">A subject, in a few words.</param>
/// <param name="Text">One or two sentences.</param>
public sealed record OutgoingText(string Title, string Text)
{
    /// <summary>The words for a kind.</summary>
    public static OutgoingText Of(NotificationKind kind) => kind switch
    {
        NotificationKind.PatientCall => new("Your clinic is ready for you", "You are being called. Open the link to see where to go."),
        NotificationKind.Reminder => new("A reminder from your clinic", "Your appointment is near. Open the link to see when it is, and to confirm, move or cancel it."),
        NotificationKind.AppointmentUpdate => new("You have a new message from your clinic", "Something about an appointment has changed. Open the link to read it."),
        _ => new("You have a new message from your clinic", "Open the link to read it."),
    };
}
