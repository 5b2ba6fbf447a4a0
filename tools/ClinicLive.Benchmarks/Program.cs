using ClinicLive.Benchmarks;

if (args is not ["free-slots", .. var rest])
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tools/ClinicLive.Benchmarks -- free-slots [appointments ...]");
    return 1;
}

int[] sizes = rest.Length == 0 ? [10_000, 100_000, 1_000_000] : [.. rest.Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
await FreeSlotsBenchmark.RunAsync(sizes);
return 0;
