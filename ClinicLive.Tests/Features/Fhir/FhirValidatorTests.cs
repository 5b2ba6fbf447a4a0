using System.Net;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Export;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Fhir.Web;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Fhir;

/// <summary>Two validators of others find nothing wrong with what the clinic writes: see Independent/README.md.</summary>
public sealed class FhirValidatorTests : IDisposable
{
    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Everything_that_is_written_is_valid_to_both()
    {
        await FillAsync();
        var written = new JsonArray();
        foreach (var actor in new[] { Home.Admin, Home.Doctor, Home.Patient })
        {
            var caller = await _host.AsAsync(actor);
            foreach (var type in new[] { "Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Schedule", "Slot", "Appointment", "Encounter", "Communication" })
            {
                var include = type is "Appointment" ? "&_include=Appointment:actor" : type is "Communication" ? "&_include=Communication:sender" : "";
                var bundle = (await caller.GetAsync($"/fhir/R4/{type}?_total=accurate&_count=40{include}")).Ok();
                written.Add(bundle.Json);
                foreach (var resource in bundle.Matches().Concat(bundle.Along())) written.Add(resource.DeepClone());
            }
        }

        var desk = await _host.AsAsync(Home.Lena);
        written.Add((await desk.GetAsync("/fhir/R4/metadata")).Ok().Json);
        written.Add(await ExportedAsync());
        written.Add((await desk.GetAsync("/fhir/R4/Patient/1")).IsOutcome(HttpStatusCode.NotFound).Json);
        written.Add((await desk.BookAsync(_host.Wish(minutes: 3))).IsOutcome(HttpStatusCode.UnprocessableEntity).Json);
        written.Select(r => r!["status"]?.ToString()).Should().Contain(["proposed", "waitlist", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "in-progress", "finished", "free", "busy", "completed"]);

        var wrong = await ValidateAsync(written);

        wrong.Should().HaveCountGreaterThan(100);
        wrong.SelectMany((faults, i) => faults.Select(f => $"{written[i]!["resourceType"]}: {f}")).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_is_found_by_each_of_them()
    {
        var good = _host.Wish();
        var bad = new JsonArray(good);
        foreach (var (name, value) in new (string, JsonNode?)[] { ("status", "asleep"), ("start", "today"), ("end", null), ("unheardOf", 1), ("cancelationReason", new JsonObject { ["text"] = "why" }) })
        {
            var changed = good.DeepClone().AsObject();
            if (value is null) changed.Remove(name);
            else changed[name] = value;
            bad.Add(changed);
        }

        var wrong = await ValidateAsync(bad);

        wrong[0].Should().BeEmpty();
        wrong.Skip(1).Should().OnlyContain(faults => faults.Count > 0);
        wrong.SelectMany(f => f).Should().Contain(f => f.StartsWith("medplum")).And.Contain(f => f.StartsWith("fhir"));
    }

    // The whole clinic as it leaves at /admin/export.
    private async Task<JsonNode?> ExportedAsync()
    {
        var outcome = await _host.Get<ExportService>().ClinicAsync(Home.Admin, ClinicExportShape.Fhir, "https://clinic.test/fhir/R4");
        using var to = new MemoryStream();
        await outcome.Value!.WriteAsync(to, CancellationToken.None);
        return JsonNode.Parse(to.ToArray());
    }

    // An appointment in every state that there is, made by the people whose steps lead there.
    private async Task FillAsync()
    {
        var (booking, steps) = (_host.Get<BookingService>(), _host.Get<AppointmentService>());
        var hour = 1;
        NewAppointment Next() => new(Home.Patient.PatientId!.Value, Home.Doctor.PractitionerId!.Value, _host.Now.AddHours(hour++), 15, "Cough; since <Monday>", Guid.NewGuid());
        async Task<BoardRow> ThenAsync(BoardRow row, Actor by, AppointmentStatus to) =>
            (await steps.MoveAsync(by, new AppointmentCommand(row.Id, row.Status, row.Version, Guid.NewGuid(), "because"), to)).Value!;
        async Task<BoardRow> BookedAsync() => (await booking.BookAsync(Home.Lena, Next())).Value!;

        await booking.RequestAsync(Home.Patient, Next());
        await ThenAsync((await booking.RequestAsync(Home.SecondPatient, Next() with { PatientId = Home.SecondPatient.PatientId!.Value })).Value!, Home.Lena, AppointmentStatus.Waitlisted);
        await BookedAsync();
        await booking.WalkInAsync(Home.Lena, Next() with { Start = _host.Now });
        await ThenAsync(await ThenAsync(await BookedAsync(), Home.Lena, AppointmentStatus.Arrived), Home.Lena, AppointmentStatus.Ready);
        await ThenAsync(await BookedAsync(), Home.Lena, AppointmentStatus.Cancelled);
        await ThenAsync(await BookedAsync(), Home.Admin, AppointmentStatus.EnteredInError);
        await ThenAsync(await ThenAsync(await BookedAsync(), Home.Lena, AppointmentStatus.Arrived), Home.Lena, AppointmentStatus.LeftUnseen);
        foreach (var end in new[] { AppointmentStatus.Done, AppointmentStatus.Paused, AppointmentStatus.InConsultation })
        {
            var with = await ThenAsync(await ThenAsync(await BookedAsync(), Home.Lena, AppointmentStatus.Arrived), Home.Doctor, AppointmentStatus.InConsultation);
            _host.Clock.Advance(TimeSpan.FromMinutes(7));
            if (end != AppointmentStatus.InConsultation) await ThenAsync(with, Home.Doctor, end);
        }

        var missed = (await booking.BookAsync(Home.Lena, Next() with { Start = _host.Now })).Value ?? throw new InvalidOperationException("This time was to be free.");
        await ThenAsync(missed, Home.Lena, AppointmentStatus.NoShow);
        await booking.HoldAsync(Home.Lena, Next()); // at the end, for it runs out
        var patient = await _host.AsAsync(Home.Patient);
        var room = (await patient.PostAsync("/api/chat/rooms", new { kind = "Direct", participantIds = new[] { Home.Doctor.UserId } })).At("id");
        (await patient.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "Line one\nline \u0007 two 🙂" })).Ok(HttpStatusCode.Created);
    }

    private static async Task<List<List<string>>> ValidateAsync(JsonArray resources)
    {
        var said = JsonNode.Parse(await NodeProgram.AskAsync(resources.ToJsonString(), "Features", "Fhir", "Independent", "validate.cjs"))!.AsArray();
        return [.. said.Select(faults => faults!.AsArray().Select(f => f!.ToString()).ToList())];
    }
}
