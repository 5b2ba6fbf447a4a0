using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Several appointments at once, for one screen: who is chosen, what was answered. Nothing clinical lives only here.</summary>
public sealed class BulkDesk(BulkService bulk, Actor actor)
{
    private readonly Dictionary<Guid, BoardRow> _chosen = [];
    private readonly Dictionary<(Guid, int, BulkStep, string?, Guid?), Guid> _commandIds = [];

    /// <summary>How many are chosen.</summary>
    public int Count => _chosen.Count;

    /// <summary>Whether a command is under way.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>What was answered last; null while nothing was sent.</summary>
    public BulkResult? Result { get; private set; }

    /// <summary>Whether <see cref="Result"/> is that of taking back.</summary>
    public bool WasUndo { get; private set; }

    /// <summary>Why nothing was done at all.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether the last answer can be taken back.</summary>
    public bool OffersUndo => Result is not null && !WasUndo && Result.Lines.Any(l => l.Changed);

    /// <summary>Names of those in <see cref="Result"/>, as they were chosen.</summary>
    public IReadOnlyDictionary<Guid, string> Names { get; private set; } = new Dictionary<Guid, string>();

    /// <summary>Whether a row is chosen.</summary>
    public bool IsChosen(Guid appointmentId) => _chosen.ContainsKey(appointmentId);

    /// <summary>Chooses a row as it is shown, or lets it go. What moves after that is refused and told, never done to another state.</summary>
    public void Toggle(BoardRow row)
    {
        if (!_chosen.Remove(row.Id)) _chosen[row.Id] = row;
    }

    /// <summary>Chooses all of these, or none when all are chosen already.</summary>
    public void ToggleAll(IReadOnlyList<BoardRow> rows)
    {
        var all = rows.All(r => IsChosen(r.Id));
        _chosen.Clear();
        if (all) return;
        foreach (var row in rows.Take(BulkService.MostRows)) _chosen[row.Id] = row;
    }

    /// <summary>Lets go of whoever a filter has just taken out of sight: nothing is done to somebody who is not seen.</summary>
    public void KeepOnly(IReadOnlyList<BoardRow> seen)
    {
        foreach (var id in _chosen.Keys.Except(seen.Select(r => r.Id)).ToList()) _chosen.Remove(id);
    }

    /// <summary>Does one step to all that are chosen.</summary>
    public Task RunAsync(BulkStep step, string? reason = null, Guid? practitionerId = null)
    {
        var rows = _chosen.Values.OrderBy(r => r.Start).Select(r => new AppointmentCommand(r.Id, r.Status, r.Version, IdOf((r.Id, r.Version, step, reason, practitionerId)), reason)).ToList();
        return SendAsync(() => bulk.RunAsync(actor, new BulkCommand(step, rows, practitionerId)), isUndo: false);
    }

    /// <summary>Takes the last step back.</summary>
    public Task UndoAsync() => Result is { } done && OffersUndo ? SendAsync(() => bulk.UndoAsync(actor, done), isUndo: true) : Task.CompletedTask;

    private async Task SendAsync(Func<Task<Outcome<BulkResult>>> send, bool isUndo)
    {
        if (IsBusy) return;
        (IsBusy, Problem) = (true, null);
        try
        {
            var outcome = await send();
            Problem = outcome.Refusal?.Sentence;
            if (outcome.Value is not { } result) return;
            if (!isUndo) Names = _chosen.Values.ToDictionary(r => r.Id, r => r.PatientName);
            (Result, WasUndo) = (result, isUndo);
            _chosen.Clear();
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            Problem = Refusal.Unavailable.Sentence;
        }
        finally
        {
            IsBusy = false;
        }
    }

    private Guid IdOf((Guid, int, BulkStep, string?, Guid?) press)
    {
        if (!_commandIds.TryGetValue(press, out var id)) _commandIds[press] = id = Guid.CreateVersion7();
        return id;
    }
}
