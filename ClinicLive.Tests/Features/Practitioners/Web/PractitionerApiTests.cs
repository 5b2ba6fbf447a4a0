using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Practitioners.Web;

/// <summary>Doctors as programs see them, and what a doctor says of himself by a program.</summary>
public sealed class PractitionerApiTests : IDisposable
{
    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Everybody_of_the_clinic_reads_its_doctors_by_name()
    {
        foreach (var actor in new[] { Home.Admin, Home.Lena, Home.Doctor, Home.Patient })
        {
            var list = (await (await _host.AsAsync(actor)).GetAsync("/api/practitioners")).Ok();

            list.List.Select(d => d!["displayName"]!.ToString()).Should().Equal("Dr Ada Berg", "Dr Ben Cole");
            ApiAnswer.FieldsOf(list.List[0]).Should().Equal(
                "available", "breakUntil", "consultationHours", "displayName", "familyName", "givenName", "hospital", "id", "online", "presence", "room", "specialty", "userId", "version");
        }

        (await _host.Nobody().GetAsync("/api/practitioners")).IsProblem(401, "unauthenticated");
        (await (await _host.AsAsync(_host.Other.Lena)).GetAsync("/api/practitioners")).Text.Should().NotContain(Home.Doctor.PractitionerId.ToString());
    }

    [Fact]
    public async Task Online_are_those_who_are_there_and_take_patients()
    {
        var (desk, doctor) = (await _host.AsAsync(Home.Lena), await _host.AsAsync(Home.Doctor));
        (await doctor.PutAsync("/api/practitioners/me/availability", new { available = true })).Ok().At("presence").Should().Be("offline");
        (await desk.GetAsync("/api/practitioners/online")).Ok().List.Should().BeEmpty("nobody is there");

        await ConnectAsync(Home.Doctor);
        await ConnectAsync(Home.SecondDoctor);

        (await desk.GetAsync("/api/practitioners/online")).List.Should().ContainSingle().Which!["id"]!.ToString().Should().Be(Home.Doctor.PractitionerId.ToString());
        (await doctor.PutAsync("/api/practitioners/me/availability", new { available = false, breakMinutes = 20 })).Ok().At("presence").Should().Be("on-break");
        (await desk.GetAsync("/api/practitioners/online")).List.Should().BeEmpty();
        (await desk.GetAsync("/api/practitioners")).List[0]!["breakUntil"]!.ToString().Should().StartWith("2026-06-17T");
    }

    [Fact]
    public async Task A_doctor_says_it_with_a_note_and_only_a_doctor()
    {
        var doctor = await _host.AsAsync(Home.Doctor);

        var said = (await doctor.PutAsync("/api/practitioners/me/availability", new { available = true, note = "Back from the ward" })).Ok();

        said.At("available").Should().Be("true");
        (await doctor.PutAsync("/api/practitioners/me/availability", new { available = true })).Ok().Text.Should().Be(said.Text);
        (await _host.ReadAsync(db => db.Activity.SingleAsync(a => a.Kind == ActivityKind.AvailabilityChanged))).Reason.Should().Be("Back from the ward");
        (await doctor.PutAsync("/api/practitioners/me/availability", new { available = false, breakMinutes = 17 })).IsProblem(422, "invalid").Json["errors"]!["breakMinutes"].Should().NotBeNull();
        (await doctor.PutAsync("/api/practitioners/me/availability", new { available = true, breakMinutes = 10 })).IsProblem(422, "invalid");
        (await doctor.PutAsync("/api/practitioners/me/availability", new { available = false, note = new string('x', 201) })).IsProblem(422, "invalid").Json["errors"]!["note"].Should().NotBeNull();
        (await doctor.PutAsync("/api/practitioners/me/availability", new { available = "yes" })).IsProblem(400, "malformed");
        foreach (var actor in new[] { Home.Lena, Home.Admin, Home.Patient })
        {
            (await (await _host.AsAsync(actor)).PutAsync("/api/practitioners/me/availability", new { available = true })).IsProblem(403, "forbidden");
        }
    }

    private Task ConnectAsync(Actor who) =>
        _host.Get<PresenceService>().ConnectAsync(new LiveConnection(Guid.NewGuid().ToString(), who.UserId, Guid.NewGuid(), who.OrganizationId));
}
