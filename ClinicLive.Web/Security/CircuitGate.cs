using System.Diagnostics;
using System.Diagnostics.Metrics;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Security;

/// <summary>
/// The lines to circuits that are open, and no more of them than may be. One more is refused before it costs anything: 429 to whoever has all his
/// windows open, 503 when the node is full. A WebSocket is a request that lasts as long as the line; long polling is one request after the
/// other under one id, which keeps its place in between. Windows on other nodes count with the account's, as their leases say, seconds old: this
/// is against too much load and keeps no secret.
/// </summary>
public sealed class CircuitGate(CircuitLimits limits, TimeProvider time, ClinicMeter? meter = null, IHostApplicationLifetime? host = null, PresenceQueries? others = null)
{
    /// <summary>Waiting-room screens behind one address; they have no account.</summary>
    public const int ScreensPerAddress = 50;

    /// <summary>How long a long poll may stay away before its place is free.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private readonly Counter<long>? _refused = meter?.Meter.CreateCounter<long>("clinic.circuits.refused", "{line}", "Lines to circuits that were refused, by why.");
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = [];
    private readonly Dictionary<string, Poll> _polls = [];
    private int _total;

    /// <summary>Lines that are open on this node.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _total;
        }
    }

    private bool IsStopping => host?.ApplicationStopping.IsCancellationRequested == true;

    /// <summary>True when this node keeps as many lines as it may.</summary>
    public bool IsFull => limits.InTotal > 0 && Count >= limits.InTotal;

    /// <summary>Lets requests of the circuits' line pass, or says why not.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var (request, path) = (context.Request, context.Request.Path.Value?.TrimEnd('/'));
        var isLine = Is("/_blazor") && (HttpMethods.IsGet(request.Method) || HttpMethods.IsConnect(request.Method));
        if (!isLine && !Is("/_blazor/negotiate"))
        {
            await next(context);
            return;
        }

        var actor = CurrentActor.From(context.User);
        var owner = actor is not null ? $"{actor.UserId:N}" : $"screens of {context.Connection.RemoteIpAddress}";
        var most = context.User.Identity is { IsAuthenticated: true } ? limits.PerAccount : ScreensPerAddress;
        var poll = isLine && !IsWebSocket(request) ? $"{owner} {request.Query["id"]}" : null;
        // A line that was asked for has been counted then; so it is one read for a window.
        var elsewhere = actor is not null && limits.PerAccount > 0 && !(isLine && request.Query.ContainsKey("id")) ? await ElsewhereAsync(actor.UserId, context.RequestAborted) : 0;
        if (Refuse(owner, most, elsewhere, poll, takesPlace: isLine) is { } status)
        {
            _refused?.Add(1, new TagList { { "clinic.reason", status == StatusCodes.Status429TooManyRequests ? "account" : IsStopping ? "stopping" : "node" } });
            context.Response.Headers.RetryAfter = "10";
            await Problems.Of(Problems.OfStatus(status)).ExecuteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            if (isLine) Leave(owner, poll);
        }

        bool Is(string place) => string.Equals(path, place, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<int> ElsewhereAsync(Guid accountId, CancellationToken gone)
    {
        try
        {
            return others is null ? 0 : (await others.ElsewhereAsync(accountId, gone)).Windows;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return 0; // whoever has a page open keeps it while the database is away
        }
    }

    // RFC 6455 over HTTP/1.1, RFC 8441 over HTTP/2. HttpContext.WebSockets knows it only behind the middleware that the line's endpoint brings itself.
    private static bool IsWebSocket(HttpRequest request) =>
        HttpMethods.IsConnect(request.Method) || request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    // Asking for a line takes no place yet, and is told at once that there is none.
    private int? Refuse(string owner, int most, int elsewhere, string? poll, bool takesPlace)
    {
        lock (_gate)
        {
            FreeRested();
            if (poll is not null && _polls.TryGetValue(poll, out var known))
            {
                _polls[poll] = known with { Open = known.Open + 1 };
                return null;
            }

            if (IsStopping) return StatusCodes.Status503ServiceUnavailable;
            var open = _open.GetValueOrDefault(owner);
            if (limits.InTotal > 0 && _total >= limits.InTotal) return StatusCodes.Status503ServiceUnavailable;
            if (most > 0 && open + elsewhere >= most) return StatusCodes.Status429TooManyRequests;
            if (!takesPlace) return null;
            if (poll is not null) _polls[poll] = new Poll(owner, Open: 1, time.GetUtcNow());
            _open[owner] = open + 1;
            _total++;
            return null;
        }
    }

    private void Leave(string owner, string? poll)
    {
        lock (_gate)
        {
            if (poll is null) Free(owner);
            else if (_polls.TryGetValue(poll, out var known)) _polls[poll] = known with { Open = known.Open - 1, Left = time.GetUtcNow() };
        }
    }

    private void FreeRested()
    {
        if (_polls.Count == 0) return;
        var now = time.GetUtcNow();
        foreach (var (id, poll) in _polls.Where(p => p.Value.Open <= 0 && now - p.Value.Left > Rest).ToList())
        {
            _polls.Remove(id);
            Free(poll.Owner);
        }
    }

    private void Free(string owner)
    {
        _total--;
        if (--_open[owner] == 0) _open.Remove(owner);
    }

    private readonly record struct Poll(string Owner, int Open, DateTimeOffset Left);
}
