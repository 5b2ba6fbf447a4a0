using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>What is written of a patient.</summary>
internal sealed record PatientFacts(
    Guid Id, Guid OrganizationId, string Name, DateOnly? BirthDate, string? Phone, string? ExternalId, int Version, DateTimeOffset? ChangedAt);

/// <summary>What is written of a doctor, as a person and in the clinic.</summary>
internal sealed record PractitionerFacts(
    Guid Id, Guid OrganizationId, string GivenName, string FamilyName, string Specialty, Guid? LocationId, string? Room, int Version, DateTimeOffset? ChangedAt)
{
    /// <summary>How a doctor is named.</summary>
    public string DisplayName => $"Dr {GivenName} {FamilyName}";
}

/// <summary>Patients and doctors as resources.</summary>
internal static class FhirPeople
{
    /// <summary>
    /// A Patient. The clinic keeps a name as one text, as the person writes it; which part of it is the family name is not known and not guessed
    /// (HumanName.text).
    /// </summary>
    public static JsonObject Patient(PatientFacts patient) =>
        FhirJson.Resource(FhirNames.Patient, FhirJson.Id(patient.Id), Version(patient.Version), patient.ChangedAt)
            .With("identifier", FhirJson.One(FormerId(patient.ExternalId)))
            .With("active", true)
            .With("name", FhirJson.One(FhirJson.Words(patient.Name)))
            .With("telecom", FhirJson.One(Phone(patient.Phone)))
            .With("birthDate", patient.BirthDate is { } born ? FhirJson.Date(born) : null)
            .With("managingOrganization", FhirJson.Reference(FhirNames.Organization, patient.OrganizationId));

    /// <summary>A Practitioner.</summary>
    public static JsonObject Practitioner(PractitionerFacts doctor) =>
        FhirJson.Resource(FhirNames.Practitioner, FhirJson.Id(doctor.Id), Version(doctor.Version), doctor.ChangedAt)
            .With("active", true)
            .With("name", FhirJson.One(new JsonObject { ["text"] = FhirJson.Text(doctor.DisplayName) }
                .WithText("family", doctor.FamilyName)
                .With("given", FhirJson.One(FhirJson.Text(doctor.GivenName)))
                .With("prefix", new JsonArray("Dr"))));

    /// <summary>A PractitionerRole: what the doctor does at this clinic, and when.</summary>
    /// <param name="doctor">The doctor.</param>
    /// <param name="week">His own usual week; null where it is not said or not for the reader.</param>
    public static JsonObject Role(PractitionerFacts doctor, HoursRow? week) =>
        FhirJson.Resource(FhirNames.PractitionerRole, FhirJson.Id(doctor.Id), week is null ? Version(doctor.Version) : $"{Version(doctor.Version)}.{Version(week.Version)}", doctor.ChangedAt)
            .With("active", true)
            .With("practitioner", FhirJson.Reference(FhirNames.Practitioner, doctor.Id, doctor.DisplayName))
            .With("organization", FhirJson.Reference(FhirNames.Organization, doctor.OrganizationId))
            .With("specialty", FhirJson.One(FhirJson.Words(doctor.Specialty)))
            .With("location", FhirJson.One(doctor.LocationId is { } room ? FhirJson.Reference(FhirNames.Location, room, doctor.Room) : null))
            .With("availableTime", week is null ? null : Week(week.Week));

    /// <summary>The doctor's Schedule, in which the Slots lie.</summary>
    public static JsonObject Schedule(PractitionerFacts doctor)
    {
        var actors = new JsonArray(FhirJson.Reference(FhirNames.Practitioner, doctor.Id, doctor.DisplayName));
        if (doctor.LocationId is { } room) actors.Add(FhirJson.Reference(FhirNames.Location, room, doctor.Room));
        return FhirJson.Resource(FhirNames.Schedule, FhirJson.Id(doctor.Id), Version(doctor.Version), doctor.ChangedAt)
            .With("active", true)
            .With("specialty", FhirJson.One(FhirJson.Words(doctor.Specialty)))
            .With("actor", actors);
    }

    internal static string Version(int version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The id that a record had elsewhere.</summary>
    internal static JsonObject? FormerId(string? id) =>
        FhirJson.Text(id) is { } value ? new JsonObject { ["use"] = "secondary", ["system"] = FhirNames.FormerIds, ["value"] = value } : null;

    private static JsonObject? Phone(string? number) => FhirJson.Text(number) is { } value ? new JsonObject { ["system"] = "phone", ["value"] = value } : null;

    private static JsonArray Week(WeekHours week)
    {
        var all = new JsonArray();
        foreach (var day in new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday })
        {
            foreach (var span in week[day])
            {
                var time = new JsonObject { ["daysOfWeek"] = new JsonArray(day.ToString()[..3].ToLowerInvariant()) };
                if (span is { FromMinute: 0, ToMinute: HoursSpan.DayMinutes }) time["allDay"] = true;
                else (time["availableStartTime"], time["availableEndTime"]) = (Clock(span.From), span.ToMinute == HoursSpan.DayMinutes ? "23:59:59" : Clock(span.To)); // FHIR's time has no 24:00
                all.Add(time);
            }
        }

        return all;
    }

    private static string Clock(TimeOnly time) => time.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
