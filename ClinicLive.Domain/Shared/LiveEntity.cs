using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Shared;

/// <summary>A change that an entity has made and that leaves with the next save: its event and its line in the activity log.</summary>
/// <param name="Event">Published after the commit.</param>
/// <param name="Line">Written in the same transaction as the change.</param>
public sealed record RaisedChange(IClinicEvent Event, ActivityEntry Line);

/// <summary>Something whose changes are published when they are saved.</summary>
public interface IRaisesChanges
{
    /// <summary>Hands over what was raised since the last call and forgets it.</summary>
    IReadOnlyList<RaisedChange> TakeRaised();
}

/// <summary>
/// A row that people watch. It guards its own transitions and raises its own event; saving writes the row and the log
/// line together and publishes after the commit.
/// </summary>
public abstract class LiveEntity : IRaisesChanges
{
    private List<RaisedChange>? _raised;

    /// <summary>A version 7 GUID (RFC 9562), so that ids sort by creation.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The clinic that owns the row.</summary>
    public Guid OrganizationId { get; protected init; }

    /// <summary>Counts the changes of the row, from 1; the database refuses a save that started from an older one.</summary>
    public int Version { get; protected set; } = 1;

    /// <inheritdoc/>
    public IReadOnlyList<RaisedChange> TakeRaised()
    {
        if (_raised is null) return [];
        var taken = _raised;
        _raised = null;
        return taken;
    }

    /// <summary>Completes the line of the last change that waits for the next save, if there is one.</summary>
    protected void CompleteLastLine(Action<ActivityEntry> complete)
    {
        if (_raised is [.., var last]) complete(last.Line);
    }

    /// <summary>Notes a change for the next save.</summary>
    protected void Raise(IClinicEvent @event, ActivityEntry line) => (_raised ??= []).Add(new RaisedChange(@event, line));
}
