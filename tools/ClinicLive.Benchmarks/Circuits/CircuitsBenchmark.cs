using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>
/// Many dashboards of one receptionist, and how long a check-in (by the API) and its undo take until each of them has read it. Each size has
/// a server of its own, so that what one leaves behind is not the next one's.
/// </summary>
internal static class CircuitsBenchmark
{
    private const string Reception = "reception@demo.example";
    private const int Warmup = 120; // until the runtime has stopped compiling: before, half of the processor's time is the compiler's
    private const int Events = 60;
    private const int Opening = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(IReadOnlyList<int> sizes)
    {
        Console.WriteLine($"{Machine.Description}; server and clients on {(Environment.ProcessorCount > 1 ? "a processor each" : "one processor")}");
        Console.WriteLine("| dashboards | p50 ms | p95 | p99 | last one, median | server CPU s per 1,000 updates | KiB resident each | opened per s | ready after s |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        var figures = new List<Figures>();
        foreach (var size in sizes)
        {
            var measured = await MeasureAsync(size);
            figures.Add(measured);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {size:N0} | {measured.P50:0} | {measured.P95:0} | {measured.P99:0} | {measured.Last:0} | {measured.CpuSeconds:0.00} | {measured.KiBEach:0} | {measured.OpenedPerSecond:0} | {measured.StartSeconds:0.0} |"));
        }

        await Machine.WriteAsync("circuits", figures);
    }

    private static async Task<Figures> MeasureAsync(int size)
    {
        await using var clinic = await RunningClinic.StartAsync();
        await clinic.SignInAsync(Reception);
        using var desk = await clinic.AsProgramAsync(Reception);
        using var patience = new CancellationTokenSource(Patience);
        var windows = new List<BlazorCircuit>();
        try
        {
            var card = (await desk.GetFromJsonAsync<List<Card>>("api/appointments", patience.Token))!.First(a => a.Status == "Booked");
            await OpenAsync(clinic, windows, 1, card, patience.Token); // what is compiled and read for the first one is not a dashboard's
            var (before, began) = (clinic.Resident, Stopwatch.GetTimestamp());
            await OpenAsync(clinic, windows, size - 1, card, patience.Token);
            var (opening, resident) = (Stopwatch.GetElapsedTime(began), clinic.Resident - before);

            var (all, lasts, cpu) = (new List<double>(), new List<double>(), TimeSpan.Zero);
            for (var i = -Warmup; i < Events; i++)
            {
                var used = clinic.Cpu;
                card = await ChangeAsync(desk, windows, card, i < 0 ? [] : all, i < 0 ? [] : lasts, patience.Token);
                await Task.Delay(Pause, TimeProvider.System, patience.Token);
                if (i >= 0) cpu += clinic.Cpu - used;
                patience.CancelAfter(Patience);
            }

            all.Sort();
            lasts.Sort();
            return new Figures(
                size, all[all.Count / 2], all[all.Count * 95 / 100], all[all.Count * 99 / 100], lasts[lasts.Count / 2],
                cpu.TotalSeconds * 1000 / (Events * (double)size), resident / 1024.0 / Math.Max(1, size - 1), size / opening.TotalSeconds, clinic.Started.TotalSeconds);
        }
        finally
        {
            foreach (var window in windows) await window.DisposeAsync();
        }
    }

    private static async Task OpenAsync(RunningClinic clinic, List<BlazorCircuit> windows, int count, Card card, CancellationToken gone)
    {
        using var turn = new SemaphoreSlim(Opening);
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            await turn.WaitAsync(gone);
            try
            {
                var window = new BlazorCircuit(clinic.Address, clinic.Http, clinic.Cookies);
                lock (windows) windows.Add(window);
                await window.OpenAsync("dashboard", $"{card.Id}", gone);
            }
            finally
            {
                turn.Release();
            }
        }));
    }

    // A check-in and its undo in turn: the card moves between two lanes each time.
    private static async Task<Card> ChangeAsync(HttpClient desk, List<BlazorCircuit> windows, Card card, List<double> all, List<double> lasts, CancellationToken gone)
    {
        var updates = windows.Select(w => w.NextAsync($"{card.Id}")).ToList();
        var isBooked = card.Status == "Booked";
        var began = Stopwatch.GetTimestamp();
        using var answer = isBooked
            ? await desk.PostAsJsonAsync($"api/appointments/{card.Id}/status", new { to = "Arrived", expectedFrom = "Booked", version = card.Version, commandId = Guid.CreateVersion7() }, gone)
            : await desk.PostAsJsonAsync($"api/appointments/{card.Id}/undo", new { expectedFrom = "Arrived", version = card.Version, commandId = Guid.CreateVersion7() }, gone);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(gone));
        var times = (await Task.WhenAll(updates).WaitAsync(gone)).Select(at => Stopwatch.GetElapsedTime(began, at).TotalMilliseconds).ToList();
        all.AddRange(times);
        lasts.Add(times.Max());
        return (await answer.Content.ReadFromJsonAsync<Card>(gone))!;
    }

    private sealed record Card(Guid Id, string Status, int Version);

    private sealed record Figures(
        int Dashboards, double P50, double P95, double P99, double Last, double CpuSeconds, double KiBEach, double OpenedPerSecond, double StartSeconds);
}
