using ClinicLive.Web.Api;

namespace ClinicLive.Web.Security;

/// <summary>
/// The lines to circuits that are open, and no more of them than may be. The request that carries a line lasts as long as the line does, for
/// WebSockets and for long polling alike, so what is counted here is what is open. One more is refused before it costs anything: 429 to an
/// account that has all its windows open, 503 when the node is full.
/// </summary>
public sealed class CircuitGate(CircuitLimits limits)
{
    private static readonly Guid Nobody = Guid.Empty; // a waiting-room screen has no account; it counts for the node only

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _open = [];
    private int _total;

    /// <summary>Lines that are open on this node.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _total;
        }
    }

    /// <summary>True when this node keeps as many lines as it may.</summary>
    public bool IsFull => limits.InTotal > 0 && Count >= limits.InTotal;

    /// <summary>Lets requests of the circuits' line pass, or says why not.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var isLine = request.Path.Equals("/_blazor", StringComparison.OrdinalIgnoreCase) && (HttpMethods.IsGet(request.Method) || HttpMethods.IsConnect(request.Method));
        if (!isLine && !request.Path.Equals("/_blazor/negotiate", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        var account = CurrentActor.From(context.User)?.UserId ?? Nobody;
        if (Refuse(account, takesPlace: isLine) is { } status)
        {
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
            if (isLine) Leave(account);
        }
    }

    // Asking for a line takes no place yet, and is told at once that there is none.
    private int? Refuse(Guid account, bool takesPlace)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(account);
            if (IsFull) return StatusCodes.Status503ServiceUnavailable;
            if (limits.PerAccount > 0 && account != Nobody && open >= limits.PerAccount) return StatusCodes.Status429TooManyRequests;
            if (!takesPlace) return null;
            _open[account] = open + 1;
            _total++;
            return null;
        }
    }

    private void Leave(Guid account)
    {
        lock (_gate)
        {
            _total--;
            if (--_open[account] == 0) _open.Remove(account);
        }
    }
}
