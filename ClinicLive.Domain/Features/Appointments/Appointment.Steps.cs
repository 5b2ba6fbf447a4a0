using System.Globalization;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Appointments;

/// <content>The steps from state to state. Each checks the table, the role and its own guard, and changes nothing when it refuses.</content>
public sealed partial class Appointment
{
    /// <summary>Takes the one step that leads to a state; a state it is already in is no step and no refusal.</summary>
    public Refusal? MoveTo(AppointmentStatus to, Change change)
    {
        if (to == Status) return null;
        return Transitions.Find(Status, to)?.Step switch
        {
            Step.Accept => Accept(change),
            Step.PutOnWaitingList => PutOnWaitingList(change),
            Step.Offer => Offer(change),
            Step.ConfirmHold => ConfirmHold(change),
            Step.Release => Release(change),
            Step.CheckIn => CheckIn(change),
            Step.MarkReady => MarkReady(change),
            Step.Start => StartConsultation(change),
            Step.Pause => Pause(change),
            Step.Resume => Resume(change),
            Step.Finish => Finish(change),
            Step.Cancel => Cancel(change),
            Step.LeaveUnseen => LeaveUnseen(change),
            Step.MarkNoShow => MarkNoShow(change),
            Step.ArriveLate => ArriveLate(change),
            Step.Reinstate => Reinstate(change),
            Step.Undo => Take(to, change, c => RefuseUndo(to, c)),
            Step.EnterInError => EnterInError(change),
            _ => Transitions.RefuseUnknown(Status, to),
        };
    }

    /// <summary>A request becomes an appointment.</summary>
    public Refusal? Accept(Change change) => Take(AppointmentStatus.Booked, change, RefusePassed);

    /// <summary>A request goes on the waiting list.</summary>
    public Refusal? PutOnWaitingList(Change change) => Take(AppointmentStatus.Waitlisted, change);

    /// <summary>Offers its time to a patient on the waiting list, for <see cref="HoldFor"/>.</summary>
    public Refusal? Offer(Change change) => Take(AppointmentStatus.Held, change, RefusePassed);

    /// <summary>A reserved slot becomes an appointment, unless the time to confirm is over.</summary>
    public Refusal? ConfirmHold(Change change) => Take(AppointmentStatus.Booked, change, c =>
        c.At > HeldUntil ? Refusal.NotAllowed("The reservation has run out. Please choose a time again.") : null);

    /// <summary>Lets a reserved slot go; the patient waits on.</summary>
    public Refusal? Release(Change change) => Take(AppointmentStatus.Waitlisted, change);

    /// <summary>The patient is here. Only on the appointment's own day.</summary>
    public Refusal? CheckIn(Change change) => Take(AppointmentStatus.Arrived, change, RefuseOtherDay);

    /// <summary>Prepared for the doctor.</summary>
    public Refusal? MarkReady(Change change) => Take(AppointmentStatus.Ready, change);

    /// <summary>The consultation begins. One open consultation per doctor is the database's rule, at the save.</summary>
    public Refusal? StartConsultation(Change change) => Take(AppointmentStatus.InConsultation, change);

    /// <summary>The patient leaves the room for a test; the consultation's clock stands.</summary>
    public Refusal? Pause(Change change) => Take(AppointmentStatus.Paused, change);

    /// <summary>The patient is back in the room; the clock goes on.</summary>
    public Refusal? Resume(Change change) => Take(AppointmentStatus.InConsultation, change);

    /// <summary>The consultation is over.</summary>
    public Refusal? Finish(Change change) => Take(AppointmentStatus.Done, change);

    /// <summary>Calls it off, with a reason; a patient only before the cut-off, but a reservation of his own until it runs out, and a place on the waiting list always.</summary>
    public Refusal? Cancel(Change change) => Take(AppointmentStatus.Cancelled, change, c =>
        c.By.Role == Role.Patient && Status is not (AppointmentStatus.Held or AppointmentStatus.Waitlisted) ? RefuseAfterCutOff(c) : null);

