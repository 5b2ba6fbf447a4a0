namespace ClinicLive.Domain.Features.Import;

/// <summary>
/// A hospital or practice that a history names (FHIR Organization). It is only a name: the clinic that works with this program, whose rows
/// are kept apart from those of all others, is an <see cref="Organizations.Organization"/>, and taking over a history opens none.
/// </summary>
public sealed class Facility
{
    /// <summary>Longest name.</summary>
    public const int NameLimit = 300;

    /// <summary>Its id here.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The clinic that keeps it.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>As the other system names it.</summary>
    public required string Name { get; init; }
}

/// <summary>What other systems call a record of this clinic. One record may have several such names.</summary>
public sealed class ImportedKey
{
    /// <summary>Longest name; a longer one is replaced by its hash.</summary>
    public const int Limit = 100;

    /// <summary>The clinic.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>What kind of record.</summary>
    public required ImportKind Kind { get; init; }

    /// <summary>The name there: an id, or <c>system|value</c> of an identifier.</summary>
    public required string Key { get; init; }

    /// <summary>The record here.</summary>
    public required Guid RecordId { get; init; }
}
