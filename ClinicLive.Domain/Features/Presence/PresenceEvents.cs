using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Presence;

// Published by: PresenceService. Heard by: every screen that shows doctors; the conversations that a patient is in.

/// <summary>A doctor came online or went offline. A signal only: the leases are the truth.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="AccountId">The doctor's account.</param>
/// <param name="Online">Whether he is online now.</param>
public sealed record PractitionerPresenceChanged(Guid OrganizationId, Guid AccountId, bool Online) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Practitioners(OrganizationId)];

    /// <inheritdoc/>
    public string Key => $"presence:{AccountId:N}";
}

/// <summary>A patient came online or went offline. A signal only: the leases are the truth.</summary>
/// <param name="AccountId">The patient's account.</param>
/// <param name="Online">Whether he is online now.</param>
public sealed record PatientPresenceChanged(Guid AccountId, bool Online) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.PatientPresence(AccountId)];

    /// <inheritdoc/>
    public string Key => $"presence:{AccountId:N}";
}
