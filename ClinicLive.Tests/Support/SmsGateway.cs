using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Tests.Support;

/// <summary>A gateway for text messages on this machine, in the mood that the test gives it.</summary>
internal sealed class SmsGateway : IAsyncDisposable
{
    private readonly ConcurrentQueue<SmsTaken> _taken = [];
    private readonly WebApplication _app;
    private int _hanging;

    private SmsGateway()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/messages", TakeAsync);
    }

    public Uri Address => new(new Uri(_app.Urls.First()), "/messages");

    public Func<OutsideMood> Mood { get; set; } = () => OutsideMood.Accept;

    public IReadOnlyList<SmsTaken> Taken => [.. _taken];

    public int Hanging => Volatile.Read(ref _hanging);

    public Action OnTaken { get; set; } = () => { };

    public static async Task<SmsGateway> StartAsync()
    {
        var gateway = new SmsGateway();
        await gateway._app.StartAsync();
        return gateway;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var mood = Mood();
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        switch (mood)
        {
            case OutsideMood.Hang:
                await HangAsync(context);
                return;
            case OutsideMood.RefuseForNow:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = "1";
                return;
            case OutsideMood.RefuseForEver:
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
        }

        var headers = string.Join('\n', context.Request.Headers.Select(h => $"{h.Key}: {h.Value}"));
        _taken.Enqueue(new SmsTaken(body.GetProperty("to").GetString()!, body.GetProperty("text").GetString()!, body.GetProperty("reference").GetString()!, headers));
        OnTaken();
        if (mood == OutsideMood.DropAnswer) context.Abort();
        if (mood == OutsideMood.HangAfterTaking) await HangAsync(context);
    }

    private async Task HangAsync(HttpContext context)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The other end gave up.
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }
}

internal sealed record SmsTaken(string To, string Text, string Reference, string Headers);
