using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClinicLive.Web.Hosting.Operations;

/// <summary>
/// The private address: <c>/metrics</c> and the health answers, in a server of its own with its own socket. Nothing of the clinic can be asked there,
/// and nothing of it is on the public address. Stopped last, so that a supervisor hears "not ready" until the end.
/// </summary>
public sealed class OperationsServer(OperationsAddress address, ClinicGauges gauges, MetricStore metrics, HealthCheckService health, ILogger<OperationsServer> log) : IHostedService, IAsyncDisposable
{
    private WebApplication? _server;

    /// <summary>Where it listens; known once it has started.</summary>
    public string? Url => _server?.Urls.FirstOrDefault();

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address.Url);
        builder.Services.AddRoutingCore();
        _server = builder.Build();
        _server.UseRouting();
        _server.MapGet("/metrics", AnswerAsync);
        _server.MapGet("/health/live", context => context.Response.WriteAsync(nameof(HealthStatus.Healthy), context.RequestAborted));
        _server.MapGet("/health/ready", ReadyAsync);
        try
        {
            await _server.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or SocketException or FormatException or InvalidOperationException)
        {
            throw new ClinicSettingException(OperationsAddress.Key, $"is \"{address.Url}\", where nothing can be listened for ({fault.Message})", fault);
        }

        log.LogInformation("Metrics and health are answered on {Url}.", Url);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task AnswerAsync(HttpContext context)
    {
        await gauges.RefreshAsync(context.RequestAborted);
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.WriteAsync(metrics.Read(), context.RequestAborted);
    }

    private async Task ReadyAsync(HttpContext context)
    {
        var report = await health.CheckHealthAsync(check => check.Tags.Contains("ready"), context.RequestAborted);
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        await context.Response.WriteAsync(report.Status.ToString(), context.RequestAborted);
    }
}
