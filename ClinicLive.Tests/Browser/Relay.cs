using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClinicLive.Tests.Browser;

/// <summary>
/// What stands between a browser and the clinic in many houses: it passes requests on, byte for byte, and refuses to open WebSockets. Pages
/// are opened at its address.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private const int LongestHead = 32 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _clinic;
    private readonly Task _work;
    private int _refused;

    public Relay(Uri clinic)
    {
        _clinic = clinic;
        _listener.Start();
        _work = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many WebSockets were refused.</summary>
    public int Refused => _refused;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _work;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true) passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient browser)
    {
        using (browser)
        {
            try
            {
                var head = await ReadHeadAsync(browser.GetStream());
                if (Encoding.ASCII.GetString(head).Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))
                {
                    Interlocked.Increment(ref _refused);
                    await browser.GetStream().WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _end.Token);
                    return;
                }

                using var clinic = new TcpClient();
                await clinic.ConnectAsync(IPAddress.Loopback, _clinic.Port, _end.Token);
                await clinic.GetStream().WriteAsync(head, _end.Token);
                await Task.WhenAny(
                    browser.GetStream().CopyToAsync(clinic.GetStream(), _end.Token),
                    clinic.GetStream().CopyToAsync(browser.GetStream(), _end.Token));
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or SocketException)
            {
                // One of the two went; so does the connection.
            }
        }
    }

    // The first request's head, and whatever came with it. A browser opens a connection of its own for each WebSocket.
    private async Task<byte[]> ReadHeadAsync(NetworkStream from)
    {
        var all = new List<byte>();
        var buffer = new byte[4096];
        while (all.Count < LongestHead)
        {
            var count = await from.ReadAsync(buffer, _end.Token);
            if (count == 0) break;
            all.AddRange(buffer.AsSpan(0, count));
            if (System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all).IndexOf("\r\n\r\n"u8) >= 0) break;
        }

        return [.. all];
    }
}
