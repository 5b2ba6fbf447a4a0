using System.Text.Json;
using System.Text.RegularExpressions;

namespace ClinicLive.Domain.Features.Import;

/// <summary>
/// Whether a resource shows that it is of another version of FHIR than R4 (4.0, and 4.3 which changed nothing here): by its profile, by a
/// stated version, or by an element that R4 does not have there (http://hl7.org/fhir/R5/diff.html, http://hl7.org/fhir/R4/diff.html).
/// Many resources are the same in all; those cannot be told apart and are read.
/// </summary>
internal static partial class FhirVersion
{
    private static readonly Dictionary<string, string[]> NewerElements = new(StringComparer.Ordinal)
    {
        ["Appointment"] = ["class", "reason", "subject", "account", "note", "previousAppointment", "originatingAppointment", "recurrenceTemplate", "virtualService", "replaces", "occurrenceChanged", "cancellationDate"],
        ["AppointmentResponse"] = ["proposedNewTime", "recurring", "occurrenceDate", "recurrenceId"],
        ["Encounter"] = ["actualPeriod", "plannedStartDate", "plannedEndDate", "subjectStatus", "admission", "careTeam", "virtualService", "reason"],
        ["Schedule"] = ["name"],
        ["Location"] = ["form", "contact", "virtualService", "characteristic"],
        ["Organization"] = ["description", "qualification"],
        ["Practitioner"] = ["deceasedBoolean", "deceasedDateTime"],
        ["PractitionerRole"] = ["contact", "characteristic", "display"],
    };

    private static readonly Dictionary<string, string[]> OlderElements = new(StringComparer.Ordinal)
    {
        ["Appointment"] = ["indication", "incomingReferral", "type"],
        ["Encounter"] = ["incomingReferral", "patient", "indication"],
        ["Patient"] = ["animal", "careProvider"],
        ["Practitioner"] = ["practitionerRole", "role"],
    };

    /// <summary>The version that it shows, in words; null where it may be R4.</summary>
    public static string? OtherThanR4(string type, JsonElement resource)
    {
        if (resource.TryGetProperty("fhirVersion", out var stated) && stated.ValueKind == JsonValueKind.String && Number(stated.GetString()!) is { } number) return number;
        if (resource.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object && meta.TryGetProperty("profile", out var profiles) && profiles.ValueKind == JsonValueKind.Array)
        {
            foreach (var profile in profiles.EnumerateArray())
            {
                if (profile.ValueKind == JsonValueKind.String && InAddress().Match(profile.GetString()!) is { Success: true } match && Number(match.Groups["v"].Value) is { } named) return named;
            }
        }

        if (NewerElements.TryGetValue(type, out var newer) && Array.Exists(newer, e => resource.TryGetProperty(e, out _))) return "R5";
        if (OlderElements.TryGetValue(type, out var older) && Array.Exists(older, e => resource.TryGetProperty(e, out _))) return "older than R4";
        if (type == "Encounter" && resource.TryGetProperty("class", out var kind) && kind.ValueKind == JsonValueKind.Array) return "R5";
        return type is "Appointment" or "Schedule" or "Slot" or "HealthcareService" && resource.TryGetProperty("serviceType", out var services) && services.ValueKind == JsonValueKind.Array
            && services.EnumerateArray().Any(s => s.ValueKind == JsonValueKind.Object && (s.TryGetProperty("concept", out _) || s.TryGetProperty("reference", out _)))
            ? "R5"
            : null;
    }

    private static string? Number(string version) => version switch
    {
        _ when version.StartsWith("4.0", StringComparison.Ordinal) || version.StartsWith("4.3", StringComparison.Ordinal) || version.StartsWith("4.1", StringComparison.Ordinal) => null,
        _ when version.Length > 0 && char.IsAsciiDigit(version[0]) => version,
        _ => null,
    };

    [GeneratedRegex(@"hl7\.org/fhir/(?<v>\d\.\d)/", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex InAddress();
}
