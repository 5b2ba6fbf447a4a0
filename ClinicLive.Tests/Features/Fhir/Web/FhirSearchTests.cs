using System.Net;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Fhir.Web;

/// <summary>Searching by a form, which leaves nothing in addresses; and what one search may cost.</summary>
public sealed class FhirSearchTests : IDisposable
{
    private readonly ApiHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_search_by_a_form_finds_what_the_same_search_by_the_address_finds()
    {
        var desk = await _host.AsAsync(_host.Home.Lena);
        await desk.BookAsync(_host.Wish());
        await desk.BookAsync(_host.Wish(_host.Now.AddMinutes(90)));
        var patient = $"Patient/{_host.Home.Patient.PatientId}";

        var byForm = await SearchAsync(desk, "Appointment/_search", ("patient", patient), ("_count", "1"), ("_include", "Appointment:patient"));

        var byAddress = await desk.GetAsync($"/fhir/R4/Appointment?patient={patient}&_count=1&_include=Appointment:patient");
        byForm.Ok().Text.Should().Be(byAddress.Ok().Text);
        (await desk.GetAsync(byForm.Link("next")!["https://clinic.test".Length..])).Matches().Should().ContainSingle("the next page is an address again");
        (await SearchAsync(desk, "Appointment/_search?_count=1", ("patient", patient), ("_include", "Appointment:patient"))).Link("self").Should().Contain("_count=1").And.Contain("patient=");
        (await SearchAsync(desk, "Patient/_search?_format=json", ("_format", "json"))).Matches().Should().NotBeEmpty();
        (await desk.PostAsync("/fhir/R4/Patient/_search", new ByteArrayContent([]))).Matches().Should().NotBeEmpty("a search needs no parameter");
    }

    [Fact]
    public async Task A_form_opens_nothing_wider_and_what_is_none_gets_a_reason()
    {
        var desk = await _host.AsAsync(_host.Home.Lena);
        (await SearchAsync(await _host.AsAsync(_host.Home.Patient), "Patient/_search", ("name", "pa"))).Matches().Should().OnlyContain(p => p["id"]!.ToString() == _host.Home.Patient.PatientId.ToString());
        (await SearchAsync(_host.Nobody(), "Patient/_search", ("name", "a"))).IsOutcome(HttpStatusCode.Unauthorized, "login");
        (await SearchAsync(desk, "Medication/_search")).IsOutcome(HttpStatusCode.NotFound, "not-supported");
        (await SearchAsync(desk, "Patient/_search", ("birthdate", "yesterday"))).IsOutcome(HttpStatusCode.BadRequest, "invalid");
        (await desk.PostAsync("/fhir/R4/Patient/_search", "{}")).IsOutcome(HttpStatusCode.UnsupportedMediaType, "not-supported");
        (await SearchAsync(desk, "Patient/_search", ("name", new string('x', 10_000_000)))).IsOutcome(HttpStatusCode.RequestEntityTooLarge, "too-long");
        (await SearchAsync(desk, "Patient/_search", [.. Enumerable.Range(0, 300).Select(i => ($"p{i}", "x"))])).IsOutcome(HttpStatusCode.BadRequest, "structure");
    }

    [Fact]
    public async Task A_search_for_times_looks_at_so_many_calendars_and_days_and_says_so()
    {
        await _host.ReadAsync(async db =>
        {
            db.AddRange(Enumerable.Range(0, 130).Select(i => new Practitioner(_host.Home.Doctor.OrganizationId, null, "Doctor", $"Number {i}")));
            return await db.SaveChangesAsync();
        });
        var desk = await _host.AsAsync(_host.Home.Lena);
        string From(int days) => $"start=ge{FhirSteps.Iso(_host.Now)}&start=lt{FhirSteps.Iso(_host.Now.AddDays(days))}";

        (await desk.GetAsync($"/fhir/R4/Slot?{From(1)}")).IsOutcome(HttpStatusCode.BadRequest, "invalid").Text.Should().Contain("Please name the schedules");
        (await desk.GetAsync("/fhir/R4/Slot")).IsOutcome(HttpStatusCode.BadRequest, "invalid");
        (await desk.GetAsync($"/fhir/R4/Slot?{From(40)}&schedule=Schedule/{_host.Home.Doctor.PractitionerId}")).Ok();
        (await SearchAsync(desk, "Slot/_search", ("status", "free"))).IsOutcome(HttpStatusCode.BadRequest, "invalid");
    }

    private static Task<ApiAnswer> SearchAsync(ApiCaller caller, string path, params (string Name, string Value)[] form) =>
        caller.PostAsync($"/fhir/R4/{path}", new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))));
}
