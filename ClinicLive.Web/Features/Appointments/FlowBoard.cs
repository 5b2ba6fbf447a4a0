using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Radzen;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>
/// What the cards of one screen share: the day as it stands, and what is only this screen's: which card is saving, what
/// was refused, which menu is open, what was moved here a moment ago. Nothing clinical lives only here.
/// </summary>
public sealed class FlowBoard(AppointmentService appointments, DialogService dialogs, TimeProvider time)
{
    private readonly Dictionary<Guid, AppointmentCard> _cards = [];
    private readonly Dictionary<Guid, string> _notices = [];
    private readonly Dictionary<(Guid, int, string), Guid> _commandIds = [];
    private readonly HashSet<Guid> _saving = [];
    private readonly Dictionary<Guid, int> _movedHere = [];
    private Guid? _openMenu;

    /// <summary>The signed-in person.</summary>
    public Actor Actor { get; private set; } = default!;

    /// <summary>The clinic's settings.</summary>
    public ClinicPolicy Policy { get; private set; } = default!;

    /// <summary>The day as it stands.</summary>
    public DayBoard Day { get; private set; } = default!;

    /// <summary>Who and where; before the first day is shown.</summary>
    public void Open(Actor actor, ClinicPolicy policy) => (Actor, Policy) = (actor, policy);

    /// <summary>Takes over a newly read day.</summary>
    public void Show(DayBoard day)
    {
        if (Day is not null && Day.Day != day.Day)
        {
            // A screen that is open for weeks begins each day with nothing of the day before.
            _notices.Clear();
            _commandIds.Clear();
            _movedHere.Clear();
        }

        Day = day;
    }

    internal void Attach(AppointmentCard card) => _cards[card.Id] = card;

    internal void Detach(AppointmentCard card)
    {
        // The card of the next lane may have come before this one went.
        if (_cards.TryGetValue(card.Id, out var current) && ReferenceEquals(current, card)) _cards.Remove(card.Id);
    }

    /// <summary>Hands a changed row to its card, which renders alone.</summary>
    internal void Refresh(Guid appointmentId)
    {
        if (_cards.TryGetValue(appointmentId, out var card)) card.Show();
    }

    internal bool IsSaving(Guid appointmentId) => _saving.Contains(appointmentId);

    internal string? Notice(Guid appointmentId) => _notices.GetValueOrDefault(appointmentId);

    internal bool IsMenuOpen(Guid appointmentId) => _openMenu == appointmentId;

    /// <summary>True for a card that this person has just moved and may take back in place.</summary>
    internal bool OffersUndo(BoardRow row) => _movedHere.TryGetValue(row.Id, out var version) && version == row.Version;

    internal void ToggleMenu(Guid appointmentId)
    {
        var before = _openMenu;
        _openMenu = before == appointmentId ? null : appointmentId;
        if (before is { } closed && closed != appointmentId) Refresh(closed);
        Refresh(appointmentId);
    }

    internal void DismissNotice(Guid appointmentId)
    {
        _notices.Remove(appointmentId);
        Refresh(appointmentId);
    }

    /// <summary>
    /// Does what a button says, with the state and version that the person was looking at. The same press twice is one
    /// command; what is refused is told on the card.
    /// </summary>
    internal async Task RunAsync(BoardRow seen, CardAction action)
    {
        _openMenu = null;
        if (_saving.Contains(seen.Id)) return;
        string? reason = null;
        if (action.AsksWhy || (action.Step == Step.Undo && Actor.IsFrontDesk && time.GetUtcNow() - seen.StatusSince > Appointment.UndoFor))
        {
            Refresh(seen.Id);
            reason = await ReasonDialog.AskAsync(dialogs, action, seen);
            if (reason is null) return;
        }

        _saving.Add(seen.Id);
        _notices.Remove(seen.Id);
        Refresh(seen.Id);
        try
        {
            var outcome = await SendAsync(seen, action, reason);
            if (outcome.Refusal is { } refusal) _notices[seen.Id] = refusal.Sentence;
            else if (action.To is not null && !outcome.Changed && outcome.Value!.StatusBy != Actor.UserId) _notices[seen.Id] = AlreadySentence(outcome.Value);
            else if (action.To is not null && action.Step != Step.Undo) _movedHere[seen.Id] = outcome.Value!.Version;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _notices[seen.Id] = Refusal.Unavailable.Sentence;
        }
        finally
        {
            _saving.Remove(seen.Id);
            Refresh(seen.Id);
        }
    }

    /// <summary>Asks for another time; the dialog itself sends it and tells a refusal.</summary>
    internal Task RescheduleAsync(BoardRow seen)
    {
        ToggleMenu(seen.Id);
        return RescheduleDialog.OpenAsync(dialogs, seen, Policy);
    }

    private Task<Outcome<BoardRow>> SendAsync(BoardRow seen, CardAction action, string? reason)
    {
        var press = (seen.Id, seen.Version, action.Label);
        if (!_commandIds.TryGetValue(press, out var commandId)) _commandIds[press] = commandId = Guid.CreateVersion7();
        var command = new AppointmentCommand(seen.Id, seen.Status, seen.Version, commandId, reason);
        return action switch
        {
            { Step: Step.Undo } => appointments.UndoAsync(Actor, command),
            { To: { } to } => appointments.MoveAsync(Actor, command, to),
            _ when ReferenceEquals(action, CardAction.Confirm) => appointments.ConfirmAttendanceAsync(Actor, command),
            _ => appointments.CallAsync(Actor, command),
        };
    }

    private string AlreadySentence(BoardRow row) =>
        MovedSentence.For(row.StatusByName ?? "the clinic", Domain.Features.Activity.ActivityKind.AppointmentMoved, row.StatusBefore, row.Status, time.GetUtcNow() - row.StatusSince);
}
