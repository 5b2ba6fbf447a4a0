namespace ClinicLive.Domain.Features.Displays;

/// <summary>The screens that are open and connected on this node, in memory. Safe to use from many threads.</summary>
public sealed class OpenDisplays
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _count = [];

    /// <summary>The screens that are connected here now; each once, however many windows show it.</summary>
    public IReadOnlyList<Guid> Ids
    {
        get
        {
            lock (_gate) return [.. _count.Keys];
        }
    }

    /// <summary>A window of the screen is connected, for the first time or again.</summary>
    public void Add(Guid displayId)
    {
        lock (_gate) _count[displayId] = _count.GetValueOrDefault(displayId) + 1;
    }

    /// <summary>A window of the screen is gone, or its line is.</summary>
    public void Remove(Guid displayId)
    {
        lock (_gate)
        {
            if (!_count.TryGetValue(displayId, out var count)) return;
            if (count > 1) _count[displayId] = count - 1;
            else _count.Remove(displayId);
        }
    }
}
