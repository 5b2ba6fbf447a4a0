using Microsoft.Playwright;

namespace ClinicLive.Tests.Browser;

/// <summary>
/// The line between one page and the clinic, in the test's hands: news can be held back, so that the screen is stale for as long as
/// the test needs; and it can go dead in both directions without a goodbye, as when a cable is pulled.
/// </summary>
internal sealed class Line
{
    private readonly Lock _gate = new();
    private readonly List<Action> _heldBack = [];
    private readonly Queue<Action> _onTheirWay = new();
    private TimeSpan _latency;
    private IWebSocketRoute? _server;
    private bool _holdsNews;
    private bool _isDead;

    /// <summary>How many drawings of the screen wait to be seen. From ten on the server draws nothing more: then it is as stale as the screen.</summary>
    public int DrawingsHeldBack { get; private set; }

    /// <summary>How many times the page has connected.</summary>
    public int Connections { get; private set; }

    /// <summary>Takes the line of a page that has not been loaded yet.</summary>
    public static async Task<Line> OfAsync(IPage page)
    {
        var line = new Line();
        await page.RouteWebSocketAsync(IsCircuit, line.Connect);
        await page.RouteAsync(IsCircuit, route => line._isDead ? route.AbortAsync("internetdisconnected") : route.ContinueAsync());
        return line;
    }

    /// <summary>From now on the page hears nothing but that the line is there; what it says arrives.</summary>
    public void HoldBackNews()
    {
        lock (_gate) _holdsNews = true;
    }

    /// <summary>The page hears what was held back, in its order, and everything that comes.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            _holdsNews = false;
            foreach (var message in _heldBack) message();
            _heldBack.Clear();
        }
    }

    /// <summary>News takes this long from now on.</summary>
    public void Delay(TimeSpan latency) => _latency = latency;

    /// <summary>Nothing gets through any more, in neither direction, and nobody is told.</summary>
    public void Cut()
    {
        lock (_gate) _isDead = true;
    }

    /// <summary>The line can be used again; what was lost is lost, and the old connection with it.</summary>
    public void Mend()
    {
        lock (_gate) _isDead = false;
    }

    /// <summary>Says something to the server in the page's name.</summary>
    public void SayToServer(byte[] message) => _server!.Send(message);

    private void Connect(IWebSocketRoute page)
    {
        lock (_gate)
        {
            Connections++;
            if (_isDead)
            {
                _ = page.CloseAsync();
                return;
            }

            var server = page.ConnectToServer();
            _server = server;
            var isOld = false;
            page.OnMessage(frame => Pass(() => Send(server, frame), isNews: false));
            // 2, 0x91, 6 is SignalR's own "I am here".
            server.OnMessage(frame => Pass(() => Send(page, frame), isNews: frame.Binary is not [2, 0x91, 6], Drawings(frame)));

            void Pass(Action send, bool isNews, int drawings = 0)
            {
                lock (_gate)
                {
                    isOld |= _isDead; // a connection that once lost something never becomes whole again
                    if (isOld) return;
                    if (isNews && _holdsNews)
                    {
                        _heldBack.Add(send);
                        DrawingsHeldBack += drawings;
                    }
                    else if (isNews && _latency > TimeSpan.Zero) _ = SendLaterAsync(send);
                    else send();
                }
            }
        }
    }

    private static int Drawings(IWebSocketFrame frame)
    {
        var count = 0;
        ReadOnlySpan<byte> rest = frame.Binary;
        for (var at = rest.IndexOf("JS.RenderBatch"u8); at >= 0; at = rest.IndexOf("JS.RenderBatch"u8), count++) rest = rest[(at + 1)..];
        return count;
    }

    private async Task SendLaterAsync(Action send)
    {
        _onTheirWay.Enqueue(send);
        await Task.Delay(_latency, TimeProvider.System);
        lock (_gate) _onTheirWay.Dequeue()(); // whichever wait ends first, the oldest news is first
    }

    private static void Send(IWebSocketRoute to, IWebSocketFrame frame)
    {
        if (frame.Binary is { } bytes) to.Send(bytes);
        else to.Send(frame.Text!);
    }

    private static bool IsCircuit(string address) => address.Contains("/_blazor", StringComparison.Ordinal);
}
