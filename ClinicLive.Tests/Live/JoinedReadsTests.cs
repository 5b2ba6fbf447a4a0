using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Live;

/// <summary>Many who ask the same in one moment are answered by one read, and never by one that began before they asked.</summary>
public sealed class JoinedReadsTests
{
    private readonly JoinedReads<string, int> _reads = new();
    private readonly List<TaskCompletionSource<int>> _begun = [];

    [Fact]
    public async Task Whoever_asks_while_a_read_is_under_way_shares_the_next_one()
    {
        var first = _reads.ReadAsync("a", ReadAsync);
        await WaitFor.TrueAsync(() => Begun == 1);
        var later = Enumerable.Range(0, 200).Select(_ => _reads.ReadAsync("a", ReadAsync)).ToList();
        Begun.Should().Be(1);

        _begun[0].SetResult(1);
        (await first).Should().Be(1);
        await WaitFor.TrueAsync(() => Begun == 2);
        later.Should().NotContain(t => t.IsCompleted);
        _begun[1].SetResult(2);

        (await Task.WhenAll(later)).Should().OnlyContain(answer => answer == 2);
        Begun.Should().Be(2);
        await WaitFor.TrueAsync(() => _reads.Count == 0);
    }

    [Fact]
    public async Task Other_questions_have_reads_of_their_own()
    {
        var (a, b) = (_reads.ReadAsync("a", ReadAsync), _reads.ReadAsync("b", ReadAsync));
        await WaitFor.TrueAsync(() => Begun == 2);
        foreach (var read in _begun) read.SetResult(7);
        (await a + await b).Should().Be(14);
    }

    [Fact]
    public async Task A_read_that_fails_is_told_to_those_who_waited_for_it_and_to_nobody_else()
    {
        var first = _reads.ReadAsync("a", ReadAsync);
        await WaitFor.TrueAsync(() => Begun == 1);
        var second = _reads.ReadAsync("a", ReadAsync);
        _begun[0].SetException(new IOException("gone"));

        await first.Invoking(t => t).Should().ThrowAsync<IOException>();
        await WaitFor.TrueAsync(() => Begun == 2);
        _begun[1].SetResult(3);
        (await second).Should().Be(3);
    }

    [Fact]
    public async Task Who_goes_away_takes_nobody_along()
    {
        using var gone = new CancellationTokenSource();
        var (leaves, stays) = (_reads.ReadAsync("a", ReadAsync, gone.Token), _reads.ReadAsync("a", ReadAsync));
        await WaitFor.TrueAsync(() => Begun == 1);
        await gone.CancelAsync();

        await leaves.Invoking(t => t).Should().ThrowAsync<OperationCanceledException>();
        _begun[0].SetResult(5);
        (await stays).Should().Be(5);
    }

    [Fact]
    public async Task Two_hundred_who_are_woken_together_read_the_log_twice_at_most_each_with_his_own_rights()
    {
        using var clinic = new ClinicDatabase();
        var log = clinic.Log;
        var row = await clinic.BookAsync();
        var end = await log.EndAsync();
        await clinic.MoveAsync(clinic.Home.Lena, row, AppointmentStatus.Arrived);
        var (held, isHeld) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), false);
        clinic.Commands.Forget();
        clinic.Commands.Before = sql =>
        {
            if (isHeld || !sql.Contains("ActivityLog", StringComparison.Ordinal)) return Task.CompletedTask;
            isHeld = true;
            return held.Task;
        };

        var first = log.LinesAfterAsync(clinic.Home.Lena, end.Line);
        await WaitFor.TrueAsync(() => isHeld);
        var others = Enumerable.Range(0, 200).Select(i => log.LinesAfterAsync(i % 2 == 0 ? clinic.Home.Lena : clinic.Home.Doctor, end.Line)).ToList();
        held.SetResult();

        (await Task.WhenAll([first, .. others])).Should().OnlyContain(lines => lines.Count == 1 && lines[0].SubjectId == row.Id && lines[0].To == nameof(AppointmentStatus.Arrived));
        clinic.Commands.Sent.Count(sql => sql.Contains("ActivityLog", StringComparison.Ordinal)).Should().Be(2);
        (await log.LinesAfterAsync(clinic.Other.Lena, end.Line)).Should().BeEmpty();
        (await log.LinesAfterAsync(clinic.Home.Patient, end.Line)).Should().ContainSingle("the visit is the patient's own");
        (await log.LinesAfterAsync(clinic.Home.SecondPatient, end.Line)).Should().BeEmpty();
    }

    private int Begun
    {
        get
        {
            lock (_begun) return _begun.Count;
        }
    }

    private Task<int> ReadAsync(CancellationToken gone)
    {
        var read = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_begun) _begun.Add(read);
        return read.Task;
    }
}
