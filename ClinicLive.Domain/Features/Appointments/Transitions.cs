using ClinicLive.Domain.Shared;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>The clinic's verbs that move an appointment from one state to another.</summary>
public enum Step
{
    /// <summary>A request becomes an appointment.</summary>
    Accept,

    /// <summary>A request goes on the waiting list.</summary>
    PutOnWaitingList,

    /// <summary>A freed slot is offered to somebody on the waiting list.</summary>
    Offer,

    /// <summary>A reserved slot becomes an appointment.</summary>
    ConfirmHold,

    /// <summary>A reserved slot is let go and the patient waits on.</summary>
    Release,

    /// <summary>The patient is here.</summary>
    CheckIn,

    /// <summary>Prepared for the doctor.</summary>
    MarkReady,

    /// <summary>The consultation begins.</summary>
    Start,

    /// <summary>The patient leaves the room for a test.</summary>
    Pause,

    /// <summary>The patient is back in the room.</summary>
    Resume,

    /// <summary>The consultation is over.</summary>
    Finish,

    /// <summary>The appointment is called off.</summary>
    Cancel,

    /// <summary>The patient left before being seen.</summary>
    LeaveUnseen,

    /// <summary>The patient did not come.</summary>
    MarkNoShow,

    /// <summary>The patient came after having been marked as a no-show.</summary>
    ArriveLate,

    /// <summary>A called-off or missed appointment stands again.</summary>
    Reinstate,

    /// <summary>The last move is taken back.</summary>
    Undo,

    /// <summary>The row should never have existed.</summary>
    EnterInError,
}

/// <summary>One allowed move.</summary>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="Step">The verb.</param>
/// <param name="Roles">Who may do it; a practitioner only with his own patients, a patient only with himself.</param>
/// <param name="ReasonFrom">Roles that must say why.</param>
public sealed record Transition(AppointmentStatus From, AppointmentStatus To, Step Step, IReadOnlyList<Role> Roles, IReadOnlyList<Role> ReasonFrom)
{
    /// <summary>Whether this role must say why.</summary>
    public bool NeedsReason(Role role) => ReasonFrom.Contains(role);
}

/// <summary>All allowed moves, in one table. Everything that is not here is refused.</summary>
public static class Transitions
{
    private static readonly Role[] Nobody = [];
    private static readonly Role[] Everybody = [Role.Patient, Role.Receptionist, Role.Practitioner, Role.Admin, Role.System];
    private static readonly Role[] Undoers = [Role.Receptionist, Role.Practitioner, Role.Admin];

    /// <summary>The table.</summary>
    public static IReadOnlyList<Transition> All { get; } =
    [
        new(Requested, Booked, Step.Accept, [Role.Receptionist, Role.System], Nobody),
        new(Requested, Waitlisted, Step.PutOnWaitingList, [Role.Receptionist, Role.System], Nobody),
        new(Waitlisted, Held, Step.Offer, [Role.Receptionist, Role.System], Nobody),
        new(Held, Booked, Step.ConfirmHold, [Role.Patient, Role.Receptionist], Nobody),
        new(Held, Waitlisted, Step.Release, [Role.System, Role.Patient, Role.Receptionist], Nobody), // reception for a patient who declines on the phone
        new(Booked, Arrived, Step.CheckIn, [Role.Receptionist], Nobody),
        new(Arrived, Ready, Step.MarkReady, [Role.Receptionist], Nobody),
        new(Arrived, InConsultation, Step.Start, [Role.Practitioner, Role.Receptionist], Nobody),
        new(Ready, InConsultation, Step.Start, [Role.Practitioner, Role.Receptionist], Nobody),
        new(InConsultation, Paused, Step.Pause, [Role.Practitioner], Nobody),
        new(Paused, InConsultation, Step.Resume, [Role.Practitioner], Nobody),
        new(InConsultation, Done, Step.Finish, [Role.Practitioner, Role.Admin, Role.System], [Role.Admin, Role.System]), // the clinic itself: at the end of the day
        new(Paused, Done, Step.Finish, [Role.Practitioner, Role.Admin, Role.System], [Role.Admin, Role.System]),
        .. new[] { Requested, Waitlisted, Booked }.Select(from =>
            new Transition(from, Cancelled, Step.Cancel, [Role.Patient, Role.Receptionist, Role.Practitioner, Role.Admin], Everybody)),
        new(Held, Cancelled, Step.Cancel, Everybody, Everybody), // also how an expired hold is let go by the clinic
        new(Arrived, Cancelled, Step.Cancel, [Role.Receptionist], Everybody),
        new(Ready, Cancelled, Step.Cancel, [Role.Receptionist], Everybody),
        new(Arrived, LeftUnseen, Step.LeaveUnseen, [Role.Receptionist, Role.System], Everybody),
        new(Ready, LeftUnseen, Step.LeaveUnseen, [Role.Receptionist, Role.System], Everybody),
        new(Booked, NoShow, Step.MarkNoShow, [Role.Receptionist, Role.System], Nobody),
        new(NoShow, Arrived, Step.ArriveLate, [Role.Receptionist], Nobody),
        new(Arrived, Booked, Step.Undo, Undoers, Nobody),
        new(Ready, Arrived, Step.Undo, Undoers, Nobody),
        new(InConsultation, Ready, Step.Undo, Undoers, Nobody),
        new(InConsultation, Arrived, Step.Undo, Undoers, Nobody), // where the clinic does not use Ready, back is to Arrived
        new(Done, InConsultation, Step.Undo, Undoers, Nobody),
        new(LeftUnseen, Arrived, Step.Undo, Undoers, Nobody),
        new(LeftUnseen, Ready, Step.Undo, Undoers, Nobody),
        new(Cancelled, Booked, Step.Reinstate, [Role.Receptionist], Nobody),
        new(NoShow, Booked, Step.Reinstate, [Role.Receptionist], Nobody),
        .. Enum.GetValues<AppointmentStatus>().Where(from => from != EnteredInError).Select(from =>
            new Transition(from, EnteredInError, Step.EnterInError, [Role.Admin], Everybody)),
    ];

