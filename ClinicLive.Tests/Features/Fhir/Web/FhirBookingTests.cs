using System.Net;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Fhir.Web;

/// <summary>Programs that speak FHIR book, move and call off by the rules that count for everybody.</summary>
public sealed class FhirBookingTests : IDisposable
{
    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task An_appointment_is_booked_moved_confirmed_by_its_version_and_called_off()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var made = (await desk.BookAsync(_host.Wish())).Ok(HttpStatusCode.Created);
        made.Headers["Location"].Should().Be($"https://clinic.test/fhir/R4/Appointment/{made.At("id")}");
        made.Headers["ETag"].Should().Be("W/\"1\"");
        (await desk.GetAsync($"/fhir/R4/Appointment/{made.At("id")}")).Ok().Text.Should().Be(made.Text);

        var later = made.Json;
        (later["start"], later["end"]) = (FhirSteps.Iso(_host.Now.AddHours(2)), FhirSteps.Iso(_host.Now.AddHours(2).AddMinutes(20)));
        later["minutesDuration"] = 20;
        var moved = (await desk.SendBackAsync(later)).Ok();
        (moved.At("start"), moved.At("minutesDuration"), moved.At("meta", "versionId"), moved.Headers["ETag"]).Should().Be((FhirSteps.Iso(_host.Now.AddHours(2)), "20", "2", "W/\"2\""));

        (await desk.SendBackAsync(made.Json, "1")).IsOutcome(HttpStatusCode.PreconditionFailed, "conflict");
        (await desk.SendBackAsync(moved.Json)).Ok().At("meta", "versionId").Should().Be("2", "nothing else was asked for");

