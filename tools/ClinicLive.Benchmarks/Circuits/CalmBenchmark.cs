using System.Diagnostics;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>Hours of an ordinary day: 200 dashboards, five changes a second, and what the program holds, looked at again and again. It should be the same.</summary>
internal static class CalmBenchmark
{
    private const int Boards = 200;
    private const int PerSecond = 5;
    private const int Looks = 12;
    private static readonly TimeSpan Token = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var minutes in sizes) await MeasureAsync(report, TimeSpan.FromMinutes(minutes));
    }

    private static async Task MeasureAsync(Report report, TimeSpan whole)
    {
        await using var clinic = await RunningClinic.StartAsync(("Sessions__StaffIdleMinutes", "720"));
        await using var boards = new Dashboards(clinic);
        await boards.OpenAsync(Boards, CancellationToken.None);
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        var (began, look, signedIn, changes) = (Stopwatch.GetTimestamp(), 0, Stopwatch.GetTimestamp(), 0);
        while (look <= Looks)
        {
            await beat.WaitForNextTickAsync();
            await boards.ChangeAsync(CancellationToken.None);
            changes++;
            if (Stopwatch.GetElapsedTime(signedIn) > Token)
            {
                await boards.SignInAgainAsync();
                signedIn = Stopwatch.GetTimestamp();
            }

            if (Stopwatch.GetElapsedTime(began) < whole * look / Looks) continue;
            look++;
            var numbers = await clinic.NumbersAsync();
            report.Add(
                $"{Boards} dashboards, {PerSecond} changes a second, after so many seconds", (long)Stopwatch.GetElapsedTime(began).TotalSeconds, null, new Count("", changes, "changes"),
                new Count("resident", clinic.Resident >> 20, "MB"), new Count("live after the last collection", numbers["dotnet_gc_last_collection_heap_size_bytes"] / 1_048_576, "MB"),
                new Count("", clinic.Handles, "handles"), new Count("", clinic.Threads, "threads"), new Count("", numbers["dotnet_timer_count"], "timers"),
                new Count("listen", numbers["clinic_bus_readers"], "regions"), new Count("overflowed", numbers.GetValueOrDefault("clinic_mailbox_overflows_total"), "mailboxes"));
        }
    }
}
