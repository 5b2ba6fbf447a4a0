using ClinicLive.Domain.Features.Notifications;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>Whether a way out of the app is wanted: what the person chose for the kind, else what nobody needs to choose.</summary>
internal static class OutgoingDefaults
{
    /// <summary>Asked when the ways are planned, and again right before one is taken: a choice counts from the moment it is made.</summary>
    public static bool Takes(DeliveryChannel way, Notification notification, IEnumerable<NotificationPreference> chosen)
    {
        var isUrgent = notification.Severity == NotificationSeverity.Critical;
        return way switch
        {
            DeliveryChannel.WebPush => Chosen(NotificationChannel.WebPush) ?? notification.Kind != NotificationKind.SignIn,
            DeliveryChannel.Email => Chosen(NotificationChannel.Email) ?? (isUrgent || notification.Kind == NotificationKind.Reminder),
            DeliveryChannel.Sms => Chosen(NotificationChannel.Sms) ?? isUrgent,
            _ => isUrgent,
        };

        bool? Chosen(NotificationChannel channel) => chosen.FirstOrDefault(p => p.Kind == notification.Kind && p.Channel == channel)?.IsOn;
    }
}
