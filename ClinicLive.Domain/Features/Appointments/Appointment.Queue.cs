using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Appointments;

/// <content>The place in the doctor's line: how pressing, behind whom, with which doctor and in which room.</content>
public sealed partial class Appointment
{
    /// <summary>How pressing it is.</summary>
    public AppointmentPriority Priority { get; private set; }

    /// <summary>Why it is urgent, in the words of who said so; null for a routine visit.</summary>
    public string? PriorityReason { get; private set; }

    /// <summary>The time that the line is ordered by, in UTC: see <see cref="QueueOrder"/>. Set when the patient comes, and kept from then on.</summary>
    public DateTimeOffset? QueuedAt { get; private set; }

    /// <summary>When it was given its present time, in UTC: booked, accepted, rescheduled or booked again.</summary>
    public DateTimeOffset? PlacedAt { get; private set; }

    /// <summary>Came without an appointment: the time was given to him when he was here.</summary>
    public bool WalkedIn { get; private init; }

    /// <summary>When a patient who was away for a test was back, in UTC; null while he is away and in every other state.</summary>
    public DateTimeOffset? BackAt { get; private set; }

    /// <summary>The doctor whose line the patient came from, while that can be taken back.</summary>
    public Guid? DoctorBefore { get; private set; }

    /// <summary>The begin that it had with <see cref="DoctorBefore"/>, in UTC.</summary>
    public DateTimeOffset? StartBefore { get; private set; }

    /// <summary>True from the moment the patient comes until his place in the line has been settled.</summary>
    internal bool HasJustArrived { get; private set; }

    /// <summary>
    /// Says that it is urgent, or no longer. Reception or the appointment's own doctor, always with a reason; while booked
    /// or waiting. Saying what is already so changes nothing.
    /// </summary>
    public Refusal? Prioritize(AppointmentPriority priority, Change change)
    {
        if (RefuseQueue(change, "say how urgent a visit is") is { } refusal) return refusal;
        if (Status != AppointmentStatus.Booked && !Status.IsWaiting()) return RefuseState("Only a booked or waiting patient can be urgent.");
        if (!Enum.IsDefined(priority)) return Refusal.Invalid("Priority", "A visit is routine or urgent.");
        if (priority == Priority) return null;
        if (change.GivenReason is null) return Refusal.Invalid("Reason", "Please say why.");
        Priority = priority;
        PriorityReason = priority == AppointmentPriority.Urgent ? change.GivenReason : null;
        Note(priority == AppointmentPriority.Urgent ? ActivityKind.AppointmentMadeUrgent : ActivityKind.AppointmentMadeRoutine, Status, Status, change);
        return null;
    }

    /// <summary>The patient who was away for a test is back and can be called in. Reception or the own doctor.</summary>
    public Refusal? ComeBack(Change change)
    {
        if (RefuseQueue(change, "say that the patient is back") is { } refusal) return refusal;
        if (Status != AppointmentStatus.Paused) return RefuseState("Only a patient who is away for a test can come back from it.");
        if (BackAt is not null) return null;
        BackAt = change.At;
        Note(ActivityKind.PatientCameBack, Status, Status, change);
        return null;
    }

    /// <summary>
    /// Gives the patient to another doctor, for a begin that is free there. Reception only; while booked or waiting and not
    /// with the doctor. His waiting time and his place by time go with him; he has to be called again.
    /// </summary>
    public Refusal? GiveTo(Guid practitionerId, DateTimeOffset start, Change change)
    {
        if (RefuseGiving(start, change) is { } refusal) return refusal;
        if (practitionerId == PractitionerId) return null;
        var (doctor, begin) = (PractitionerId, Start);
        Give(practitionerId, start, change, ActivityKind.AppointmentGivenToDoctor);
        (DoctorBefore, StartBefore) = (doctor, begin);
        return null;
    }

    /// <summary>Takes <see cref="GiveTo"/> back: the patient returns to the doctor before, at his old begin or another that is free.</summary>
    public Refusal? GiveBack(DateTimeOffset start, Change change)
    {
        if (RefuseGiving(start, change) is { } refusal) return refusal;
        if (DoctorBefore is not { } doctor) return Refusal.NotAllowed("There is nothing to take back: the patient did not come from another doctor.");
        Give(doctor, start, change, ActivityKind.AppointmentDoctorTakenBack);
        (DoctorBefore, StartBefore) = (null, null);
        return null;
    }

