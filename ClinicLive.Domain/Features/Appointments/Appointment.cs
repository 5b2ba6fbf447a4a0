using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>After the cut-off: only the clinic changes it now.</summary>
/// <param name="Sentence">For the patient.</param>
public sealed record TooLateForPatient(string Sentence) : Refusal(RefusalKind.NotAllowed, Sentence);

/// <summary>
/// A visit of one patient to one practitioner (FHIR Appointment and Encounter in one). Guards its own way through the
/// day by <see cref="Transitions"/>; the steps are in the other part of this class.
/// </summary>
public sealed partial class Appointment : LiveEntity
{
    /// <summary>Longest reason, in UTF-16 units.</summary>
    public const int ReasonLimit = 4_000;

    /// <summary>Shortest appointment, in minutes.</summary>
    public const int ShortestMinutes = 5;

    /// <summary>Longest appointment, in minutes.</summary>
    public const int LongestMinutes = 8 * 60;

    /// <summary>How long a reserved slot waits for being confirmed.</summary>
    public static readonly TimeSpan HoldFor = TimeSpan.FromMinutes(7);

    /// <summary>How long whoever made the last move may take it back without saying why.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromMinutes(5);

    private Appointment()
    {
    }

    /// <summary>Whose visit it is.</summary>
    public Guid PatientId { get; private init; }

    /// <summary>With whom.</summary>
    public Guid PractitionerId { get; private set; }

    /// <summary>The room, where it differs from the practitioner's usual one.</summary>
    public Guid? LocationId { get; private set; }

    /// <summary>The kind of visit, where one was chosen.</summary>
    public Guid? VisitTypeId { get; private init; }

    /// <summary>The series that it belongs to, or null.</summary>
    public Guid? SeriesId { get; private set; }

    /// <summary>Begin, in UTC.</summary>
    public DateTimeOffset Start { get; private set; }

    /// <summary>End, in UTC; always after the begin.</summary>
    public DateTimeOffset End { get; private set; }

    /// <summary>The clinic's calendar day of the begin.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Reason for the visit, as reception or the patient wrote it.</summary>
    public string? Reason { get; private set; }

    /// <summary>The one state.</summary>
    public AppointmentStatus Status { get; private set; }

    /// <summary>When the state was entered, in UTC.</summary>
    public DateTimeOffset StatusSince { get; private set; }

    /// <summary>The state before, for telling what moved and for taking it back.</summary>
    public AppointmentStatus? StatusBefore { get; private set; }

    /// <summary>Who brought it into this state; <see cref="Guid.Empty"/> for the clinic itself.</summary>
    public Guid StatusBy { get; private set; }

    /// <summary>Whether its time is taken: see <see cref="AppointmentStatuses.HoldsSlot"/>. Kept as a column for the overlap rule.</summary>
    public bool HoldsSlot { get; private set; }

    /// <summary>Whether the clinic allowed parallel consultations when this one began. Kept as a column for the rule of one open consultation.</summary>
    public bool MayRunParallel { get; private set; }

    /// <summary>The patient said that he will come.</summary>
    public bool PatientConfirmed { get; private set; }

    /// <summary>Came later than <see cref="QueueOrder.OnTime"/> after the begin, or after having been marked as a no-show.</summary>
    public bool CameLate { get; private set; }

    /// <summary>Cancelled by the patient after the cut-off would have passed, or by the clinic on the day.</summary>
    public bool CancelledLate { get; private set; }

    /// <summary>Until when a reserved slot waits, in UTC.</summary>
    public DateTimeOffset? HeldUntil { get; private set; }

    /// <summary>When the patient came, in UTC; the waiting time counts from here.</summary>
    public DateTimeOffset? ArrivedAt { get; private set; }

    /// <summary>When the patient was last called, in UTC.</summary>
    public DateTimeOffset? CalledAt { get; private set; }

    /// <summary>
    /// The number of the day's ticket (<see cref="TicketCode"/>), given by the database when the patient comes, unique in the
    /// clinic on that day. Stays with him when the arrival is taken back and made again; null for whoever never came.
    /// </summary>
    public int? TicketNumber { get; private set; }

    /// <summary>When the consultation began, in UTC.</summary>
    public DateTimeOffset? ConsultationStartedAt { get; private set; }

    /// <summary>How long the consultation stood still for tests so far.</summary>
    public TimeSpan PausedFor { get; private set; }

    /// <summary>When the consultation ended, in UTC.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Why it was called off, left, finished by an admin or entered in error.</summary>
    public string? EndReason { get; private set; }

    /// <summary>Counts reschedulings from 0 (iCalendar SEQUENCE, RFC 5545 3.8.7.4).</summary>
    public int Sequence { get; private set; }

