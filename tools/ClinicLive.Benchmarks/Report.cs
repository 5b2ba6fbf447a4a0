using System.Diagnostics;
using System.Globalization;

namespace ClinicLive.Benchmarks;

/// <summary>One table for everything that is measured: a row says what was measured at which size, how long it took, and what else was counted.</summary>
internal sealed class Report(string name)
{
    private readonly List<Row> _rows = [];
    private bool _hasHead;

    /// <summary>A row, which is printed at once.</summary>
    public void Add(string what, long size, Times? times, params Count[] counts)
    {
        if (!_hasHead)
        {
            Console.WriteLine(Machine.Description);
            Console.WriteLine("| what | size | p50 ms | p95 | p99 | longest | besides |\n|---|---|---|---|---|---|---|");
            _hasHead = true;
        }

        var row = new Row(what, size, times, counts);
        _rows.Add(row);
        var besides = string.Join("; ", counts.Select(c => $"{Short(c.Value)} {c.Unit} {c.Name}".TrimEnd()));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {size:N0} | {Short(times?.P50)} | {Short(times?.P95)} | {Short(times?.P99)} | {Short(times?.Longest)} | {besides} |"));
    }

    /// <summary>Writes the rows to <c>TestResults/benchmarks/NAME.json</c>.</summary>
    public Task WriteAsync() => Machine.WriteAsync(name, _rows);

    private static string Short(double? number) => number is not { } value ? "" : value.ToString(value is >= 100 or 0 ? "N0" : value >= 10 ? "0.#" : "0.0#", CultureInfo.InvariantCulture);

    private sealed record Row(string What, long Size, Times? Times, IReadOnlyList<Count> Counts);
}

/// <summary>Something that was counted beside the times.</summary>
internal sealed record Count(string Name, double Value, string Unit);

/// <summary>How long something took, in milliseconds: nearest ranks of <paramref name="Number"/> times.</summary>
internal sealed record Times(int Number, double P50, double P95, double P99, double Longest)
{
    public static Times Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        return new Times(sorted.Count, sorted[sorted.Count / 2], sorted[sorted.Count * 95 / 100], sorted[sorted.Count * 99 / 100], sorted[^1]);
    }

    /// <summary>Runs something, first until everything is compiled, then to be timed.</summary>
    public static async Task<(Times Times, T Last)> OfAsync<T>(int warmup, int rounds, Func<int, Task<T>> run)
    {
        var (times, last) = (new List<double>(rounds), default(T)!);
        for (var i = -warmup; i < rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            last = await run(Math.Max(0, i));
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return (Of(times), last);
    }
}
