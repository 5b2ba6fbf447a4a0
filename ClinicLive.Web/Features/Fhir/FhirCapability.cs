using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Fhir;

namespace ClinicLive.Web.Features.Fhir;

/// <summary>What can be done here (HL7 FHIR R4, capabilitystatement.html), made of the tables by which it is done. For everybody: it tells nothing of the clinic.</summary>
internal static class FhirCapability
{
    private const string Since = "2026-11-21";

    public static IResult Answer(HttpRequest request, FhirQueries fhir) => new FhirAnswer(StatusCodes.Status200OK, new JsonObject
    {
        ["resourceType"] = "CapabilityStatement",
        ["status"] = "active",
        ["date"] = Since,
        ["kind"] = "instance",
        ["software"] = new JsonObject { ["name"] = "ClinicLive" },
        ["implementation"] = new JsonObject { ["description"] = "The live front desk of a clinic", ["url"] = FhirRoutes.Place(request) },
        ["fhirVersion"] = FhirNames.Release,
        ["format"] = new JsonArray(FhirNames.MediaType, "json"),
        ["rest"] = new JsonArray(new JsonObject
        {
            ["mode"] = "server",
            ["documentation"] = "What is seen is what the person who signed in sees on the pages; a patient sees himself. A search answers 50 resources at once, or _count, 200 at most, with a link to the next; "
                + "it counts them when _total=accurate or _count=0 asks for it. Unknown parameters are left out, or refused with Prefer: handling=strict.",
            ["security"] = new JsonObject { ["cors"] = false, ["description"] = "Authorization: Bearer with the accessToken of POST /api/auth/login, or the sign-in cookie." },
            ["resource"] = new JsonArray([.. fhir.Types.Select(Resource)]),
        }),
    });

    private static JsonObject Resource(FhirType type)
    {
        var isAppointment = type.Name == FhirNames.Appointment;
        string[] interactions = isAppointment ? ["read", "search-type", "create", "update"] : ["read", "search-type"];
        var resource = new JsonObject { ["type"] = type.Name };
        if (Words(type.Name) is { } words) resource["documentation"] = words;
        resource["interaction"] = new JsonArray([.. interactions.Select(i => new JsonObject { ["code"] = i })]);
        resource["versioning"] = type.Name == FhirNames.Slot ? "no-version" : isAppointment ? "versioned-update" : "versioned";
        resource["readHistory"] = false;
        if (isAppointment) (resource["updateCreate"], resource["conditionalCreate"]) = (false, true);
        resource["conditionalRead"] = type.Name == FhirNames.Slot ? "not-supported" : "not-match";
        if (type.Includes.Count > 0) resource["searchInclude"] = new JsonArray([.. type.Includes.Select(i => JsonValue.Create($"{type.Name}:{i.Name}"))]);
        resource["searchParam"] = new JsonArray([.. type.Parameters.Select(p => new JsonObject { ["name"] = p.Name, ["type"] = p.Type, ["documentation"] = p.Words })]);
        return resource;
    }

    private static string? Words(string type) => type switch
    {
        FhirNames.Appointment => "A create books (status booked), asks (proposed) or reserves for some minutes (pending). With If-None-Exist: identifier=" + FhirNames.Commands
            + "|{a UUID of the program's own} the same is made once for ever. An update needs If-Match and takes one step: another time or doctor while booked, or another status, such as cancelled with its cancelationReason. "
            + "Elements that are left out stay as they are; others than status, start, end, the doctor and cancelationReason cannot be changed.",
        FhirNames.Encounter => "Has the id of its appointment. It is moved by the clinic's own pages.",
        FhirNames.Slot => "Computed when it is asked for. Staff see quarters of an hour, or with service-type the times for that kind of visit; patients the times that they can book themselves.",
        FhirNames.Schedule or FhirNames.PractitionerRole => "One for each doctor, with the doctor's id.",
        FhirNames.Communication => "The messages that the person who signed in may read. Reading them here does not mark them as read.",
        _ => null,
    };
}
