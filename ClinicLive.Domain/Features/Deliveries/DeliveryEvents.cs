using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Deliveries;

// Published by: whatever writes a notification that leaves the app, the dispatcher, DeliveryService. Heard by: the desk's strip of what goes out, the admin's page.

/// <summary>Something goes out, went out, or does not any more.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="At">When, in UTC.</param>
public sealed record DeliveriesChanged(Guid OrganizationId, DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Deliveries(OrganizationId)];

    /// <inheritdoc/>
    public string Key => $"deliveries:{OrganizationId:N}";
}
