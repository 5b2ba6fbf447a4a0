using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Appointments.Calendar;

/// <summary>
/// What the appointments of one calendar share: the days as they stand, and what is only this screen's: which is saving,
/// what was refused, what was moved here a moment ago. Nothing clinical lives only here.
/// </summary>
public sealed class CalendarBoard(AppointmentService appointments, WaitingListService waitingList)
{
    private const int DayMinutes = 24 * 60;
    private readonly Dictionary<Guid, CalendarEvent> _events = [];
    private readonly Dictionary<Guid, TakeBack> _movedHere = [];
    private readonly Dictionary<(Guid, int, string), Guid> _commandIds = [];
    private readonly HashSet<Guid> _saving = [];
    private IReadOnlyList<CalendarDay> _days = [];

    /// <summary>The signed-in person.</summary>
    public Actor Actor { get; private set; } = default!;

    /// <summary>The clinic's settings.</summary>
    public ClinicPolicy Policy { get; private set; } = default!;

    /// <summary>Why the last change was not made, for the person; null when it was.</summary>
    public string? Notice { get; private set; }

    /// <summary>Counts what was let go and is settled, so that the browser takes its shadow away.</summary>
    public int Settled { get; private set; }

    /// <summary>May move and book: everybody else looks, and steps through a visit on its own page.</summary>
    public bool Edits => Actor.Role == Role.Receptionist;

    /// <summary>Rings when something outside of the appointments themselves has to be drawn again.</summary>
    internal Action? Changed { get; set; }

    internal void Open(Actor actor, ClinicPolicy policy) => (Actor, Policy) = (actor, policy);

    internal void Show(IReadOnlyList<CalendarDay> days) => _days = days;

    internal PlacedRow? Find(Guid appointmentId)
    {
        foreach (var day in _days)
        {
            if (day.Find(appointmentId) is { } row) return row;
        }

        return null;
    }

    internal void Attach(CalendarEvent shown) => _events[shown.Id] = shown;

    internal void Detach(CalendarEvent shown)
    {
        // The one in the next column may have come before this one went.
        if (_events.TryGetValue(shown.Id, out var current) && ReferenceEquals(current, shown)) _events.Remove(shown.Id);
    }

    /// <summary>Hands a changed row to what shows it, which renders alone.</summary>
    internal void Refresh(Guid appointmentId)
    {
        if (_events.TryGetValue(appointmentId, out var shown)) shown.Show();
    }

    internal bool IsSaving(Guid appointmentId) => _saving.Contains(appointmentId);

    internal bool IsMovable(BoardRow row) => Edits && row.Status == AppointmentStatus.Booked;

    /// <summary>True for a reserved time that reception, on the phone with the patient, can confirm in place.</summary>
    internal bool OffersConfirm(BoardRow row) => Edits && row.Status == AppointmentStatus.Held;

    /// <summary>True for what this person has just moved and may take back in place.</summary>
    internal bool OffersUndo(BoardRow row) => _movedHere.TryGetValue(row.Id, out var moved) && moved.Version == row.Version;

    internal void DismissNotice() => Notice = null;

    /// <summary>Moves or lengthens what was let go, by the state and version that the screen showed when it was taken up.</summary>
    internal Task DropAsync(CalendarDropEventArgs drop)
    {
        if (!Enum.TryParse<AppointmentStatus>(drop.Status, out var seen) || CalendarAddress.ReadDay(drop.Day) is not { } day || drop.Minute is < 0 or >= DayMinutes)
        {
            return Task.CompletedTask; // nothing that calendar.js sends
        }

        var before = Find(drop.Id)?.Row;
        var start = Policy.At(day, TimeOnly.MinValue.AddMinutes(drop.Minute));
        return seen == AppointmentStatus.Waitlisted
            ? SendAsync(drop.Id, seen, drop.Version, $"offer {drop.Doctor} {start.UtcTicks} {drop.Minutes}", before: null, undoes: false,
                command => waitingList.OfferAsync(Actor, command, drop.Doctor, start, drop.Minutes))
            : RescheduleAsync(drop.Id, seen, drop.Version, drop.Doctor, start, drop.Minutes, before?.Version == drop.Version ? before : null, undoes: false);
    }

    /// <summary>Puts what was just moved here back to where it was: to its time, or onto the waiting list.</summary>
    internal Task UndoAsync(BoardRow row)
    {
        if (!OffersUndo(row)) return Task.CompletedTask;
        return _movedHere[row.Id].Before is { } before
            ? RescheduleAsync(row.Id, row.Status, row.Version, before.PractitionerId, before.Start, before.Minutes, before: null, undoes: true)
            : SendAsync(row.Id, row.Status, row.Version, "release", before: null, undoes: true, command => appointments.MoveAsync(Actor, command, AppointmentStatus.Waitlisted));
    }

    /// <summary>The patient says yes to a reserved time.</summary>
    internal Task ConfirmAsync(BoardRow row) => SendAsync(
        row.Id, row.Status, row.Version, "confirm", before: null, undoes: true, command => appointments.MoveAsync(Actor, command, AppointmentStatus.Booked));

    private Task RescheduleAsync(Guid id, AppointmentStatus seen, int version, Guid practitionerId, DateTimeOffset start, int minutes, BoardRow? before, bool undoes) => SendAsync(
        id, seen, version, $"{practitionerId} {start.UtcTicks} {minutes}", before, undoes || before is null,
        command => appointments.RescheduleAsync(Actor, command, practitionerId, start, minutes));

    /// <summary>The same wish by what the same screen showed is one command, however often it is sent.</summary>
    private async Task SendAsync(
        Guid id, AppointmentStatus seen, int version, string wish, BoardRow? before, bool undoes, Func<AppointmentCommand, Task<Outcome<BoardRow>>> send)
    {
        if (!_saving.Add(id)) return;
        Notice = null;
        Refresh(id);
        try
        {
            if (!_commandIds.TryGetValue((id, version, wish), out var commandId)) _commandIds[(id, version, wish)] = commandId = Guid.CreateVersion7();
            var outcome = await send(new AppointmentCommand(id, seen, version, commandId));
            if (outcome.Refusal is { } refusal) Notice = Named(id, refusal);
            else if (outcome.Changed && !undoes) _movedHere[id] = new TakeBack(before, outcome.Value!.Version);
            else _movedHere.Remove(id);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            Notice = Refusal.Unavailable.Sentence;
        }
        finally
        {
            _saving.Remove(id);
            Settled++;
            Refresh(id);
            Changed?.Invoke();
        }
    }

    private string Named(Guid id, Refusal refusal)
    {
        var name = (refusal as AppointmentMoved)?.Current.PatientName ?? Find(id)?.Row.PatientName;
        return name is null ? refusal.Sentence : $"{name}: {refusal.Sentence}";
    }

    /// <param name="Before">Where it was; null for the waiting list.</param>
    /// <param name="Version">The version that the move gave it; any later one is somebody else's.</param>
    private sealed record TakeBack(BoardRow? Before, int Version);
}
