using System.Net;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Fhir.Web;

/// <summary>What programs that speak FHIR send and get.</summary>
internal static class FhirSteps
{
    public const string Root = "/fhir/R4";

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>An Appointment as a program writes it.</summary>
    public static JsonObject Wish(this ApiHost host, DateTimeOffset? start = null, int minutes = 15, Actor? patient = null, Actor? doctor = null, string status = "booked", string? reason = "Cough")
    {
        var begin = start ?? host.Now.AddMinutes(30);
        var wish = new JsonObject
        {
            ["resourceType"] = "Appointment",
            ["status"] = status,
            ["start"] = Iso(begin),
            ["end"] = Iso(begin.AddMinutes(minutes)),
            ["participant"] = new JsonArray(
                Participant($"Patient/{(patient ?? host.Home.Patient).PatientId}"), Participant($"Practitioner/{(doctor ?? host.Home.Doctor).PractitionerId}")),
        };
        if (reason is not null) wish["reasonCode"] = new JsonArray(new JsonObject { ["text"] = reason });
        return wish;
    }

    public static JsonObject Participant(string reference) => new() { ["actor"] = new JsonObject { ["reference"] = reference }, ["status"] = "accepted" };

    public static Task<ApiAnswer> BookAsync(this ApiCaller caller, JsonNode wish, params (string Name, string Value)[] headers) => caller.PostAsync($"{Root}/Appointment", wish.ToJsonString(), headers);

    /// <summary>Sends a resource back with the version that it was read with.</summary>
    public static Task<ApiAnswer> SendBackAsync(this ApiCaller caller, JsonNode resource, string? version = null) =>
        caller.PutAsync($"{Root}/Appointment/{resource["id"]}", resource.ToJsonString(), ("If-Match", $"W/\"{version ?? resource["meta"]!["versionId"]!.ToString()}\""));

    /// <summary>The resources of a bundle that were found.</summary>
    public static List<JsonNode> Matches(this ApiAnswer bundle) => Entries(bundle, "match");

    /// <summary>The resources of a bundle that came along.</summary>
    public static List<JsonNode> Along(this ApiAnswer bundle) => Entries(bundle, "include");

    public static string? Link(this ApiAnswer bundle, string relation) =>
        bundle.Json["link"]!.AsArray().SingleOrDefault(l => l!["relation"]!.ToString() == relation)?["url"]!.ToString();

    /// <summary>Asserts an OperationOutcome without anything of ours in it that is nobody's business.</summary>
    public static ApiAnswer IsOutcome(this ApiAnswer answer, HttpStatusCode status, params string[] codes)
    {
        answer.Status.Should().Be(status, answer.Text);
        answer.MediaType.Should().Be("application/fhir+json");
        answer.At("resourceType").Should().Be("OperationOutcome");
        answer.Json["issue"]![0]!["severity"]!.ToString().Should().Be("error");
        answer.Json["issue"]![0]!["details"]!["text"]!.ToString().Should().NotBeNullOrWhiteSpace();
        if (codes.Length > 0) codes.Should().Contain(answer.Json["issue"]![0]!["code"]!.ToString(), answer.Text);
        answer.Text.Should().NotContainAny("ClinicLive.", "Exception", "SQLite", "   at ");
        return answer;
    }

    private static List<JsonNode> Entries(ApiAnswer bundle, string mode)
    {
        bundle.Ok();
        bundle.At("resourceType").Should().Be("Bundle");
        return [.. bundle.Json["entry"]?.AsArray().Where(e => e!["search"]!["mode"]!.ToString() == mode).Select(e => e!["resource"]!) ?? []];
    }
}
