using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>The times that waits and consultations are counted from.</summary>
public sealed class TimesOnTheRowTests
{
    [Fact]
    public void The_clock_of_a_consultation_stands_while_it_is_paused_and_adds_up_over_several_pauses()
    {
        var visit = new Visit(Ready).Moved(InConsultation, Visit.Doctor);
        var started = visit.Now;

        visit.AfterMinutes(5).Moved(Paused, Visit.Doctor);
        visit.AfterMinutes(7).Moved(InConsultation, Visit.Doctor);
        visit.Appointment.PausedFor.Should().Be(TimeSpan.FromMinutes(7));
        visit.AfterMinutes(2).Moved(Paused, Visit.Doctor);
        visit.AfterMinutes(3).Moved(InConsultation, Visit.Doctor);
        visit.AfterMinutes(4).Moved(Done, Visit.Doctor);

        visit.Appointment.PausedFor.Should().Be(TimeSpan.FromMinutes(10));
        visit.Appointment.ConsultationStartedAt.Should().Be(started, "resuming is no new start");
        visit.Appointment.FinishedAt.Should().Be(visit.Now);
        (visit.Appointment.FinishedAt - visit.Appointment.ConsultationStartedAt - visit.Appointment.PausedFor).Should().Be(TimeSpan.FromMinutes(11));
    }

    [Fact]
    public void Finishing_while_paused_counts_the_pause_to_its_end()
    {
        var visit = new Visit(Paused).AfterMinutes(8).Moved(Done, Visit.Doctor);

        visit.Appointment.PausedFor.Should().Be(TimeSpan.FromMinutes(8));
    }

    [Fact]
    public void A_new_start_after_taking_the_first_back_counts_from_anew()
    {
        var visit = new Visit(Ready).Moved(InConsultation, Visit.Doctor).AfterMinutes(2);
        visit.Appointment.UndoLastMove(visit.By(Visit.Doctor)).Should().BeNull();

        visit.AfterMinutes(3).Moved(InConsultation, Visit.Doctor);

        visit.Appointment.ConsultationStartedAt.Should().Be(visit.Now);
        visit.Appointment.PausedFor.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void A_late_comer_counts_from_when_he_came_and_is_marked()
    {
        var visit = new Visit(NoShow).AfterMinutes(50).Moved(Arrived, Visit.Lena);

        visit.Appointment.ArrivedAt.Should().Be(visit.Now);
        visit.Appointment.CameLate.Should().BeTrue();
    }

    [Fact]
    public void What_stands_again_carries_nothing_of_before()
    {
        var visit = new Visit(NoShow).AfterMinutes(1).Moved(Arrived, Visit.Lena);
        visit.Appointment.Call(visit.By(Visit.Lena)).Should().BeNull();
        visit.Moved(Cancelled, Visit.Lena, "went home");
        visit.Appointment.CancelledLate.Should().Be(true, "the cut-off of this clinic is the start itself, and that is over");

        visit.Moved(Booked, Visit.Lena);

        var a = visit.Appointment;
        (a.ArrivedAt, a.CalledAt, a.CameLate, a.CancelledLate, a.EndReason).Should().Be((null, null, false, false, null));
    }

    [Theory]
    [InlineData(24 * 60, false)]
    [InlineData((24 * 60) - 1, true)]
    [InlineData(0, true)]
    public void A_cancellation_inside_the_cut_off_is_marked_as_late(int minutesBefore, bool late)
    {
        var visit = new Visit(Booked, TimeSpan.FromMinutes(minutesBefore), cutOff: TimeSpan.FromDays(1)).Moved(Cancelled, Visit.Lena, "ill");

        visit.Appointment.CancelledLate.Should().Be(late);
        visit.Appointment.EndReason.Should().Be("ill");
    }

    [Fact]
    public void A_reserved_time_runs_out_after_seven_minutes_and_only_while_it_is_reserved()
    {
        var visit = new Visit(Held);
        visit.Appointment.HeldUntil.Should().Be(visit.Now.AddMinutes(7));

        visit.AfterMinutes(7).Moved(Booked, Visit.Patient);
        visit.Appointment.HeldUntil.Should().BeNull();

        var offered = new Visit(Waitlisted).AfterMinutes(3).Moved(Held, Visit.Lena);
        offered.Appointment.HeldUntil.Should().Be(offered.Now.AddMinutes(7));
        offered.Moved(Waitlisted, Visit.Patient).Appointment.HeldUntil.Should().BeNull();
    }

    [Fact]
    public void Calling_counts_from_the_last_call_and_is_no_state()
    {
        var visit = new Visit(Arrived);
        visit.Appointment.Call(visit.By(Visit.Doctor)).Should().BeNull();
        visit.AfterMinutes(2).Appointment.Call(visit.By(Visit.Lena)).Should().BeNull();

        visit.Appointment.CalledAt.Should().Be(visit.Now);
        visit.Appointment.Status.Should().Be(Arrived);
        visit.Appointment.Version.Should().Be(4);
    }

    [Fact]
    public void A_new_appointment_has_version_one_and_a_walk_in_has_arrived()
    {
        var visit = new Visit(Booked);
        visit.Appointment.Version.Should().Be(1);

        var walkIn = Appointment.Book(Visit.Patient.PatientId!.Value, Visit.Doctor.PractitionerId!.Value, visit.Now, 15, null, walkIn: true, visit.By(Visit.Lena)).Appointment!;

        (walkIn.Status, walkIn.ArrivedAt, walkIn.Version, walkIn.StatusBefore).Should().Be((Arrived, visit.Now, 1, null));
    }
}
