using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Taking the last move back: by whoever made it, within five minutes; by reception or an admin also later, with a reason.</summary>
public sealed class UndoTests
{
    [Theory]
    [InlineData(Arrived, Booked)]
    [InlineData(Ready, Arrived)]
    [InlineData(InConsultation, Ready)]
    [InlineData(Done, InConsultation)]
    [InlineData(LeftUnseen, Arrived)]
    public void The_mover_takes_it_back_within_five_minutes_without_a_reason_and_not_a_moment_later(AppointmentStatus from, AppointmentStatus to)
    {
        var mover = from is InConsultation or Done ? Visit.Doctor : Visit.Lena;
        var inTime = new Visit(from).AfterMinutes(5);
        var late = new Visit(from).After(TimeSpan.FromMinutes(5) + TimeSpan.FromTicks(1));
        var version = inTime.Appointment.Version;

        inTime.Appointment.UndoLastMove(inTime.By(mover)).Should().BeNull();
        late.Appointment.UndoLastMove(late.By(mover)).Should().NotBeNull();

        inTime.Appointment.Status.Should().Be(to);
        inTime.Appointment.Version.Should().Be(version + 1);
        inTime.Appointment.TakeRaised().Should().ContainSingle().Which.Line.Kind.Should().Be(ActivityKind.AppointmentMoveUndone);
        late.Appointment.Status.Should().Be(from);
    }

    [Fact]
    public void A_consultation_started_without_being_ready_goes_back_to_waiting()
    {
        var visit = new Visit(Arrived).Moved(InConsultation, Visit.Doctor);

        visit.Appointment.UndoLastMove(visit.By(Visit.Doctor)).Should().BeNull();

        visit.Appointment.Status.Should().Be(Arrived);
    }

    [Theory]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.Admin)]
    public void Reception_and_admin_take_anybodys_move_back_at_any_time_with_a_reason(Role role)
    {
        var visit = new Visit(Done).AfterMinutes(90);

        visit.Appointment.UndoLastMove(visit.By(Visit.Of(role))).Should().Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "Reason");
        visit.Appointment.Status.Should().Be(Done);
        visit.Appointment.UndoLastMove(visit.By(Visit.Of(role), "wrong patient")).Should().BeNull();

        visit.Appointment.Status.Should().Be(InConsultation);
        visit.Appointment.TakeRaised().Single().Line.Reason.Should().Be("wrong patient");
    }

    [Fact]
    public void A_colleague_at_the_desk_needs_a_reason_even_at_once()
    {
        var visit = new Visit(Arrived);

        visit.Appointment.UndoLastMove(visit.By(Visit.Omar))!.Field.Should().Be("Reason");
        visit.Appointment.UndoLastMove(visit.By(Visit.Omar, "wrong row")).Should().BeNull();
    }

    [Fact]
    public void A_doctor_cannot_take_back_what_reception_did_nor_his_own_after_five_minutes_even_with_a_reason()
    {
        var receptions = new Visit(Arrived);
        var old = new Visit(Done).AfterMinutes(6);

        receptions.Appointment.UndoLastMove(receptions.By(Visit.Doctor, "because"))!.Kind.Should().Be(RefusalKind.NotAllowed);
        old.Appointment.UndoLastMove(old.By(Visit.Doctor, "because"))!.Kind.Should().Be(RefusalKind.NotAllowed);
    }

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.System)]
    public void Patients_and_the_clinic_itself_take_nothing_back(Role role)
    {
        var visit = new Visit(Arrived);

        visit.Appointment.UndoLastMove(visit.By(Visit.Of(role), "because"))!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    [Theory]
    [InlineData(Requested)]
    [InlineData(Waitlisted)]
    [InlineData(Held)]
    [InlineData(Booked)]
    [InlineData(Paused)]
    [InlineData(Cancelled)]
    [InlineData(NoShow)]
    [InlineData(EnteredInError)]
    public void Where_there_is_nothing_to_take_back_the_answer_says_what_it_is(AppointmentStatus status)
    {
        var visit = new Visit(status);

        var refusal = visit.Appointment.UndoLastMove(visit.By(Visit.Lena, "because"));

        refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
        refusal.Sentence.Should().Contain($"\"{status.Words().ToLowerInvariant()}\"");
    }

    [Fact]
    public void The_times_of_what_was_taken_back_are_forgotten_and_those_before_are_kept()
    {
        var visit = new Visit(Booked).AfterMinutes(1).Moved(Arrived, Visit.Lena);
        var arrivedAt = visit.Now;
        visit.AfterMinutes(4).Moved(InConsultation, Visit.Doctor);
        var startedAt = visit.Now;
        visit.AfterMinutes(10).Moved(Done, Visit.Doctor, "all well");
        var a = visit.Appointment;
        (a.ArrivedAt, a.ConsultationStartedAt, a.FinishedAt, a.EndReason).Should().Be((arrivedAt, startedAt, visit.Now, "all well"));

        a.UndoLastMove(visit.By(Visit.Doctor)).Should().BeNull();
        (a.ArrivedAt, a.ConsultationStartedAt, a.FinishedAt, a.EndReason).Should().Be((arrivedAt, startedAt, null, null));

        visit.Moved(Ready, Visit.Lena, "never began");
        (a.ArrivedAt, a.ConsultationStartedAt, a.PausedFor).Should().Be((arrivedAt, null, TimeSpan.Zero));

        visit.Moved(Arrived, Visit.Lena, "not ready either");
        a.ArrivedAt.Should().Be(arrivedAt);
        visit.Moved(Booked, Visit.Lena, "was never here");
        (a.ArrivedAt, a.CalledAt, a.CameLate).Should().Be((null, null, false));
    }

    [Fact]
    public void One_undo_after_the_other_does_not_undo_other_peoples_work()
    {
        var visit = new Visit(Booked).Moved(Arrived, Visit.Lena).Moved(Ready, Visit.Lena).Moved(InConsultation, Visit.Doctor);
        visit.Appointment.UndoLastMove(visit.By(Visit.Doctor)).Should().BeNull();

        visit.Appointment.UndoLastMove(visit.By(Visit.Doctor))!.Kind.Should().Be(RefusalKind.NotAllowed);

        visit.Appointment.Status.Should().Be(Ready);
        visit.Appointment.UndoLastMove(visit.By(Visit.Lena))!.Field.Should().Be("Reason");
        visit.Appointment.UndoLastMove(visit.By(Visit.Lena, "the wrong patient")).Should().BeNull();
        visit.Appointment.Status.Should().Be(Arrived);
    }
}
