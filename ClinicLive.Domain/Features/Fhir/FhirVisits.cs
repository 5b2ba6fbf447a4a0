using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>What is written of an appointment and its encounter. Instants in UTC.</summary>
internal sealed record AppointmentFacts(
    Guid Id, Guid OrganizationId, Guid PatientId, string PatientName, Guid PractitionerId, string PractitionerName, Guid? LocationId, string? Room,
    AppointmentStatus Status, DateTimeOffset StatusSince, DateTimeOffset Start, DateTimeOffset End, string? Reason, Guid? VisitTypeId, string? VisitTypeName, int Version)
{
    /// <summary>The last line of the log about it.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Why it was called off, missed or left.</summary>
    public string? EndReason { get; init; }

    /// <summary>The id in the system that it was taken over from.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The patient said that he will come.</summary>
    public bool PatientConfirmed { get; init; }

    /// <summary>Came without an appointment.</summary>
    public bool WalkedIn { get; init; }

    /// <summary>Was said to be urgent.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>When the patient came.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>When the consultation began.</summary>
    public DateTimeOffset? ConsultationStartedAt { get; init; }

    /// <summary>How long it stood still.</summary>
    public TimeSpan PausedFor { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>Appointments and what became of them as resources.</summary>
internal static class FhirVisits
{
    /// <summary>
    /// An Appointment. One on the waiting list has no time yet. Nobody but the two and the room is named: who booked it stands in the log.
    /// </summary>
    public static JsonObject Appointment(AppointmentFacts visit)
    {
        var code = FhirStatuses.AppointmentCode(visit.Status);
        var hasTime = visit.Status != AppointmentStatus.Waitlisted;
        var people = new JsonArray(
            Participant(FhirJson.Reference(FhirNames.Patient, visit.PatientId, visit.PatientName), PatientSays(visit)),
            Participant(FhirJson.Reference(FhirNames.Practitioner, visit.PractitionerId, visit.PractitionerName), visit.Status is AppointmentStatus.Requested or AppointmentStatus.Waitlisted ? "needs-action" : "accepted")
                .With("type", FhirJson.One(Performs())));
        if (visit.LocationId is { } room) people.Add(Participant(FhirJson.Reference(FhirNames.Location, room, visit.Room), "accepted"));

        return FhirJson.Resource(FhirNames.Appointment, FhirJson.Id(visit.Id), FhirPeople.Version(visit.Version), visit.ChangedAt)
            .With("identifier", FhirJson.One(FhirPeople.FormerId(visit.ExternalId)))
            .With("status", code)
            .With("cancelationReason", code is "cancelled" or "noshow" ? FhirJson.Words(visit.EndReason) : null) // app-3
            .With("serviceType", FhirJson.One(VisitType(visit)))
            .With("appointmentType", visit.WalkedIn ? FhirJson.Concept(FhirNames.AppointmentReason, "WALKIN", "A previously unscheduled walk-in visit") : null)
            .With("reasonCode", FhirJson.One(FhirJson.Words(visit.Reason)))
            .With("priority", visit.IsUrgent ? 1 : null) // as in iCalendar: 1 is the highest
            .With("start", hasTime ? FhirJson.Instant(visit.Start) : null)
            .With("end", hasTime ? FhirJson.Instant(visit.End) : null)
            .With("minutesDuration", (int)(visit.End - visit.Start).TotalMinutes)
            .With("participant", people);
    }

    /// <summary>The Encounter of an appointment; null while there is none.</summary>
    public static JsonObject? Encounter(AppointmentFacts visit)
    {
        if (FhirStatuses.EncounterCode(visit.Status) is not { } code) return null;
        var began = visit.ArrivedAt ?? visit.ConsultationStartedAt;
        DateTimeOffset? ended = visit.Status is AppointmentStatus.LeftUnseen or AppointmentStatus.Cancelled ? (began is null ? null : visit.StatusSince) : visit.FinishedAt;
        var with = new JsonObject().With("type", FhirJson.One(Performs()))
            .With("period", FhirJson.Period(visit.ConsultationStartedAt, visit.FinishedAt))
            .With("individual", FhirJson.Reference(FhirNames.Practitioner, visit.PractitionerId, visit.PractitionerName));
        return FhirJson.Resource(FhirNames.Encounter, FhirJson.Id(visit.Id), FhirPeople.Version(visit.Version), visit.ChangedAt)
            .With("identifier", FhirJson.One(FhirPeople.FormerId(visit.ExternalId)))
            .With("status", code)
            .With("class", FhirJson.Coding(FhirNames.ActCode, "AMB", "ambulatory"))
            .With("serviceType", VisitType(visit))
            .With("priority", visit.IsUrgent ? FhirJson.Concept(FhirNames.ActPriority, "UR", "urgent") : null)
            .With("subject", FhirJson.Reference(FhirNames.Patient, visit.PatientId, visit.PatientName))
            .With("participant", FhirJson.One(with))
            .With("appointment", FhirJson.One(FhirJson.Reference(FhirNames.Appointment, visit.Id)))
            .With("period", FhirJson.Period(began, ended))
            .With("length", Length(visit))
            .With("reasonCode", FhirJson.One(FhirJson.Words(visit.Reason)))
            .With("location", FhirJson.One(visit.LocationId is { } room ? new JsonObject { ["location"] = FhirJson.Reference(FhirNames.Location, room, visit.Room) } : null))
            .With("serviceProvider", FhirJson.Reference(FhirNames.Organization, visit.OrganizationId));
    }

    private static JsonObject Participant(JsonObject actor, string status) => new() { ["actor"] = actor, ["required"] = "required", ["status"] = status };

    private static JsonObject Performs() => FhirJson.Concept(FhirNames.Participation, "PPRF", "primary performer");

    private static string PatientSays(AppointmentFacts visit) => visit.Status switch
    {
        AppointmentStatus.Held => "needs-action",
        AppointmentStatus.Booked when !visit.PatientConfirmed => "tentative",
        _ => "accepted",
    };

    private static JsonObject? VisitType(AppointmentFacts visit) =>
        visit.VisitTypeId is { } id ? FhirJson.Concept(FhirNames.VisitTypes, FhirJson.Id(id), visit.VisitTypeName) : null;

    // The consultation itself, without the time away for tests.
    private static JsonObject? Length(AppointmentFacts visit)
    {
        if (visit.FinishedAt - visit.ConsultationStartedAt - visit.PausedFor is not { Ticks: > 0 } length) return null;
        return new JsonObject { ["value"] = Math.Round((decimal)length.TotalMinutes, 1), ["unit"] = "min", ["system"] = FhirNames.Ucum, ["code"] = "min" };
    }
}
