using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Appointments.Calendar;

/// <summary>
/// What the appointments of one calendar share: the days as they stand, and what is only this screen's: which is saving,
/// what was refused, what was moved here a moment ago. Nothing clinical lives only here.
/// </summary>
public sealed class CalendarBoard(AppointmentService appointments)
{
    private const int DayMinutes = 24 * 60;
    private readonly Dictionary<Guid, CalendarEvent> _events = [];
    private readonly Dictionary<Guid, TakeBack> _movedHere = [];
    private readonly Dictionary<(Guid, int, Guid, DateTimeOffset, int), Guid> _commandIds = [];
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
        return SendAsync(new Wish(drop.Id, seen, drop.Version, drop.Doctor, start, drop.Minutes), before?.Version == drop.Version ? before : null);
    }

    /// <summary>Puts what was just moved here back to where it was.</summary>
    internal Task UndoAsync(BoardRow row)
    {
        if (!OffersUndo(row)) return Task.CompletedTask;
        var before = _movedHere[row.Id].Before;
        return SendAsync(new Wish(row.Id, row.Status, row.Version, before.PractitionerId, before.Start, before.Minutes), before: null);
    }

    private async Task SendAsync(Wish wish, BoardRow? before)
    {
        if (!_saving.Add(wish.Id)) return;
        Notice = null;
        Refresh(wish.Id);
        try
        {
            var key = (wish.Id, wish.Version, wish.PractitionerId, wish.Start, wish.Minutes);
            if (!_commandIds.TryGetValue(key, out var commandId)) _commandIds[key] = commandId = Guid.CreateVersion7();
            var outcome = await appointments.RescheduleAsync(
                Actor, new AppointmentCommand(wish.Id, wish.Seen, wish.Version, commandId), wish.PractitionerId, wish.Start, wish.Minutes);
            if (outcome.Refusal is { } refusal) Notice = Named(wish.Id, refusal);
            else if (outcome.Changed && before is not null) _movedHere[wish.Id] = new TakeBack(before, outcome.Value!.Version);
            else _movedHere.Remove(wish.Id);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            Notice = Refusal.Unavailable.Sentence;
        }
        finally
        {
            _saving.Remove(wish.Id);
            Settled++;
            Refresh(wish.Id);
            Changed?.Invoke();
        }
    }

    private string Named(Guid id, Refusal refusal)
    {
        var name = (refusal as AppointmentMoved)?.Current.PatientName ?? Find(id)?.Row.PatientName;
        return name is null ? refusal.Sentence : $"{name}: {refusal.Sentence}";
    }

    /// <param name="Before">Where it was.</param>
    /// <param name="Version">The version that the move gave it; any later one is somebody else's.</param>
    private sealed record TakeBack(BoardRow Before, int Version);

    private sealed record Wish(Guid Id, AppointmentStatus Seen, int Version, Guid PractitionerId, DateTimeOffset Start, int Minutes);
}
