using System.Collections.Concurrent;
using System.Net;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Browser.Nodes;

/// <summary>
/// Programs that work on, whatever happens: each checks one patient in and takes it back, again and again. What is not answered is asked once more
/// with the same command id, as a good program does.
/// </summary>
internal sealed class SteadyWork : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50); // the machine is needed for screens as well

    private readonly TwoNodes _nodes;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Guid> _confirmed = [];
    private readonly List<Shift> _shifts = [];
    private int _again;

    private SteadyWork(TwoNodes nodes) => _nodes = nodes;

    /// <summary>Changes that were confirmed.</summary>
    public int Confirmed => _confirmed.Count;

    /// <summary>How often there was no answer, or one that says "not now".</summary>
    public int Again => Volatile.Read(ref _again);

    public IReadOnlyList<string> Appointments => [.. _shifts.Select(s => s.Id)];

    /// <summary>Begins, half of it on each node; with appointments that are booked for today and have nobody else's hands on them.</summary>
    public static async Task<SteadyWork> BeginAsync(TwoNodes nodes, int many = 4)
    {
        var work = new SteadyWork(nodes);
        ApiCaller[] desks = [await nodes.ProgramAsync("reception2@demo.example", "a"), await nodes.ProgramAsync("reception2@demo.example", "b")];
        var booked = (await desks[0].GetAsync("/api/appointments")).Ok().List.Where(a => a!["status"]!.ToString() == "Booked").Take(many).ToList();
        booked.Should().HaveCount(many);
        foreach (var (one, i) in booked.Select((one, i) => (one, i)))
        {
            var shift = new Shift(one!["id"]!.ToString(), (int)one["version"]!);
            work._shifts.Add(shift);
            shift.Work = Task.Run(() => work.WorkAsync(desks[i % 2], shift));
        }

        return work;
    }

    /// <summary>Waits until so many more changes were confirmed.</summary>
    public async Task MoreAsync(int many)
    {
        var until = Confirmed + many;
        await WaitFor.TrueAsync(() => Confirmed >= until || _shifts.Any(s => s.Work.IsFaulted), TimeSpan.FromSeconds(30));
        await Task.WhenAll(_shifts.Where(s => s.Work.IsFaulted).Select(s => s.Work)); // says why
    }

    /// <summary>Ends, and looks whether all that was confirmed is there, once, and nothing else.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_shifts.Select(s => s.Work)).WaitAsync(TimeSpan.FromSeconds(30));
        foreach (var shift in _shifts)
        {
            var lines = await _nodes.TextsAsync($"""
                SELECT concat_ws(' ', "CommandId", "To", "SubjectVersion") FROM "ActivityLog" WHERE "SubjectId" = '{shift.Id}' AND "SubjectVersion" > {shift.Before} ORDER BY "SubjectVersion"
                """);
            lines.Should().Equal(shift.Done.Select((d, i) => $"{d.Command} {d.To} {shift.Before + i + 1}"), "each change is in the log once, in its order");
            (await _nodes.TextsAsync($"""SELECT concat_ws(' ', "Status", "Version") FROM "Appointments" WHERE "Id" = '{shift.Id}'""")).Should()
                .Equal($"{(shift.Done.Count == 0 ? "Booked" : shift.Done[^1].To)} {shift.Before + shift.Done.Count}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_shifts.Select(s => s.Work)).WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task WorkAsync(ApiCaller desk, Shift shift)
    {
        while (!_end.IsCancellationRequested || shift.Done.Count % 2 == 1) // a round is finished, so that the patient is booked again
        {
            var isIn = shift.Done.Count % 2 == 0;
            var (path, to) = isIn ? ("status", "Arrived") : ("undo", "Booked");
            var (command, version) = (Guid.CreateVersion7(), shift.Before + shift.Done.Count);
            object body = isIn ? new { to, expectedFrom = "Booked", version, commandId = command } : new { expectedFrom = "Arrived", version, commandId = command, reason = "again" };
            while (true)
            {
                var answer = await AskAsync(desk, $"/api/appointments/{shift.Id}/{path}", body);
                if (answer?.Status == HttpStatusCode.OK)
                {
                    (answer.At("status"), answer.At("version")).Should().Be((to, $"{version + 1}"));
                    break;
                }

                if (answer is not null && answer.Status is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)) throw new InvalidOperationException($"{(int)answer.Status} {answer.Text}");
                Interlocked.Increment(ref _again);
                await Task.Delay(Breath, TimeProvider.System);
            }

            shift.Done.Add((command, to));
            _confirmed.Add(command);
            await Task.Delay(Breath, TimeProvider.System);
        }
    }

    private static async Task<ApiAnswer?> AskAsync(ApiCaller desk, string path, object body)
    {
        try
        {
            return await desk.PostAsync(path, body);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private sealed record Shift(string Id, int Before)
    {
        public List<(Guid Command, string To)> Done { get; } = [];

        public Task Work { get; set; } = Task.CompletedTask;
    }
}
