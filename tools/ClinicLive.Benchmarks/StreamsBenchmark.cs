using System.Diagnostics;
using System.Net.Http.Json;
using ClinicLive.Benchmarks.Circuits;

namespace ClinicLive.Benchmarks;

/// <summary>Many open streams of <c>/api/events</c>, ten for each of the receptionists, and how long a change takes until each has read it.</summary>
internal static class StreamsBenchmark
{
    private const int Each = 10;
    private const int Warmup = 60;
    private const int Changes = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var size in sizes) await MeasureAsync(report, size);
    }

    private static async Task MeasureAsync(Report report, int size)
    {
        await using var clinic = await RunningClinic.StartAsync();
        await using var boards = new Dashboards(clinic);
        using var patience = new CancellationTokenSource(Patience);
        await boards.OpenAsync(1, patience.Token);
        var streams = new List<EventReader>();
        try
        {
            var people = await Crowd.AddAsync(clinic, (size / Each) + 1);
            using var first = await clinic.AsProgramAsync(people[0]);
            streams.Add(await EventReader.OpenAsync(first, patience.Token)); // what is compiled and read for the first one is not a stream's
            var programs = new List<HttpClient>();
            foreach (var person in people.Skip(1)) programs.Add(await clinic.AsProgramAsync(person));
            await ChangesAsync(Warmup, []);
            var (before, began) = (clinic.Resident, Stopwatch.GetTimestamp());
            foreach (var program in programs)
            {
                for (var i = 0; i < Each; i++) streams.Add(await EventReader.OpenAsync(program, patience.Token));
            }

            var (opening, resident) = (Stopwatch.GetElapsedTime(began), clinic.Resident - before);
            await ChangesAsync(Warmup, []);
            var (times, used) = (new List<double>(), clinic.Cpu);
            await ChangesAsync(Changes, times);
            report.Add(
                "a change on open streams of events", size, Times.Of(times), new Count("resident each, opened", resident / 1024.0 / size, "KiB"),
                new Count("resident each, after the changes", (clinic.Resident - before) / 1024.0 / size, "KiB"),
                new Count("of the server per 1,000 events", (clinic.Cpu - used).TotalSeconds * 1000 / (Changes * (double)size), "s"), new Count("a second", size / opening.TotalSeconds, "opened"));
            foreach (var program in programs) program.Dispose();
        }
        finally
        {
            foreach (var stream in streams) stream.Dispose();
        }

        async Task ChangesAsync(int changes, List<double> times)
        {
            for (var i = 0; i < changes; i++)
            {
                patience.CancelAfter(Patience);
                var heard = streams.Select(s => s.NextAsync($"{boards.Card.Id}")).ToList();
                var at = Stopwatch.GetTimestamp();
                await boards.ChangeAsync(patience.Token);
                times.AddRange((await Task.WhenAll(heard).WaitAsync(patience.Token)).Select(read => Stopwatch.GetElapsedTime(at, read).TotalMilliseconds));
            }
        }
    }
}
