using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Whatever people do in whatever order, an appointment stays in order, and its log tells the same story.</summary>
public sealed class RandomWalkTests
{
    private static readonly Actor[] People =
        [Visit.Lena, Visit.Omar, Visit.Admin, Visit.Doctor, Visit.Doctor, Visit.OtherDoctor, Visit.Patient, Visit.OtherPatient, Visit.Clinic];

    private static readonly AppointmentStatus[] Starts = [Requested, Held, Booked];

    [Fact]
    public void Random_commands_never_reach_an_illegal_state_and_the_log_replays_to_the_same_one()
    {
        var reached = new HashSet<AppointmentStatus>();
        var command = from what in Gen.Choose(0, (2 * ClinicTable.States.Count) + 3) // the upper half: the next sensible step
                      from who in Gen.Choose(0, People.Length - 1)
                      from minutes in Gen.Choose(0, 9)
                      from reasoned in Gen.Choose(0, 3)
                      select new Command(what, who, minutes, reasoned > 0);
        var walks = from start in Gen.Choose(0, Starts.Length - 1)
                    from commands in command.ListOf()
                    select (Start: Starts[start], Commands: commands);

        Prop.ForAll(walks.ToArbitrary(), walk => Walk(walk.Start, walk.Commands, reached))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(120));

        reached.Should().BeEquivalentTo(ClinicTable.States, "a walk that never gets anywhere proves nothing");
    }

    private static bool Walk(AppointmentStatus start, IReadOnlyList<Command> commands, HashSet<AppointmentStatus> reached)
    {
        var visit = new Visit(start, TimeSpan.FromMinutes(30));
        var a = visit.Appointment;
        var log = new List<ActivityEntry>();
        reached.Add(a.Status);
        foreach (var command in commands)
        {
            visit.AfterMinutes(command.Minutes);
            var (from, version, before) = (a.Status, a.Version, visit.Dump());

            var refusal = Apply(visit, command);
            var raised = a.TakeRaised();

            if (a.Version == version)
            {
                visit.Dump().Should().Be(before, "what is refused, or already so, changes nothing");
                raised.Should().BeEmpty();
                continue;
            }

            refusal.Should().BeNull();
            a.Version.Should().Be(version + 1);
            log.Add(raised.Should().ContainSingle().Subject.Line);
            if (from != a.Status) ClinicTable.Has(from, a.Status).Should().BeTrue($"{from} -> {a.Status} is not in the clinic's table");
            reached.Add(a.Status);
            InOrder(visit);
        }

        Replay(start, log).Should().Be((a.Status, a.Version));
        return true;
    }

    private static Refusal? Apply(Visit visit, Command command)
    {
        if (command.What > ClinicTable.States.Count + 3) return TakeSensibleStep(visit, command.What + command.Who + command.Minutes);
        var change = visit.By(People[command.Who], command.Reasoned ? "because" : null);
        return (command.What - ClinicTable.States.Count) switch
        {
            0 => visit.Appointment.UndoLastMove(change),
            1 => visit.Appointment.Call(change),
            2 => visit.Appointment.ConfirmAttendance(change),
            3 => visit.Appointment.Reschedule(Visit.Doctor.PractitionerId!.Value, visit.Now.AddMinutes(30), 15, change),
            _ => visit.Appointment.MoveTo((AppointmentStatus)command.What, change),
        };
    }

    private static Refusal? TakeSensibleStep(Visit visit, int any)
    {
        var steps = ClinicTable.Moves.Where(m => m.Key.From == visit.Appointment.Status && m.Key.To != EnteredInError).ToList();
        if (steps.Count == 0) return null;
        var ((_, to), (who, _)) = steps[any % steps.Count];
        return visit.Appointment.MoveTo(to, visit.By(Visit.Of(who[0]), "because"));
    }

    /// <summary>What must be true of the times in every state.</summary>
    private static void InOrder(Visit visit)
    {
        var a = visit.Appointment;
        var story = visit.Dump();
        a.HoldsSlot.Should().Be(ClinicTable.Taken.Contains(a.Status), story);
        (a.HeldUntil is not null).Should().Be(a.Status == Held, story);
        a.End.Should().BeAfter(a.Start, story);
        if (a.Status is Requested or Waitlisted or Held or Booked) (a.ArrivedAt, a.CalledAt, a.CameLate, a.EndReason).Should().Be((null, null, false, null), story);
        if (a.Status is Arrived or Ready or InConsultation or Paused or Done) a.ArrivedAt.Should().NotBeNull(story);
        if (a.Status is InConsultation or Paused or Done) a.ConsultationStartedAt.Should().NotBeNull(story);
        if (a.Status is Booked or Arrived or Ready) (a.ConsultationStartedAt, a.PausedFor).Should().Be((null, TimeSpan.Zero), story);
        (a.FinishedAt is not null).Should().Be(a.Status == Done || (a.Status == EnteredInError && a.StatusBefore == Done), story);
        if (a.ConsultationStartedAt is { } started)
        {
            started.Should().BeOnOrAfter(a.ArrivedAt!.Value, story);
            a.PausedFor.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero, story).And.BeLessThanOrEqualTo(visit.Now - started, story);
        }
    }

    private static (AppointmentStatus Status, int Version) Replay(AppointmentStatus start, List<ActivityEntry> log)
    {
        var (status, version) = (start, 1);
        foreach (var line in log)
        {
            line.From.Should().Be(status.ToString());
            line.SubjectVersion.Should().Be(version + 1);
            (status, version) = (Enum.Parse<AppointmentStatus>(line.To!), line.SubjectVersion);
        }

        return (status, version);
    }

    private sealed record Command(int What, int Who, int Minutes, bool Reasoned);
}
