
namespace ClinicLive.Benchmarks;

/// <summary>How long the reads take with which a long conversation opens, and a page further up and further down.</summary>
internal static class RoomBenchmark
{
    private const int Rounds = 100;
    private const int Page = 60;

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var size in sizes)
        {
            await using var clinic = await TalkativeClinic.MakeAsync(Math.Max(20_000, size * 2), longest: size);
            var (chats, expectations) = (clinic.Chats, clinic.Expectations);
            var ((doctor, room), patient) = (clinic.Longest, clinic.LongestPatient);
            await MeasureAsync(report, size, "opens (room, people, newest page, expectation) for the patient", async _ =>
            {
                await chats.RoomAsync(patient, room);
                await expectations.OfAsync(patient, room);
                return (await chats.BeforeAsync(patient, room, int.MaxValue, Page)).Count;
            });
            await MeasureAsync(report, size, "opens for the doctor, 3,000 unread", async _ =>
            {
                await chats.RoomAsync(doctor, room);
                return (await chats.BeforeAsync(doctor, room, size - 3_000, Page / 2)).Count + (await chats.AfterAsync(doctor, room, size - 3_001, Page)).Count;
            });
            await MeasureAsync(report, size, "a page further up, anywhere", async i => (await chats.BeforeAsync(doctor, room, Math.Max(Page, (i * 7_919) % size), Page)).Count);
            await MeasureAsync(report, size, "a page further down, anywhere", async i => (await chats.AfterAsync(doctor, room, (i * 7_919) % size, Page)).Count);
            await MeasureAsync(report, size, "what is new after the last one", async _ => (await chats.AfterAsync(doctor, room, size - 1, Page)).Count);
            await MeasureAsync(report, size, "the list of conversations", async _ => (await chats.RoomsAsync(doctor)).Count);
        }
    }

    private static async Task MeasureAsync(Report report, int size, string what, Func<int, Task<int>> read)
    {
        var (times, _) = await Times.OfAsync(10, Rounds, read);
        report.Add($"{what}; messages in the room", size, times);
    }
}
