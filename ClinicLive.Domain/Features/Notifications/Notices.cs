using ClinicLive.Domain.Data;

namespace ClinicLive.Domain.Features.Notifications;

/// <summary>How any use case tells somebody something: the row leaves with the use case's own save, and the bell rings after the commit.</summary>
internal static class Notices
{
    /// <summary>Tells one person. The key decides whether it is the same thing: a second one of the same key makes the whole save fail.</summary>
    public static Notification Tell(this ClinicDbContext db, Guid organizationId, Guid recipientId, Notice notice, DateTimeOffset at)
    {
        var notification = Notification.For(organizationId, recipientId, notice, at);
        db.Notifications.Add(notification);
        db.PublishAfterSave(new NotificationsChanged(organizationId, recipientId, at));
        return notification;
    }
}
