using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using FluentAssertions.Execution;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Every pair of states, for every role.</summary>
public sealed class TransitionTests
{
    public static TheoryData<AppointmentStatus, Role> StatesAndRoles()
    {
        var data = new TheoryData<AppointmentStatus, Role>();
        foreach (var from in ClinicTable.States)
        {
            foreach (var role in Enum.GetValues<Role>()) data.Add(from, role);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(StatesAndRoles))]
    public void Every_move_is_allowed_or_refused_as_the_clinics_table_says(AppointmentStatus from, Role role)
    {
        using var all = new AssertionScope();
        foreach (var to in ClinicTable.States)
        {
            var visit = new Visit(from).AfterMinutes(to == AppointmentStatus.NoShow ? 31 : 1);
            var actor = Visit.Of(role);
            var before = visit.Dump();
            var (state, mover) = (visit.Appointment.Status, visit.Appointment.StatusBy);
            state.Should().Be(from);

            var refusal = visit.Appointment.MoveTo(to, visit.By(actor, "because"));

            var move = $"{from} -> {to} by {role}";
            if (from == to) Same(visit, refusal, before, move);
            else if (IsAllowed(from, to, role, actor.UserId == mover)) Allowed(visit, refusal, from, to, actor, move);
            else if (ClinicTable.Has(from, to)) RefusedForThisRole(visit, refusal, before, move);
            else RefusedForAll(visit, refusal, before, from, to, move);
        }
    }

