using System.Text.Json;
using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Import;

/// <summary>
/// FHIR R4 resources as records of the clinic. Files may hold them in any order, so they are laid aside by kind first and read in the
/// order in which what is pointed to comes before what points to it.
/// </summary>
internal sealed class FhirReader(ImportStage stage, ImportLimits limits, string source)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = ImportLimits.Depth };
    private static readonly string[] InOrder = ["Organization", "PractitionerRole", "Location", "Practitioner", "Patient", "Appointment", "Encounter"];

    /// <summary>Lays the resources of one file aside. Those of kinds that a clinic does not keep here are noted and not kept.</summary>
    public IEnumerable<NotTaken> LayAside(ImportFile file, int number)
    {
        using var stream = file.Open(limits);
        var pieces = new JsonPieces(stream, file.Name);
        var row = 0L;
        while (pieces.Next(out var isEntry) is { } bytes)
        {
            row++;
            using var document = Parse(bytes, file, row);
            var root = document.RootElement;
            if (LayOneAside(file, new RowAt(number, row), isEntry ? root.Part("resource") : root, isEntry ? root.Text("fullUrl") : null) is { } single) yield return single;
            if (isEntry || root.Text("resourceType") != "Bundle") continue;
            foreach (var entry in root.Each("entry")) // a Bundle that tells its type only after its entries
            {
                if (LayOneAside(file, new RowAt(number, ++row), entry.Part("resource"), entry.Text("fullUrl")) is { } note) yield return note;
            }
        }

        if (row == 0) throw file.Unreadable("holds no FHIR resource");
    }

    /// <summary>Everything that was laid aside, as records.</summary>
    public IEnumerable<ImportRecord> Records()
    {
        foreach (var (at, fullUrl, json) in stage.LaidAside())
        {
            using var document = JsonDocument.Parse(json, Options);
            yield return Record(at, document.RootElement, fullUrl, json);
        }
    }

    private NotTaken? LayOneAside(ImportFile file, RowAt at, JsonElement? resource, string? fullUrl)
    {
        if (resource?.Text("resourceType") is not { } type) return at.Row == 1 && resource is { } other && other.ValueKind == JsonValueKind.Object && fullUrl is null && !other.TryGetProperty("resourceType", out _)
            ? throw file.Unreadable("is JSON and not FHIR: it does not say its resourceType")
            : new NotTaken(at, "Entry", "It holds no resource.", IsBroken: false);
        if (type.Length > 60 || !type.All(char.IsAsciiLetterOrDigit)) return new NotTaken(at, "Resource", "Its resourceType is none.", IsBroken: true);
        if (FhirVersion.OtherThanR4(type, resource.Value) is { } version) throw file.Unreadable($"is FHIR {version}, by number {at.Row} ({type}). FHIR R4 can be taken over");
        if (type == "Bundle") return at.Row == 1 ? null : new NotTaken(at, type, "A Bundle inside another is not opened.", IsBroken: false);
        var rank = Array.IndexOf(InOrder, type);
        if (rank < 0) return new NotTaken(at, type, "The clinic keeps nothing of this kind.", IsBroken: false);
        stage.LayAside(rank, at, fullUrl, JsonSerializer.SerializeToUtf8Bytes(resource.Value));
        return null;
    }

    private ImportRecord Record(RowAt at, JsonElement resource, string? fullUrl, byte[] json)
    {
        var type = resource.Text("resourceType")!;
        var keys = FhirParts.Keys(resource, fullUrl, () => FhirParts.Hash(json)).ConvertAll(Sourced);
        switch (type)
        {
            case "Organization":
                return resource.Text("name") is { } facility ? new FacilityRecord(at, keys, facility) : Skip(at, type, "It has no name.");
            case "Location":
                var room = resource.Text("name") ?? resource.Text("description") ?? resource.Part("managingOrganization")?.Text("display") ?? "";
                return new RoomRecord(at, keys, room, To(resource.Part("managingOrganization"), "Organization"));
            case "PractitionerRole":
                var roleKeys = keys.ConvertAll(k => resource.Text("id") is { } id && k == Sourced(id) ? Sourced($"PractitionerRole/{id}") : k);
                var does = resource.Each("specialty").Concat(resource.Each("code")).Select(FhirParts.Concept).FirstOrDefault(c => c is not null);
                return new RoleRecord(at, roleKeys, To(resource.Part("practitioner"), "Practitioner"), does, To(resource.Part("organization"), "Organization"));
            case "Practitioner":
                return FhirParts.Name(resource) is { } doctor ? new DoctorRecord(at, keys, doctor.Given, doctor.Family.Length > 0 ? doctor.Family : doctor.Full, null, null, []) : Skip(at, type, "It has no name.");
            case "Patient":
                return FhirParts.Name(resource) is { } patient
                    ? new PatientRecord(at, keys, patient.Full, FhirParts.Date(resource.Text("birthDate")), FhirParts.Phone(resource))
                    : Skip(at, type, "The patient has no name.");
            case "Appointment":
                return Appointment(at, resource, keys.ConvertAll(k => k));
            default:
                return Encounter(at, resource, keys);
        }
    }

    private ImportRecord Appointment(RowAt at, JsonElement resource, List<string> keys)
    {
        AppointmentStatus? status = resource.Text("status") switch
        {
            "booked" => AppointmentStatus.Booked,
            "fulfilled" => AppointmentStatus.Done,
            "cancelled" => AppointmentStatus.Cancelled,
            "noshow" => AppointmentStatus.NoShow,
            _ => null,
        };
        if (status is not { } became) return Skip(at, "Appointment", $"It is \"{resource.Text("status") ?? "in no state"}\" there. Taken over is what is agreed, over, cancelled or missed.");
        var (start, end) = (FhirParts.Instant(resource.Text("start")), FhirParts.Instant(resource.Text("end")));
        if (end is null && start is { } begin && resource.TryGetProperty("minutesDuration", out var minutes) && minutes.TryGetInt32(out var length)) end = begin.AddMinutes(Math.Clamp(length, 0, 1_000_000));
        if (start is null || end is null) return Skip(at, "Appointment", "It has no begin and end with a time zone.");
        var actors = resource.Each("participant").Select(p => p.Part("actor")).ToList();
        return new VisitRecord(at, keys.ConvertAll(k => $"Appointment/{k}"), start.Value, end.Value, became)
        {
            Patient = First(actors, "Patient"),
            Doctors = All(actors, "Practitioner", "PractitionerRole"),
            Room = First(actors, "Location"),
            Reason = Reason(resource) ?? resource.Text("description"),
        };
    }

    private ImportRecord Encounter(RowAt at, JsonElement resource, List<string> keys)
    {
        AppointmentStatus? status = resource.Text("status") switch
        {
            "planned" => AppointmentStatus.Booked,
            "finished" => AppointmentStatus.Done,
            "cancelled" => AppointmentStatus.Cancelled,
            _ => null,
        };
        if (status is not { } became) return Skip(at, "Encounter", $"It is \"{resource.Text("status") ?? "in no state"}\" there. Taken over is what is planned, finished or cancelled.");
        var period = resource.Part("period");
        if (FhirParts.Instant(period?.Text("start")) is not { } start || FhirParts.Instant(period?.Text("end")) is not { } end) return Skip(at, "Encounter", "It has no begin and end with a time zone.");
        var people = resource.Each("participant").OrderBy(p => p.Each("type").Any(t => t.Each("coding").Any(c => c.Text("code") == "PPRF")) ? 0 : 1).Select(p => p.Part("individual")).ToList();
        var places = resource.Each("location").Select(l => l.Part("location")).ToList();
        var wasThere = became == AppointmentStatus.Done;
        return new VisitRecord(at, keys, start, end, became)
        {
            Patient = To(resource.Part("subject"), "Patient"),
            Doctors = All(people, "Practitioner", "PractitionerRole"),
            Room = First(places, "Location"),
            Facility = To(resource.Part("serviceProvider"), "Organization"),
            SameAs = [.. All([.. resource.Each("appointment").Select(a => (JsonElement?)a)], "Appointment").Select(k => $"Appointment/{k}")],
            Started = wasThere ? start : null,
            Finished = wasThere ? end : null,
            Reason = Reason(resource) ?? resource.Each("type").Select(FhirParts.Concept).FirstOrDefault(c => c is not null),
        };
    }

    private static string? Reason(JsonElement resource) => resource.Each("reasonCode").Select(FhirParts.Concept).FirstOrDefault(c => c is not null);

    private IReadOnlyList<string> First(List<JsonElement?> references, string type) => references.Select(r => To(r, type)).FirstOrDefault(k => k.Count > 0) ?? [];

    private IReadOnlyList<string> All(List<JsonElement?> references, params string[] types) => [.. references.SelectMany(r => To(r, types))];

    private IReadOnlyList<string> To(JsonElement? reference, params string[] types) => [.. FhirParts.Reference(reference, types).Select(Sourced)];

    private string Sourced(string key) => ImportKeys.Of(source, key);

    private static NotTaken Skip(RowAt at, string what, string why) => new(at, what, why, IsBroken: false);

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes, ImportFile file, long row)
    {
        try
        {
            return JsonDocument.Parse(bytes, Options);
        }
        catch (JsonException fault)
        {
            throw file.Unreadable($"is no valid JSON: number {row} is broken", fault);
        }
    }
}

/// <summary>What other systems call a record, as it is kept.</summary>
internal static class ImportKeys
{
    /// <summary>The key with the name of its system in front, where one was given; a long one as its hash.</summary>
    public static string Of(string source, string key)
    {
        var whole = source.Length == 0 ? key : $"{source}:{key}";
        return whole.Length <= ImportedKey.Limit && !Shared.PlainText.HasBrokenCharacter(whole) ? whole : FhirParts.Hash(whole);
    }

    /// <summary>Remembers the version of a visit; without one, what all of them begin with.</summary>
    public static string OfSequence(string key, int? sequence) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"sequence:{FhirParts.Hash(key)[7..47]}:{sequence}");

    /// <summary>A patient by name, while files are taken over.</summary>
    public static string OfName(string name) => $"\u0001{Shared.PlainText.Fold(name).Trim()}";
}