        var off = moved.Json;
        off["status"] = "cancelled";
        (await desk.SendBackAsync(off)).IsOutcome(HttpStatusCode.UnprocessableEntity).Text.Should().Contain("why");
        off["cancelationReason"] = new JsonObject { ["text"] = "Feels better" };
        var cancelled = (await desk.SendBackAsync(off)).Ok();
        (cancelled.At("status"), cancelled.At("cancelationReason", "text")).Should().Be(("cancelled", "Feels better"));
        (await desk.GetAsync($"/fhir/R4/Encounter/{made.At("id")}")).Ok().At("status").Should().Be("cancelled");
    }

    [Fact]
    public async Task A_patient_books_for_himself_and_moves_until_the_cut_off()
    {
        var patient = await _host.AsAsync(Home.Patient);
        var wish = _host.Wish(_host.Now.AddDays(3));
        wish["participant"] = new JsonArray(FhirSteps.Participant($"Practitioner/{Home.Doctor.PractitionerId}"));
        var made = (await patient.BookAsync(wish)).Ok(HttpStatusCode.Created);
        made.Text.Should().Contain($"Patient/{Home.Patient.PatientId}");

        (await patient.BookAsync(_host.Wish(_host.Now.AddDays(4), patient: Home.SecondPatient))).IsOutcome(HttpStatusCode.Forbidden, "forbidden");
        var asked = (await patient.BookAsync(_host.Wish(_host.Now.AddDays(5), status: "proposed"))).Ok(HttpStatusCode.Created);
        asked.At("status").Should().Be("proposed");
        (await patient.BookAsync(_host.Wish(_host.Now.AddDays(6), status: "pending"))).Ok(HttpStatusCode.Created).At("status").Should().Be("pending");

        _host.Clock.Jump(TimeSpan.FromDays(2.5));
        patient = await _host.AsAsync(Home.Patient);
        await _host.ReadAsync(db => db.Appointments.Where(a => a.Status == AppointmentStatus.Held || a.StatusBefore == AppointmentStatus.Held && a.Status == AppointmentStatus.Cancelled)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Status, AppointmentStatus.Cancelled).SetProperty(a => a.StatusBefore, AppointmentStatus.Held).SetProperty(a => a.HoldsSlot, false)));
        (await patient.GetAsync("/fhir/R4/Appointment?status=cancelled")).Matches().Should().BeEmpty("a reservation that was not taken is no visit");
        (await patient.GetAsync("/fhir/R4/Encounter?status=cancelled")).Matches().Should().BeEmpty();
        var late = made.Json;
        late["status"] = "cancelled";
        late["cancelationReason"] = new JsonObject { ["text"] = "No time" };
        (await patient.SendBackAsync(late)).IsOutcome(HttpStatusCode.UnprocessableEntity, "business-rule").Text.Should().Contain("too late");

        var desk = await _host.AsAsync(Home.Lena);
        var accepted = asked.Json;
        accepted["status"] = "booked";
        (await desk.SendBackAsync(accepted)).Ok().At("status").Should().Be("booked");
    }

    [Fact]
    public async Task The_same_command_is_one_booking_for_ever_and_nobody_elses()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var command = Guid.NewGuid();
        var once = ("If-None-Exist", $"identifier=urn:cliniclive:command-id|{command}");

        var made = (await desk.BookAsync(_host.Wish(), once)).Ok(HttpStatusCode.Created);

        var again = (await desk.BookAsync(_host.Wish(_host.Now.AddHours(5)), ("If-None-Exist", $"identifier=urn%3Acliniclive%3Acommand-id%7C{command}"))).Ok();
        again.At("id").Should().Be(made.At("id"));
        (await CountAsync()).Should().Be(1);
        (await desk.GetAsync($"/fhir/R4/Appointment?identifier=urn:cliniclive:command-id|{command}")).Matches().Should().ContainSingle();
        (await (await _host.AsAsync(Home.Omar)).GetAsync($"/fhir/R4/Appointment?identifier=urn:cliniclive:command-id|{command}")).Matches().Should().BeEmpty();
        (await desk.BookAsync(_host.Wish(), ("If-None-Exist", "patient=1"))).IsOutcome(HttpStatusCode.BadRequest);
        (await desk.BookAsync(_host.Wish(_host.Now.AddHours(6)), ("Prefer", "return=minimal"))).Ok(HttpStatusCode.Created).Text.Should().BeEmpty();
    }

    [Fact]
    public async Task Of_two_who_want_one_time_one_gets_it_and_of_two_who_change_one_thing_the_slower_learns_of_it()
    {
        var (lena, omar) = (await _host.AsAsync(Home.Lena), await _host.AsAsync(Home.Omar));
        var both = await Task.WhenAll(lena.BookAsync(_host.Wish()), omar.BookAsync(_host.Wish(patient: Home.SecondPatient)));
        both.Select(a => a.Status).Should().BeEquivalentTo([HttpStatusCode.Created, HttpStatusCode.Conflict]);
        both.Single(a => a.Status == HttpStatusCode.Conflict).IsOutcome(HttpStatusCode.Conflict, "conflict");

        var seen = both.Single(a => a.Status == HttpStatusCode.Created).Json;
        var (one, other) = (seen.DeepClone(), seen.DeepClone());
        (one["start"], one["end"], one["minutesDuration"]) = (FhirSteps.Iso(_host.Now.AddHours(2)), FhirSteps.Iso(_host.Now.AddHours(2.5)), 30);
        (other["start"], other["end"], other["minutesDuration"]) = (FhirSteps.Iso(_host.Now.AddHours(3)), FhirSteps.Iso(_host.Now.AddHours(3.5)), 30);
        var race = await Task.WhenAll(lena.SendBackAsync(one), omar.SendBackAsync(other));
        race.Select(a => a.Status).Should().BeEquivalentTo([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed]);
    }

    [Fact]
    public async Task What_is_refused_changes_nothing_and_says_why()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var made = (await desk.BookAsync(_host.Wish(_host.Now.AddHours(1)))).Ok(HttpStatusCode.Created).Json;
        var before = await DumpAsync();
        JsonObject With(JsonNode resource, string name, JsonNode? value)
        {
            var changed = resource.DeepClone().AsObject();
            if (value is null) changed.Remove(name);
            else changed[name] = value;
            return changed;
        }

        var wish = _host.Wish(_host.Now.AddHours(4));
        (JsonObject Body, int Status, string Code)[] bookings =
        [
            (_host.Wish(_host.Now.AddHours(1)), 409, "conflict"),
            (_host.Wish(_host.Now.AddDays(-1)), 422, "business-rule"),
            (_host.Wish(minutes: 3), 422, "value"),
            (_host.Wish(patient: _host.Other.Patient), 422, "value"),
            (_host.Wish(doctor: _host.Other.Doctor), 422, "value"),
            (_host.Wish(status: "fulfilled"), 422, "business-rule"),
            (With(wish, "status", null), 422, "required"),
            (With(wish, "start", null), 422, "required"),
            (With(wish, "end", wish["start"]!.DeepClone()), 422, "value"),
            (With(wish, "participant", null), 422, "required"),
            (With(wish, "participant", new JsonArray(FhirSteps.Participant("Device/1"))), 422, "not-supported"),
            (With(wish, "participant", new JsonArray(FhirSteps.Participant($"Practitioner/{Home.Doctor.PractitionerId}"))), 422, "required"),
            (With(wish, "serviceType", new JsonArray(new JsonObject { ["text"] = "Check-up" })), 422, "code-invalid"),
            (With(wish, "slot", new JsonArray(new JsonObject { ["reference"] = "Slot/1" })), 422, "invariant"),
            (With(wish, "minutesDuration", 45), 422, "invariant"),
            (With(wish, "priority", 1), 422, "business-rule"),
            (With(wish, "comment", "Bring the card"), 400, "structure"),
            (With(wish, "resourceType", "Patient"), 400, "invalid"),
        ];
        foreach (var (body, status, code) in bookings) (await desk.BookAsync(body)).IsOutcome((HttpStatusCode)status, code);

        (JsonObject Body, int Status, string Code)[] changes =
        [
            (With(made, "status", "fulfilled"), 422, "business-rule"),
            (With(made, "status", "asleep"), 422, "business-rule"),
            (With(made, "reasonCode", new JsonArray(new JsonObject { ["text"] = "Fever" })), 422, "business-rule"),
            (With(made, "priority", 1), 422, "business-rule"),
            (With(With(made, "status", "cancelled"), "start", FhirSteps.Iso(_host.Now.AddMinutes(50))), 422, "invariant"),
            (With(With(With(made, "status", "arrived"), "start", FhirSteps.Iso(_host.Now.AddMinutes(50))), "minutesDuration", null), 422, "business-rule"),
            (With(made, "id", $"{Guid.NewGuid()}"), 404, "not-found"),
        ];
        foreach (var (body, status, code) in changes) (await desk.SendBackAsync(body)).IsOutcome((HttpStatusCode)status, code);

        var path = $"/fhir/R4/Appointment/{made["id"]}";
        (await desk.PutAsync(path, made.ToJsonString())).IsOutcome(HttpStatusCode.PreconditionRequired, "required");
        (await desk.PutAsync(path, made.ToJsonString(), ("If-Match", "W/\"7\""))).IsOutcome(HttpStatusCode.PreconditionFailed, "conflict");
        (await desk.PutAsync(path, made.ToJsonString(), ("If-Match", "*"))).IsOutcome(HttpStatusCode.PreconditionFailed, "conflict");
        (await desk.PutAsync(path, With(made, "id", "1").ToJsonString(), ("If-Match", "W/\"1\""))).IsOutcome(HttpStatusCode.BadRequest, "invalid");
        (await desk.SendAsync(HttpMethod.Delete, path, null)).IsOutcome(HttpStatusCode.MethodNotAllowed, "not-supported");
        (await desk.SendAsync(HttpMethod.Patch, path, "[]")).IsOutcome(HttpStatusCode.MethodNotAllowed, "not-supported");
        (await desk.PostAsync("/fhir/R4/Patient", "{}")).IsOutcome(HttpStatusCode.MethodNotAllowed, "not-supported");

        foreach (var actor in new[] { Home.Doctor, Home.Admin })
        {
            (await (await _host.AsAsync(actor)).BookAsync(wish)).IsOutcome(HttpStatusCode.Forbidden, "forbidden");
            (await (await _host.AsAsync(actor)).SendBackAsync(With(With(With(made, "start", FhirSteps.Iso(_host.Now.AddHours(6))), "end", FhirSteps.Iso(_host.Now.AddHours(6.25))), "minutesDuration", null))).IsOutcome(HttpStatusCode.Forbidden, "forbidden");
        }

        foreach (var stranger in new[] { Home.SecondPatient, _host.Other.Lena, _host.Other.Patient, _host.Other.Admin })
        {
            (await (await _host.AsAsync(stranger)).SendBackAsync(With(made, "status", "arrived"))).IsOutcome(HttpStatusCode.NotFound, "not-found");
        }

        (await DumpAsync()).Should().Be(before);
    }

    [Fact]
    public async Task A_slot_that_was_found_is_booked_by_naming_it()
    {
        var patient = await _host.AsAsync(Home.Lena);
        var slot = (await patient.GetAsync($"/fhir/R4/Slot?status=free&schedule={Home.Doctor.PractitionerId}&_count=1")).Matches().Single();
        var wish = _host.Wish();
        (wish["start"], wish["end"]) = (slot["start"]!.DeepClone(), slot["end"]!.DeepClone());
        wish["slot"] = new JsonArray(new JsonObject { ["reference"] = $"https://clinic.test/fhir/R4/Slot/{slot["id"]}" });

        (await patient.BookAsync(wish)).Ok(HttpStatusCode.Created).At("start").Should().Be(slot["start"]!.ToString());
    }

    private Task<int> CountAsync() => _host.ReadAsync(db => db.Appointments.CountAsync());

    private Task<string> DumpAsync() => _host.ReadAsync(async db => string.Join('\n', await db.Appointments.Select(a => $"{a.Id} {a.Version} {a.Start} {a.Status}").ToListAsync())
        + string.Join('\n', await db.Activity.Where(a => a.Category == Domain.Features.Activity.ActivityCategory.Appointment).Select(a => a.Sequence).ToListAsync()));
}
