namespace ClinicLive.Domain.Features.Organizations;

/// <summary>A room or desk inside the clinic (FHIR Location).</summary>
public sealed class Location
{
    /// <summary>The room's id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The clinic that owns it.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>As on the door, for example "Room 3".</summary>
    public required string Name { get; set; }
}
