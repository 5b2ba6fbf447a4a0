using System.Diagnostics;
using System.Globalization;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Benchmarks;

/// <summary>How long a search over everything that somebody may read takes in a clinic where much was said.</summary>
internal static class ChatSearchBenchmark
{
    private const int Rounds = 60;

    public static async Task RunAsync(IEnumerable<int> sizes)
    {
        foreach (var size in sizes)
        {
            await using var clinic = await TalkativeClinic.MakeAsync(size);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size:N0} messages in {clinic.Rooms:N0} rooms, made in {clinic.Filling.TotalSeconds:0} s, {clinic.Bytes / 1_048_576.0:0} MiB"));
            Console.WriteLine("| who looks | rooms of his | for what | hits | p50 ms | p95 ms | longest ms |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            foreach (var (who, rooms, actor) in clinic.Readers)
            {
                foreach (var (what, typed) in TalkativeClinic.Questions) await MeasureAsync(clinic, who, rooms, actor, what, typed, null);
            }

            await MeasureAsync(clinic, "a doctor, in his longest room", 1, clinic.Longest.Reader, "a word of every third message", "appointment", clinic.Longest.Room);
            await MeasureAsync(clinic, "a doctor, in his longest room", 1, clinic.Longest.Reader, "a rare word", "zygomatic", clinic.Longest.Room);
        }
    }

    private static async Task MeasureAsync(TalkativeClinic clinic, string who, int rooms, Actor actor, string what, string typed, Guid? room)
    {
        for (var i = 0; i < 5; i++) await clinic.Search.SearchAsync(actor, typed, room); // until everything is compiled
        var times = new double[Rounds];
        var hits = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            hits = (await clinic.Search.SearchAsync(actor, typed, room)).Count;
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {who} | {rooms:N0} | {what}: \"{typed}\" | {hits} | {times[Rounds / 2]:0.0} | {times[Rounds * 95 / 100]:0.0} | {times[^1]:0.0} |"));
    }
}
