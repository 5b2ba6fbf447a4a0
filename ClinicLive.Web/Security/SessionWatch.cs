using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ClinicLive.Web.Security;

/// <summary>Ties a circuit to its session: watched from its first moment, and deaf from the moment the session is over.</summary>
internal sealed class SessionWatch(ClinicAuthenticationStateProvider authentication, SessionEnd end) : CircuitHandler
{
    // Before everything else that a circuit starts.
    public override int Order => -100;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) => authentication.WatchAsync();

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (end.HasEnded) end.Raise(); // what was said while the line was down did not arrive
        return Task.CompletedTask;
    }

    /// <summary>A screen without a session takes no clicks, not even in the moment before the browser leaves it.</summary>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        context => end.HasEnded ? Task.CompletedTask : next(context);
}

/// <summary>Checks all open sessions every few seconds: the end of a session that nobody announced is seen too.</summary>
internal sealed class SessionSweeper(OpenSessions sessions, TimeProvider time, ILogger<SessionSweeper> log) : BackgroundService
{
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await sessions.CheckAllAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "The open sessions could not be checked; trying again.");
            }
        }
    }
}
