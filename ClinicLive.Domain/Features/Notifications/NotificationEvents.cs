using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Notifications;

// Published by: whatever writes a notification, NotificationService. Heard by: the bell, the page of notifications and the patient's home, each of its own person.

/// <summary>Somebody was told something, or has read something, or wants to be told otherwise.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="RecipientId">Whose list it is.</param>
/// <param name="At">When, in UTC.</param>
public sealed record NotificationsChanged(Guid OrganizationId, Guid RecipientId, DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Notifications(RecipientId)];

    /// <inheritdoc/>
    public string Key => $"notifications:{RecipientId:N}";
}
