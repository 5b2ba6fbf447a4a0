using System.Globalization;
using ClinicLive.Benchmarks;
using ClinicLive.Benchmarks.Browser;
using ClinicLive.Benchmarks.Circuits;

int[] sizes = [.. args.Skip(1).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
Func<int[], int[]> or = usual => sizes.Length == 0 ? usual : sizes;
Task? benchmark = args.FirstOrDefault() switch
{
    "free-slots" => FreeSlotsBenchmark.RunAsync(or([10_000, 100_000, 1_000_000])),
    "chat-search" => ChatSearchBenchmark.RunAsync(or([1_000_000])),
    "chat-room" => RoomBenchmark.RunAsync(or([10_000])),
    "typing-storm" => TypingStormBenchmark.RunAsync(or([100])),
    "deliveries" => DeliveriesBenchmark.RunAsync(or([10_000])[0]),
    "circuits" => CircuitsBenchmark.RunAsync(or([200, 1_000])),
    "browser" => BrowserBenchmark.RunAsync(or([10_000])[0]),
    "import" => ImportBenchmark.RunAsync(or([110_000])[0]),
    "search" => SearchBenchmark.RunAsync(or([10_000, 100_000, 1_000_000])),
    _ => null,
};
if (benchmark is null)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tools/ClinicLive.Benchmarks -- free-slots [appointments ...] | chat-search [messages ...] | chat-room [messages ...] | typing-storm [people ...] | deliveries [reminders] | import [rows] | search [patients ...] | circuits [dashboards ...] | browser [messages]");
    return 1;
}

await benchmark;
return 0;
