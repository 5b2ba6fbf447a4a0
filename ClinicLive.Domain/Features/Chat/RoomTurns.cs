namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// Lets the writers of one room go one after the other on this node, so that many who send at once do not keep losing the
/// race for the next number. Between nodes the database decides.
/// </summary>
public sealed class RoomTurns : IDisposable
{
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the turn of a room; disposing the answer ends it.</summary>
    public async ValueTask<IDisposable> TakeAsync(Guid roomId, CancellationToken gone)
    {
        var turn = _turns[(uint)roomId.GetHashCode() % _turns.Length];
        await turn.WaitAsync(gone).ConfigureAwait(false);
        return new Turn(turn);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var turn in _turns) turn.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
