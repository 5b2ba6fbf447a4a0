using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>
/// One window without a browser: it reads the page, opens the circuit as <c>blazor.web.js</c> does, acknowledges every render batch, and tells
/// when a batch holds what is waited for. It does not apply the batches.
/// </summary>
internal sealed partial class BlazorCircuit(Uri site, HttpClient http, CookieContainer cookies) : IAsyncDisposable
{
    private readonly ClientWebSocket _line = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource _shaken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _readyWhen = [];
    private Wait? _wait;
    private Task _receiving = Task.CompletedTask;
    private long _handles;

    /// <summary>Render batches so far.</summary>
    public long Batches { get; private set; }

    /// <summary>Bytes of these batches.</summary>
    public long BatchBytes { get; private set; }

    /// <summary>Opens the page; done when a batch has brought <paramref name="ready"/> and everything of the page stands.</summary>
    public async Task OpenAsync(string path, string ready, CancellationToken gone)
    {
        _readyWhen = Encoding.UTF8.GetBytes(ready);
        var page = new Uri(site, path);
        var html = await http.GetStringAsync(page, gone);
        var roots = RootComponent().Matches(html).Select(m => JsonSerializer.Deserialize<JsonElement>(m.Groups["marker"].Value)).Where(m => m.TryGetProperty("type", out _)).ToList();
        if (roots.Count == 0) throw new InvalidOperationException($"{path} has no circuit: is it signed in?");
        var state = PersistedState().Match(html) is { Success: true } kept ? kept.Groups["state"].Value : "";

        using var negotiated = await http.PostAsync(new Uri(site, "_blazor/negotiate?negotiateVersion=1"), null, gone);
        negotiated.EnsureSuccessStatusCode();
        var token = (await negotiated.Content.ReadFromJsonAsync<JsonElement>(gone)).GetProperty("connectionToken").GetString()!;
        _line.Options.Cookies = cookies;
        _line.Options.SetRequestHeader("Origin", site.GetLeftPart(UriPartial.Authority));
        await _line.ConnectAsync(new UriBuilder(site) { Scheme = "ws", Path = "/_blazor", Query = $"id={Uri.EscapeDataString(token)}" }.Uri, gone);
        _receiving = ReceiveAsync();
        await _line.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, gone);
        await _shaken.Task.WaitAsync(gone);
        await SendAsync(BlazorPack.Invocation("0", "StartCircuit", site.AbsoluteUri, page.AbsoluteUri, "[]", state));
        await _started.Task.WaitAsync(gone);
        var operations = roots.Select((marker, i) => new { type = "add", ssrComponentId = i + 1, marker });
        await SendAsync(BlazorPack.Invocation(null, "UpdateRootComponents", JsonSerializer.Serialize(new { batchId = 1, operations }), state));
        await _ready.Task.WaitAsync(gone);
    }

    /// <summary>The moment (as <see cref="Stopwatch.GetTimestamp"/>) at which the next batch with <paramref name="text"/> in it was read.</summary>
    public Task<long> NextAsync(string text)
    {
        var wait = new Wait(Encoding.UTF8.GetBytes(text), new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        Volatile.Write(ref _wait, wait);
        if (_receiving.IsCompleted) wait.Done.TrySetException(new InvalidOperationException("The circuit has ended."));
        return wait.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _line.Abort();
        await _receiving;
        _line.Dispose();
        _sending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[16 << 10];
        var held = 0;
        try
        {
            while (true)
            {
                if (held == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                var got = await _line.ReceiveAsync(buffer.AsMemory(held), CancellationToken.None);
                var now = Stopwatch.GetTimestamp();
                if (got.MessageType == WebSocketMessageType.Close) throw new WebSocketException("The server closed the line.");
                held += got.Count;
                held = Read(buffer, held, now);
            }
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or ObjectDisposedException or FormatException or InvalidOperationException)
        {
            foreach (var waiting in new[] { _shaken, _started, _ready }) waiting.TrySetException(failure);
            Volatile.Read(ref _wait)?.Done.TrySetException(failure);
        }
    }

    // Answers how much of the buffer is the beginning of a message that has not wholly come.
    private int Read(byte[] buffer, int held, long now)
    {
        ReadOnlySpan<byte> rest = buffer.AsSpan(0, held);
        if (!_shaken.Task.IsCompleted)
        {
            var end = rest.IndexOf((byte)0x1e);
            if (end < 0) return held;
            if (rest[..end].IndexOf("error"u8) >= 0) throw new InvalidOperationException(Encoding.UTF8.GetString(rest[..end]));
            rest = rest[(end + 1)..];
            _shaken.SetResult();
        }

        while (BlazorPack.TryTake(ref rest, out var message)) Hear(message, now);
        rest.CopyTo(buffer);
        return rest.Length;
    }

    private void Hear(ReadOnlySpan<byte> bytes, long now)
    {
        var message = new BlazorPack(bytes);
        message.Array();
        switch (message.Number())
        {
            case 1: // an invocation
                message.Headers();
                message.Bytes();
                Call(message.Text(), message, now);
                break;
            case 3: // the answer to the only one of ours that asks for one: StartCircuit
                message.Headers();
                message.Bytes();
                if (message.Number() == 3 && message.Text().Length > 0) _started.TrySetResult();
                else throw new InvalidOperationException("The server did not start a circuit.");
                break;
            case 7:
                throw new InvalidOperationException("The server closed the circuit.");
        }
    }

    private void Call(string target, BlazorPack message, long now)
    {
        message.Array();
        switch (target)
        {
            case "JS.RenderBatch":
                var id = message.Number();
                var batch = message.Bytes();
                Batches++;
                BatchBytes += batch.Length;
                if (Volatile.Read(ref _wait) is { } wait && batch.IndexOf(wait.Text) >= 0) wait.Done.TrySetResult(now);
                if (!_ready.Task.IsCompleted && batch.IndexOf(_readyWhen) >= 0) _ready.TrySetResult();
                Send(BlazorPack.Invocation(null, "OnRenderCompleted", id, null));
                break;
            case "JS.BeginInvokeJS": // scripts are answered with nothing, or with a reference where one is wanted
                var call = message.Number();
                message.Bytes();
                message.Bytes();
                var result = message.Number() == 1 ? string.Create(CultureInfo.InvariantCulture, $"{{\"__jsObjectId\":{++_handles}}}") : "null";
                if (call != 0) Send(BlazorPack.Invocation(null, "EndInvokeJSFromDotNet", call, true, string.Create(CultureInfo.InvariantCulture, $"[{call},true,{result}]")));
                break;
            case "JS.Error":
                throw new InvalidOperationException(message.Text());
        }
    }

    // Not awaited by the reader, which must go on; a line that is gone ends the reader too, and that is where it is told.
    private void Send(byte[] message) => _ = SendAsync(message).ContinueWith(_ => _line.Abort(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _line.SendAsync(message, WebSocketMessageType.Binary, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("<!--\\s*Blazor:(?<marker>\\{.*?\\})\\s*-->", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RootComponent();

    [GeneratedRegex("<!--\\s*Blazor-Server-Component-State:(?<state>[A-Za-z0-9+/=]+)\\s*-->", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PersistedState();

    private sealed record Wait(byte[] Text, TaskCompletionSource<long> Done);
}
