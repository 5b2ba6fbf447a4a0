using ClinicLive.Domain.Features.Accounts;
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
        end.LineComes();
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        end.LineBreaks();
        return Task.CompletedTask;
    }

    /// <summary>A screen without a session takes no clicks, not even in the moment before the browser leaves it.</summary>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        context => end.HasEnded ? Task.CompletedTask : next(context);
}

/// <summary>
/// Every few seconds: writes down in which sessions somebody did something, ends those in which nobody did for too long, and checks all
/// that are open, so that an end that nobody announced is seen too.
/// </summary>
public sealed class SessionSweeper(OpenSessions screens, SessionService sessions, TimeProvider time, ILogger<SessionSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>One turn. While the database cannot be written nobody is signed out for idling, and what ended otherwise is seen all the same.</summary>
    public async Task SweepAsync(CancellationToken gone)
    {
        await TryAsync(() => sessions.EndIdleAsync(gone), "The idle sessions could not be ended; trying again.");
        await TryAsync(() => screens.CheckAllAsync(gone), "The open sessions could not be checked; trying again.");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await SweepAsync(stoppingToken);
    }

    private async Task TryAsync(Func<Task> step, string otherwise)
    {
        try
        {
            await step();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "{What}", otherwise);
        }
    }
}
