using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Practitioners;

// Published by: PractitionerService. Heard by: every screen that shows doctors.

/// <summary>A doctor said that he is available, on a break or not available.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="PractitionerId">The doctor.</param>
/// <param name="Version">The doctor's version after the change.</param>
/// <param name="Availability">What he said.</param>
/// <param name="At">When, in UTC.</param>
public sealed record PractitionerAvailabilityChanged(
    Guid OrganizationId, Guid PractitionerId, int Version, Availability Availability, DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Practitioners(OrganizationId)];

    /// <inheritdoc/>
    public string Key => $"practitioner:{PractitionerId:N}";
}
