using System.Net;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Fhir.Web;

/// <summary>Every door of FHIR for every role, for another clinic and for nobody.</summary>
public sealed class FhirRightsTests : IDisposable
{
    private static readonly string[] Types = ["Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Schedule", "Slot", "Appointment", "Encounter", "Communication"];

    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Nobody_without_a_sign_in_sees_more_than_what_can_be_done_here()
    {
        var nobody = _host.Nobody();
        foreach (var type in Types)
        {
            (await nobody.GetAsync($"/fhir/R4/{type}")).IsOutcome(HttpStatusCode.Unauthorized, "login");
            (await nobody.GetAsync($"/fhir/R4/{type}/1")).IsOutcome(HttpStatusCode.Unauthorized, "login");
            (await nobody.PostAsync($"/fhir/R4/{type}/_search", new ByteArrayContent([]))).IsOutcome(HttpStatusCode.Unauthorized, "login");
        }

        (await nobody.BookAsync(_host.Wish())).IsOutcome(HttpStatusCode.Unauthorized, "login");
        (await nobody.PutAsync("/fhir/R4/Appointment/1", "{}")).IsOutcome(HttpStatusCode.Unauthorized, "login");
        (await nobody.GetAsync("/fhir/R5/Patient")).IsOutcome(HttpStatusCode.Unauthorized, "login");
        (await _host.With("forged").GetAsync("/fhir/R4/Patient")).IsOutcome(HttpStatusCode.Unauthorized, "login");
        (await nobody.GetAsync("/fhir/R4/metadata")).Ok();

        var open = _host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("fhir", StringComparison.Ordinal)).ToList();
        open.Should().HaveCount(7, "a new door is tried here");
        open.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Should().ContainSingle().Which.RoutePattern.RawText.Should().EndWith("/metadata");
    }

    [Fact]
    public async Task Who_sees_how_much_is_the_same_as_on_the_pages()
    {
        var desk = await _host.AsAsync(Home.Lena);
        await desk.BookAsync(_host.Wish());
        await desk.BookAsync(_host.Wish(_host.Now.AddHours(3), patient: Home.SecondPatient));
        var patient = await _host.AsAsync(Home.Patient);
        var room = (await patient.PostAsync("/api/chat/rooms", new { kind = "Direct", participantIds = new[] { Home.Doctor.UserId } })).At("id");
        (await patient.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "It hurts" })).Ok(HttpStatusCode.Created);

        // Patients, appointments, encounters, messages: the others are the clinic itself, which everybody in it knows.
        (Actor Actor, int Patients, int Visits, int Messages)[] expected =
        [
            (Home.Admin, 2, 2, 0), (Home.Lena, 2, 2, 0), (Home.Doctor, 2, 2, 1), (Home.SecondDoctor, 2, 2, 0), (Home.Patient, 1, 1, 1), (Home.SecondPatient, 1, 1, 0),
            (_host.Other.Admin, 2, 0, 0), (_host.Other.Lena, 2, 0, 0), (_host.Other.Doctor, 2, 0, 0), (_host.Other.Patient, 1, 0, 0),
        ];
        foreach (var (actor, patients, visits, messages) in expected)
        {
            var caller = await _host.AsAsync(actor);
            async Task<int> CountAsync(string type) => (await caller.GetAsync($"/fhir/R4/{type}?_total=accurate")).Matches().Count;
            (await CountAsync("Patient"), await CountAsync("Appointment"), await CountAsync("Encounter"), await CountAsync("Communication")).Should().Be((patients, visits, visits, messages), $"it is {actor.DisplayName}");
            (await CountAsync("Practitioner"), await CountAsync("PractitionerRole"), await CountAsync("Schedule"), await CountAsync("Organization"), await CountAsync("Location")).Should().Be((2, 2, 2, 1, 1));
        }
    }

    [Fact]
    public async Task What_belongs_to_another_clinic_or_person_answers_exactly_like_what_does_not_exist()
    {
        var desk = await _host.AsAsync(Home.Lena);
        await desk.BookAsync(_host.Wish());
        var patient = await _host.AsAsync(Home.Patient);
        var room = (await patient.PostAsync("/api/chat/rooms", new { kind = "Direct", participantIds = new[] { Home.Doctor.UserId } })).At("id");
        await patient.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "It hurts" });
        var doctor = await _host.AsAsync(Home.Doctor);
        var ids = new Dictionary<string, string>();
        foreach (var type in Types) ids[type] = (await doctor.GetAsync($"/fhir/R4/{type}?_count=1&status={(type == "Slot" ? "busy" : "")}")).Matches()[0]["id"]!.ToString();
        ids["Patient"] = $"{Home.Patient.PatientId}";

        foreach (var stranger in new[] { _host.Other.Admin, _host.Other.Lena, _host.Other.Doctor, _host.Other.Patient })
        {
            var caller = await _host.AsAsync(stranger);
            foreach (var (type, id) in ids)
            {
                var foreign = (await caller.GetAsync($"/fhir/R4/{type}/{id}")).IsOutcome(HttpStatusCode.NotFound, "not-found");
                foreign.Text.Should().Be((await caller.GetAsync($"/fhir/R4/{type}/{Guid.NewGuid()}")).Text);
                (await caller.GetAsync($"/fhir/R4/{type}?_id={id}")).Matches().Should().BeEmpty();
            }

            (await caller.GetAsync($"/fhir/R4/Appointment?patient={Home.Patient.PatientId}")).Matches().Should().BeEmpty();
            (await caller.GetAsync($"/fhir/R4/Slot?schedule={Home.Doctor.PractitionerId}")).Matches().Should().BeEmpty();
        }

        var other = await _host.AsAsync(Home.SecondPatient);
        foreach (var type in new[] { "Patient", "Appointment", "Encounter", "Communication" }) (await other.GetAsync($"/fhir/R4/{type}/{ids[type]}")).IsOutcome(HttpStatusCode.NotFound, "not-found");
        (await other.GetAsync($"/fhir/R4/Slot/{ids["Slot"]}")).IsOutcome(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_right_that_was_withdrawn_is_gone_with_the_next_request()
    {
        var desk = await _host.AsAsync(Home.Lena);
        (await desk.GetAsync("/fhir/R4/Patient")).Ok();
        await _host.ReadAsync(async db =>
        {
            (await db.Accounts.SingleAsync(a => a.Id == Home.Lena.UserId)).Disable(Home.Admin, _host.Now);
            return await db.SaveChangesAsync();
        });

        (await desk.GetAsync("/fhir/R4/Patient")).IsOutcome(HttpStatusCode.Unauthorized, "login");
    }
}
