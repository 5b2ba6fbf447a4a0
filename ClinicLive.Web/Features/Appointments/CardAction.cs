using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Something that a person can do with an appointment, as a button says it.</summary>
/// <param name="Label">The words on the button.</param>
/// <param name="Step">The verb; null for calling and confirming, which move nothing.</param>
/// <param name="To">The state it leads to; null for calling and confirming.</param>
/// <param name="AsksWhy">The person must say why.</param>
public sealed record CardAction(string Label, Step? Step, AppointmentStatus? To, bool AsksWhy)
{
    /// <summary>What the action is, whatever its button says: the verb, or what moves nothing.</summary>
    public string Key { get; } = Step?.ToString() ?? (Label == "Patient confirmed" ? nameof(Confirm) : nameof(Call));

    /// <summary>Calls the patient.</summary>
    public static CardAction Call { get; } = new("Call", null, null, AsksWhy: false);

    /// <summary>Calls the patient once more.</summary>
    public static CardAction CallAgain { get; } = new("Call again", null, null, AsksWhy: false);

    /// <summary>Notes that the patient will come.</summary>
    public static CardAction Confirm { get; } = new("Patient confirmed", null, null, AsksWhy: false);
}

/// <summary>
/// What is offered on a card, by the same table that the core checks with. Only an offer: the service decides.
/// </summary>
public static class CardActions
{
    /// <summary>The natural next step, for the one filled button; null where there is none for this person.</summary>
    public static CardAction? Next(BoardRow row, Actor actor) => row.Status switch
    {
        _ when !MayTouch(row, actor) => null,
        AppointmentStatus.Arrived or AppointmentStatus.Ready when row.CalledAt is null && actor.Role is Role.Receptionist or Role.Practitioner => CardAction.Call,
        AppointmentStatus.Requested => Find(row, actor, Step.Accept),
        AppointmentStatus.Waitlisted => Find(row, actor, Step.Offer),
        AppointmentStatus.Held => Find(row, actor, Step.ConfirmHold),
        AppointmentStatus.Booked => Find(row, actor, Step.CheckIn),
        AppointmentStatus.Arrived or AppointmentStatus.Ready => Find(row, actor, Step.Start),
        AppointmentStatus.InConsultation => actor.Role == Role.Practitioner ? Find(row, actor, Step.Finish) : null,
        AppointmentStatus.Paused => Find(row, actor, Step.Resume),
        AppointmentStatus.NoShow => Find(row, actor, Step.ArriveLate),
        _ => null,
    };

    /// <summary>Everything that this person can do with the row at a time; nobody has missed what has not begun.</summary>
    public static IEnumerable<CardAction> All(BoardRow row, Actor actor, DateTimeOffset now) =>
        All(row, actor).Where(a => a.Step != Step.MarkNoShow || now >= row.Start);

    private static IEnumerable<CardAction> All(BoardRow row, Actor actor)
    {
        if (!MayTouch(row, actor)) yield break;
        if (row.Status.IsWaiting() && actor.Role is Role.Receptionist or Role.Practitioner)
        {
            yield return row.CalledAt is null ? CardAction.Call : CardAction.CallAgain;
        }

        if (row is { Status: AppointmentStatus.Booked, PatientConfirmed: false } && actor.Role == Role.Receptionist) yield return CardAction.Confirm;
        foreach (var transition in Transitions.For(row.Status, actor.Role))
        {
            if (transition.Step == Step.Undo && !OffersUndo(transition, row, actor)) continue;
            yield return ToAction(transition, row, actor);
        }
    }

    /// <summary>The undo of the last move, when there is one.</summary>
    public static CardAction? Undo(BoardRow row, Actor actor) => All(row, actor).FirstOrDefault(a => a.Step == Step.Undo);

    private static bool OffersUndo(Transition transition, BoardRow row, Actor actor) =>
        transition.To == Transitions.UndoTarget(row.Status, row.StatusBefore) && (actor.IsFrontDesk || IsOwnMove(transition, row, actor));

    private static bool IsOwnMove(Transition transition, BoardRow row, Actor actor) =>
        row.StatusBy == actor.UserId && Transitions.IsOwnMove(row.Status, row.StatusBefore, transition.To);

    /// <summary>Whether the row is this person's to act on at all.</summary>
    internal static bool MayTouch(BoardRow row, Actor actor) => actor.Role switch
    {
        Role.Practitioner => actor.PractitionerId == row.PractitionerId,
        Role.Patient => actor.PatientId == row.PatientId,
        _ => true,
    };

    private static CardAction? Find(BoardRow row, Actor actor, Step step) =>
        Transitions.For(row.Status, actor.Role).Where(t => t.Step == step).Select(t => ToAction(t, row, actor)).FirstOrDefault();

    private static CardAction ToAction(Transition transition, BoardRow row, Actor actor)
    {
        var asksWhy = transition.NeedsReason(actor.Role) || (transition.Step == Step.Undo && !IsOwnMove(transition, row, actor));
        return new CardAction(Label(transition.Step), transition.Step, transition.To, asksWhy);
    }

    private static string Label(Step step) => step switch
    {
        Step.Accept => "Accept",
        Step.PutOnWaitingList => "To the waiting list",
        Step.Offer => "Offer",
        Step.ConfirmHold => "Confirm",
        Step.Release => "Let it go",
        Step.CheckIn => "Check in",
        Step.MarkReady => "Ready for the doctor",
        Step.Start => "Start",
        Step.Pause => "Pause",
        Step.Resume => "Resume",
        Step.Finish => "Finish",
        Step.Cancel => "Cancel",
        Step.LeaveUnseen => "Left unseen",
        Step.MarkNoShow => "No-show",
        Step.ArriveLate => "Came late",
        Step.Reinstate => "Book again",
        Step.Undo => "Undo",
        _ => "Entered in error",
    };
}