    /// <summary>The move between two states, or null when there is none. No pair of states has two.</summary>
    public static Transition? Find(AppointmentStatus from, AppointmentStatus to) => All.FirstOrDefault(t => t.From == from && t.To == to);

    /// <summary>The state that taking the last move back leads to, or null when the last move cannot be taken back.</summary>
    public static AppointmentStatus? UndoTarget(AppointmentStatus status, AppointmentStatus? before) => status switch
    {
        Arrived => Booked,
        Ready => Arrived,
        InConsultation when before is Arrived or Ready => before,
        Done => InConsultation,
        LeftUnseen when before is Arrived or Ready => before,
        _ => null,
    };

    /// <summary>
    /// True when the state was entered by the very move that an undo would take back, and not by an undo itself: only then
    /// may whoever made the move take it back without a reason. Otherwise one undo after the other would undo other people's work.
    /// </summary>
    public static bool IsOwnMove(AppointmentStatus status, AppointmentStatus? before, AppointmentStatus target) =>
        status switch
        {
            InConsultation => before is Arrived or Ready,
            Done => before is InConsultation or Paused,
            _ => before == target,
        };

    /// <summary>The moves that a role has from a state, without looking at the rest of the rules.</summary>
    public static IEnumerable<Transition> For(AppointmentStatus from, Role role) => All.Where(t => t.From == from && t.Roles.Contains(role));

    /// <summary>The sentence for a move that does not exist: what the state is, and what is allowed from it.</summary>
    internal static Refusal RefuseUnknown(AppointmentStatus from, AppointmentStatus to)
    {
        var allowed = All.Where(t => t.From == from && t.To != EnteredInError).Select(t => t.To.Words().ToLowerInvariant()).Distinct().ToList();
        var rest = allowed.Count == 0 ? "Nothing can follow from there." : $"From there it can become: {string.Join(", ", allowed)}.";
        return Refusal.NotAllowed($"The appointment is \"{from.Words().ToLowerInvariant()}\" and cannot become \"{to.Words().ToLowerInvariant()}\". {rest}");
    }

    /// <summary>The sentence for a role that does not have the move.</summary>
    internal static Refusal RefuseRole(Transition transition) =>
        Refusal.Forbidden($"Only {Join(transition.Roles.Where(r => r != Role.System).Select(Words))} can do this.");

    private static string Words(Role role) => role switch
    {
        Role.Receptionist => "reception",
        Role.Practitioner => "the appointment's own doctor",
        Role.Patient => "the patient",
        _ => "an admin",
    };

    private static string Join(IEnumerable<string> words)
    {
        var all = words.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} or {all[^1]}";
    }
}
