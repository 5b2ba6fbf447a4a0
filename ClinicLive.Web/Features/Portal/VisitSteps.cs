using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Portal;

/// <summary>
/// Sends what a patient does with his appointments, with what his screen showed, and keeps what was refused until he does something
/// else. One of each screen.
/// </summary>
internal sealed class VisitSteps(AppointmentService appointments)
{
    private const string NotTaken = "The patient did not take it.";
    private readonly Dictionary<(Guid, int, VisitAction), Guid> _commandIds = [];
    private readonly Dictionary<Guid, string> _refused = [];

    /// <summary>Something is on its way.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Why the last thing was not done, or null.</summary>
    public string? Refused(Guid appointmentId) => _refused.GetValueOrDefault(appointmentId);

    /// <summary>Does it. The same press twice is one command.</summary>
    public async Task<BoardRow?> DoAsync(Actor actor, BoardRow seen, VisitAction action, string? reason)
    {
        if (IsBusy) return null;
        IsBusy = true;
        _refused.Remove(seen.Id);
        try
        {
            var press = (seen.Id, seen.Version, action);
            if (!_commandIds.TryGetValue(press, out var commandId)) _commandIds[press] = commandId = Guid.CreateVersion7();
            var outcome = await SendAsync(actor, new AppointmentCommand(seen.Id, seen.Status, seen.Version, commandId, reason), seen, action);
            if (outcome.Refusal is { } refusal) _refused[seen.Id] = refusal.Sentence;
            return outcome.Refusal is null ? outcome.Value : null;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _refused[seen.Id] = Refusal.Unavailable.Sentence;
            return null;
        }
        finally
        {
            IsBusy = false;
        }
    }

    // What the waiting list offered goes back to it; a time that he chose himself is free again.
    private Task<Outcome<BoardRow>> SendAsync(Actor actor, AppointmentCommand command, BoardRow seen, VisitAction action) => action switch
    {
        VisitAction.Confirm => appointments.MoveAsync(actor, command, AppointmentStatus.Booked),
        VisitAction.LetGo when seen.StatusBefore == AppointmentStatus.Waitlisted => appointments.MoveAsync(actor, command, AppointmentStatus.Waitlisted),
        VisitAction.LetGo => appointments.MoveAsync(actor, command with { Reason = NotTaken }, AppointmentStatus.Cancelled),
        VisitAction.WillCome => appointments.ConfirmAttendanceAsync(actor, command),
        _ => appointments.MoveAsync(actor, command, AppointmentStatus.Cancelled),
    };
}
