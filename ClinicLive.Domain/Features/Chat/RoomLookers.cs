namespace ClinicLive.Domain.Features.Chat;

/// <summary>Who has which conversation before the eyes on this node: nobody is told by a notice of what he sees anyway. In memory only.</summary>
public sealed class RoomLookers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid AccountId, Guid RoomId), int> _looking = [];

    /// <summary>A screen shows a room to somebody who looks at it; disposing the answer, once, ends that.</summary>
    public IDisposable Look(Guid accountId, Guid roomId)
    {
        var place = (accountId, roomId);
        lock (_gate) _looking[place] = _looking.GetValueOrDefault(place) + 1;
        return new Looking(this, place);
    }

    /// <summary>True while at least one of a person's screens shows the room to him.</summary>
    public bool IsLooking(Guid accountId, Guid roomId)
    {
        lock (_gate) return _looking.ContainsKey((accountId, roomId));
    }

    private sealed class Looking(RoomLookers all, (Guid, Guid) place) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            lock (all._gate)
            {
                if (_isOver) return;
                _isOver = true;
                if (--all._looking[place] == 0) all._looking.Remove(place);
            }
        }
    }
}
