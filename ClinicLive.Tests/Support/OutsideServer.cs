using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Tests.Support;

/// <summary>A server outside of the clinic that takes messages over HTTP, on this machine, in the mood that the test gives it.</summary>
internal abstract class OutsideServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _hanging;

    protected OutsideServer(string path)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost(path, TakeAsync);
    }

    public Func<OutsideMood> Mood { get; set; } = () => OutsideMood.Accept;

    /// <summary>How many wait for an answer that nobody will give.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>Runs when a message was taken, before that is said.</summary>
    public Action OnTaken { get; set; } = () => { };

    protected Uri Root => new(_app.Urls.First());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    protected static string HeadersOf(HttpContext context) => string.Join('\n', context.Request.Headers.Select(h => $"{h.Key}: {h.Value}"));

    public Task OpenAsync() => _app.StartAsync();

    /// <summary>Reads a message to its end; the answer keeps it.</summary>
    protected abstract Task<Action> ReadAsync(HttpContext context);

    private async Task TakeAsync(HttpContext context)
    {
        var mood = Mood();
        var keep = await ReadAsync(context);
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
            case OutsideMood.RefuseUs:
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
        }

        keep();
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
