using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>
/// Calling from the top of doctors' lines, for one screen: which call is under way and what was answered. A command belongs
/// to what was on the screen, so that a double click is one call.
/// </summary>
public sealed class CallDesk(QueueService line, Actor actor)
{
    private readonly Dictionary<Guid, (Guid Patient, int Version, Guid CommandId)> _presses = [];
    private readonly Dictionary<Guid, string> _notices = [];
    private readonly HashSet<Guid> _calling = [];

    /// <summary>Whether a call for the doctor is under way.</summary>
    public bool IsCalling(Guid practitionerId) => _calling.Contains(practitionerId);

    /// <summary>What a person should know about the last call for a doctor, or null.</summary>
    public string? Notice(Guid practitionerId) => _notices.GetValueOrDefault(practitionerId);

    /// <summary>It was read.</summary>
    public void Dismiss(Guid practitionerId) => _notices.Remove(practitionerId);

    /// <summary>Calls the first of the line; <paramref name="seen"/> is the one whom the screen showed there.</summary>
    public async Task CallNextAsync(Guid practitionerId, BoardRow seen)
    {
        if (!_calling.Add(practitionerId)) return;
        if (!_presses.TryGetValue(practitionerId, out var press) || press.Patient != seen.Id || press.Version != seen.Version)
        {
            _presses[practitionerId] = press = (seen.Id, seen.Version, Guid.CreateVersion7());
        }

        _notices.Remove(practitionerId);
        try
        {
            var outcome = await line.CallNextAsync(actor, practitionerId, press.CommandId);
            if (outcome.Refusal is { } refusal) _notices[practitionerId] = refusal.Sentence;
            else if (!outcome.Changed) _notices[practitionerId] = $"{outcome.Value!.PatientName} was called a moment ago. Nobody else was called.";
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _notices[practitionerId] = Refusal.Unavailable.Sentence;
        }
        finally
        {
            _calling.Remove(practitionerId);
        }
    }
}
