using ClinicLive.Domain.Features.Presence;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ClinicLive.Web.Live;

/// <summary>
/// Whether the window of this circuit is looked at. A window whose line is down is not; when the line is back, the window
/// says so again itself. One per circuit.
/// </summary>
public sealed class WindowAttention(AttentionTable table) : CircuitHandler, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Guid _window = Guid.NewGuid();
    private Guid? _looking;
    private bool _isDown;

    /// <summary>The window tells of itself.</summary>
    public void Tell(Guid accountId, bool isLooking)
    {
        lock (_gate)
        {
            if (_looking is { } before && (!isLooking || before != accountId)) table.LookAway(before, _window);
            _looking = isLooking && !_isDown ? accountId : null;
            if (_looking is { } now) table.Look(now, _window);
        }
    }

    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        lock (_gate) _isDown = false;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Leave();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => Leave();

    private void Leave()
    {
        lock (_gate)
        {
            _isDown = true;
            if (_looking is { } account) table.LookAway(account, _window);
            _looking = null;
        }
    }
}

/// <summary>A window begins or ceases to be looked at, or still is.</summary>
public sealed class AttentionEventArgs : EventArgs
{
    /// <summary>Visible, in front and just touched.</summary>
    public bool IsLooking { get; set; }

    /// <summary>Somebody touched it in this moment.</summary>
    public bool IsTouched { get; set; }
}

/// <summary>The events of the browser that concern a window as a whole.</summary>
[EventHandler("onattention", typeof(AttentionEventArgs))]
public static class EventHandlers;
