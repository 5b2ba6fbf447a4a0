using System.Diagnostics;
using ClinicLive.Domain.Features.Chat;

namespace ClinicLive.Benchmarks;

/// <summary>How many messages a second the clinic takes from so many who send at once, each in a room of its own, and how long one takes until it is stored and heard.</summary>
internal static class MessagesBenchmark
{
    private const int Messages = 2_000;

    public static async Task RunAsync(Report report, int[] senders)
    {
        await using var clinic = await TalkativeClinic.MakeAsync(40_000);
        await MeasureAsync(clinic, senders.Max(), 400); // until everything is compiled
        foreach (var many in senders)
        {
            var (times, took) = await MeasureAsync(clinic, many, Messages);
            report.Add("a message stored and heard, senders at once", many, Times.Of(times), new Count("", times.Count / took.TotalSeconds, "messages a second"));
        }
    }

    private static async Task<(List<double> Times, TimeSpan Took)> MeasureAsync(TalkativeClinic clinic, int senders, int messages)
    {
        var (times, began) = (new List<double>(), Stopwatch.GetTimestamp());
        await Task.WhenAll(clinic.Pairs.Take(senders).Select(pair => Task.Run(async () =>
        {
            await using var ear = clinic.Listen(pair.Room);
            await using var heard = ear.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
            for (var i = 0; i < messages / senders; i++)
            {
                var at = Stopwatch.GetTimestamp();
                var sent = clinic.SendAsync(pair.Actor, pair.Room, $"message {i} of many");
                while (await heard.MoveNextAsync() && !heard.Current.Events.OfType<MessageSent>().Any())
                {
                }

                await sent;
                lock (times) times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            }
        })));
        return (times, Stopwatch.GetElapsedTime(began));
    }
}
