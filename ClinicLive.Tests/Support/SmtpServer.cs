using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClinicLive.Tests.Support;

/// <summary>A mail server on this machine (RFC 5321, as much of it as a client needs), in the mood that the test gives it.</summary>
internal sealed class SmtpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<string> _taken = [];
    private int _hanging;

    public SmtpServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = ListenAsync();
    }

    public int Port { get; }

    /// <summary>Asked once per line that somebody opens.</summary>
    public Func<OutsideMood> Mood { get; set; } = () => OutsideMood.Accept;

    /// <summary>Whole messages as they came, headers and all.</summary>
    public IReadOnlyList<string> Taken => [.. _taken];

    /// <summary>How many lines are open on which nobody will ever say anything.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>Runs when a message was taken, before that is said.</summary>
    public Action OnTaken { get; set; } = () => { };

    /// <summary>A message with its parts decoded.</summary>
    public static string Readable(string message)
    {
        var text = new StringBuilder(message);
        foreach (var part in message.Split("\r\n\r\n"))
        {
            var packed = string.Concat(part.Split("\r\n").TakeWhile(line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)));
            var bytes = new byte[packed.Length];
            if (packed.Length > 8 && Convert.TryFromBase64String(packed, bytes, out var count)) text.Append("\r\n").Append(Encoding.UTF8.GetString(bytes, 0, count));
        }

        return text.Replace("=\r\n", "").ToString();
    }

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient line)
    {
        try
        {
            using (line)
            {
                var mood = Mood();
                if (mood == OutsideMood.Hang)
                {
                    await HangAsync(line.GetStream());
                    return;
                }

                using var reader = new StreamReader(line.GetStream(), Encoding.UTF8);
                await using var writer = new StreamWriter(line.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 here");
                while (await reader.ReadLineAsync(_over.Token) is { } said)
                {
                    if (said.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
                    {
                        await writer.WriteLineAsync("354 go on");
                        _taken.Enqueue(await ContentAsync(reader));
                        OnTaken();
                        if (mood == OutsideMood.DropAnswer) return;
                        if (mood == OutsideMood.HangAfterTaking)
                        {
                            await HangAsync(line.GetStream());
                            return;
                        }

                        await writer.WriteLineAsync("250 taken");
                        continue;
                    }

                    if (mood == OutsideMood.RefuseUs && said.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase))
                    {
                        await writer.WriteLineAsync("530 5.7.0 sign in first"); // RFC 4954, 6
                        continue;
                    }

                    var isRecipient = said.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase);
                    await writer.WriteLineAsync(
                        isRecipient && mood == OutsideMood.RefuseForNow ? "451 not now" : isRecipient && mood == OutsideMood.RefuseForEver ? "550 nobody here" : said.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye" : "250 fine");
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The other end went.
        }
    }

    private static async Task<string> ContentAsync(StreamReader reader)
    {
        var content = new StringBuilder();
        while (await reader.ReadLineAsync() is { } row)
        {
            if (row == ".") return content.ToString();
            content.Append(row).Append("\r\n");
        }

        throw new IOException("The line ended inside a message.");
    }

    private async Task HangAsync(NetworkStream line)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            var rest = new byte[1024];
            while (await line.ReadAsync(rest, _over.Token) > 0)
            {
                // Until the other end gives up.
            }
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }
}
