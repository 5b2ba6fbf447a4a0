using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClinicLive.Web.Hosting;

/// <summary>Where a supervisor asks: alive is the process, ready is the process with its database.</summary>
public static class ClinicHealth
{
    /// <summary>Maps both. They say one word and no detail, to anybody.</summary>
    public static void MapClinicHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") }).AllowAnonymous();
    }
}

/// <summary>Not ready from the moment that the program is asked to stop: whoever sends it new visitors sends them elsewhere.</summary>
public sealed class StoppingHealth(IHostApplicationLifetime host) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(host.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The program stops.") : HealthCheckResult.Healthy());
}
