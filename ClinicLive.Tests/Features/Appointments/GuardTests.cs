using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>What is asked of a step beside the state and the role.</summary>
public sealed class GuardTests
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    [Fact]
    public void Check_in_is_on_the_appointments_own_day_of_the_clinic()
    {
        // 22:30 UTC is half past midnight in Berlin: already the next day there, though not in UTC.
        var lateEvening = new DateTimeOffset(2026, 6, 17, 22, 30, 0, TimeSpan.Zero);
        var tomorrow = new Visit(Booked, TimeSpan.FromHours(24));
        var sameDay = new Visit(Booked, TimeSpan.FromHours(10), now: lateEvening);
        var dayBefore = new Visit(Booked, TimeSpan.FromHours(1), now: lateEvening.AddHours(-1));

        var refusal = tomorrow.Appointment.CheckIn(tomorrow.By(Visit.Lena));
        refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
        refusal.Sentence.Should().Contain("18 June 2026");
        sameDay.Appointment.CheckIn(sameDay.By(Visit.Lena)).Should().BeNull();
        dayBefore.Appointment.CheckIn(dayBefore.By(Visit.Lena)).Should().NotBeNull("in Berlin the appointment is after midnight");
    }

    [Fact]
    public void A_no_show_comes_late_only_on_the_same_day()
    {
        var same = new Visit(NoShow).After(TimeSpan.FromHours(9));
        var next = new Visit(NoShow).After(OneDay);

        same.Appointment.ArriveLate(same.By(Visit.Lena)).Should().BeNull();
        next.Appointment.ArriveLate(next.By(Visit.Lena))!.Kind.Should().Be(RefusalKind.NotAllowed);
    }

    [Fact]
    public void Nobody_has_missed_an_appointment_of_a_later_day()
    {
        var tomorrow = new Visit(Booked, OneDay);

        tomorrow.Appointment.MarkNoShow(tomorrow.By(Visit.Lena))!.Sentence.Should().Contain("later day");
        tomorrow.After(OneDay).Appointment.MarkNoShow(tomorrow.By(Visit.Lena)).Should().BeNull();
    }

    [Theory]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.System)]
    public void Nobody_has_missed_an_appointment_before_it_begins(Role role)
    {
        var visit = new Visit(Booked).After(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        var before = visit.Dump();

        visit.Appointment.MarkNoShow(visit.By(Visit.Of(role))).Should().Match<Refusal>(r => r.Kind == RefusalKind.NotAllowed && r.Sentence.Contains("10:30"));
        visit.Dump().Should().Be(before);
        visit.After(TimeSpan.FromTicks(1)).Appointment.MarkNoShow(visit.By(Visit.Of(role))).Should().BeNull();
    }

    [Fact]
    public void What_the_clinic_gave_up_stands_again_all_day_and_what_a_person_gave_up_only_while_its_time_runs()
    {
        var clinics = new Visit(Booked).AfterMinutes(75).Moved(NoShow, Visit.Clinic).AfterMinutes(30);
        var persons = new Visit(Booked).AfterMinutes(75).Moved(NoShow, Visit.Lena).AfterMinutes(30);
        var tomorrow = new Visit(Booked).AfterMinutes(75).Moved(NoShow, Visit.Clinic).After(OneDay);

        clinics.Appointment.Reinstate(clinics.By(Visit.Lena)).Should().BeNull();
        persons.Appointment.Reinstate(persons.By(Visit.Lena))!.Sentence.Should().Contain("passed");
        tomorrow.Appointment.Reinstate(tomorrow.By(Visit.Lena))!.Sentence.Should().Contain("passed");
    }

    [Fact]
    public void A_patient_cancels_up_to_the_cut_off_and_not_after_it()
    {
        var inTime = new Visit(Booked, OneDay, cutOff: OneDay);
        var late = new Visit(Booked, OneDay, cutOff: OneDay).After(TimeSpan.FromTicks(1));

        inTime.Appointment.Cancel(inTime.By(Visit.Patient, "ill")).Should().BeNull();
        late.Appointment.Cancel(late.By(Visit.Patient, "ill"))!.Sentence.Should().Contain("call the clinic");
        late.Appointment.Status.Should().Be(Booked);
        late.Appointment.Cancel(late.By(Visit.Lena, "ill")).Should().BeNull("reception can");
    }

    [Fact]
    public void A_patient_reschedules_up_to_the_cut_off_and_not_after_it()
    {
        var inTime = new Visit(Booked, OneDay, cutOff: OneDay);
        var late = new Visit(Booked, OneDay, cutOff: OneDay).After(TimeSpan.FromTicks(1));
        var doctor = Visit.Doctor.PractitionerId!.Value;

        inTime.Appointment.Reschedule(doctor, inTime.Now.AddDays(5), 15, inTime.By(Visit.Patient)).Should().BeNull();
        late.Appointment.Reschedule(doctor, late.Now.AddDays(5), 15, late.By(Visit.Patient))!.Kind.Should().Be(RefusalKind.NotAllowed);
        late.Appointment.Reschedule(doctor, late.Now.AddDays(5), 15, late.By(Visit.Lena)).Should().BeNull();
    }

    [Fact]
    public void A_reservation_that_ran_out_is_not_confirmed()
    {
        var visit = new Visit(Held).After(Appointment.HoldFor + TimeSpan.FromTicks(1));

        visit.Appointment.ConfirmHold(visit.By(Visit.Patient))!.Sentence.Should().Contain("run out");
        visit.Appointment.Status.Should().Be(Held);
    }

    [Theory]
    [InlineData(Requested, Booked)]
    [InlineData(Waitlisted, Held)]
    [InlineData(Cancelled, Booked)]
    [InlineData(NoShow, Booked)]
    public void A_time_that_is_over_is_not_booked_or_offered(AppointmentStatus from, AppointmentStatus to)
    {
        var running = new Visit(from, TimeSpan.FromMinutes(30));
        running.After(running.Appointment.End - running.Now - TimeSpan.FromTicks(1));
        var over = new Visit(from, TimeSpan.FromMinutes(30));
        over.After(over.Appointment.End - over.Now);

        running.Appointment.MoveTo(to, running.By(Visit.Lena)).Should().BeNull();
        over.Appointment.MoveTo(to, over.By(Visit.Lena))!.Sentence.Should().Contain("passed");
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(480, true)]
    [InlineData(481, false)]
    [InlineData(0, false)]
    [InlineData(-15, false)]
    [InlineData(int.MaxValue, false)]
    [InlineData(int.MinValue, false)]
    public void An_appointment_lasts_five_minutes_to_eight_hours(int minutes, bool fits)
    {
        var visit = new Visit(Booked);

        var (made, refusal) = Book(visit, visit.Now.AddHours(1), minutes);

        (made is not null).Should().Be(fits);
        if (!fits) refusal!.Field.Should().Be("Minutes");
        (visit.Appointment.Reschedule(Visit.Doctor.PractitionerId!.Value, visit.Now.AddDays(1), minutes, visit.By(Visit.Lena)) is null).Should().Be(fits);
    }

    [Fact]
    public void An_appointment_is_neither_over_nor_more_than_three_years_ahead()
    {
        var visit = new Visit(Booked);

        Book(visit, visit.Now.AddMinutes(-14), 15).Made.Should().NotBeNull("it still runs");
        Book(visit, visit.Now.AddMinutes(-15), 15).Refusal!.Field.Should().Be("Start");
        Book(visit, visit.Now.AddYears(3), 15).Made.Should().NotBeNull();
        Book(visit, visit.Now.AddYears(3).AddMinutes(1), 15).Refusal!.Field.Should().Be("Start");
        Book(visit, DateTimeOffset.MinValue, 15).Refusal!.Field.Should().Be("Start");
        Book(visit, DateTimeOffset.MaxValue, 15).Refusal!.Field.Should().Be("Start");
    }

    [Fact]
    public void A_walk_in_is_seen_today()
    {
        var visit = new Visit(Booked);

        var tomorrow = Appointment.Book(Visit.Patient.PatientId!.Value, Visit.Doctor.PractitionerId!.Value, visit.Now.AddDays(1), 15, null, walkIn: true, visit.By(Visit.Lena));

        tomorrow.Refusal!.Field.Should().Be("Start");
    }

    [Fact]
    public void A_reschedule_counts_up_frees_the_confirmation_and_names_both_days()
    {
        var visit = new Visit(Booked);
        visit.Appointment.ConfirmAttendance(visit.By(Visit.Patient)).Should().BeNull();
        visit.Appointment.PatientConfirmed.Should().BeTrue();
        visit.Appointment.TakeRaised();

        visit.Appointment.Reschedule(Visit.OtherDoctor.PractitionerId!.Value, visit.Now.AddDays(2), 30, visit.By(Visit.Lena)).Should().BeNull();

        var a = visit.Appointment;
        (a.Sequence, a.PatientConfirmed, a.Version, a.Status, a.PractitionerId).Should().Be((1, false, 3, Booked, Visit.OtherDoctor.PractitionerId!.Value));
        (a.Start, a.End, a.Day).Should().Be((visit.Now.AddDays(2), visit.Now.AddDays(2).AddMinutes(30), new DateOnly(2026, 6, 19)));
        var raised = (AppointmentChanged)a.TakeRaised().Single().Event;
        (raised.Day, raised.DayBefore).Should().Be((new DateOnly(2026, 6, 19), new DateOnly(2026, 6, 17)));
    }

    [Fact]
    public void A_longer_visit_at_the_same_time_stays_confirmed_and_another_time_or_doctor_does_not()
    {
        foreach (var (doctor, later, confirmed) in new[] { (Visit.Doctor, 0, true), (Visit.Doctor, 5, false), (Visit.OtherDoctor, 0, false) })
        {
            var visit = new Visit(Booked);
            visit.Appointment.ConfirmAttendance(visit.By(Visit.Patient)).Should().BeNull();

            visit.Appointment.Reschedule(doctor.PractitionerId!.Value, visit.Appointment.Start.AddMinutes(later), 40, visit.By(Visit.Lena)).Should().BeNull();

            visit.Appointment.PatientConfirmed.Should().Be(confirmed);
            (visit.Appointment.End - visit.Appointment.Start).Should().Be(TimeSpan.FromMinutes(40));
        }
    }

    [Fact]
    public void Only_a_booked_one_is_rescheduled_or_confirmed_and_only_a_waiting_one_called()
    {
        foreach (var status in ClinicTable.States)
        {
            var visit = new Visit(status);
            var before = visit.Dump();
            var words = $"\"{status.Words().ToLowerInvariant()}\"";

            if (status != Booked)
            {
                visit.Appointment.Reschedule(Visit.Doctor.PractitionerId!.Value, visit.Now.AddDays(2), 15, visit.By(Visit.Lena))!.Sentence.Should().Contain(words);
                visit.Appointment.ConfirmAttendance(visit.By(Visit.Lena))!.Sentence.Should().Contain(words);
            }

            if (status is not (Arrived or Ready or Paused)) visit.Appointment.Call(visit.By(Visit.Lena))!.Sentence.Should().Contain(words);
            visit.Dump().Should().Be(before);
        }
    }

    [Theory]
    [InlineData(Booked)]
    [InlineData(Arrived)]
    public void A_reason_has_bounds_also_where_none_is_asked_for(AppointmentStatus status)
    {
        var visit = new Visit(status);
        var before = visit.Dump();
        foreach (var reason in new[] { new string('x', Appointment.ReasonLimit + 1), "half a character: \uD83D" })
        {
            var change = visit.By(Visit.Lena, reason);
            var refusals = status == Booked
                ? new[] { visit.Appointment.ConfirmAttendance(change), visit.Appointment.Reschedule(Visit.Doctor.PractitionerId!.Value, visit.Now.AddDays(1), 15, change) }
                : [visit.Appointment.Call(change), visit.Appointment.MarkReady(change), visit.Appointment.UndoLastMove(change)];

            refusals.Should().OnlyContain(r => r != null && r.Field == "Reason");
            visit.Dump().Should().Be(before);
        }
    }

    private static (Appointment? Made, Refusal? Refusal) Book(Visit visit, DateTimeOffset start, int minutes) =>
        Appointment.Book(Visit.Patient.PatientId!.Value, Visit.Doctor.PractitionerId!.Value, start, minutes, null, walkIn: false, visit.By(Visit.Lena));
}
