using System.Text.Json.Nodes;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>What is written of a clinic.</summary>
internal sealed record OrganizationFacts(Guid Id, string Name, int Version, DateTimeOffset? ChangedAt);

/// <summary>What is written of a room.</summary>
internal sealed record LocationFacts(Guid Id, Guid OrganizationId, string Name, bool IsRetired, int Version, DateTimeOffset? ChangedAt);

/// <summary>What is written of a doctor's time.</summary>
/// <param name="PractitionerId">Whose.</param>
/// <param name="Start">Begin, in UTC.</param>
/// <param name="Minutes">Length.</param>
/// <param name="Status">Of the value set slotstatus: free, busy, busy-tentative.</param>
/// <param name="VisitTypes">The kinds of visits that it is offered for.</param>
internal sealed record SlotFacts(Guid PractitionerId, DateTimeOffset Start, int Minutes, string Status, IReadOnlyList<(Guid Id, string Name)> VisitTypes);

/// <summary>The clinic, its rooms and its times as resources.</summary>
internal static class FhirPlaces
{
    /// <summary>An Organization.</summary>
    public static JsonObject Organization(OrganizationFacts clinic) =>
        FhirJson.Resource(FhirNames.Organization, FhirJson.Id(clinic.Id), FhirPeople.Version(clinic.Version), clinic.ChangedAt)
            .With("active", true)
            .WithText("name", clinic.Name);

    /// <summary>A Location.</summary>
    public static JsonObject Location(LocationFacts room) =>
        FhirJson.Resource(FhirNames.Location, FhirJson.Id(room.Id), FhirPeople.Version(room.Version), room.ChangedAt)
            .With("status", room.IsRetired ? "inactive" : "active")
            .WithText("name", room.Name)
            .With("mode", "instance")
            .With("physicalType", FhirJson.Concept(FhirNames.PlaceType, "ro", "Room"))
            .With("managingOrganization", FhirJson.Reference(FhirNames.Organization, room.OrganizationId));

    /// <summary>A Slot. It has no version: nothing of it is stored.</summary>
    public static JsonObject Slot(SlotFacts slot) =>
        FhirJson.Resource(FhirNames.Slot, new SlotId(slot.PractitionerId, slot.Start, slot.Minutes).ToString(), null, null)
            .With("serviceType", new JsonArray([.. slot.VisitTypes.Select(t => FhirJson.Concept(FhirNames.VisitTypes, FhirJson.Id(t.Id), t.Name))]))
            .With("schedule", FhirJson.Reference(FhirNames.Schedule, slot.PractitionerId))
            .With("status", slot.Status)
            .With("start", FhirJson.Instant(slot.Start))
            .With("end", FhirJson.Instant(slot.Start.AddMinutes(slot.Minutes)));
}