    [Fact]
    public void The_programs_table_has_no_move_that_the_clinics_table_lacks_and_none_twice()
    {
        Transitions.All.Should().OnlyContain(t => ClinicTable.Has(t.From, t.To));
        Transitions.All.Should().HaveCount(ClinicTable.Moves.Count + ClinicTable.Undos.Count);
        Transitions.All.Select(t => $"{t.From} -> {t.To}").Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(StatesAndRoles))]
    public void A_reason_is_asked_for_where_the_clinics_table_says_and_only_there(AppointmentStatus from, Role role)
    {
        using var all = new AssertionScope();
        foreach (var ((_, to), (who, withReason)) in ClinicTable.Moves.Where(m => m.Key.From == from && m.Value.Who.Contains(role)))
        {
            foreach (var nothing in new[] { null, "", "   ", "\t\r\n", "\u200B\u2060\uFEFF" })
            {
                var visit = new Visit(from).AfterMinutes(to == AppointmentStatus.NoShow ? 31 : 1);
                var before = visit.Dump();

                var refusal = visit.Appointment.MoveTo(to, visit.By(Visit.Of(role), nothing));

                if (withReason.Contains(role))
                {
                    refusal.Should().Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "Reason", $"{from} -> {to} by {role} needs a reason");
                    visit.Dump().Should().Be(before);
                }
                else
                {
                    refusal.Should().BeNull($"{from} -> {to} by {role} needs no reason");
                    who.Should().Contain(role);
                }
            }
        }
    }

    [Fact]
    public void A_reason_of_the_longest_length_is_kept_and_a_longer_one_refused()
    {
        var longest = new string('ä', Appointment.ReasonLimit);
        var visit = new Visit(AppointmentStatus.Booked);

        visit.Appointment.Cancel(visit.By(Visit.Lena, longest + "!")).Should().Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "Reason");
        visit.Appointment.Status.Should().Be(AppointmentStatus.Booked);
        visit.Appointment.Cancel(visit.By(Visit.Lena, longest)).Should().BeNull();

        visit.Appointment.EndReason.Should().Be(longest);
        visit.Appointment.TakeRaised().Should().ContainSingle().Which.Line.Reason.Should().Be(longest);
    }

    [Theory]
    [InlineData(AppointmentStatus.Arrived, AppointmentStatus.InConsultation)]
    [InlineData(AppointmentStatus.Ready, AppointmentStatus.InConsultation)]
    [InlineData(AppointmentStatus.InConsultation, AppointmentStatus.Paused)]
    [InlineData(AppointmentStatus.Paused, AppointmentStatus.InConsultation)]
    [InlineData(AppointmentStatus.InConsultation, AppointmentStatus.Done)]
    [InlineData(AppointmentStatus.Paused, AppointmentStatus.Done)]
    [InlineData(AppointmentStatus.Booked, AppointmentStatus.Cancelled)]
    [InlineData(AppointmentStatus.Done, AppointmentStatus.InConsultation)]
    public void Another_doctor_can_do_nothing_with_it(AppointmentStatus from, AppointmentStatus to)
    {
        var visit = new Visit(from);
        var before = visit.Dump();

        visit.Appointment.MoveTo(to, visit.By(Visit.OtherDoctor, "because"))!.Kind.Should().Be(RefusalKind.Forbidden);

        visit.Dump().Should().Be(before);
    }

    [Fact]
    public void Another_patient_does_not_learn_that_it_exists()
    {
        var visit = new Visit(AppointmentStatus.Booked);

        visit.Appointment.Cancel(visit.By(Visit.OtherPatient, "because")).Should().Be(Refusal.NotFound("appointment"));
        visit.Appointment.Status.Should().Be(AppointmentStatus.Booked);
    }

    [Fact]
    public void A_start_by_reception_is_marked_as_done_on_behalf_and_one_by_the_doctor_is_not()
    {
        var byReception = new Visit(AppointmentStatus.Ready).Moved(AppointmentStatus.InConsultation, Visit.Lena);
        var byDoctor = new Visit(AppointmentStatus.Ready).Moved(AppointmentStatus.InConsultation, Visit.Doctor);

        byReception.Appointment.TakeRaised().Single().Line.OnBehalf.Should().BeTrue();
        byDoctor.Appointment.TakeRaised().Single().Line.OnBehalf.Should().BeFalse();
    }

    private static bool IsAllowed(AppointmentStatus from, AppointmentStatus to, Role role, bool madeTheLastMove) =>
        ClinicTable.Undos.Contains((from, to))
            ? role is Role.Receptionist or Role.Admin || madeTheLastMove
            : ClinicTable.Moves.TryGetValue((from, to), out var move) && move.Who.Contains(role);

    private static void Same(Visit visit, Refusal? refusal, string before, string move)
    {
        refusal.Should().BeNull(move);
        visit.Dump().Should().Be(before, move);
        visit.Appointment.TakeRaised().Should().BeEmpty(move);
    }

    private static void Allowed(Visit visit, Refusal? refusal, AppointmentStatus from, AppointmentStatus to, Actor actor, string move)
    {
        refusal.Should().BeNull(move);
        if (refusal is not null) return;
        var a = visit.Appointment;
        a.Status.Should().Be(to, move);
        a.StatusBefore.Should().Be(from, move);
        a.StatusSince.Should().Be(visit.Now, move);
        a.StatusBy.Should().Be(actor.UserId, move);
        a.HoldsSlot.Should().Be(ClinicTable.Taken.Contains(to), move);
        var raised = a.TakeRaised().Should().ContainSingle(move).Subject;
        raised.Line.Should().Match<ActivityEntry>(l => l.From == from.ToString() && l.To == to.ToString() && l.SubjectVersion == a.Version && l.ActorId == actor.UserId && l.At == visit.Now, move);
        raised.Line.Kind.Should().Be(ClinicTable.Undos.Contains((from, to)) ? ActivityKind.AppointmentMoveUndone : ActivityKind.AppointmentMoved, move);
        raised.Event.Should().BeOfType<AppointmentChanged>(move).Which.Version.Should().Be(a.Version, move);
    }

    private static void RefusedForThisRole(Visit visit, Refusal? refusal, string before, string move)
    {
        refusal.Should().NotBeNull(move);
        (refusal?.Kind is RefusalKind.Forbidden or RefusalKind.NotAllowed).Should().BeTrue(move);
        refusal?.Sentence.Should().MatchRegex("^Only .+\\.$", move);
        visit.Dump().Should().Be(before, move);
    }

    private static void RefusedForAll(Visit visit, Refusal? refusal, string before, AppointmentStatus from, AppointmentStatus to, string move)
    {
        refusal.Should().NotBeNull(move);
        if (refusal is null) return;
        refusal.Kind.Should().Be(RefusalKind.NotAllowed, move);
        refusal.Sentence.Should().Contain($"is \"{from.Words().ToLowerInvariant()}\"", move).And.Contain($"\"{to.Words().ToLowerInvariant()}\"", move);
        foreach (var allowed in ClinicTable.States.Where(s => s != AppointmentStatus.EnteredInError && ClinicTable.Has(from, s)))
        {
            refusal.Sentence.Should().Contain(allowed.Words().ToLowerInvariant(), move);
        }

        visit.Dump().Should().Be(before, move);
        visit.Appointment.TakeRaised().Should().BeEmpty(move);
    }
}
