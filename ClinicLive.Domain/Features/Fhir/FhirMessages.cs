using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Chat;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>A file of a message.</summary>
internal sealed record FileFacts(Guid Id, string Name, string ContentType, long Size);

/// <summary>What is written of a message. Instants in UTC.</summary>
internal sealed record MessageFacts(
    Guid Id, Guid OrganizationId, ChatRoomKind RoomKind, Guid? PatientId, string? PatientName, Guid? PractitionerId, string? PractitionerName,
    Guid? SenderPatientId, Guid? SenderPractitionerId, string SenderName, bool IsFromPatient, string Body, DateTimeOffset SentAt, DateTimeOffset? ChangedAt, bool IsDeleted, int Version)
{
    /// <summary>The files that went with it.</summary>
    public IReadOnlyList<FileFacts> Files { get; init; } = [];
}

/// <summary>Messages of conversations as resources.</summary>
internal static class FhirMessages
{
    /// <summary>A Communication. One that was deleted says so and nothing else (HL7 FHIR R4, event-status: entered-in-error).</summary>
    public static JsonObject Communication(MessageFacts message)
    {
        var payload = new JsonArray();
        if (!message.IsDeleted)
        {
            if (FhirJson.Text(message.Body) is { } text) payload.Add(new JsonObject { ["contentString"] = text });
            foreach (var file in message.Files)
            {
                payload.Add(new JsonObject
                {
                    ["contentAttachment"] = new JsonObject { ["contentType"] = file.ContentType, ["url"] = $"/chat/files/{FhirJson.Id(file.Id)}", ["size"] = file.Size }.WithText("title", file.Name),
                });
            }
        }

        return FhirJson.Resource(FhirNames.Communication, FhirJson.Id(message.Id), FhirPeople.Version(message.Version), message.ChangedAt ?? message.SentAt)
            .With("status", message.IsDeleted ? "entered-in-error" : "completed")
            .With("subject", message.PatientId is { } patient ? FhirJson.Reference(FhirNames.Patient, patient, message.PatientName) : null)
            .With("sent", FhirJson.Instant(message.SentAt))
            .With("recipient", FhirJson.One(Recipient(message)))
            .With("sender", Sender(message))
            .With("payload", payload);
    }

    private static JsonObject? Sender(MessageFacts message) => message switch
    {
        { SenderPatientId: { } patient } => FhirJson.Reference(FhirNames.Patient, patient, message.SenderName),
        { SenderPractitionerId: { } doctor } => FhirJson.Reference(FhirNames.Practitioner, doctor, message.SenderName),
        _ => FhirJson.Named(message.SenderName),
    };

    // Of a group only those who read it know who reads it.
    private static JsonObject? Recipient(MessageFacts message) => message switch
    {
        { RoomKind: ChatRoomKind.Group } => null,
        { IsFromPatient: false, PatientId: { } patient } => FhirJson.Reference(FhirNames.Patient, patient, message.PatientName),
        { RoomKind: ChatRoomKind.FrontDesk } => FhirJson.Reference(FhirNames.Organization, message.OrganizationId),
        { PractitionerId: { } doctor } => FhirJson.Reference(FhirNames.Practitioner, doctor, message.PractitionerName),
        _ => null,
    };
}
