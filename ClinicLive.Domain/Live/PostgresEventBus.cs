using System.Net.Sockets;
using System.Threading.Channels;
using ClinicLive.Domain.Shared;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClinicLive.Domain.Live;

/// <summary>
/// The doorbell where several nodes share a database: rings here at once, as on one node, and on the others by PostgreSQL's NOTIFY. One
/// connection listens. What a save changed is sent in its own transaction, so it rings exactly at the commit, in the order of commits, and
/// never for what was rolled back. What is no change of a row, such as typing, leaves in the background and never holds up a caller. After any
/// break everything is read again: what rang meanwhile was not heard.
/// </summary>
public sealed class PostgresEventBus(string connectionString, InProcessEventBus here, TimeProvider time, ClinicMeter meter, ILogger<PostgresEventBus>? log = null) : BackgroundService, IEventBus
{
    /// <summary>What may wait to be sent.</summary>
    internal const int Capacity = 1_000;

    private const string Name = "cliniclive";
    private const int KeepAliveSeconds = 10;
    private const int MostAtOnce = 64;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Channel<IClinicEvent> _waiting = Channel.CreateUnbounded<IClinicEvent>(new UnboundedChannelOptions { SingleReader = false });
    private int _count;
    private int _lost;

    /// <inheritdoc/>
    public int SubscriberCount => here.SubscriberCount;

    /// <summary>This node, as the others know it. Another at every start.</summary>
    public Guid Node { get; } = Guid.CreateVersion7();

    /// <summary>The number of the server's process that this node listens through; 0 while there is none.</summary>
    internal int ListenerId { get; private set; }

    /// <summary>The texts with which a save tells the other nodes, to be sent before its commit by <see cref="SendText"/>.</summary>
    internal IReadOnlyList<string> TextsOf(IReadOnlyList<IClinicEvent> events) => EventEnvelope.Write(Node, time.GetUtcNow(), events);

    /// <summary>The statement that sends one text, which is its parameter <c>@text</c>.</summary>
    internal const string SendText = $"SELECT pg_notify('{Name}', @text)";

    /// <summary>Rings on this node only.</summary>
    internal void RingHere(IClinicEvent clinicEvent) => here.Publish(clinicEvent);

    /// <inheritdoc/>
    public ILiveSubscription Subscribe(IReadOnlyCollection<Topic> topics, string owner) => here.Subscribe(topics, owner);

    /// <inheritdoc/>
    public void ResyncAll() => here.ResyncAll();

    // The others hear of it when there is time. Where too much waits the oldest is dropped; was it more than a passing signal, they read everything again.
    /// <inheritdoc/>
    public void Publish(IClinicEvent clinicEvent)
    {
        here.Publish(clinicEvent);
        _waiting.Writer.TryWrite(clinicEvent);
        if (Interlocked.Increment(ref _count) <= Capacity || !_waiting.Reader.TryRead(out var oldest)) return;
        Interlocked.Decrement(ref _count);
        Drop(oldest);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ListenAsync(stoppingToken), SendAsync(stoppingToken));

    private async Task ListenAsync(CancellationToken gone)
    {
        var wait = FirstWait;
        while (!gone.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(Own());
                connection.Notification += (_, told) => Hear(told.Payload);
                await connection.OpenAsync(gone).ConfigureAwait(false);
                await using (var listen = new NpgsqlCommand($"LISTEN {Name}", connection)) await listen.ExecuteNonQueryAsync(gone).ConfigureAwait(false);
                here.ResyncAll(); // from here on nothing is missed; what was before may have been
                (ListenerId, wait) = (connection.ProcessID, FirstWait);
                while (true) await connection.WaitAsync(gone).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (gone.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (IsBroken(fault))
            {
                meter.LineBreaks.Add(1);
                log?.LogWarning("The line to the other nodes broke ({Fault}); trying again in {Wait}.", fault.GetType().Name, wait);
            }
            finally
            {
                ListenerId = 0;
            }

            await Task.Delay(wait, time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private void Hear(string text)
    {
        var told = EventEnvelope.Read(text);
        if (told?.Node == Node)
        {
            meter.LineLag.Record(Math.Max(0, (time.GetUtcNow() - told.Sent).TotalSeconds)); // rang here already
            return;
        }

        if (told?.Events is not { } events)
        {
            here.ResyncAll();
            return;
        }

        foreach (var clinicEvent in events) here.Publish(clinicEvent);
    }

    private async Task SendAsync(CancellationToken gone)
    {
        var wait = FirstWait;
        while (!gone.IsCancellationRequested)
        {
            var some = await NextAsync(gone).ConfigureAwait(false);
            var mustReadAll = Interlocked.Exchange(ref _lost, 0) == 1;
            try
            {
                await SendAsync(mustReadAll ? null : some, gone).ConfigureAwait(false);
                wait = FirstWait;
            }
            catch (OperationCanceledException) when (gone.IsCancellationRequested)
            {
                return; // what waits still is told by nobody: this node ends, and its leases run out
            }
            catch (Exception fault) when (IsBroken(fault))
            {
                log?.LogWarning("{Count} signals did not reach the other nodes ({Fault}).", some.Count, fault.GetType().Name);
                foreach (var one in some) Drop(one);
                if (mustReadAll) Volatile.Write(ref _lost, 1);
                await Task.Delay(wait, time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
    }

    // What waits, as soon as something does; empty where only "read everything again" is still to be said, or when the program ends.
    private async Task<List<IClinicEvent>> NextAsync(CancellationToken gone)
    {
        var some = new List<IClinicEvent>();
        try
        {
            if (Volatile.Read(ref _lost) == 0) await _waiting.Reader.WaitToReadAsync(gone).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return some;
        }

        while (some.Count < MostAtOnce && _waiting.Reader.TryRead(out var one))
        {
            Interlocked.Decrement(ref _count);
            some.Add(one);
        }

        return some;
    }

    private async Task SendAsync(List<IClinicEvent>? events, CancellationToken gone)
    {
        if (events is { Count: 0 }) return;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(gone).ConfigureAwait(false);
        foreach (var text in EventEnvelope.Write(Node, time.GetUtcNow(), events))
        {
            await using var send = new NpgsqlCommand(SendText, connection);
            send.Parameters.AddWithValue("@text", text);
            await send.ExecuteNonQueryAsync(gone).ConfigureAwait(false);
        }
    }

    private void Drop(IClinicEvent clinicEvent)
    {
        meter.LineDropped.Add(1);
        if (clinicEvent is not IPassingSignal) Volatile.Write(ref _lost, 1);
    }

    private static bool IsBroken(Exception fault) => fault is NpgsqlException or IOException or TimeoutException or SocketException or InvalidOperationException;

    private string Own() => new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = KeepAliveSeconds, ApplicationName = "ClinicLive line" }.ConnectionString;
}
