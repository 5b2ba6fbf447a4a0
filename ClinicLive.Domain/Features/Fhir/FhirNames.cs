namespace ClinicLive.Domain.Features.Fhir;

/// <summary>Names that stand in resources: types of HL7 FHIR R4 that this clinic has, and systems of codes and identifiers.</summary>
public static class FhirNames
{
    /// <summary>A person whom the clinic treats.</summary>
    public const string Patient = "Patient";

    /// <summary>A doctor.</summary>
    public const string Practitioner = "Practitioner";

    /// <summary>A doctor's work at this clinic; has the doctor's id.</summary>
    public const string PractitionerRole = "PractitionerRole";

    /// <summary>The clinic.</summary>
    public const string Organization = "Organization";

    /// <summary>A room.</summary>
    public const string Location = "Location";

    /// <summary>A doctor's calendar; has the doctor's id.</summary>
    public const string Schedule = "Schedule";

    /// <summary>A time of a doctor; has no row, its id says which it is.</summary>
    public const string Slot = "Slot";

    /// <summary>An appointment.</summary>
    public const string Appointment = "Appointment";

    /// <summary>What became of an appointment; has the appointment's id.</summary>
    public const string Encounter = "Encounter";

    /// <summary>A message of a conversation.</summary>
    public const string Communication = "Communication";

    /// <summary>The release that is spoken.</summary>
    public const string Release = "4.0.1";

    /// <summary>The media type (HL7 FHIR R4, http.html#mime-type).</summary>
    public const string MediaType = "application/fhir+json";

    /// <summary>System of the ids that records had in the system they were taken over from.</summary>
    public const string FormerIds = "urn:cliniclive:former-id";

    /// <summary>System of the ids that programs give to their commands, for <c>If-None-Exist</c>.</summary>
    public const string Commands = "urn:cliniclive:command-id";

    /// <summary>System of the clinic's kinds of visits; a code is the id of one.</summary>
    public const string VisitTypes = "urn:cliniclive:visit-type";

    internal const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    internal const string ActPriority = "http://terminology.hl7.org/CodeSystem/v3-ActPriority";
    internal const string Participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    internal const string AppointmentReason = "http://terminology.hl7.org/CodeSystem/v2-0276";
    internal const string PlaceType = "http://terminology.hl7.org/CodeSystem/location-physical-type";
    internal const string Ucum = "http://unitsofmeasure.org";
}
