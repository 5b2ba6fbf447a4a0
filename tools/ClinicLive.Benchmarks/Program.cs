using System.Globalization;
using ClinicLive.Benchmarks;
using ClinicLive.Benchmarks.Browser;
using ClinicLive.Benchmarks.Circuits;

(string Name, int[] Usual, Func<Report, int[], Task> RunAsync)[] benchmarks =
[
    ("circuits", [200, 1_000, 3_000], CircuitsBenchmark.RunAsync),
    ("one-line", [1_000], OneLineBenchmark.RunAsync),
    ("streams", [500], StreamsBenchmark.RunAsync),
    ("messages", [1, 8, 32], MessagesBenchmark.RunAsync),
    ("history", [10_000, 100_000, 1_000_000], HistoryBenchmark.RunAsync),
    ("free-slots", [10_000, 100_000, 1_000_000], FreeSlotsBenchmark.RunAsync),
    ("search", [10_000, 100_000, 1_000_000], SearchBenchmark.RunAsync),
    ("chat-search", [10_000, 100_000, 1_000_000], ChatSearchBenchmark.RunAsync),
    ("chat-room", [10_000], RoomBenchmark.RunAsync),
    ("typing-storm", [100], TypingStormBenchmark.RunAsync),
    ("deliveries", [10_000], DeliveriesBenchmark.RunAsync),
    ("import", [110_000], ImportBenchmark.RunAsync),
    ("browser", [10_000], BrowserBenchmark.RunAsync),
    ("calm", [120], CalmBenchmark.RunAsync), // minutes
];

var name = args.FirstOrDefault() ?? "";
if (args is [OneLineBenchmark.ServeArgument, var address])
{
    await OneLine.ServeAsync(address);
    return 0;
}

int[] sizes = [.. args.Skip(1).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
var chosen = name == "all" ? benchmarks.Where(b => b.Name != "calm").ToList() : [.. benchmarks.Where(b => b.Name == name)];
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project tools/ClinicLive.Benchmarks -- all | {string.Join(" | ", benchmarks.Select(b => $"{b.Name} [{string.Join(' ', b.Usual)}]"))}");
    return 1;
}

var report = new Report(name);
foreach (var benchmark in chosen) await benchmark.RunAsync(report, sizes.Length == 0 || name == "all" ? benchmark.Usual : sizes);
await report.WriteAsync();
return 0;
