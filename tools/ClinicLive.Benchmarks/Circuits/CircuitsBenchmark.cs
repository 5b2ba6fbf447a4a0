using System.Diagnostics;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>
/// Many dashboards of one receptionist, and how long a check-in (by the API) and its undo take until each of them has read it. Each size has
/// a server of its own, so that what one leaves behind is not the next one's.
/// </summary>
internal static class CircuitsBenchmark
{
    internal const int Warmup = 120; // in the first of them much of the processor's time is the compiler's
    internal const int Changes = 60;
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var size in sizes) await MeasureAsync(report, size);
    }

    private static async Task MeasureAsync(Report report, int size)
    {
        await using var clinic = await RunningClinic.StartAsync();
        await using var boards = new Dashboards(clinic);
        using var patience = new CancellationTokenSource(Patience);
        var gone = patience.Token;
        await boards.OpenAsync(1, gone); // what is compiled and read for the first one is not a dashboard's
        var (before, began) = (clinic.Resident, Stopwatch.GetTimestamp());
        await boards.OpenAsync(size - 1, gone);
        var (opening, resident) = (Stopwatch.GetElapsedTime(began), clinic.Resident - before);

        for (var i = 0; i < Warmup; i++) await ChangeAsync([]);
        var (all, lasts, used, asked, drawn, bytes) = (new List<double>(), new List<double>(), clinic.Cpu, await clinic.CommandsAsync(), Batches(), Bytes());
        began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Changes; i++)
        {
            var times = await ChangeAsync(all);
            lasts.Add(times.Max());
        }

        var (cpu, commands) = (clinic.Cpu - used, await clinic.CommandsAsync() - asked);
        (drawn, bytes) = (Batches() - drawn, Bytes() - bytes);
        await Task.Delay(Stopwatch.GetElapsedTime(began), TimeProvider.System, gone); // what the clinic asks by itself, in the same time
        var idle = await clinic.CommandsAsync() - asked - commands;
        report.Add(
            "a change on open dashboards", size, Times.Of(all),
            new Count("until the last one, median", Times.Of(lasts).P50, "ms"), new Count("of the server per 1,000 updates", cpu.TotalSeconds * 1000 / (Changes * (double)size), "s"),
            new Count("resident each", resident / 1024.0 / Math.Max(1, size - 1), "KiB"), new Count("of the database per change", (commands - idle) / Changes, "commands"),
            new Count("each per change", drawn / (double)Changes / size, "batches"), new Count("each per change", bytes / (double)Changes / size, "bytes"),
            new Count("a second", size / opening.TotalSeconds, "opened"), new Count("from the start to ready", clinic.Started.TotalSeconds, "s"));

        long Batches() => boards.Windows.Sum(w => w.Batches);
        long Bytes() => boards.Windows.Sum(w => w.BatchBytes);

        async Task<List<double>> ChangeAsync(List<double> times)
        {
            patience.CancelAfter(Patience);
            var updates = boards.Windows.Select(w => w.NextAsync($"{boards.Card.Id}")).ToList();
            var at = Stopwatch.GetTimestamp();
            await boards.ChangeAsync(gone);
            var took = (await Task.WhenAll(updates).WaitAsync(gone)).Select(read => Stopwatch.GetElapsedTime(at, read).TotalMilliseconds).ToList();
            times.AddRange(took);
            await Task.Delay(Pause, TimeProvider.System, gone);
            return took;
        }
    }
}
