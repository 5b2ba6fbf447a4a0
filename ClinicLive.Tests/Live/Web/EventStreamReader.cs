using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Live.Web;

/// <summary>Reads a stream of server-sent events as a program does: line by line, and only what has arrived.</summary>
internal sealed class EventStreamReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpResponseMessage _answer;
    private readonly FakeTimeProvider? _clock;
    private readonly Channel<StreamedEvent> _events = Channel.CreateUnbounded<StreamedEvent>();
    private readonly Task _reading;

    private EventStreamReader(HttpResponseMessage answer, FakeTimeProvider? clock)
    {
        (_answer, _clock) = (answer, clock);
        _reading = ReadAsync();
    }

    public HttpResponseMessage Answer => _answer;

    public int Beats { get; private set; }

    /// <summary>Ends when the clinic ends the stream.</summary>
    public Task Ended => _reading;

    public static Task<EventStreamReader> OpenAsync(ApiHost host, ApiCaller caller, string? after = null) => OpenAsync(caller, after, host.Clock);

    /// <summary>The same; without a clock of a test, where the program runs as a process of its own.</summary>
    public static async Task<EventStreamReader> OpenAsync(ApiCaller caller, string? after = null, FakeTimeProvider? clock = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/events", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (after is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", after);
        var reader = new EventStreamReader(await caller.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead), clock);
        reader.Answer.IsSuccessStatusCode.Should().BeTrue();
        return reader;
    }

    /// <summary>The next event of that name; the others before it are passed over.</summary>
    public async Task<StreamedEvent> NextAsync(string name, Func<StreamedEvent, bool>? which = null) => (await UntilAsync(name, which))[^1];

    /// <summary>True when an event of that name has come; it and those before it are passed over.</summary>
    public bool HasCome(string name, Func<StreamedEvent, bool> which)
    {
        while (_events.Reader.TryRead(out var one))
        {
            if (one.Name == name && which(one)) return true;
        }

        return false;
    }

    /// <summary>What has come by now.</summary>
    public List<StreamedEvent> Take()
    {
        var all = new List<StreamedEvent>();
        while (_events.Reader.TryRead(out var one)) all.Add(one);
        return all;
    }

    /// <summary>Everything up to and with the next event of that name. The clock moves on where a bell of a burst is held back.</summary>
    public async Task<List<StreamedEvent>> UntilAsync(string name, Func<StreamedEvent, bool>? which = null)
    {
        var all = new List<StreamedEvent>();
        await WaitFor.TrueAsync(
            () =>
            {
                while (_events.Reader.TryRead(out var one))
                {
                    all.Add(one);
                    if (one.Name == name && which?.Invoke(one) != false) return true;
                }

                _clock?.Advance(TimeSpan.FromMilliseconds(50));
                return false;
            },
            Patience,
            $"the event \"{name}\" comes");
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        _answer.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            using var lines = new StreamReader(await _answer.Content.ReadAsStreamAsync());
            string? id = null, name = null, data = null;
            while (await lines.ReadLineAsync() is { } line)
            {
                if (line.StartsWith(':')) Beats++;
                else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
                else if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
                else if (line.Length == 0)
                {
                    if (name is not null && data is not null) _events.Writer.TryWrite(new StreamedEvent(id, name, JsonNode.Parse(data)!));
                    (id, name, data) = (null, null, null);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or OperationCanceledException or HttpRequestException)
        {
            // The line is cut, by the test or by the clinic: that is what some tests wait for.
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }
}

/// <summary>One event as it came over the line.</summary>
internal sealed record StreamedEvent(string? Id, string Name, JsonNode Data)
{
    /// <summary>The line of the log that it is; the rest of the id says what was read before it, which is not the same for all.</summary>
    public long Line => long.Parse(Id!.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);

    public string? At(string name) => Data[name]?.ToString();
}