    /// <summary>
    /// Chooses the room, or the doctor's usual one with null. Reception or the own doctor; while the patient is in the house.
    /// Whether the room is free is for people to judge: an occupied one is shown as a warning.
    /// </summary>
    public Refusal? ChooseRoom(Guid? locationId, Change change)
    {
        if (RefuseQueue(change, "choose the room") is { } refusal) return refusal;
        if (!Status.IsInHouse()) return RefuseState("Only for a patient who is in the house a room can be chosen.");
        if (locationId == LocationId) return null;
        var before = LocationId;
        LocationId = locationId;
        Note(ActivityKind.RoomChosen, Status, Status, change, ids: (before, locationId));
        return null;
    }

    /// <summary>
    /// Settles the place in the line among those who wait already: see <see cref="QueueOrder"/>. Whoever came too late goes
    /// behind all of them, and whoever was given his time after somebody had come goes behind that one.
    /// </summary>
    internal void QueueBehind(IEnumerable<(DateTimeOffset ArrivedAt, DateTimeOffset QueuedAt)> waiting)
    {
        HasJustArrived = false;
        if (ArrivedAt is not { } arrived || QueuedAt is null) return;
        var isLate = arrived > Start + QueueOrder.OnTime;
        foreach (var (otherCame, otherPlace) in waiting)
        {
            if ((isLate || WalkedIn || otherCame < PlacedAt) && otherPlace > QueuedAt) QueuedAt = otherPlace;
        }

        CompleteLastLine(line => line.QueuedAt = QueuedAt);
    }

    private void JoinQueue(Change change, bool afterNoShow)
    {
        ArrivedAt = change.At;
        var isLate = change.At > Start + QueueOrder.OnTime;
        CameLate = afterNoShow || isLate;
        QueuedAt = isLate ? change.At : Start;
        HasJustArrived = true;
    }

    private void LeaveQueue() => (ArrivedAt, QueuedAt, CalledAt, CameLate) = (null, null, null, false);

    private void Give(Guid practitionerId, DateTimeOffset start, Change change, ActivityKind kind)
    {
        var (before, minutes, placed, dayBefore) = (PractitionerId, (int)(End - Start).TotalMinutes, PlacedAt, Day);
        PractitionerId = practitionerId;
        PlaceAt(start, minutes, change);
        PlacedAt = placed; // who is given to another doctor keeps his place by time
        (CalledAt, LocationId) = (null, null);
        Note(kind, Status, Status, change, dayBefore, ids: (before, practitionerId));
    }

    private Refusal? RefuseGiving(DateTimeOffset start, Change change)
    {
        if (change.By.Role != Role.Receptionist) return Refusal.Forbidden("Only reception can give a patient to another doctor.");
        if (RefuseReason(change.Reason) is { } unusable) return unusable;
        if (Status is not (AppointmentStatus.Booked or AppointmentStatus.Arrived or AppointmentStatus.Ready)) return RefuseState("Only a booked or waiting patient can go to another doctor.");
        if (Status == AppointmentStatus.Booked && start.AddMinutes((End - Start).TotalMinutes) <= change.At) return Refusal.NotAllowed("Its time has passed. Please check the patient in first, or book a new time.");
        return Status != AppointmentStatus.Booked && change.Policy.DayOf(start) != change.Policy.DayOf(change.At)
            ? Refusal.NotAllowed("That doctor has no free time left today.")
            : null;
    }

    private Refusal? RefuseQueue(Change change, string what)
    {
        if (change.By.Role != Role.Receptionist && !IsOwn(change.By)) return Refusal.Forbidden($"Only reception or the appointment's own doctor can {what}.");
        return RefuseReason(change.Reason);
    }

    private Refusal RefuseState(string rule) => Refusal.NotAllowed($"The appointment is \"{Status.Words().ToLowerInvariant()}\". {rule}");
}
