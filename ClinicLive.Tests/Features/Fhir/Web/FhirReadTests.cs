using System.Net;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Fhir.Web;

/// <summary>Programs that speak FHIR read and find what the pages show.</summary>
public sealed class FhirReadTests : IDisposable
{
    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_resource_is_read_with_its_version_and_again_only_when_it_has_changed()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var id = (await desk.BookAsync(_host.Wish())).Ok(HttpStatusCode.Created).At("id")!;

        var one = (await desk.GetAsync($"/fhir/R4/Appointment/{id}")).Ok();

        one.MediaType.Should().Be("application/fhir+json");
        (one.At("resourceType"), one.At("id"), one.At("status"), one.At("meta", "versionId")).Should().Be(("Appointment", id, "booked", "1"));
        var tag = one.Headers["ETag"];
        tag.Should().MatchRegex("^W/\"1-[0-9a-f]{16}\"$", "its version, and what it says besides");
        one.Headers["Cache-Control"].Should().Be("no-store");
        one.Headers.Should().ContainKey("Last-Modified");
        (await desk.GetAsync($"/fhir/R4/Appointment/{id}", ("If-None-Match", tag))).Ok(HttpStatusCode.NotModified).Text.Should().BeEmpty();
        (await desk.GetAsync($"/fhir/R4/Appointment/{id}", ("If-None-Match", "W/\"2\""))).Ok();
        (await desk.GetAsync($"/fhir/R4/Encounter/{id}")).Ok().At("status").Should().Be("planned");

