using System.Net;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Appointments.Web;

/// <summary>Programs see and do with appointments what people may, and learn of everything else nothing.</summary>
public sealed class AppointmentApiTests : IDisposable
{
    private static readonly string[] Names =
    [
        "end", "id", "patientFlow", "patientId", "patientName", "practitionerId", "practitionerName", "reason", "room", "start", "status", "statusSince", "version",
    ];

    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("Held,Arrived")]
    [InlineData(" Arrived")]
    [InlineData("3")]
    [InlineData("")]
    public async Task A_state_is_one_name_and_nothing_that_could_be_made_of_several(string to)
    {
        var desk = await _host.AsAsync(Home.Lena);
        var made = (await desk.PostAsync("/api/appointments", Wish())).Ok(HttpStatusCode.Created);

        (await desk.PostAsync($"/api/appointments/{made.At("id")}/status", new { to, expectedFrom = "Booked", version = 1, commandId = Guid.NewGuid() })).IsProblem(400, "malformed").Text.Should().Contain("$.to");

        (await desk.GetAsync($"/api/appointments/{made.At("id")}")).At("status").Should().Be("Booked");
    }

    [Theory]
    [InlineData("12/11/2026")]
    [InlineData("Nov 12")]
    [InlineData("2026-3-29")]
    [InlineData("%202026-06-17")]
    public async Task A_day_is_written_as_ISO_8601_says_and_never_guessed(string date) =>
        (await (await _host.AsAsync(Home.Lena)).GetAsync($"/api/appointments?date={date}")).IsProblem(400, "malformed").Text.Should().Contain("date");

    [Fact]
    public async Task A_field_that_is_missing_is_named()
    {
        var desk = await _host.AsAsync(Home.Lena);

        (await desk.PostAsync("/api/appointments", new { practitionerId = Home.Doctor.PractitionerId, start = _host.Now })).IsProblem(400, "malformed").Text.Should().Contain("it lacks minutes, commandId.");
    }

    [Fact]
    public async Task Reception_books_and_reads_what_it_booked()
    {
        var desk = await _host.AsAsync(Home.Lena);

        var made = (await desk.PostAsync("/api/appointments", Wish())).Ok(HttpStatusCode.Created);

        made.Fields.Should().Equal(Names);
        var id = made.At("id")!;
        made.Headers["Location"].Should().Be($"/api/appointments/{id}");
        (made.At("patientName"), made.At("practitionerName"), made.At("room"), made.At("reason")).Should().Be(("Paula Patient", "Dr Berg", "Room 1", "Cough"));
        (made.At("status"), made.At("patientFlow"), made.At("version")).Should().Be(("Booked", "Booked", "1"));
        made.At("start").Should().Be(_host.Now.AddMinutes(30).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        Guid.Parse(id).Version.Should().Be(7);

        var list = (await desk.GetAsync("/api/appointments")).Ok();
        list.List.Should().ContainSingle();
        ApiAnswer.FieldsOf(list.List[0]).Should().Equal(Names);
        (await desk.GetAsync("/api/appointments?date=2026-06-17")).List.Should().ContainSingle();
        (await desk.GetAsync("/api/appointments?date=2026-06-18")).List.Should().BeEmpty();
        (await desk.GetAsync($"/api/appointments?practitionerId={Home.Doctor.PractitionerId}")).List.Should().ContainSingle();
        (await desk.GetAsync($"/api/appointments?practitionerId={Home.SecondDoctor.PractitionerId}")).List.Should().BeEmpty();

        var one = (await desk.GetAsync($"/api/appointments/{id}")).Ok();
        one.Text.Should().Be(made.Text);
        (await desk.GetAsync($"/api/appointments/{id}", ("If-None-Match", one.Headers["ETag"]))).Ok(HttpStatusCode.NotModified);
        (await desk.GetAsync("/api/appointments", ("If-None-Match", list.Headers["ETag"]))).Ok(HttpStatusCode.NotModified);
        (await MoveAsync(desk, made, "Arrived")).Ok();
        (await desk.GetAsync($"/api/appointments/{id}", ("If-None-Match", one.Headers["ETag"]))).Ok();
        (await desk.GetAsync("/api/appointments", ("If-None-Match", list.Headers["ETag"]))).Ok();
    }

    [Fact]
    public async Task A_patient_books_for_himself_and_sees_only_his_own()
    {
        var (patient, other, desk) = (await _host.AsAsync(Home.Patient), await _host.AsAsync(Home.SecondPatient), await _host.AsAsync(Home.Lena));
        (await desk.PostAsync("/api/appointments", Wish(minutesFromNow: 120, patient: Home.SecondPatient))).Ok(HttpStatusCode.Created);

        var own = (await patient.PostAsync("/api/appointments", new { practitionerId = Home.Doctor.PractitionerId, start = _host.Now.AddDays(3), minutes = 15, commandId = Guid.NewGuid() })).Ok(HttpStatusCode.Created);

        own.At("status").Should().Be("Booked");
        own.At("patientId").Should().Be(Home.Patient.PatientId.ToString());
        (await patient.GetAsync("/api/appointments")).List.Should().ContainSingle().Which!["id"]!.ToString().Should().Be(own.At("id"));
        (await patient.GetAsync("/api/appointments?date=2026-06-18")).List.Should().BeEmpty();
        (await other.GetAsync($"/api/appointments/{own.At("id")}")).IsProblem(404, "not-found");
        (await patient.PostAsync("/api/appointments", Wish(minutesFromNow: 60, patient: Home.SecondPatient))).IsProblem(403, "forbidden");
        (await MoveAsync(other, own, "Cancelled", "No")).IsProblem(404, "not-found");
        (await MoveAsync(patient, own, "Arrived")).IsProblem(403, "forbidden");
        (await MoveAsync(patient, own, "Cancelled", "I am ill")).Ok().At("patientFlow").Should().Be("Cancelled");
    }

    [Fact]
    public async Task Sent_many_times_at_once_it_is_booked_once_and_everybody_hears_the_same()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var wish = Wish();

        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => desk.PostAsync("/api/appointments", wish)));

        all.Count(a => a.Status == HttpStatusCode.Created).Should().Be(1);
        all.Should().OnlyContain(a => a.Status == HttpStatusCode.Created || a.Status == HttpStatusCode.OK);
        all.Select(a => a.Text).Distinct().Should().ContainSingle();
        (await _host.ReadAsync(db => db.Appointments.CountAsync())).Should().Be(1);

        var command = Guid.NewGuid();
        var moves = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => MoveAsync(desk, all[0], "Arrived", commandId: command)));
        moves.Should().OnlyContain(a => a.Status == HttpStatusCode.OK && a.At("version") == "2");
    }

    [Fact]
    public async Task A_patients_booking_that_is_sent_again_is_the_same_one()
    {
        var patient = await _host.AsAsync(Home.Patient);
        var wish = new { practitionerId = Home.Doctor.PractitionerId, start = _host.Now.AddMinutes(30), minutes = 15, commandId = Guid.NewGuid() };

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => patient.PostAsync("/api/appointments", wish)));

        all.Count(a => a.Status == HttpStatusCode.Created).Should().Be(1);
        all.Select(a => a.At("id")).Distinct().Should().ContainSingle();
        (await patient.PostAsync("/api/appointments", wish)).Ok().Text.Should().Be(all[0].Text);
    }

    [Fact]
    public async Task The_slower_of_two_is_told_who_was_faster_and_what_is_there_now()
    {
        var (lena, omar) = (await _host.AsAsync(Home.Lena), await _host.AsAsync(Home.Omar));
        var seen = (await lena.PostAsync("/api/appointments", Wish())).Ok(HttpStatusCode.Created);
        var moved = (await MoveAsync(lena, seen, "Arrived")).Ok();

        var late = (await MoveAsync(omar, seen, "Cancelled", "No")).IsProblem(409, "moved");

        late.At("detail").Should().Contain("Lena Desk");
        ApiAnswer.FieldsOf(late.Json["current"]).Should().Equal(Names);
        late.Json["current"]!.ToJsonString().Should().Be(moved.Json.ToJsonString());
        (await lena.GetAsync($"/api/appointments/{seen.At("id")}")).At("status").Should().Be("Arrived");
    }

    [Fact]
    public async Task A_step_is_taken_back_once_by_whoever_took_it_and_by_others_with_a_reason()
    {
        var (lena, omar, stranger) = (await _host.AsAsync(Home.Lena), await _host.AsAsync(Home.Omar), await _host.AsAsync(_host.Other.Lena));
        var booked = (await lena.PostAsync("/api/appointments", Wish())).Ok(HttpStatusCode.Created);
        var arrived = (await MoveAsync(lena, booked, "Arrived")).Ok();
        var (path, wish) = ($"/api/appointments/{booked.At("id")}/undo", new { expectedFrom = "Arrived", version = int.Parse(arrived.At("version")!, System.Globalization.CultureInfo.InvariantCulture), commandId = Guid.CreateVersion7() });

        (await stranger.PostAsync(path, wish)).IsProblem(404, "not-found");
        (await omar.PostAsync(path, new { wish.expectedFrom, wish.version, commandId = Guid.Empty })).IsProblem(422, "invalid").Json["errors"]!["commandId"].Should().NotBeNull();
        (await omar.PostAsync(path, new { wish.expectedFrom, wish.version, commandId = Guid.CreateVersion7() })).IsProblem(422, "invalid").Json["errors"]!["reason"].Should().NotBeNull("it was Lena's step");
        (await lena.GetAsync($"/api/appointments/{booked.At("id")}")).At("status").Should().Be("Arrived");

        var back = (await lena.PostAsync(path, wish)).Ok();
        back.At("status").Should().Be("Booked");
        (await lena.PostAsync(path, wish)).Ok().Text.Should().Be(back.Text);
        (await lena.PostAsync(path, new { wish.expectedFrom, wish.version, commandId = Guid.CreateVersion7() })).IsProblem(409, "moved");
    }

    [Fact]
    public async Task What_cannot_be_booked_says_why_by_its_type_and_field()
    {
        var desk = await _host.AsAsync(Home.Lena);
        (await desk.PostAsync("/api/appointments", Wish())).Ok(HttpStatusCode.Created);

        (await desk.PostAsync("/api/appointments", Wish(patient: Home.SecondPatient))).IsProblem(409, "slot-taken");
        (await desk.PostAsync("/api/appointments", Wish(minutesFromNow: -120))).IsProblem(422, "invalid").Json["errors"]!["start"]!.AsArray().Should().ContainSingle();
        (await desk.PostAsync("/api/appointments", Wish(minutesFromNow: 200, minutes: 3))).IsProblem(422, "invalid").Json["errors"]!["minutes"].Should().NotBeNull();
        (await desk.PostAsync("/api/appointments", new { practitionerId = Home.Doctor.PractitionerId, start = _host.Now.AddHours(5), minutes = 15, commandId = Guid.NewGuid() }))
            .IsProblem(422, "invalid").Json["errors"]!["patientId"].Should().NotBeNull();
        (await desk.PostAsync("/api/appointments", Wish() with { CommandId = Guid.Empty })).IsProblem(422, "invalid").Json["errors"]!["commandId"].Should().NotBeNull();
        (await (await _host.AsAsync(Home.Doctor)).PostAsync("/api/appointments", Wish(minutesFromNow: 240))).IsProblem(403, "forbidden");
        await _host.Get<ScheduleService>().EnterTimeOffAsync(Home.Doctor, Home.Doctor.PractitionerId!.Value, _host.Now.AddHours(6), _host.Now.AddHours(9), "Away", Guid.NewGuid());
        (await desk.PostAsync("/api/appointments", Wish(minutesFromNow: 420))).IsProblem(422, "invalid").Json["errors"]!["start"].Should().NotBeNull();
        (await _host.ReadAsync(db => db.Appointments.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task What_the_state_does_not_allow_is_refused_and_the_same_state_is_no_change()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var seen = (await desk.PostAsync("/api/appointments", Wish())).Ok(HttpStatusCode.Created);

        (await MoveAsync(desk, seen, "Done")).IsProblem(422, "not-allowed");
        (await MoveAsync(desk, seen, "Cancelled")).IsProblem(422, "invalid").Json["errors"]!["reason"].Should().NotBeNull();
        (await MoveAsync(desk, seen, "booked")).Ok().Text.Should().Be(seen.Text);
        (await MoveAsync(desk, seen, "Nowhere")).IsProblem(400, "malformed").At("detail").Should().Contain("$.to");
    }

    [Theory]
    [InlineData("{\"practitionerId\":\"x\"}")]
    [InlineData("{\"practitionerId\":\"019ed000-0000-7000-8000-000000000000\",\"start\":\"2026-06-17T10:00:00\",\"minutes\":15,\"commandId\":\"019ed000-0000-7000-8000-000000000001\"}")]
    [InlineData("{\"practitionerId\":\"019ed000-0000-7000-8000-000000000000\",\"start\":\"tomorrow\",\"minutes\":15,\"commandId\":\"019ed000-0000-7000-8000-000000000001\"}")]
    [InlineData("{\"practitionerId\":\"019ed000-0000-7000-8000-000000000000\",\"start\":\"2026-06-17T10:00:00Z\",\"minutes\":\"15\",\"commandId\":\"019ed000-0000-7000-8000-000000000001\"}")]
    [InlineData("{\"practitionerId\":\"019ed000-0000-7000-8000-000000000000\",\"start\":\"2026-06-17T10:00:00Z\",\"minutes\":15.5,\"commandId\":\"019ed000-0000-7000-8000-000000000001\"}")]
    [InlineData("{\"practitionerId\":\"019ed000-0000-7000-8000-000000000000\",\"start\":\"2026-06-17T10:00:00Z\",\"minutes\":15,\"commandId\":\"019ed000-0000-7000-8000-000000000001\",\"status\":\"Arrived\"}")]
    public async Task A_body_of_another_shape_is_refused(string body) =>
        (await (await _host.AsAsync(Home.Lena)).PostAsync("/api/appointments", body)).IsProblem(400, "malformed");

    [Theory]
    [InlineData("/api/appointments?date=yesterday", "date")]
    [InlineData("/api/appointments?practitionerId=7", "practitionerId")]
    public async Task A_part_of_the_address_that_cannot_be_used_is_named(string path, string name)
    {
        (await (await _host.AsAsync(Home.Lena)).GetAsync(path)).IsProblem(400, "malformed").At("detail").Should().Contain($"\"{name}\"");
        await using var production = new ApiHost("Production");
        (await (await production.AsAsync(Home.Lena)).GetAsync(path)).IsProblem(400, "malformed").At("detail").Should().Contain($"\"{name}\"");
    }

    [Fact]
    public async Task Another_clinics_appointment_is_like_one_that_does_not_exist()
    {
        var seen = (await (await _host.AsAsync(Home.Lena)).PostAsync("/api/appointments", Wish())).Ok(HttpStatusCode.Created);
        foreach (var actor in new[] { _host.Other.Lena, _host.Other.Admin, _host.Other.Doctor, _host.Other.Patient })
        {
            var stranger = await _host.AsAsync(actor);
            var (theirs, nothing) = (await stranger.GetAsync($"/api/appointments/{seen.At("id")}"), await stranger.GetAsync($"/api/appointments/{Guid.CreateVersion7()}"));
            theirs.IsProblem(404, "not-found").Text.Should().Be(nothing.IsProblem(404, "not-found").Text);
            var (move, none) = (await MoveAsync(stranger, seen, "Cancelled", "No"), await MoveAsync(stranger, seen, "Cancelled", "No", id: Guid.CreateVersion7().ToString()));
            move.IsProblem(404, "not-found").Text.Should().Be(none.Text);
            (await stranger.GetAsync("/api/appointments?date=2026-06-17")).List.Should().BeEmpty();
        }

        var desk = await _host.AsAsync(_host.Other.Lena);
        var (foreign, unknown) = (await desk.PostAsync("/api/appointments", Wish()), await desk.PostAsync("/api/appointments", Wish() with { PatientId = Guid.NewGuid() }));
        foreign.IsProblem(422, "invalid").Text.Should().Be(unknown.Text);
    }

    [Fact]
    public async Task Every_role_reads_the_day_as_its_pages_do()
    {
        (await (await _host.AsAsync(Home.Lena)).PostAsync("/api/appointments", Wish())).Ok(HttpStatusCode.Created);
        foreach (var (actor, count) in new[] { (Home.Lena, 1), (Home.Admin, 1), (Home.Doctor, 1), (Home.SecondDoctor, 1), (Home.Patient, 1), (Home.SecondPatient, 0) })
        {
            (await (await _host.AsAsync(actor)).GetAsync("/api/appointments")).Ok().List.Count.Should().Be(count, actor.DisplayName);
        }

        (await _host.Nobody().GetAsync("/api/appointments")).IsProblem(401, "unauthenticated");
        (await _host.Nobody().PostAsync("/api/appointments", Wish())).IsProblem(401, "unauthenticated");
    }

    private static Task<ApiAnswer> MoveAsync(ApiCaller caller, ApiAnswer seen, string to, string? reason = null, Guid? commandId = null, string? id = null) =>
        caller.PostAsync($"/api/appointments/{id ?? seen.At("id")}/status", new
        {
            to,
            expectedFrom = seen.At("status"),
            version = int.Parse(seen.At("version")!, System.Globalization.CultureInfo.InvariantCulture),
            reason,
            commandId = commandId ?? Guid.NewGuid(),
        });

    private Booking Wish(int minutesFromNow = 30, int minutes = 15, Actor? patient = null) =>
        new((patient ?? Home.Patient).PatientId!.Value, Home.Doctor.PractitionerId!.Value, _host.Now.AddMinutes(minutesFromNow), minutes, "Cough", Guid.NewGuid());

    private sealed record Booking(
        [property: System.Text.Json.Serialization.JsonPropertyName("patientId")] Guid PatientId,
        [property: System.Text.Json.Serialization.JsonPropertyName("practitionerId")] Guid PractitionerId,
        [property: System.Text.Json.Serialization.JsonPropertyName("start")] DateTimeOffset Start,
        [property: System.Text.Json.Serialization.JsonPropertyName("minutes")] int Minutes,
        [property: System.Text.Json.Serialization.JsonPropertyName("reason")] string Reason,
        [property: System.Text.Json.Serialization.JsonPropertyName("commandId")] Guid CommandId);
}
