using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>The same as <see cref="CircuitsBenchmark"/> on circuits that show one line of text: what no program on this framework and this machine can be faster than.</summary>
internal static class OneLineBenchmark
{
    /// <summary>With which this program serves the page instead of measuring.</summary>
    public const string ServeArgument = "serve-one-line";

    private const int AtOnce = 16;

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var size in sizes) await MeasureAsync(report, size);
    }

    private static async Task MeasureAsync(Report report, int size)
    {
        await using var page = await RunningPage.StartAsync();
        using var http = new HttpClient { BaseAddress = page.Address };
        using var patience = new CancellationTokenSource(CircuitsBenchmark.Patience);
        var windows = new List<BlazorCircuit>();
        await OpenAsync(1);
        var (before, began) = (page.Resident, Stopwatch.GetTimestamp());
        await OpenAsync(size - 1);
        var (opening, resident) = (Stopwatch.GetElapsedTime(began), page.Resident - before);
        var (all, lasts) = (new List<double>(), new List<double>());
        for (var i = 0; i < CircuitsBenchmark.Warmup; i++) await TellAsync(i, []);
        var used = page.Cpu;
        for (var i = 0; i < CircuitsBenchmark.Changes; i++) lasts.Add((await TellAsync(CircuitsBenchmark.Warmup + i, all)).Max());
        report.Add(
            "one line of text on open circuits", size, Times.Of(all), new Count("until the last one, median", Times.Of(lasts).P50, "ms"),
            new Count("of the server per 1,000 updates", (page.Cpu - used).TotalSeconds * 1000 / (CircuitsBenchmark.Changes * (double)size), "s"),
            new Count("resident each", resident / 1024.0 / Math.Max(1, size - 1), "KiB"), new Count("a second", size / opening.TotalSeconds, "opened"));
        foreach (var window in windows) await window.DisposeAsync();

        async Task OpenAsync(int count)
        {
            for (var left = count; left > 0; left -= AtOnce)
            {
                var some = Enumerable.Range(0, Math.Min(AtOnce, left)).Select(_ => new BlazorCircuit(page.Address, http, new CookieContainer())).ToList();
                windows.AddRange(some);
                await Task.WhenAll(some.Select(w => w.OpenAsync("", "nothing yet", patience.Token)));
            }
        }

        async Task<List<double>> TellAsync(int number, List<double> times)
        {
            patience.CancelAfter(CircuitsBenchmark.Patience);
            var line = number.ToString("'evt-'000000000", CultureInfo.InvariantCulture);
            var updates = windows.Select(w => w.NextAsync(line)).ToList();
            var at = Stopwatch.GetTimestamp();
            using (var answer = await http.PostAsync(new Uri($"tell/{line}", UriKind.Relative), null, patience.Token)) answer.EnsureSuccessStatusCode();
            var took = (await Task.WhenAll(updates).WaitAsync(patience.Token)).Select(read => Stopwatch.GetElapsedTime(at, read).TotalMilliseconds).ToList();
            times.AddRange(took);
            await Task.Delay(CircuitsBenchmark.Pause, TimeProvider.System, patience.Token);
            return took;
        }
    }

    /// <summary>The page in a process of its own.</summary>
    private sealed class RunningPage(Process program, TimeSpan started, Uri address) : RunningProgram(program, started, address)
    {
        public static async Task<RunningPage> StartAsync()
        {
            var address = FreeAddress();
            var (program, started) = await StartAsync(["dotnet", typeof(OneLineBenchmark).Assembly.Location, ServeArgument, address.AbsoluteUri], new Uri(address, "ready"), share: false);
            return new RunningPage(program, started, address);
        }
    }
}