    /// <summary>The patient came and left before being seen.</summary>
    public Refusal? LeaveUnseen(Change change) => Take(AppointmentStatus.LeftUnseen, change);

    /// <summary>The patient did not come. Not before the appointment has begun.</summary>
    public Refusal? MarkNoShow(Change change) => Take(AppointmentStatus.NoShow, change, RefuseNotBegun);

    /// <summary>The patient came after all, on the same day.</summary>
    public Refusal? ArriveLate(Change change) => Take(AppointmentStatus.Arrived, change, RefuseOtherDay);

    /// <summary>
    /// A called-off or missed appointment stands again, if its time is still free and not over; over or not for whoever
    /// called it off or marked it as missed himself within <see cref="UndoFor"/>. What the clinic itself gave up as missed stands
    /// again all day: somebody knows better.
    /// </summary>
    public Refusal? Reinstate(Change change) => Take(AppointmentStatus.Booked, change, c => IsOwnSlip(c) || IsClinicsSlip(c) ? null : RefusePassed(c));

    /// <summary>Hides the row everywhere; the log keeps it.</summary>
    public Refusal? EnterInError(Change change) => Take(AppointmentStatus.EnteredInError, change);

    /// <summary>
    /// Takes the last move back. Whoever made it, within <see cref="UndoFor"/>; reception or an admin also later, with a
    /// reason. The log gets a compensating line; nothing is deleted.
    /// </summary>
    public Refusal? UndoLastMove(Change change)
    {
        if (UndoTarget is not { } to) return Refusal.NotAllowed($"There is nothing to take back: the appointment is \"{Status.Words().ToLowerInvariant()}\".");
        return Take(to, change, c => RefuseUndo(to, c));
    }

    /// <summary>The state that taking the last move back leads to, or null when the last move cannot be taken back.</summary>
    public AppointmentStatus? UndoTarget => Transitions.UndoTarget(Status, StatusBefore);

    private Refusal? Take(AppointmentStatus to, Change change, Func<Change, Refusal?>? guard = null, Role? alsoFor = null, Action? place = null)
    {
        if (Transitions.Find(Status, to) is not { } transition) return Transitions.RefuseUnknown(Status, to);
        if (!transition.Roles.Contains(change.By.Role) && change.By.Role != alsoFor) return Transitions.RefuseRole(transition);
        if (change.By.Role == Role.Practitioner && !IsOwn(change.By)) return Refusal.Forbidden("This is another doctor's patient.");
        if (change.By.Role == Role.Patient && change.By.PatientId != PatientId) return Refusal.NotFound("appointment");
        if (RefuseReason(change.Reason) is { } unusable) return unusable;
        if (transition.NeedsReason(change.By.Role) && change.GivenReason is null) return Refusal.Invalid("Reason", "Please say why.");
        if (guard?.Invoke(change) is { } refusal) return refusal;

        var (from, dayBefore, doctorBefore, timeBefore) = (Status, Day, PractitionerId, (Start, End));
        place?.Invoke();
        Leave(from, to, transition, change);
        Enter(to, change);
        var onBehalf = transition.Step == Step.Start && change.By.Role == Role.Receptionist;
        Note(
            transition.Step == Step.Undo ? ActivityKind.AppointmentMoveUndone : ActivityKind.AppointmentMoved, from, to, change, dayBefore == Day ? null : dayBefore, onBehalf,
            doctorBefore == PractitionerId ? default : (doctorBefore, PractitionerId), timeBefore == (Start, End) ? null : timeBefore);
        return null;
    }