    /// <summary>A new appointment of the clinic: booked at the desk, or a walk-in who is here already.</summary>
    public static (Appointment? Appointment, Refusal? Refusal) Book(
        Guid patientId, Guid practitionerId, DateTimeOffset start, int minutes, string? reason, bool walkIn, Change change, Guid? id = null, Guid? visitTypeId = null)
    {
        if (change.By.Role != Role.Receptionist) return (null, Refusal.Forbidden("Only reception can book for a patient."));
        if (walkIn && change.Policy.DayOf(start) != change.Policy.DayOf(change.At)) return (null, Refusal.Invalid("Start", "A walk-in is seen today. Please choose a time of today."));
        return Create(patientId, practitionerId, start, minutes, reason, change, walkIn ? AppointmentStatus.Arrived : AppointmentStatus.Booked,
            walkIn ? ActivityKind.AppointmentWalkedIn : ActivityKind.AppointmentBooked, id, visitTypeId);
    }

    /// <summary>A patient's or reception's wish for a time, to be accepted by reception.</summary>
    public static (Appointment? Appointment, Refusal? Refusal) Request(
        Guid patientId, Guid practitionerId, DateTimeOffset start, int minutes, string? reason, Change change, Guid? id = null, Guid? visitTypeId = null)
    {
        if (!MayAskFor(patientId, change.By)) return (null, Refusal.Forbidden("Only the patient or reception can ask for an appointment."));
        return Create(patientId, practitionerId, start, minutes, reason, change, AppointmentStatus.Requested, ActivityKind.AppointmentRequested, id, visitTypeId);
    }

    /// <summary>Reserves a slot for <see cref="HoldFor"/>.</summary>
    public static (Appointment? Appointment, Refusal? Refusal) Hold(
        Guid patientId, Guid practitionerId, DateTimeOffset start, int minutes, string? reason, Change change, Guid? id = null, Guid? visitTypeId = null)
    {
        if (!MayAskFor(patientId, change.By)) return (null, Refusal.Forbidden("Only the patient or reception can reserve a time."));
        return Create(patientId, practitionerId, start, minutes, reason, change, AppointmentStatus.Held, ActivityKind.AppointmentHeld, id, visitTypeId);
    }

    /// <summary>Another time, length or practitioner. Only while booked; a patient only before the cut-off.</summary>
    public Refusal? Reschedule(Guid practitionerId, DateTimeOffset start, int minutes, Change change)
    {
        if (Status != AppointmentStatus.Booked) return Refusal.NotAllowed($"The appointment is \"{Status.Words().ToLowerInvariant()}\". Only a booked one can go to another time.");
        if (change.By.Role is not (Role.Receptionist or Role.Patient)) return Refusal.Forbidden("Only reception or the patient can change the time.");
        if (change.By.Role == Role.Patient && RefuseAfterCutOff(change) is { } late) return late;
        if (change.By.Role == Role.Patient && start.AddMinutes(minutes) - start != End - Start) return Refusal.Forbidden("Only reception can change the length.");
        if ((CheckTime(start, minutes, change) ?? RefuseReason(change.Reason)) is { } bad) return bad;
        if (practitionerId == PractitionerId && start == Start && start.AddMinutes(minutes) == End) return null;

        var (dayBefore, doctorBefore, timeBefore) = (Day, PractitionerId, (Start, End));
        if (practitionerId != PractitionerId || start != Start) PatientConfirmed = false; // a longer or shorter visit is still the one he agreed to
        PractitionerId = practitionerId;
        PlaceAt(start, minutes, change);
        Sequence++;
        Note(ActivityKind.AppointmentRescheduled, Status, Status, change, dayBefore, ids: doctorBefore == practitionerId ? default : (doctorBefore, practitionerId), timeBefore: timeBefore);
        return null;
    }

    /// <summary>The patient, or reception on the phone with him, says that he will come.</summary>
    public Refusal? ConfirmAttendance(Change change)
    {
        if (change.By.Role is not (Role.Receptionist or Role.Patient)) return Refusal.Forbidden("Only the patient or reception can confirm.");
        if (Status != AppointmentStatus.Booked) return Refusal.NotAllowed($"The appointment is \"{Status.Words().ToLowerInvariant()}\". Only a booked one can be confirmed.");
        if (RefuseReason(change.Reason) is { } unusable) return unusable;
        if (PatientConfirmed) return null;
        PatientConfirmed = true;
        Note(ActivityKind.AppointmentConfirmed, Status, Status, change);
        return null;
    }

    /// <summary>Calls the waiting patient to the room: a signal, not a state. Calling again rings again.</summary>
    public Refusal? Call(Change change)
    {
        if (change.By.Role != Role.Receptionist && !IsOwn(change.By)) return Refusal.Forbidden("Only reception or the appointment's own doctor can call the patient.");
        if (!Status.IsWaiting()) return Refusal.NotAllowed($"The appointment is \"{Status.Words().ToLowerInvariant()}\". Only a waiting patient can be called.");
        if (RefuseReason(change.Reason) is { } unusable) return unusable;
        CalledAt = change.At;
        Note(ActivityKind.PatientCalled, Status, Status, change);
        return null;
    }

    /// <summary>Whether a patient can no longer cancel or move by himself what begins at an instant.</summary>
    public static bool IsPastCutOff(DateTimeOffset start, DateTimeOffset now, ClinicPolicy policy) => start - now < policy.PatientCutOff;

