using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;

namespace ClinicLive.Web.Features.Push;

/// <summary>
/// What an open but unseen tab shows outside the page, where the browser was allowed to and nothing pushes to it. The words are those of
/// all ways out of the app: they say nothing.
/// </summary>
/// <param name="Id">The notification; a browser shows one of the same id once, whichever tab or worker shows it.</param>
/// <param name="Text">The words.</param>
/// <param name="IsUrgent">It stays until somebody has seen it.</param>
public sealed record NoticeAlert(Guid Id, OutgoingText Text, bool IsUrgent)
{
    /// <summary>The page that opens on a click.</summary>
    public string Link => $"/notifications/{Id}";

    /// <summary>The notice for a notification, or null where the person wants none: not of that kind, or not at night.</summary>
    public static NoticeAlert? Of(NotificationRow row, NotificationChoices choices, DateTimeOffset now)
    {
        if (row.Kind == NotificationKind.SignIn || !choices.IsOn(row.Kind, NotificationChannel.WebPush)) return null;
        if (row.Kind != NotificationKind.PatientCall && choices.IsQuiet(now)) return null;
        return new NoticeAlert(row.Id, OutgoingText.Of(row.Kind), row.Severity == NotificationSeverity.Critical);
    }
}
