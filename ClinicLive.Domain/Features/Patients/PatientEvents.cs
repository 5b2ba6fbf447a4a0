using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Patients;

// Published by: PatientService, PatientRegistration. Heard by nobody yet: a search asks anew with every letter.

/// <summary>A patient record was made.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="PatientId">The new record.</param>
public sealed record PatientRegistered(Guid OrganizationId, Guid PatientId) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Patients(OrganizationId)];

    /// <inheritdoc/>
    public string Key => $"patient:{PatientId:N}";
}
