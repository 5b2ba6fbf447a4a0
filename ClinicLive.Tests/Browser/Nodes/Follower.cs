using ClinicLive.Tests.Live.Web;
using ClinicLive.Tests.Support;
using Xunit.Sdk;

namespace ClinicLive.Tests.Browser.Nodes;

/// <summary>A program that follows the stream of events, and comes back with the last id whenever it ends.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(30);
    private readonly CancellationTokenSource _end = new();
    private readonly List<long> _seen = [];
    private readonly ApiCaller _program;
    private readonly Task _work;
    private string? _last;

    private Follower(ApiCaller program, string from)
    {
        (_program, First, _last) = (program, from, from);
        _work = Task.Run(FollowAsync);
    }

    /// <summary>Where it began.</summary>
    public string First { get; }

    /// <summary>How often it had to come back.</summary>
    public int Returns { get; private set; }

    public static async Task<Follower> BeginAsync(ApiCaller program)
    {
        await using var stream = await EventStreamReader.OpenAsync(program);
        return new Follower(program, (await stream.NextAsync("ready")).Id!);
    }

    /// <summary>Ends when it has seen a line of the log, and before it all that one stream over all of that time gives, each event once and in its order.</summary>
    public async Task EndAsync(long last)
    {
        await WaitFor.TrueAsync(() => Seen().Contains(last) || _work.IsCompleted, TimeSpan.FromSeconds(30));
        await _end.CancelAsync();
        await _work;
        await using var whole = await EventStreamReader.OpenAsync(_program, First);
        var expected = (await whole.UntilAsync("appointment", e => e.Line == last)).Where(e => e.Name == "appointment").Select(e => e.Line).ToList();
        Seen().TakeWhile(line => line != last).Append(last).Should().Equal(expected);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private List<long> Seen()
    {
        lock (_seen) return [.. _seen];
    }

    private async Task FollowAsync()
    {
        for (; !_end.IsCancellationRequested; Returns++)
        {
            try
            {
                await using var stream = await EventStreamReader.OpenAsync(_program, _last);
                do
                {
                    await Task.WhenAny(stream.Ended, Task.Delay(Breath, TimeProvider.System));
                    Keep(stream.Take());
                }
                while (!stream.Ended.IsCompleted && !_end.IsCancellationRequested);
                Keep(stream.Take());
            }
            catch (Exception fault) when (fault is HttpRequestException or XunitException)
            {
                await Task.Delay(Breath, TimeProvider.System); // no answer, or "not now": it comes back
            }
        }
    }

    private void Keep(List<StreamedEvent> events)
    {
        lock (_seen)
        {
            foreach (var one in events)
            {
                _last = one.Id ?? _last;
                if (one.Name == "appointment") _seen.Add(one.Line);
            }
        }
    }
}
