using System.Diagnostics;
using System.Globalization;
using ClinicLive.Domain.Features.Chat;

namespace ClinicLive.Benchmarks;

/// <summary>How long the reads take with which a long conversation opens, and a page further up and further down.</summary>
internal static class RoomBenchmark
{
    private const int Rounds = 100;
    private const int Page = 60;

    public static async Task RunAsync(IEnumerable<int> sizes)
    {
        Console.WriteLine("| messages in the room | what | p50 ms | p95 ms | longest ms |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var size in sizes)
        {
            await using var clinic = await TalkativeClinic.MakeAsync(Math.Max(20_000, size * 2), longest: size);
            var (chats, expectations) = (clinic.Chats, clinic.Expectations);
            var ((doctor, room), patient) = (clinic.Longest, clinic.LongestPatient);
            await MeasureAsync(size, "opens (room, people, newest page, expectation) for the patient", async _ =>
            {
                await chats.RoomAsync(patient, room);
                await expectations.OfAsync(patient, room);
                return (await chats.BeforeAsync(patient, room, int.MaxValue, Page)).Count;
            });
            await MeasureAsync(size, "opens for the doctor, 3,000 unread", async _ =>
            {
                await chats.RoomAsync(doctor, room);
                return (await chats.BeforeAsync(doctor, room, size - 3_000, Page / 2)).Count + (await chats.AfterAsync(doctor, room, size - 3_001, Page)).Count;
            });
            await MeasureAsync(size, "a page further up, anywhere", async i => (await chats.BeforeAsync(doctor, room, Math.Max(Page, (i * 7_919) % size), Page)).Count);
            await MeasureAsync(size, "a page further down, anywhere", async i => (await chats.AfterAsync(doctor, room, (i * 7_919) % size, Page)).Count);
            await MeasureAsync(size, "what is new after the last one", async _ => (await chats.AfterAsync(doctor, room, size - 1, Page)).Count);
            await MeasureAsync(size, "the list of conversations", async _ => (await chats.RoomsAsync(doctor)).Count);
        }
    }

    private static async Task MeasureAsync(int size, string what, Func<int, Task<int>> read)
    {
        for (var i = 0; i < 10; i++) await read(i);
        var times = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await read(i);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {size:N0} | {what} | {times[Rounds / 2]:0.0} | {times[Rounds * 95 / 100]:0.0} | {times[^1]:0.0} |"));
    }
}
