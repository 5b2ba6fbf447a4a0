using ClinicLive.Domain.Features.Displays;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ClinicLive.Web.Features.Displays;

/// <summary>Counts a waiting-room screen as open while its page is shown and its line is up: both, or the wall may be dark.</summary>
public sealed class DisplayScreen(OpenDisplays open) : CircuitHandler, IDisposable
{
    private readonly Lock _gate = new();
    private Guid? _shown;
    private Guid? _counted;
    private bool _isConnected;

    /// <summary>The page of a screen is shown on this circuit; null when it is gone.</summary>
    public void Show(Guid? displayId)
    {
        lock (_gate)
        {
            _shown = displayId;
            Settle();
        }
    }

    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => ConnectAsync(true);

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => ConnectAsync(false);

    /// <inheritdoc/>
    public void Dispose() => Show(null);

    private Task ConnectAsync(bool isConnected)
    {
        lock (_gate)
        {
            _isConnected = isConnected;
            Settle();
        }

        return Task.CompletedTask;
    }

    private void Settle()
    {
        var now = _isConnected ? _shown : null;
        if (now == _counted) return;
        if (_counted is { } before) open.Remove(before);
        if (now is { } added) open.Add(added);
        _counted = now;
    }
}
