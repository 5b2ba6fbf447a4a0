using System.Net;
using System.Text;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Fhir.Web;

/// <summary>Those who mean harm get a reason; and what the clinic says of itself is what it does.</summary>
public sealed class FhirHonestyTests : IDisposable
{
    private static readonly string[] Types = ["Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Schedule", "Slot", "Appointment", "Encounter", "Communication"];

    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Hostile_requests_get_a_reason_and_change_nothing()
    {
        var desk = await _host.AsAsync(Home.Lena);
        string[] bodies =
        [
            "", "null", "[]", "42", "{", "\"Appointment\"", new string('[', 100_000 / 2), $"{{\"resourceType\":\"Appointment\",\"text\":{string.Concat(Enumerable.Repeat("{\"a\":", 5_000))}1{new string('}', 5_001)}",
            """{"resourceType":"Appointment","resourceType":"Appointment"}""", """{"resourceType":7}""", """{"resourceType":"Appointment","participant":{}}""", """{"resourceType":"Appointment","participant":[null]}""",
            """{"resourceType":"Appointment","participant":[{"actor":null}]}""", """{"resourceType":"Appointment","start":"tomorrow"}""", """{"resourceType":"Appointment","start":"2026-06-17T09:00:00"}""",
            """{"resourceType":"Appointment","start":20260617}""", """{"resourceType":"Appointment","minutesDuration":"15"}""", """{"resourceType":"Appointment","minutesDuration":99999999999999}""",
            """{"resourceType":"Appointment","contained":[{}]}""", """{"resourceType":"Appointment","modifierExtension":[{"url":"x"}]}""", """{"resourceType":"Appointment","serviceType":[{"coding":[null]}]}""",
            """{"resourceType":"Appointment","reasonCode":[{"text":"\ud800"}]}""",
            _host.Wish(new DateTimeOffset(9999, 12, 31, 23, 59, 0, TimeSpan.Zero).AddMinutes(-15)).ToJsonString(),
            $$$"""{"resourceType":"Appointment","status":"booked","start":"9999-12-31T23:59:00Z","minutesDuration":60,"participant":[{"actor":{"reference":"Practitioner/{{{Home.Doctor.PractitionerId}}}"}}]}""",
            $$$"""{"resourceType":"Appointment","status":"booked","start":"0001-01-01T00:00:00Z","minutesDuration":60,"participant":[{"actor":{"reference":"Practitioner/{{{Home.Doctor.PractitionerId}}}"}}]}""", """{"resourceType":"Appointment","status":"booked","participant":[{"actor":{"reference":"Practitioner/../../etc"}}]}""",
        ];
        var before = await _host.ReadAsync(db => db.Activity.CountAsync());
        foreach (var body in bodies)
        {
            (await desk.PostAsync("/fhir/R4/Appointment", body)).Status.Should().BeOneOf([HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity, HttpStatusCode.RequestEntityTooLarge], body[..Math.Min(body.Length, 80)]);
            var put = await desk.PutAsync($"/fhir/R4/Appointment/{Guid.NewGuid()}", body, ("If-Match", "W/\"1\""));
            ((int)put.Status).Should().BeInRange(400, 422);
            put.IsOutcome(put.Status);
        }

        (await desk.PostAsync("/fhir/R4/Appointment", $"{{\"resourceType\":\"{new string('x', 10_000_000)}\"}}")).IsOutcome(HttpStatusCode.RequestEntityTooLarge, "too-long");
        using (var xml = new StringContent("<Appointment/>", Encoding.UTF8, "application/fhir+xml"))
        {
            (await desk.Client.PostAsync(new Uri("/fhir/R4/Appointment", UriKind.Relative), xml)).StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
        }

        string[] searches =
        [
            "Patient?birthdate=yesterday", "Patient?birthdate=xx2020", "Patient?birthdate=2020-13-45", "Patient?birthdate=0000", "Patient?birthdate=9999-12-31", "Patient?name:soundex=x", $"Patient?name={new string('x', 500)}",
            "Patient?name=%20", "Patient?_count=-1", "Patient?_count=99999999999", "Patient?_total=all", "Patient?_page=../../x", "Patient?identifier=%7C", "Appointment?_page=99999999999999999999.1", "Appointment?_page=9999999999999999999.x",
            "Appointment?date=2026-06-17T25:00:00Z", "Appointment?date=ap2026", "Appointment?patient=Practitioner/1", "Appointment?patient=../1", "Appointment?status=asleep", "Appointment?patient:Practitioner=1", "Slot?start=ne2026", "Slot?_id=1&status=free", "Slot?schedule=a/b/c",
            "Slot?status=asleep", $"Patient?_id={string.Join(',', Enumerable.Repeat("1", 60))}", "Location?status=x", "Communication?sent=%00", "Encounter?appointment=Patient/1",
        ];
        foreach (var search in searches) (await desk.GetAsync($"/fhir/R4/{search}")).IsOutcome(HttpStatusCode.BadRequest, "invalid");
        foreach (var id in new[] { "1", "..%2f..%2fetc", new string('9', 300), "'--", Guid.NewGuid().ToString("N") }) foreach (var type in Types) (await desk.GetAsync($"/fhir/R4/{type}/{id}")).IsOutcome(HttpStatusCode.NotFound);
        foreach (var path in new[] { "Medication", "patient", "Patient/1/_history", "%3Cscript%3E", "" }) (await desk.GetAsync($"/fhir/R4/{path}")).Status.Should().BeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
        (await desk.GetAsync("/fhir/R4/Patient?_format=xml")).IsOutcome(HttpStatusCode.NotAcceptable, "not-supported");
        (await desk.GetAsync("/fhir/R4/Patient", ("Accept", "application/fhir+xml"))).IsOutcome(HttpStatusCode.NotAcceptable, "not-supported");
        (await desk.GetAsync("/fhir/R4/Patient?_format=application/fhir+json&_pretty=true", ("Accept", "text/html"))).Ok().Text.Should().Contain("\n");
        (await _host.ReadAsync(db => db.Activity.CountAsync())).Should().Be(before);
    }

    [Fact]
    public async Task The_statement_of_what_can_be_done_is_true()
    {
        var desk = await _host.AsAsync(Home.Lena);
        await desk.BookAsync(_host.Wish());
        var statement = (await _host.Nobody().GetAsync("/fhir/R4/metadata")).Ok();
        (statement.At("resourceType"), statement.At("fhirVersion"), statement.At("implementation", "url")).Should().Be(("CapabilityStatement", "4.0.1", "https://clinic.test/fhir/R4"));
        var resources = statement.Json["rest"]![0]!["resource"]!.AsArray();
        resources.Select(r => r!["type"]!.ToString()).Should().Equal(Types);

        string[] known = ["active", "gender", "email", "address", "language", "general-practitioner", "class", "length", "type", "near", "partof", "specialty", "role", "slot", "reason-code", "based-on", "medium", "topic", "received", "category", "special-arrangement"];
        foreach (var resource in resources)
        {
            var type = resource!["type"]!.ToString();
            var declared = resource["searchParam"]!.AsArray().ToDictionary(p => p!["name"]!.ToString(), p => p!["type"]!.ToString());
            foreach (var (name, kind) in declared)
            {
                var value = (name, kind) switch { ("status", _) => type is "Slot" ? "free" : type is "Location" ? "active" : type is "Communication" ? "completed" : type is "Encounter" ? "planned" : "booked", (_, "date") => "ge2026-06-17&_count=1", _ => "1" };
                (await desk.GetAsync($"/fhir/R4/{type}?{name}={value}", ("Prefer", "handling=strict"))).Ok().Link("self").Should().Contain(name, $"{type} is searched by it");
            }

            foreach (var name in known.Except(declared.Keys)) (await desk.GetAsync($"/fhir/R4/{type}?{name}=1", ("Prefer", "handling=strict"))).IsOutcome(HttpStatusCode.BadRequest, "invalid");
            foreach (var include in resource["searchInclude"]?.AsArray() ?? []) (await desk.GetAsync($"/fhir/R4/{type}?_include={include}", ("Prefer", "handling=strict"))).Ok();
            var can = resource["interaction"]!.AsArray().Select(i => i!["code"]!.ToString()).ToList();
            can.Should().Contain(["read", "search-type"]);
            ((await desk.PostAsync($"/fhir/R4/{type}", "{}")).Status != HttpStatusCode.MethodNotAllowed).Should().Be(can.Contains("create"), type);
            ((await desk.PutAsync($"/fhir/R4/{type}/1", "{}")).Status != HttpStatusCode.MethodNotAllowed).Should().Be(can.Contains("update"), type);
            foreach (var verb in new[] { HttpMethod.Delete, HttpMethod.Patch }) (await desk.SendAsync(verb, $"/fhir/R4/{type}/1", "{}")).IsOutcome(HttpStatusCode.MethodNotAllowed);
            var one = (await desk.GetAsync($"/fhir/R4/{type}?_count=1")).Matches().FirstOrDefault();
            if (one is null) continue; // the desk reads no messages here
            var read = (await desk.GetAsync($"/fhir/R4/{type}/{one["id"]}")).Ok();
            read.Headers.ContainsKey("ETag").Should().Be(resource["versioning"]!.ToString() != "no-version", type);
            read.Headers.ContainsKey("ETag").Should().Be(resource["conditionalRead"]!.ToString() == "not-match", type);
        }
    }
}