    /// <summary>The clinic went to another time zone: its begin, which stays, is on this day now.</summary>
    internal void CountDayBy(ClinicPolicy policy) => Day = policy.DayOf(Start);

    private static (Appointment? Appointment, Refusal? Refusal) Create(
        Guid patientId, Guid practitionerId, DateTimeOffset start, int minutes, string? reason, Change change,
        AppointmentStatus status, ActivityKind kind, Guid? id, Guid? visitTypeId)
    {
        if (CheckTime(start, minutes, change) is { } bad) return (null, bad);
        if (RefuseReason(reason) is { } unusable) return (null, unusable);
        var appointment = new Appointment
        {
            Id = id ?? Guid.CreateVersion7(), // given only by data that is the same on every machine
            OrganizationId = change.By.OrganizationId,
            PatientId = patientId,
            PractitionerId = practitionerId,
            VisitTypeId = visitTypeId,
            Reason = PlainText.HasVisibleCharacter(reason) ? reason : null,
            WalkedIn = kind == ActivityKind.AppointmentWalkedIn,
            Version = 0,
        };
        appointment.PlaceAt(start, minutes, change);
        appointment.Enter(status, change);
        appointment.Note(kind, null, status, change);
        return (appointment, null);
    }

    private static Refusal? CheckTime(DateTimeOffset start, int minutes, Change change)
    {
        if (minutes is < ShortestMinutes or > LongestMinutes) return Refusal.Invalid("Minutes", $"An appointment lasts {ShortestMinutes} to {LongestMinutes} minutes.");
        if (start > change.At.AddYears(3)) return Refusal.Invalid("Start", "The time is more than three years ahead.");

        // What has begun and is not over may still be entered at the desk; what is over may not.
        return start.AddMinutes(minutes) <= change.At ? Refusal.Invalid("Start", "This time has passed. Please choose a later one.") : null;
    }

    private static Refusal? RefuseReason(string? reason)
    {
        if (PlainText.HasBrokenCharacter(reason)) return Refusal.Invalid("Reason", "A character of the reason is broken. Please type it again.");
        return reason?.Length > ReasonLimit ? Refusal.Invalid("Reason", $"The reason is longer than {ReasonLimit} characters.") : null;
    }

    private static bool MayAskFor(Guid patientId, Actor by) =>
        by.Role == Role.Receptionist || (by.Role == Role.Patient && by.PatientId == patientId);

    private bool IsOwn(Actor by) => by.Role == Role.Practitioner && by.PractitionerId == PractitionerId;

    private TooLateForPatient? RefuseAfterCutOff(Change change) => IsPastCutOff(Start, change.At, change.Policy)
        ? new TooLateForPatient("It is too late to change this by yourself. Please call the clinic.")
        : null;

    private void PlaceAt(DateTimeOffset start, int minutes, Change change)
    {
        PlacedAt = change.At;
        Start = start.ToUniversalTime();
        End = Start.AddMinutes(minutes);
        var day = change.Policy.DayOf(start);
        if (day != Day) TicketNumber = null; // a ticket is good for its day
        Day = day;
        (HoldsSlot, HasOverlap) = (Status.HoldsSlot(), false); // also of what was taken over: whatever gets a time here obeys the rule
    }

    /// <summary>Bumps the version and leaves the event and the log line for the save.</summary>
    private void Note(
        ActivityKind kind, AppointmentStatus? from, AppointmentStatus to, Change change, DateOnly? dayBefore = null, bool onBehalf = false, (Guid? Before, Guid? After) ids = default,
        (DateTimeOffset Start, DateTimeOffset End)? timeBefore = null)
    {
        Version++;
        var isPlaced = from is null || kind is ActivityKind.AppointmentRescheduled or ActivityKind.AppointmentGivenToDoctor or ActivityKind.AppointmentDoctorTakenBack;
        Raise(
            new AppointmentChanged(OrganizationId, Id, PatientId, PractitionerId, Day, dayBefore, change.Policy.DayOf(change.At), Version, kind, from, to, change.By.UserId, change.At),
            new ActivityEntry
            {
                OrganizationId = OrganizationId,
                ActorId = change.By.UserId,
                Kind = kind,
                Category = ActivityCategory.Appointment,
                SubjectId = Id,
                SubjectVersion = Version,
                From = from?.ToString(),
                To = to.ToString(),
                At = change.At,
                Reason = change.GivenReason,
                OnBehalf = onBehalf,
                BeforeId = ids.Before,
                AfterId = ids.After,
                NewStart = isPlaced ? Start : null,
                NewEnd = isPlaced ? End : null,
                NewPractitionerId = isPlaced ? PractitionerId : null,
                QueuedAt = to == AppointmentStatus.Arrived && from != to ? QueuedAt : null,
                StartBefore = timeBefore?.Start,
                EndBefore = timeBefore?.End,
                CommandId = change.CommandId,
            });
    }
}
