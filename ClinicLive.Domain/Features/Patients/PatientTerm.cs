namespace ClinicLive.Domain.Features.Patients;

/// <summary>
/// One of the terms by whose beginning a patient is found. A plain index in the order of clinic and term, the same in every kind of
/// database; written in the save that writes the patient. See <see cref="FindingTerms"/> for what the terms are.
/// </summary>
public sealed class PatientTerm
{
    /// <summary>The patient's clinic.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The term, at most <see cref="FindingTerms.TermLimit"/> UTF-16 units; compared by its bytes.</summary>
    public string Term { get; init; } = "";

    /// <summary>Who is found by it.</summary>
    public Guid PatientId { get; init; }
}
