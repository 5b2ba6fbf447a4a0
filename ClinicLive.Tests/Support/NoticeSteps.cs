using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Tests.Support;

/// <summary>What people of a test clinic were told.</summary>
internal static class NoticeSteps
{
    /// <summary>Everything that a person was told, newest first.</summary>
    public static Task<IReadOnlyList<NotificationRow>> NoticesOfAsync(this ClinicDatabase clinic, Actor actor, NotificationFilter? filter = null) =>
        clinic.Get<NotificationQueries>().PageAsync(actor, filter ?? NotificationFilter.All, size: NotificationQueries.LongestPage);

    public static ValueTask<int> UnreadAsync(this ClinicDatabase clinic, Actor actor) => clinic.Get<NotificationQueries>().UnreadCountAsync(actor);

    /// <summary>A message to people of the clinic, by reception where nothing else is said.</summary>
    public static Task<Outcome<NotificationsSent>> TellAsync(
        this ClinicDatabase clinic, Actor to, string title = "Dr Berg is late", NotificationSeverity severity = NotificationSeverity.Normal,
        NotificationKind kind = NotificationKind.SystemMessage, Actor? by = null, Guid? commandId = null, string? link = null) =>
        clinic.Get<NotificationService>().SendAsync(
            by ?? clinic.Home.Lena, new NotificationMessage([to.UserId], [], kind, title, "By about 20 minutes.", link, severity), commandId ?? Guid.NewGuid());
}