        await _host.Get<AppointmentService>().MoveAsync(Home.Lena, new AppointmentCommand(Guid.Parse(id), AppointmentStatus.Booked, 1, Guid.NewGuid()), AppointmentStatus.Arrived);
        (await desk.GetAsync($"/fhir/R4/Appointment/{id}", ("If-None-Match", tag))).Ok().At("status").Should().Be("arrived");
        (await desk.GetAsync($"/fhir/R4/Encounter?date=2026-06-17")).Matches().Should().BeEmpty("he is still here");
        (await desk.GetAsync($"/fhir/R4/Encounter?date=ge2026-06-17&status=arrived,triaged")).Matches().Should().ContainSingle();
    }

    [Fact]
    public async Task What_a_resource_says_of_others_is_news_although_its_own_version_stays()
    {
        var (desk, doctor) = (await _host.AsAsync(Home.Lena), await _host.AsAsync(Home.Doctor));
        var id = (await desk.BookAsync(_host.Wish())).Ok(HttpStatusCode.Created).At("id")!;
        foreach (var address in new[] { $"/fhir/R4/Appointment/{id}", $"/fhir/R4/Encounter/{id}" })
        {
            var tag = (await desk.GetAsync(address)).Ok().Headers["ETag"];
            (await desk.GetAsync(address, ("If-None-Match", tag))).Ok(HttpStatusCode.NotModified);

            await _host.ReadAsync(db => db.Practitioners.Where(p => p.Id == Home.Doctor.PractitionerId).ExecuteUpdateAsync(set => set.SetProperty(p => p.FamilyName, p => p.FamilyName + "-Neu")));

            var again = (await desk.GetAsync(address, ("If-None-Match", tag))).Ok();
            (again.Text.Contains("-Neu", StringComparison.Ordinal), again.Headers["ETag"] == tag).Should().Be((true, false), address);
        }

        (await desk.SendBackAsync((await desk.GetAsync($"/fhir/R4/Appointment/{id}")).Json)).Ok().Headers["ETag"].Should().Be("W/\"1\"", "nothing was changed");
        var read = (await desk.GetAsync($"/fhir/R4/Appointment/{id}")).Ok();
        (await desk.PutAsync($"/fhir/R4/Appointment/{id}", read.Text, ("If-Match", read.Headers["ETag"]))).Ok();
        (await doctor.GetAsync($"/fhir/R4/Appointment/{id}", ("If-None-Match", read.Headers["ETag"]))).Ok(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Every_type_is_found_and_each_match_is_read_at_its_own_address()
    {
        var doctor = await _host.AsAsync(Home.Doctor);
        var desk = await _host.AsAsync(Home.Lena);
        await desk.BookAsync(_host.Wish());
        await SayAsync("It still hurts");
        string[] types = ["Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Schedule", "Slot", "Appointment", "Encounter", "Communication"];
        foreach (var type in types)
        {
            var bundle = (await doctor.GetAsync($"/fhir/R4/{type}?_count=3")).Ok();

            bundle.MediaType.Should().Be("application/fhir+json");
            (bundle.At("type"), bundle.Link("self")).Should().Be(("searchset", $"https://clinic.test/fhir/R4/{type}?_count=3"));
            bundle.Json["total"].Should().BeNull("nobody asked for it");
            var matches = bundle.Matches();
            matches.Should().NotBeEmpty(type).And.OnlyContain(m => m["resourceType"]!.ToString() == type);
            bundle.Json["entry"]![0]!["fullUrl"]!.ToString().Should().Be($"https://clinic.test/fhir/R4/{type}/{matches[0]["id"]}");
            (await doctor.GetAsync($"/fhir/R4/{type}/{matches[0]["id"]}")).Ok().Text.Should().Be(matches[0].ToJsonString(), type);
            (await doctor.GetAsync($"/fhir/R4/{type}?_id={matches[0]["id"]}")).Matches().Should().ContainSingle(type);
        }
    }

    [Fact]
    public async Task Patients_are_found_by_name_birth_date_and_telephone()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var (paula, quentin) = ($"{Home.Patient.PatientId}", $"{Home.SecondPatient.PatientId}");
        async Task<IEnumerable<string>> FoundAsync(string query) => (await desk.GetAsync($"/fhir/R4/Patient?{query}")).Matches().Select(m => m["id"]!.ToString());

        (await FoundAsync("name=paul")).Should().Equal(paula);
        (await FoundAsync("family=PATIENT&_count=10")).Should().BeEquivalentTo([paula, quentin]);
        (await FoundAsync("given=quent,zora")).Should().Equal(quentin);
        (await FoundAsync("name=aula")).Should().BeEmpty("a word begins with it");
        (await FoundAsync("name:contains=aula")).Should().Equal(paula);
        (await FoundAsync("name:exact=Paula%20Patient")).Should().Equal(paula);
        (await FoundAsync("name:exact=paula%20patient")).Should().BeEmpty();
        (await FoundAsync("name=030")).Should().BeEmpty("a telephone number is no name");
        (await FoundAsync("name:contains=123")).Should().BeEmpty();
        (await FoundAsync("name=%25")).Should().BeEmpty("a percent sign is one");
        (await FoundAsync("birthdate=1980-02-29&name=paula")).Should().Equal(paula);
        (await FoundAsync("birthdate=1980")).Should().HaveCount(2);
        (await FoundAsync("birthdate=gt1980-02")).Should().BeEmpty();
        (await FoundAsync("birthdate=lt1980-03&phone=phone%7C030%20123")).Should().HaveCount(2);
        (await FoundAsync("telecom=030%20124")).Should().BeEmpty();
        (await FoundAsync($"_id={paula},{quentin}")).Should().HaveCount(2);
        (await FoundAsync("identifier=unknown")).Should().BeEmpty();
    }

    [Fact]
    public async Task Appointments_are_found_by_time_people_room_and_state_and_bring_their_actors_along()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var first = (await desk.BookAsync(_host.Wish(_host.Now.AddHours(1)))).Ok(HttpStatusCode.Created).At("id")!;
        var second = (await desk.BookAsync(_host.Wish(_host.Now.AddDays(1), patient: Home.SecondPatient, doctor: Home.SecondDoctor))).Ok(HttpStatusCode.Created).At("id")!;
        async Task<IEnumerable<string>> FoundAsync(string query) => (await desk.GetAsync($"/fhir/R4/Appointment?{query}")).Matches().Select(m => m["id"]!.ToString());

        (await FoundAsync("")).Should().Equal(first, second);
        (await FoundAsync("date=2026-06-17")).Should().Equal(first);
        (await FoundAsync("date=ge2026-06-18")).Should().Equal(second);
        (await FoundAsync("date=ge2026-06-17&date=lt2026-06-18")).Should().Equal(first);
        (await FoundAsync($"date=le{FhirSteps.Iso(_host.Now.AddHours(1))}")).Should().Equal(first);
        (await FoundAsync($"patient={Home.Patient.PatientId}")).Should().Equal(first);
        (await FoundAsync($"patient=Patient/{Home.SecondPatient.PatientId}&status=booked")).Should().Equal(second);
        (await FoundAsync($"patient:Patient={Home.SecondPatient.PatientId}")).Should().Equal(second);
        (await FoundAsync($"practitioner=https://clinic.test/fhir/R4/Practitioner/{Home.Doctor.PractitionerId}")).Should().Equal(first);
        (await FoundAsync($"actor=Practitioner/{Home.SecondDoctor.PractitionerId},Patient/{Home.Patient.PatientId}")).Should().Equal(first, second);
        (await FoundAsync($"actor={Home.SecondDoctor.PractitionerId}")).Should().Equal(second);
        (await FoundAsync($"location={Home.RoomId}")).Should().Equal(first, second);
        (await FoundAsync("status=cancelled,noshow")).Should().BeEmpty();
        (await FoundAsync($"_lastUpdated=ge{FhirSteps.Iso(_host.Now)}")).Should().HaveCount(2);
        (await FoundAsync($"_lastUpdated=lt{FhirSteps.Iso(_host.Now)}")).Should().BeEmpty();

        var along = (await desk.GetAsync("/fhir/R4/Appointment?date=2026-06-17&_include=Appointment:actor")).Along();
        along.Select(r => r["resourceType"]!.ToString()).Should().BeEquivalentTo("Patient", "Practitioner", "Location");
        (await desk.GetAsync("/fhir/R4/Appointment?_include=Appointment:actor:Patient")).Along().Should().HaveCount(2).And.OnlyContain(r => r["resourceType"]!.ToString() == "Patient");
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repetition_and_say_what_was_used()
    {
        var desk = await _host.AsAsync(Home.Lena);
        for (var i = 0; i < 5; i++) (await desk.BookAsync(_host.Wish(_host.Now.AddHours(5 - i)))).Ok(HttpStatusCode.Created);
        var (seen, next, pages) = (new List<string>(), (string?)"/fhir/R4/Appointment?_count=2&status=booked&favourite=blue&_total=accurate", 0);
        while (next is not null)
        {
            var page = (await desk.GetAsync(next.Replace("https://clinic.test", "", StringComparison.Ordinal))).Ok();
            seen.AddRange(page.Matches().Select(m => m["start"]!.ToString()));
            page.At("total").Should().Be("5");
            page.Link("self").Should().NotContain("favourite").And.Contain("status=booked");
            next = page.Link("next");
            pages++;
        }

        pages.Should().Be(3);
        seen.Should().HaveCount(5).And.OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
        (await desk.GetAsync("/fhir/R4/Appointment?favourite=blue", ("Prefer", "handling=strict"))).IsOutcome(HttpStatusCode.BadRequest, "invalid").Text.Should().Contain("favourite");
        (await desk.GetAsync("/fhir/R4/Appointment?_include=Appointment:slot", ("Prefer", "handling=strict"))).IsOutcome(HttpStatusCode.BadRequest);
        var counted = (await desk.GetAsync("/fhir/R4/Appointment?_count=0")).Ok();
        (counted.At("total"), counted.Json["entry"], counted.Link("next")).Should().Be(("5", null, null));
        (await desk.GetAsync("/fhir/R4/Patient?_count=1")).Link("next").Should().NotBeNull();
    }

    [Fact]
    public async Task Slots_are_what_is_free_and_for_staff_what_is_not()
    {
        var (desk, patient) = (await _host.AsAsync(Home.Lena), await _host.AsAsync(Home.Patient));
        await desk.BookAsync(_host.Wish(_host.Now.AddHours(1)));
        var hour = $"start=ge{FhirSteps.Iso(_host.Now.AddHours(1))}&start=lt{FhirSteps.Iso(_host.Now.AddHours(2))}&schedule=Schedule/{Home.Doctor.PractitionerId}";

        var slots = (await desk.GetAsync($"/fhir/R4/Slot?{hour}&_include=Slot:schedule")).Ok();

        slots.Matches().Select(s => s["status"]!.ToString()).Should().Equal("busy", "free", "free", "free");
        slots.Along().Should().ContainSingle().Which["id"]!.ToString().Should().Be($"{Home.Doctor.PractitionerId}");
        (await desk.GetAsync($"/fhir/R4/Slot?{hour}&status=free")).Matches().Should().HaveCount(3);
        (await patient.GetAsync($"/fhir/R4/Slot?{hour}&status=busy")).Matches().Should().BeEmpty("whose time it is is nobody's business");
        (await desk.GetAsync("/fhir/R4/Slot?start=ge2026-06-17&start=lt2026-12-17")).IsOutcome(HttpStatusCode.BadRequest).Text.Should().Contain("days");
        var two = (await desk.GetAsync($"/fhir/R4/Slot?_count=1&_id={slots.Matches()[1]["id"]},{slots.Matches()[2]["id"]}")).Ok();
        two.Matches().Should().ContainSingle();
        (await desk.GetAsync(two.Link("next")!.Replace("https://clinic.test", "", StringComparison.Ordinal))).Matches().Should().ContainSingle().Which["id"]!.ToString().Should().NotBe(two.Matches()[0]["id"]!.ToString());
        var free = slots.Matches()[1];
        (await desk.GetAsync($"/fhir/R4/Slot/{free["id"]}")).Ok().At("status").Should().Be("free");
        (await desk.BookAsync(_host.Wish(DateTimeOffset.Parse(free["start"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture)))).Ok(HttpStatusCode.Created);
        (await desk.GetAsync($"/fhir/R4/Slot/{free["id"]}")).Ok().At("status").Should().Be("busy");
    }

    [Fact]
    public async Task Messages_are_found_by_those_who_read_them_and_stay_unread()
    {
        await SayAsync("It still hurts");
        var (doctor, desk) = (await _host.AsAsync(Home.Doctor), await _host.AsAsync(Home.Lena));

        var found = (await doctor.GetAsync($"/fhir/R4/Communication?patient={Home.Patient.PatientId}&sender=Patient/{Home.Patient.PatientId}&sent=2026-06-17&_include=Communication:sender")).Ok();

        found.Matches().Should().ContainSingle().Which["payload"]![0]!["contentString"]!.ToString().Should().Be("It still hurts");
        found.Along().Should().ContainSingle().Which["id"]!.ToString().Should().Be($"{Home.Patient.PatientId}");
        (await doctor.GetAsync("/fhir/R4/Communication?status=entered-in-error")).Matches().Should().BeEmpty();
        (await desk.GetAsync("/fhir/R4/Communication")).Matches().Should().BeEmpty("what doctor and patient say is not for the desk");
        (await _host.Get<ChatQueries>().UnreadAsync(Home.Doctor)).Own.Should().Be(1);
    }

    private async Task SayAsync(string text)
    {
        var patient = await _host.AsAsync(Home.Patient);
        var room = (await patient.PostAsync("/api/chat/rooms", new { kind = "Direct", participantIds = new[] { Home.Doctor.UserId } })).At("id");
        (await patient.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = text })).Ok(HttpStatusCode.Created);
    }
}