    /// <summary>What a move means for the times on the row.</summary>
    private void Leave(AppointmentStatus from, AppointmentStatus to, Transition transition, Change change)
    {
        switch (transition.Step)
        {
            case Step.CheckIn or Step.ArriveLate:
                JoinQueue(change, afterNoShow: transition.Step == Step.ArriveLate);
                break;
            case Step.Accept or Step.ConfirmHold:
                PlacedAt = change.At;
                break;
            case Step.Start:
                ConsultationStartedAt = change.At;
                PausedFor = TimeSpan.Zero;
                MayRunParallel = change.Policy.AllowsParallelConsultations;
                break;
            case Step.Resume:
                PausedFor += change.At - StatusSince;
                BackAt = null;
                break;
            case Step.Finish:
                if (from == AppointmentStatus.Paused) PausedFor += change.At - StatusSince;
                (FinishedAt, BackAt) = (change.At, null);
                EndReason = change.GivenReason;
                break;
            case Step.Cancel:
                CancelledLate = Start - change.At < change.Policy.PatientCutOff;
                EndReason = change.GivenReason;
                break;
            case Step.LeaveUnseen or Step.EnterInError:
                EndReason = change.GivenReason;
                break;
            case Step.Reinstate:
                LeaveQueue();
                (EndReason, CancelledLate, PlacedAt) = (null, false, change.At);
                break;
            case Step.Undo:
                ForgetTimesOf(from);
                break;
        }

        HeldUntil = to == AppointmentStatus.Held ? change.At + HoldFor : null;
    }

    private void ForgetTimesOf(AppointmentStatus undone)
    {
        switch (undone)
        {
            case AppointmentStatus.Arrived:
                LeaveQueue();
                break;
            case AppointmentStatus.InConsultation:
                (ConsultationStartedAt, PausedFor) = (null, TimeSpan.Zero);
                break;
            case AppointmentStatus.Done:
                (FinishedAt, EndReason) = (null, null);
                break;
            case AppointmentStatus.LeftUnseen:
                EndReason = null;
                break;
        }
    }

    private void Enter(AppointmentStatus status, Change change)
    {
        StatusBefore = Version == 0 ? null : Status;
        Status = status;
        StatusSince = change.At;
        StatusBy = change.By.UserId;
        HoldsSlot = status.HoldsSlot();
        if (Version > 0) return;
        if (status == AppointmentStatus.Held) HeldUntil = change.At + HoldFor;
        if (status == AppointmentStatus.Arrived) JoinQueue(change, afterNoShow: false);
    }

    private Refusal? RefuseUndo(AppointmentStatus to, Change change)
    {
        if (change.By.UserId == StatusBy && change.At - StatusSince <= UndoFor && Transitions.IsOwnMove(Status, StatusBefore, to)) return null;
        if (change.By.Role is not (Role.Receptionist or Role.Admin))
        {
            return Refusal.NotAllowed("Only your own last move of the past five minutes can be taken back. Reception can do it later.");
        }

        return change.GivenReason is null
            ? Refusal.Invalid("Reason", "This was moved by somebody else, more than five minutes ago, or by an undo. Please say why it is taken back.")
            : null;
    }

    private bool IsClinicsSlip(Change change) =>
        Status == AppointmentStatus.NoShow && StatusBy == Guid.Empty && Day == change.Policy.DayOf(change.At);

    private bool IsOwnSlip(Change change) =>
        change.By.UserId == StatusBy && change.At - StatusSince <= UndoFor && StatusBefore == AppointmentStatus.Booked;

    private Refusal? RefuseOtherDay(Change change) => Day != change.Policy.DayOf(change.At)
        ? Refusal.NotAllowed($"The appointment is on {Day:d MMMM yyyy}, not today.")
        : null;

    private Refusal? RefuseNotBegun(Change change)
    {
        if (change.At >= Start) return null;
        return Day > change.Policy.DayOf(change.At)
            ? Refusal.NotAllowed("The appointment is on a later day, so nobody has missed it yet.")
            : Refusal.NotAllowed(string.Create(CultureInfo.InvariantCulture, $"The appointment begins at {change.Policy.ToLocal(Start):H:mm}, so nobody has missed it yet."));
    }

    private Refusal? RefusePassed(Change change) => End <= change.At
        ? Refusal.NotAllowed("Its time has passed. Please book a new one.")
        : null;
}
