using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>How urgent, with which doctor, in which room: who may say so, when, and what it leaves behind.</summary>
public sealed class PriorityAndDoctorTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private Guid Second => Home.SecondDoctor.PractitionerId!.Value;

    public static TheoryData<AppointmentStatus> States => [.. Enum.GetValues<AppointmentStatus>()];

    [Theory]
    [MemberData(nameof(States))]
    public void What_can_be_said_in_which_state_and_by_whom(AppointmentStatus status)
    {
        foreach (var actor in new[] { Visit.Lena, Visit.Doctor, Visit.OtherDoctor, Visit.Admin, Visit.Patient, Visit.Clinic })
        {
            var isTheirs = actor == Visit.Lena || actor == Visit.Doctor;
            Try((a, c) => a.Prioritize(AppointmentPriority.Urgent, c), isTheirs && status is Booked or Arrived or Ready or Paused);
            Try((a, c) => a.ComeBack(c), isTheirs && status is Paused);
            Try((a, c) => a.ChooseRoom(Guid.NewGuid(), c), isTheirs && status is Arrived or Ready or InConsultation or Paused);
            Try((a, c) => a.GiveTo(Guid.NewGuid(), a.Start, c), actor == Visit.Lena && status is Booked or Arrived or Ready);

            void Try(Func<Appointment, Change, Refusal?> verb, bool mayBe)
            {
                var visit = new Visit(status);
                var before = visit.Dump();
                var refusal = verb(visit.Appointment, visit.By(actor, "because"));

                (refusal is null).Should().Be(mayBe && isTheirs, $"{actor.DisplayName} in {status}");
                if (refusal is null) visit.Appointment.TakeRaised().Should().ContainSingle();
                else visit.Dump().Should().Be(before);
            }
        }
    }

    [Fact]
    public void Urgent_is_never_said_without_a_reason_and_saying_it_again_changes_nothing()
    {
        var visit = new Visit(Arrived);

        visit.Appointment.Prioritize(AppointmentPriority.Urgent, visit.By(Visit.Lena))!.Field.Should().Be("Reason");
        visit.Appointment.Prioritize(AppointmentPriority.Urgent, visit.By(Visit.Lena, " \u200b "))!.Field.Should().Be("Reason");
        visit.Appointment.Prioritize((AppointmentPriority)9, visit.By(Visit.Lena, "because"))!.Field.Should().Be("Priority");
        visit.Appointment.Prioritize(AppointmentPriority.Urgent, visit.By(Visit.Lena, "chest pain")).Should().BeNull();
        visit.Appointment.Prioritize(AppointmentPriority.Urgent, visit.By(Visit.Omar, "again")).Should().BeNull();

        (visit.Appointment.Priority, visit.Appointment.PriorityReason, visit.Appointment.Version).Should().Be((AppointmentPriority.Urgent, "chest pain", 3));
        visit.Appointment.Prioritize(AppointmentPriority.Routine, visit.By(Visit.Doctor, "can wait")).Should().BeNull();
        visit.Appointment.PriorityReason.Should().BeNull();
    }

    [Fact]
    public async Task Urgent_stands_in_the_log_with_its_reason_and_on_the_row()
    {
        var row = await _clinic.InAsync(Arrived);

        var urgent = (await _clinic.Appointments.PrioritizeAsync(Home.Doctor, row.Command("chest pain"), AppointmentPriority.Urgent)).Value!;

        (urgent.Priority, urgent.PriorityReason).Should().Be((AppointmentPriority.Urgent, "chest pain"));
        QueueOrder.Reason(urgent, Home.Policy).Should().Be("urgent: chest pain");
        (await _clinic.Boards.HistoryAsync(Home.Lena, row.Id))[^1].Should().Match<HistoryLine>(l => l.Kind == ActivityKind.AppointmentMadeUrgent && l.Reason == "chest pain" && l.By == "Dr Ada Berg");
        (await _clinic.Appointments.PrioritizeAsync(Home.Lena, row.Command("late"), AppointmentPriority.Urgent)).Should().Match<Outcome<BoardRow>>(o => o.Succeeded && !o.Changed);
        (await _clinic.Appointments.PrioritizeAsync(Home.Lena, row.Command("late"), AppointmentPriority.Routine)).Refusal!.Sentence.Should().StartWith("Marked as urgent");
    }

    [Fact]
    public async Task Who_waits_goes_to_another_doctors_next_free_time_and_takes_his_waiting_time_with_him()
    {
        var row = await _clinic.InAsync(Arrived);
        await _clinic.BookAsync(_clinic.Now, Home.SecondDoctor, minutes: 30);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(7));
        row = (await _clinic.Appointments.CallAsync(Home.Lena, row.Command())).Value!;

        var given = (await _clinic.Appointments.GiveToAsync(Home.Lena, row.Command(), Second)).Value!;

        given.PractitionerId.Should().Be(Second);
        given.Start.Should().Be(_clinic.Now.AddMinutes(23), "until then the doctor's time is taken");
        (given.ArrivedAt, given.QueuedAt, given.Status, given.CalledAt, given.Minutes).Should().Be((row.ArrivedAt, row.QueuedAt, Arrived, null, 15));
        QueueOrder.Reason(given, Home.Policy).Should().StartWith("from another doctor, here since");
        (await _clinic.Boards.HistoryAsync(Home.Lena, row.Id))[^1].Should().Match<HistoryLine>(l => l.Before == "Dr Berg" && l.After == "Dr Cole");

        var back = (await _clinic.Appointments.GiveBackAsync(Home.Omar, given.Command())).Value!;
        (back.PractitionerId, back.Start, back.ArrivedAt, back.DoctorBefore).Should().Be((row.PractitionerId, row.Start, row.ArrivedAt, null));
        (await _clinic.Appointments.GiveBackAsync(Home.Omar, back.Command())).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
    }

    [Fact]
    public async Task Who_is_taken_back_when_his_old_time_is_gone_gets_the_next_free_one()
    {
        var row = await _clinic.InAsync(Arrived);
        var given = (await _clinic.Appointments.GiveToAsync(Home.Lena, row.Command(), Second)).Value!;
        var taken = await _clinic.BookAsync(row.Start, patient: Home.SecondPatient);
        taken.Start.Should().Be(row.Start);

        var back = (await _clinic.Appointments.GiveBackAsync(Home.Lena, given.Command())).Value!;

        back.PractitionerId.Should().Be(row.PractitionerId);
        (back.End <= taken.Start || back.Start >= taken.End).Should().BeTrue();
    }

    [Fact]
    public async Task A_booked_one_keeps_his_time_and_is_refused_where_that_is_taken()
    {
        var (row, other) = (await _clinic.BookAsync(), await _clinic.BookAsync(_clinic.Now.AddHours(2)));
        await _clinic.BookAsync(other.Start, Home.SecondDoctor, Home.SecondPatient);

        (await _clinic.Appointments.GiveToAsync(Home.Lena, row.Command(), Second)).Value!.Start.Should().Be(row.Start);
        (await _clinic.Appointments.GiveToAsync(Home.Lena, other.Command(), Second)).Refusal!.Kind.Should().Be(RefusalKind.SlotTaken);
    }

    [Fact]
    public async Task Another_clinics_doctor_room_or_patient_does_not_exist()
    {
        var row = await _clinic.InAsync(Arrived);
        var foreign = _clinic.Other;

        (await _clinic.Appointments.GiveToAsync(Home.Lena, row.Command(), foreign.Doctor.PractitionerId!.Value)).Refusal!.Field.Should().Be("Practitioner");
        (await _clinic.Appointments.ChooseRoomAsync(Home.Lena, row.Command(), foreign.RoomId)).Refusal!.Field.Should().Be("Room");
        (await _clinic.Appointments.GiveToAsync(foreign.Lena, row.Command(), foreign.Doctor.PractitionerId!.Value)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await _clinic.Appointments.PrioritizeAsync(foreign.Lena, row.Command("x"), AppointmentPriority.Urgent)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await _clinic.Appointments.ComeBackAsync(foreign.Lena, row.Command())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await _clinic.Appointments.PrioritizeAsync(Home.Patient, row.Command("me first"), AppointmentPriority.Urgent)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    [Fact]
    public async Task Another_room_is_shown_where_the_patient_is_called_to()
    {
        var row = await _clinic.InAsync(Arrived);
        _clinic.Execute($"INSERT INTO \"Locations\" (\"Id\", \"OrganizationId\", \"Name\", \"IsRetired\") VALUES ('{Guid.NewGuid().ToString().ToUpperInvariant()}', '{Home.Id.ToString().ToUpperInvariant()}', 'Room 7', FALSE)");
        await using var db = _clinic.NewContext();
        var room = db.Locations.Single(l => l.Name == "Room 7").Id;

        var moved = (await _clinic.Appointments.ChooseRoomAsync(Home.Doctor, row.Command(), room)).Value!;

        (moved.Room, moved.RoomId).Should().Be(("Room 7", room));
        (await _clinic.Boards.HistoryAsync(Home.Lena, row.Id))[^1].Should().Match<HistoryLine>(l => l.Kind == ActivityKind.RoomChosen && l.After == "Room 7");
        (await _clinic.Appointments.ChooseRoomAsync(Home.Lena, moved.Command(), null)).Value!.Room.Should().Be("Room 1");
    }

    [Fact]
    public async Task A_slip_at_the_desk_is_taken_back_although_the_time_is_over()
    {
        var row = await _clinic.BookAsync();
        _clinic.Clock.Advance(TimeSpan.FromHours(2));
        var missed = await _clinic.ThenAsync(row, NoShow);

        (await _clinic.MoveAsync(Home.Omar, missed, Booked)).Refusal!.Sentence.Should().Contain("passed");
        (await _clinic.MoveAsync(Home.Lena, missed, Booked)).Succeeded.Should().BeTrue();
    }

    public void Dispose() => _clinic.Dispose();
}
