using ClinicLive.Domain.Shared;

namespace ClinicLive.Benchmarks;

/// <summary>How long a search over everything that somebody may read takes in a clinic where much was said.</summary>
internal static class ChatSearchBenchmark
{
    private const int Rounds = 60;

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var size in sizes)
        {
            await using var clinic = await TalkativeClinic.MakeAsync(size);
            report.Add("messages in rooms, made anew", size, null, new Count("", clinic.Rooms, "rooms"), new Count("", clinic.Filling.TotalSeconds, "s"), new Count("", clinic.Bytes / 1_048_576.0, "MiB"));
            foreach (var (who, rooms, actor) in clinic.Readers)
            {
                foreach (var (what, typed) in TalkativeClinic.Questions) await MeasureAsync(report, size, clinic, who, rooms, actor, what, typed, null);
            }

            await MeasureAsync(report, size, clinic, "a doctor, in his longest room", 1, clinic.Longest.Reader, "a word of every third message", "appointment", clinic.Longest.Room);
            await MeasureAsync(report, size, clinic, "a doctor, in his longest room", 1, clinic.Longest.Reader, "a rare word", "zygomatic", clinic.Longest.Room);
        }
    }

    private static async Task MeasureAsync(Report report, int size, TalkativeClinic clinic, string who, int rooms, Actor actor, string what, string typed, Guid? room)
    {
        var (times, hits) = await Times.OfAsync(5, Rounds, async _ => (await clinic.Search.SearchAsync(actor, typed, room)).Count);
        report.Add($"{who} looks for {what}: \"{typed}\"; messages", size, times, new Count("of his", rooms, "rooms"), new Count("", hits, "hits"));
    }
}
