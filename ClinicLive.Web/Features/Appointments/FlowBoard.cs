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
    private readonly List<CardBlock> _blocks = [];
    private readonly Dictionary<Guid, (BoardRow Row, CardAction Action, Func<Task> Press)> _handlers = [];
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

    /// <summary>The clinic's clock.</summary>
    internal DateTimeOffset Now => time.GetUtcNow();

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
            _handlers.Clear();
        }

        Day = day;
    }

    /// <summary>What became of the last press; null while there is nothing to tell.</summary>
    public BoardSaying? Said { get; private set; }

    internal void Attach(CardBlock block) => _blocks.Add(block);

    internal void Detach(CardBlock block) => _blocks.Remove(block);

    /// <summary>Draws a card again of which this screen has something of its own to say.</summary>
    internal void Refresh(Guid appointmentId)
    {
        foreach (var block in _blocks) block.Refresh(appointmentId);
    }

    /// <summary>
    /// What a press on a card's button does where the browser does not send a <see cref="CardPressEventArgs"/>. The same object while the
    /// card shows the same, so that drawing it again changes nothing.
    /// </summary>
    internal Func<Task> Handler(BoardRow row, CardAction action)
    {
        if (_handlers.TryGetValue(row.Id, out var known) && ReferenceEquals(known.Row, row) && known.Action == action) return known.Press;
        return NewHandler(row, action);
    }

    // Apart, because a method that captures allocates for it even when it returns early.
    private Func<Task> NewHandler(BoardRow row, CardAction action)
    {
        Func<Task> press = () => RunAsync(row, action);
        if (action.Step != Step.Undo) _handlers[row.Id] = (row, action, press);
        return press;
    }

    internal Action Dismisser(Guid appointmentId) => () => DismissNotice(appointmentId);

    internal bool IsSaving(Guid appointmentId) => _saving.Contains(appointmentId);

    internal string? Notice(Guid appointmentId) => _notices.GetValueOrDefault(appointmentId);

    internal bool IsMenuOpen(Guid appointmentId) => _openMenu == appointmentId;

    /// <summary>True for a card that this person has just moved and may take back in place.</summary>
    internal bool OffersUndo(BoardRow row) => _movedHere.TryGetValue(row.Id, out var version) && version == row.Version;

    internal void ToggleMenu(Guid appointmentId)
    {
        var isOpen = _openMenu == appointmentId;
        CloseMenu();
        if (isOpen) return;
        _openMenu = appointmentId;
        Refresh(appointmentId);
    }

    internal void DismissNotice(Guid appointmentId)
    {
        _notices.Remove(appointmentId);
        Refresh(appointmentId);
    }

    /// <summary>
    /// Does what was pressed, with what the person's screen showed: when the row has moved since, the core refuses it and says who
    /// was faster.
    /// </summary>
    internal Task PressAsync(CardPressEventArgs press)
    {
        Said = null;
        if (Day.Find(press.Id) is not { } row)
        {
            Said = new(null, "That appointment has just left this board: somebody else moved it. Nothing was changed by you.", IsRefusal: true);
            return Task.CompletedTask;
        }

        switch (press.Key)
        {
            case "Menu": ToggleMenu(row.Id); return Task.CompletedTask;
            case "Dismiss": DismissNotice(row.Id); return Task.CompletedTask;
            case "Reschedule": return RescheduleAsync(row);
        }

        var seen = row.Version == press.Version ? row : row with { Version = press.Version, Status = Enum.TryParse<AppointmentStatus>(press.Status, out var status) ? status : row.Status };
        var action = CardActions.All(seen, Actor, Now).FirstOrDefault(a => a.Key == press.Key);
        if (action is not null) return RunAsync(seen, action);
        CloseMenu();
        _notices[row.Id] = "The appointment has changed meanwhile. This is how it stands now.";
        Refresh(row.Id);
        return Task.CompletedTask;
    }

    /// <summary>Forgets what was told.</summary>
    internal void DismissSaid() => Said = null;

    /// <summary>Takes the last press back, wherever its card is now.</summary>
    internal Task TakeBackAsync() => Said is { Row: { } row, Undo: { } undo } ? RunAsync(row, undo) : Task.CompletedTask;

    /// <summary>
    /// Does what a button says, with the state and version that the person was looking at. The same press twice is one
    /// command; what is refused is told on the card.
    /// </summary>
    internal async Task RunAsync(BoardRow seen, CardAction action)
    {
        CloseMenu();
        if (_saving.Contains(seen.Id)) return;
        string? reason = null;
        var isAsItStands = Day.Find(seen.Id)?.Version == seen.Version; // what has moved is refused anyway: nobody types a reason for that
        if (isAsItStands && (action.AsksWhy || (action.Step == Step.Undo && Actor.IsFrontDesk && time.GetUtcNow() - seen.StatusSince > Appointment.UndoFor)))
        {
            reason = await ReasonDialog.AskAsync(dialogs, action, seen);
            if (reason is null) return;
        }

        _saving.Add(seen.Id);
        _notices.Remove(seen.Id);
        Refresh(seen.Id);
        try
        {
            var outcome = await SendAsync(seen, action, reason);
            Said = BoardSaying.Of(seen, action, outcome, Actor);
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
        CloseMenu();
        return RescheduleDialog.OpenAsync(dialogs, seen, Policy);
    }

    private void CloseMenu()
    {
        var closed = _openMenu;
        _openMenu = null;
        if (closed is { } id) Refresh(id);
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
