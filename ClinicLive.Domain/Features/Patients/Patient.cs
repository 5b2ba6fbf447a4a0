using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Patients;

/// <summary>A person whom the clinic treats (FHIR Patient). May have an account or not.</summary>
public sealed class Patient : LiveEntity
{
    /// <summary>Longest name, in UTF-16 units; the longest string of real test input has fewer.</summary>
    public const int NameLimit = 2_000;

    /// <summary>Longest phone number.</summary>
    public const int PhoneLimit = 50;

    /// <summary>Longest id of another system.</summary>
    public const int ExternalIdLimit = 100;

    private IReadOnlyList<PatientTerm>? _terms;

    private Patient()
    {
    }

    /// <summary>The account that the patient signs in with, if any.</summary>
    public Guid? AccountId { get; private init; }

    /// <summary>The full name as the person writes it (FHIR HumanName.text). Kept to the letter; shown as text, never as markup.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What searches compare, see <see cref="FindingTerms"/>: name, phone and each term behind a blank.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>The id in the system that the record was taken over from, unique in the clinic; null for one made here.</summary>
    public string? ExternalId { get; private init; }

    /// <summary>Date of birth, or null when it is not known.</summary>
    public DateOnly? BirthDate { get; private set; }

    /// <summary>Telephone number as written, or null.</summary>
    public string? Phone { get; private set; }

    /// <summary>
    /// Makes a patient record. Refuses a name without a visible character, with a broken one or over the limit, and a birth
    /// date in the future. The id is given only by data that is the same on every machine. A record taken over from another
    /// system keeps its telephone number as it was written there.
    /// </summary>
    public static (Patient? Patient, Refusal? Refusal) Register(
        Actor by, string name, DateOnly? birthDate, string? phone, DateTimeOffset at, DateOnly today, Guid? commandId = null, Guid? accountId = null, Guid? id = null, string? externalId = null)
    {
        if (Check(name, birthDate, phone, today) is { } refusal) return (null, refusal);
        if (externalId is null && Telephone.Refuse(phone) is { } wrong) return (null, wrong);
        if (externalId is { Length: 0 or > ExternalIdLimit } || PlainText.HasBrokenCharacter(externalId)) return (null, Refusal.Invalid("ExternalId", $"An id of 1 to {ExternalIdLimit} characters is needed."));
        var patient = new Patient
        {
            Id = id ?? Guid.CreateVersion7(),
            OrganizationId = by.OrganizationId,
            AccountId = accountId,
            Name = name,
            ExternalId = externalId,
            BirthDate = birthDate,
            Phone = string.IsNullOrWhiteSpace(phone) ? null : phone.Trim(),
        };
        patient.MakeFindable();
        patient.Raise(new PatientRegistered(by.OrganizationId, patient.Id), new ActivityEntry
        {
            OrganizationId = by.OrganizationId,
            ActorId = by.UserId,
            Kind = ActivityKind.PatientRegistered,
            Category = ActivityCategory.Patient,
            SubjectId = patient.Id,
            SubjectVersion = 1,
            At = at,
            CommandId = commandId,
        });
        return (patient, null);
    }

    /// <summary>Makes the terms of a record that has none yet.</summary>
    internal void MakeFindable()
    {
        var (text, terms) = FindingTerms.Of(Name, Phone, BirthDate);
        SearchText = text;
        _terms = [.. terms.Select(term => new PatientTerm { OrganizationId = OrganizationId, Term = term, PatientId = Id })];
    }

    /// <summary>Hands over the terms that were made since the last call, for the save that writes the patient.</summary>
    internal IReadOnlyList<PatientTerm> TakeTerms()
    {
        var taken = _terms;
        _terms = null;
        return taken ?? [];
    }

    private static Refusal? Check(string name, DateOnly? birthDate, string? phone, DateOnly today)
    {
        if (!PlainText.HasVisibleCharacter(name)) return Refusal.Invalid("Name", "Please enter the patient's name.");
        if (name.Length > NameLimit) return Refusal.Invalid("Name", $"The name is longer than {NameLimit} characters.");
        if (PlainText.HasBrokenCharacter(name)) return Refusal.Invalid("Name", "A character of the name is broken. Please type it again.");
        if (birthDate > today) return Refusal.Invalid("BirthDate", "The date of birth lies in the future.");
        if (birthDate < today.AddYears(-130)) return Refusal.Invalid("BirthDate", "The date of birth is more than 130 years ago.");
        if (PlainText.HasBrokenCharacter(phone)) return Refusal.Invalid("Phone", "A character of the phone number is broken. Please type it again.");
        return phone?.Length > PhoneLimit ? Refusal.Invalid("Phone", $"The phone number is longer than {PhoneLimit} characters.") : null;
    }
}
