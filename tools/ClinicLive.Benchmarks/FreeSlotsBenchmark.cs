using System.Diagnostics;
using System.Globalization;
using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Benchmarks;

/// <summary>How long a search for free times takes in a clinic with few and with many appointments.</summary>
internal static class FreeSlotsBenchmark
{
    private const int Rounds = 400;

    public static async Task RunAsync(IEnumerable<int> sizes)
    {
        Console.WriteLine("| appointments, all active | search | found | p50 ms | p95 ms | longest ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var size in sizes)
        {
            await using var clinic = await LargeClinic.MakeAsync(size);
            var (from, doctors) = (clinic.Today.AddDays(7), clinic.Doctors);
            await MeasureAsync(clinic, size, "a doctor's week", i => new FreeSlotSearch(from.AddDays(i % 60), from.AddDays((i % 60) + 6), 15, null, doctors[i % doctors.Count]));
            await MeasureAsync(clinic, size, "any of ten doctors, a week", i => new FreeSlotSearch(from.AddDays(i % 60), from.AddDays((i % 60) + 6), 15));
            await MeasureAsync(clinic, size, "any of ten doctors, two weeks", i => new FreeSlotSearch(from.AddDays(i % 60), from.AddDays((i % 60) + 13), 15));
            await MeasureAsync(size, "outside the hours, ten doctors, a month", async i => (await clinic.Schedule.OutsideHoursAsync(clinic.Reception, null, from.AddDays(i % 60), from.AddDays((i % 60) + 30))).Count);
        }
    }

    private static Task MeasureAsync(LargeClinic clinic, int size, string name, Func<int, FreeSlotSearch> search) =>
        MeasureAsync(size, name, async i => (await clinic.Slots.FindAsync(clinic.Reception, search(i))).Slots.Count);

    private static async Task MeasureAsync(int size, string name, Func<int, Task<int>> search)
    {
        for (var i = 0; i < 50; i++) await search(i); // until everything is compiled
        var times = new double[Rounds];
        var found = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            found += await search(i * 7);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {size:N0} | {name} | {found / Rounds} | {times[Rounds / 2]:0.00} | {times[Rounds * 95 / 100]:0.00} | {times[^1]:0.00} |"));
    }
}
