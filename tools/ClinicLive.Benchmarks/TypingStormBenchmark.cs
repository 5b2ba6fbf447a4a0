using System.Diagnostics;
using ClinicLive.Domain.Features.Chat;

namespace ClinicLive.Benchmarks;

/// <summary>What a hundred people who type all the time cost two others who talk: their messages with and without the storm, stored and heard.</summary>
internal static class TypingStormBenchmark
{
    private const int Messages = 150;

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var size in sizes)
        {
            await using var clinic = await TalkativeClinic.MakeAsync(40_000);
            await MeasureAsync(clinic, 10); // until everything is compiled
            foreach (var typists in new[] { 0, size, 0, size })
            {
                using var over = new CancellationTokenSource();
                var signals = 0;
                var began = Stopwatch.GetTimestamp();
                var storm = clinic.Pairs.Take(typists).Select(async pair =>
                {
                    using var keys = new PeriodicTimer(TimeSpan.FromMilliseconds(2_400 + Random.Shared.Next(200))); // as the page signals somebody who goes on typing
                    while (await keys.WaitForNextTickAsync(CancellationToken.None) && !over.IsCancellationRequested)
                    {
                        await clinic.Typing.SignalAsync(pair.Actor, pair.Room, CancellationToken.None);
                        Interlocked.Increment(ref signals);
                    }
                }).ToList();
                var times = await MeasureAsync(clinic, Messages);
                await over.CancelAsync();
                var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                await Task.WhenAll(storm);
                report.Add("a message of two, stored and heard, while so many others type", typists, Times.Of(times), new Count("", signals / seconds, "signals a second"));
            }
        }
    }

    private static async Task<double[]> MeasureAsync(TalkativeClinic clinic, int messages)
    {
        var ((doctor, room), times) = (clinic.Longest, new double[messages]);
        await using var ear = clinic.Listen(room);
        await using var heard = ear.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        for (var i = 0; i < messages; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            var began = Stopwatch.GetTimestamp();
            var sent = clinic.SendAsync(doctor, room, $"message {i}");
            while (await heard.MoveNextAsync() && !heard.Current.Events.OfType<MessageSent>().Any())
            {
            }

            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            await sent;
        }

        return times;
    }
}
