using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Fhir;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Fhir;

/// <summary>What the clinic has, written as FHIR writes it.</summary>
public sealed class FhirMappingTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    public void Dispose() => _clinic.Dispose();

    [Theory]
    [InlineData(AppointmentStatus.Requested, "proposed", null)]
    [InlineData(AppointmentStatus.Waitlisted, "waitlist", null)]
    [InlineData(AppointmentStatus.Held, "pending", null)]
    [InlineData(AppointmentStatus.Booked, "booked", "planned")]
    [InlineData(AppointmentStatus.Arrived, "arrived", "arrived")]
    [InlineData(AppointmentStatus.Ready, "checked-in", "triaged")]
    [InlineData(AppointmentStatus.InConsultation, "fulfilled", "in-progress")]
    [InlineData(AppointmentStatus.Paused, "fulfilled", "onleave")]
    [InlineData(AppointmentStatus.Done, "fulfilled", "finished")]
    [InlineData(AppointmentStatus.Cancelled, "cancelled", "cancelled")]
    [InlineData(AppointmentStatus.NoShow, "noshow", null)]
    [InlineData(AppointmentStatus.LeftUnseen, "cancelled", "cancelled")]
    [InlineData(AppointmentStatus.EnteredInError, "entered-in-error", "entered-in-error")]
    public async Task Every_state_has_its_code_as_an_appointment_and_as_an_encounter(AppointmentStatus status, string appointment, string? encounter)
    {
        var row = await _clinic.InAsync(status);

        var facts = await FactsAsync(row.Id);

        var written = FhirVisits.Appointment(facts);
        written["status"]!.ToString().Should().Be(appointment);
        written.ContainsKey("start").Should().Be(status != AppointmentStatus.Waitlisted, "on the waiting list there is no time yet");
        FhirVisits.Encounter(facts)?["status"]!.ToString().Should().Be(encounter);
        FhirStatuses.OfAppointmentCode(appointment).Should().Contain(status);
        NothingIsEmpty(written);
        NothingIsEmpty(FhirVisits.Encounter(facts));
    }

    [Fact]
    public async Task A_done_visit_tells_who_where_when_and_how_long_without_the_time_away()
    {
        var row = await _clinic.InAsync(AppointmentStatus.InConsultation);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(4));
        row = await _clinic.ThenAsync(row, AppointmentStatus.Paused);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(30));
        row = await _clinic.ThenAsync(row, AppointmentStatus.InConsultation);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(6));
        row = await _clinic.ThenAsync(row, AppointmentStatus.Done);

        var written = FhirVisits.Encounter(await FactsAsync(row.Id))!;

        written["length"]!["value"]!.GetValue<decimal>().Should().Be(10);
        written["subject"]!["reference"]!.ToString().Should().Be($"Patient/{row.PatientId}");
        written["participant"]![0]!["individual"]!["reference"]!.ToString().Should().Be($"Practitioner/{row.PractitionerId}");
        written["location"]![0]!["location"]!["reference"]!.ToString().Should().Be($"Location/{_clinic.Home.RoomId}");
        written["meta"]!["versionId"]!.ToString().Should().Be($"{row.Version}");
        written["meta"]!["lastUpdated"]!.ToString().Should().Be(FhirJson.Instant(_clinic.Now));
    }

    [Fact]
    public async Task Who_came_and_was_called_off_was_here_until_then()
    {
        var row = await _clinic.InAsync(AppointmentStatus.Arrived);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(5));
        row = await _clinic.ThenAsync(row, AppointmentStatus.Cancelled);

        FhirVisits.Encounter(await FactsAsync(row.Id))!["period"]!["end"]!.ToString().Should().Be(FhirJson.Instant(_clinic.Now));
        var never = await _clinic.ThenAsync(await _clinic.BookAsync(_clinic.Now.AddHours(2)), AppointmentStatus.Cancelled);
        FhirVisits.Encounter(await FactsAsync(never.Id))!.ContainsKey("period").Should().BeFalse("he never came");
    }

    [Fact]
    public async Task What_is_called_off_says_why_and_what_stands_does_not()
    {
        var row = await _clinic.ThenAsync(await _clinic.BookAsync(), AppointmentStatus.Cancelled);
        FhirVisits.Appointment(await FactsAsync(row.Id))["cancelationReason"]!["text"]!.ToString().Should().Be("because");

        var again = await _clinic.ThenAsync(row, AppointmentStatus.Booked);
        FhirVisits.Appointment(await FactsAsync(again.Id)).ContainsKey("cancelationReason").Should().BeFalse();
    }

    [Fact]
    public void A_name_is_one_text_and_what_FHIR_forbids_in_a_text_is_left_out()
    {
        var written = FhirPeople.Patient(new PatientFacts(Guid.CreateVersion7(), Guid.CreateVersion7(), "Zoë\u0007 <b>\tde la Cruz", null, "   ", "A-1", 3, null));

        written["name"]![0]!["text"]!.ToString().Should().Be("Zoë <b>\tde la Cruz");
        written["name"]![0]!.AsObject().Should().HaveCount(1, "what of it is the family name is not known");
        written.ContainsKey("telecom").Should().BeFalse();
        written["identifier"]![0]!["value"]!.ToString().Should().Be("A-1");
        written["meta"]!.AsObject().Should().HaveCount(1);
    }

    [Fact]
    public void Hours_to_midnight_and_around_the_clock_are_written_as_FHIR_can_write_them()
    {
        var doctor = new PractitionerFacts(Guid.CreateVersion7(), Guid.CreateVersion7(), "Ada", "Berg", "Family medicine", null, null, 2, null);
        var week = WeekHours.Make([new(DayOfWeek.Monday, new(new(20, 0), default)), new(DayOfWeek.Sunday, new(default, default))]).Week!;

        var written = FhirPeople.Role(doctor, new HoursRow(HoursOwner.Practitioner(doctor.Id), week, 7));

        written["availableTime"]!.ToJsonString().Should().Be(
            """[{"daysOfWeek":["mon"],"availableStartTime":"20:00:00","availableEndTime":"23:59:59"},{"daysOfWeek":["sun"],"allDay":true}]""");
        written["meta"]!["versionId"]!.ToString().Should().Be("2.7");
    }

    [Fact]
    public void A_message_that_was_deleted_says_nothing_any_more()
    {
        var message = new MessageFacts(
            Guid.CreateVersion7(), Guid.CreateVersion7(), ChatRoomKind.FrontDesk, Guid.CreateVersion7(), "Paula", null, null, Guid.CreateVersion7(), null, "Paula", true, "It hurts", _clinic.Now, null, false, 1);

        FhirMessages.Communication(message)["payload"]![0]!["contentString"]!.ToString().Should().Be("It hurts");
        FhirMessages.Communication(message)["recipient"]![0]!["reference"]!.ToString().Should().StartWith("Organization/");
        var gone = FhirMessages.Communication(message with { IsDeleted = true });
        gone["status"]!.ToString().Should().Be("entered-in-error");
        gone.ToJsonString().Should().NotContain("hurts");
    }

    [Fact]
    public void The_id_of_a_slot_is_read_as_it_is_written_and_nothing_else_is()
    {
        var slot = new SlotId(Guid.CreateVersion7(), _clinic.Now.AddHours(1), 15);

        SlotId.TryRead(slot.ToString(), out var read).Should().BeTrue();
        read.Should().Be(slot);
        slot.ToString().Should().MatchRegex("^[A-Za-z0-9.-]{1,64}$", "that is FHIR's id");
        string[] others = ["", "1", $"{slot} ", slot.ToString().ToUpperInvariant(), $"{slot.PractitionerId:N}--15", $"{slot.PractitionerId:N}-999999999999-15", $"{slot.PractitionerId:N}-1-015"];
        others.Where(o => SlotId.TryRead(o, out _)).Should().BeEmpty();
    }

    private async Task<AppointmentFacts> FactsAsync(Guid id)
    {
        await using var db = _clinic.NewContext();
        return await FhirFacts.Appointments(db, db.Appointments.Where(a => a.Id == id)).SingleAsync();
    }

    private static void NothingIsEmpty(JsonNode? node)
    {
        if (node is JsonObject one)
        {
            one.Should().NotBeEmpty().And.NotContain(p => p.Value == null);
            foreach (var (_, value) in one) NothingIsEmpty(value);
        }
        else if (node is JsonArray list)
        {
            list.Should().NotBeEmpty();
            foreach (var item in list) NothingIsEmpty(item);
        }
    }
}
