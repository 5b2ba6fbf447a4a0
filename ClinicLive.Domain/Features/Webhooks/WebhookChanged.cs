using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Webhooks;

// Published by: WebhookService, WebhookDispatcher. Heard by: the admin's page.

/// <summary>A webhook was changed, or something was sent to one or could not be.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="WebhookId">The webhook.</param>
public sealed record WebhookChanged(Guid OrganizationId, Guid WebhookId) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Webhooks(OrganizationId)];

    /// <inheritdoc/>
    public string Key => $"webhook:{WebhookId:N}";
}
