using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Benchmarks;

/// <summary>How long a search for free times takes in a clinic with few and with many appointments.</summary>
internal static class FreeSlotsBenchmark
{
    private const int Rounds = 400;

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var size in sizes)
        {
            await using var clinic = await LargeClinic.MakeAsync(size);
            var (from, doctors) = (clinic.Today.AddDays(7), clinic.Doctors);
            await MeasureAsync(report, clinic, size, "a doctor's week", i => new FreeSlotSearch(from.AddDays(i % 60), from.AddDays((i % 60) + 6), 15, null, doctors[i % doctors.Count]));
            await MeasureAsync(report, clinic, size, "any of ten doctors, a week", i => new FreeSlotSearch(from.AddDays(i % 60), from.AddDays((i % 60) + 6), 15));
            await MeasureAsync(report, clinic, size, "any of ten doctors, two weeks", i => new FreeSlotSearch(from.AddDays(i % 60), from.AddDays((i % 60) + 13), 15));
            await MeasureAsync(report, size, "outside the hours, ten doctors, a month", async i => (await clinic.Schedule.OutsideHoursAsync(clinic.Reception, null, from.AddDays(i % 60), from.AddDays((i % 60) + 30))).Count);
        }
    }

    private static Task MeasureAsync(Report report, LargeClinic clinic, int size, string name, Func<int, FreeSlotSearch> search) =>
        MeasureAsync(report, size, name, async i => (await clinic.Slots.FindAsync(clinic.Reception, search(i))).Slots.Count);

    private static async Task MeasureAsync(Report report, int size, string name, Func<int, Task<int>> search)
    {
        var found = 0;
        var (times, _) = await Times.OfAsync(50, Rounds, async i => found += await search(i * 7));
        report.Add($"free times: {name}; appointments, all active", size, times, new Count("", found / (Rounds + 50.0), "found"));
    }
}
