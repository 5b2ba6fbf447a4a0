using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Tests.Support;

/// <summary>Another system's end of a webhook on this machine, which answers as the test says.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<HookRequest> _taken = [];
    private readonly WebApplication _app;

    private readonly bool _hangs;

    private HookReceiver(bool hangs)
    {
        _hangs = hangs;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/hook", TakeAsync);
    }

    public string Address => new Uri(new Uri(_app.Urls.First()), "/hook").ToString();

    /// <summary>The status of the next answer; 0 breaks the line after the request was taken.</summary>
    public Func<int> Answer { get; set; } = () => 204;

    public IReadOnlyList<HookRequest> Taken => [.. _taken];

    public static async Task<HookReceiver> StartAsync(bool hangs = false)
    {
        var receiver = new HookReceiver(hangs);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers;
        _taken.Enqueue(new HookRequest(headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, headers.ContentType!, body.ToArray()));
        if (_hangs) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var status = Answer();
        if (status == 0) context.Abort();
        else context.Response.StatusCode = status;
        if (status is 301) context.Response.Headers.Location = Address;
    }
}

internal sealed record HookRequest(string Id, string Timestamp, string Signature, string ContentType, byte[] Body);
