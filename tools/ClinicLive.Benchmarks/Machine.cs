using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ClinicLive.Benchmarks;

/// <summary>What the figures were measured on, and where they are kept.</summary>
internal static class Machine
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Processor, how many of it, memory, system and runtime.</summary>
    public static string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor}, {Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription.Split('#')[0].Trim()}, {RuntimeInformation.FrameworkDescription}");

    private static string Processor => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? $"{RuntimeInformation.ProcessArchitecture}"
        : $"{RuntimeInformation.ProcessArchitecture}";

    /// <summary>Writes the figures to <c>TestResults/benchmarks/NAME.json</c>.</summary>
    public static async Task WriteAsync<T>(string name, IReadOnlyList<T> figures)
    {
        var folder = Directory.CreateDirectory(Path.Combine("TestResults", "benchmarks")).FullName;
        var path = Path.Combine(folder, $"{name}.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { benchmark = name, at = TimeProvider.System.GetUtcNow(), machine = Description, figures }, Readable));
        Console.WriteLine($"Written to {path}");
    }
}
