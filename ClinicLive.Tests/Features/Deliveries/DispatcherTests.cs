using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Deliveries;

/// <summary>Every row comes to one end: sent once, known not to be sent, or noted as maybe sent.</summary>
public sealed class DispatcherTests : IDisposable
{
    private readonly DeliveryClinic _out = new();

    private TestClinic Home => _out.Home;

    [Fact]
    public async Task What_was_sent_is_not_sent_again_by_anybody()
    {
        await CallAsync(Home.Patient);
        await _out.Dispatcher.DispatchAsync();

        await _out.Dispatcher.DispatchAsync();
        await _out.NewNode().GetRequiredService<DeliveryDispatcher>().DispatchAsync();

        _out.Email.Taken.Should().ContainSingle();
        (await _out.RowAsync(DeliveryChannel.Email)).Should().Match<Delivery>(d => d.State == DeliveryState.Sent && d.Attempts == 1 && d.EndedAt == _out.Clinic.Now);
    }

    [Fact]
    public async Task Two_nodes_at_once_send_everything_and_nothing_twice()
    {
        for (var i = 0; i < 60; i++) await CallAsync(Home.Patient);

        await Task.WhenAll(
            Task.Run(() => _out.Dispatcher.DispatchAsync()),
            Task.Run(() => _out.NewNode().GetRequiredService<DeliveryDispatcher>().DispatchAsync()),
            Task.Run(() => _out.NewNode().GetRequiredService<DeliveryDispatcher>().DispatchAsync()));

        _out.Email.Taken.Select(m => m.Key).Should().HaveCount(60).And.OnlyHaveUniqueItems();
        (await _out.RowsAsync(DeliveryChannel.Email)).Should().OnlyContain(d => d.State == DeliveryState.Sent);
    }

    [Fact]
    public async Task A_refusal_for_now_is_tried_again_after_longer_and_longer_pauses_until_it_is_given_up()
    {
        _out.Email.Before = (_, _) => Task.FromResult<DeliveryResult?>(DeliveryResult.TryLater("The mail server is busy."));
        await _out.Clinic.TellAsync(Home.Doctor, severity: NotificationSeverity.Critical);
        _out.Clock.Advance(_out.Rules.EmailAfter);
        var pauses = new List<TimeSpan>();
        for (var i = 1; i < _out.Rules.MostAttempts; i++)
        {
            await _out.Dispatcher.DispatchAsync();
            var row = await _out.RowAsync(DeliveryChannel.Email);
            row.Should().Match<Delivery>(d => d.State == DeliveryState.Failed && d.Attempts == i && d.LastError == "The mail server is busy.");
            pauses.Add(row.NextAttemptAt!.Value - _out.Clinic.Now);
            _out.Clock.AdvanceTo(row.NextAttemptAt.Value);
        }

        await _out.Dispatcher.DispatchAsync();

        (await _out.RowAsync(DeliveryChannel.Email)).State.Should().Be(DeliveryState.Dead);
        pauses.Select(p => p.TotalSeconds).Should().Equal(30, 60, 120, 240, 480, 960, 1920);
        _out.Email.Taken.Should().BeEmpty();
    }

    [Fact]
    public async Task A_pause_that_the_other_side_asks_for_is_kept()
    {
        _out.Email.Before = (_, _) => Task.FromResult<DeliveryResult?>(DeliveryResult.TryLater("Too many.", TimeSpan.FromMinutes(7)));
        await CallAsync(Home.Patient);

        await _out.Dispatcher.DispatchAsync();

        (await _out.RowAsync(DeliveryChannel.Email)).NextAttemptAt.Should().Be(_out.Clinic.Now.AddMinutes(7));
    }

    [Theory]
    [InlineData(0, 24)]
    [InlineData(1, 36)]
    public void Pauses_are_spread(double chance, double seconds) =>
        new DeliveryRules { Chance = () => chance }.PauseAfter(1).TotalSeconds.Should().BeApproximately(seconds, 0.001);

    [Fact]
    public async Task A_poison_row_stops_nobody()
    {
        await CallAsync(Home.SecondPatient);
        var poison = (await _out.RowAsync(DeliveryChannel.Email)).Id;
        _out.Email.Before = (m, _) => m.DeliveryId == poison ? throw new FormatException("Paula Patient") : Task.FromResult<DeliveryResult?>(null);
        for (var i = 0; i < 20; i++) await CallAsync(Home.Patient);

        await _out.Dispatcher.DispatchAsync();

        _out.Email.Taken.Should().HaveCount(20);
        var row = (await _out.RowsAsync(DeliveryChannel.Email)).Single(d => d.Id == poison);
        row.Should().Match<Delivery>(d => d.State == DeliveryState.Failed && d.LastError == "The message could not be sent.", "a fault's own text may name a person");
    }

    [Fact]
    public async Task A_row_that_stops_whoever_takes_it_up_comes_to_an_end()
    {
        await CallAsync(Home.Patient);
        _out.Clinic.Execute("""DELETE FROM "Notifications" """); // so that nobody can read what it is about
        var lives = 0;
        for (; (await _out.RowAsync(DeliveryChannel.Email)).IsOpen && lives < 2 * _out.Rules.MostAttempts; lives++)
        {
            await _out.Dispatcher.DispatchAsync(DeliveryChannel.Email);
            _out.Clock.Advance(_out.Rules.Lease);
            await _out.Dispatcher.RecoverAsync();
            if ((await _out.RowAsync(DeliveryChannel.Email)).NextAttemptAt is { } next && next > _out.Clinic.Now) _out.Clock.AdvanceTo(next);
        }

        (await _out.RowAsync(DeliveryChannel.Email)).Should().Match<Delivery>(d => d.State == DeliveryState.Dead && d.Attempts == _out.Rules.MostAttempts);
        lives.Should().Be(_out.Rules.MostAttempts);
    }

    [Fact]
    public async Task A_lost_row_that_cannot_be_read_stops_no_other()
    {
        _out.Email.Before = (_, _) => Task.FromResult<DeliveryResult?>(DeliveryResult.NotMine);
        await CallAsync(Home.Patient);
        var poison = (await _out.RowAsync(DeliveryChannel.Email)).Id;
        await _out.Dispatcher.DispatchAsync(DeliveryChannel.Email);
        _out.Clock.Advance(TimeSpan.FromSeconds(1));
        await CallAsync(Home.SecondPatient);
        await _out.Dispatcher.DispatchAsync(DeliveryChannel.Email);
        _out.Clinic.Execute($"""UPDATE "Deliveries" SET "State" = 'Pigeon' WHERE "Id" = '{poison.ToString().ToUpperInvariant()}'""");
        _out.Clock.Advance(_out.Rules.Lease);

        (await _out.Dispatcher.RecoverAsync()).Should().Be(1);

        _out.Clinic.Count("Deliveries", "\"LeasedUntil\" IS NOT NULL").Should().Be(1, "the one that nobody can read");
    }

    [Fact]
    public async Task One_that_hangs_holds_up_no_other_way_and_no_other_row()
    {
        await CallAsync(Home.SecondPatient);
        var hung = (await _out.RowAsync(DeliveryChannel.Email)).Id;
        _out.Email.Before = async (m, gone) =>
        {
            if (m.DeliveryId == hung) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, gone);
            return null;
        };
        for (var i = 0; i < 20; i++) await CallAsync(Home.Patient);

        var sending = _out.Dispatcher.DispatchAsync();
        await WaitFor.TrueAsync(() => _out.Email.Taken.Count == 20);
        sending.IsCompleted.Should().BeFalse();
        _out.Clock.Advance(_out.Rules.TimeLimit);
        await sending;

        (await _out.RowsAsync(DeliveryChannel.Email)).Single(d => d.Id == hung)
            .Should().Match<Delivery>(d => d.State == DeliveryState.Failed && d.LastError == "The other side did not answer in time.", "it was handed nothing");
    }

    [Fact]
    public async Task An_answer_that_is_lost_is_noted_as_maybe_sent_and_never_sent_again()
    {
        _out.Email.After = (_, _) => throw new IOException("connection reset");
        await CallAsync(Home.Patient);

        await _out.Dispatcher.DispatchAsync();
        await _out.LaterAsync(TimeSpan.FromMinutes(20));

        _out.Email.Taken.Should().ContainSingle();
        (await _out.RowAsync(DeliveryChannel.Email)).State.Should().Be(DeliveryState.MaybeSent);
        _out.Sms.Taken.Should().ContainSingle("nobody knows whether he has it, so the next way is taken");
    }

    [Fact]
    public async Task A_node_that_dies_before_handing_over_loses_nothing()
    {
        DeliveryMessage? held = null;
        _out.Email.Before = (m, _) =>
        {
            held = m;
            return Task.FromResult<DeliveryResult?>(DeliveryResult.NotMine); // it says nothing of how it ended, as the dead do
        };
        await CallAsync(Home.Patient);
        await _out.Dispatcher.DispatchAsync(DeliveryChannel.Email);
        (await _out.RowAsync(DeliveryChannel.Email)).State.Should().Be(DeliveryState.Leased);

        _out.Email.Before = (_, _) => Task.FromResult<DeliveryResult?>(null);
        var other = _out.NewNode().GetRequiredService<DeliveryDispatcher>();
        (await other.RecoverAsync()).Should().Be(0, "its lease is still good");
        _out.Clock.Advance(_out.Rules.Lease);
        (await other.RecoverAsync()).Should().Be(1);
        await other.DispatchAsync(DeliveryChannel.Email);

        _out.Email.Taken.Should().ContainSingle();
        (await held!.MayHandOverAsync(default)).Should().BeFalse("the dead one comes back to life, and its lease is over");
        (await _out.RowAsync(DeliveryChannel.Email)).State.Should().Be(DeliveryState.Sent);
    }

    [Fact]
    public async Task A_node_that_dies_after_handing_over_leaves_a_row_that_may_have_been_sent()
    {
        var dead = new TaskCompletionSource<DeliveryResult>();
        _out.Email.After = (_, _) => dead.Task;
        await CallAsync(Home.Patient);
        var dying = _out.Dispatcher.DispatchAsync(DeliveryChannel.Email);
        await WaitFor.TrueAsync(() => _out.Email.Taken.Count == 1);

        var other = _out.NewNode().GetRequiredService<DeliveryDispatcher>();
        // The dead one's own time limits run on the same clock here; it must not be the one that notes the end.
        dead.SetResult(DeliveryResult.NotMine);
        await dying;
        _out.Clock.Advance(_out.Rules.Lease);
        (await other.RecoverAsync()).Should().Be(1);
        await other.DispatchAsync(DeliveryChannel.Email);

        _out.Email.Taken.Should().ContainSingle();
        (await _out.RowAsync(DeliveryChannel.Email)).State.Should().Be(DeliveryState.MaybeSent);
    }

    [Fact]
    public async Task A_way_that_is_not_set_up_is_kept_as_that_and_the_next_takes_its_place()
    {
        _out.Email.IsConfigured = false;
        await CallAsync(Home.Patient);

        await _out.Dispatcher.DispatchAsync(DeliveryChannel.Email);
        await _out.Dispatcher.DispatchAsync(DeliveryChannel.Sms);

        (await _out.RowAsync(DeliveryChannel.Email)).State.Should().Be(DeliveryState.NotConfigured);
        _out.Sms.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task When_asked_to_stop_what_is_under_way_ends_and_nothing_more_is_begun()
    {
        using var stopping = new CancellationTokenSource();
        var going = new TaskCompletionSource<DeliveryResult>();
        _out.Email.After = (_, _) => going.Task;
        for (var i = 0; i < 20; i++) await CallAsync(Home.Patient);
        var sending = _out.Dispatcher.DispatchAsync(DeliveryChannel.Email, stopping.Token);
        await WaitFor.TrueAsync(() => _out.Email.Taken.Count == _out.Email.MostAtOnce);

        await stopping.CancelAsync();
        going.SetResult(DeliveryResult.Sent);
        await sending;

        var rows = await _out.RowsAsync(DeliveryChannel.Email);
        rows.Should().OnlyContain(d => d.State == DeliveryState.Sent || d.State == DeliveryState.Waiting, "what was taken up and not begun is given back");
        rows.Count(d => d.State == DeliveryState.Sent).Should().Be(_out.Email.Taken.Count);
    }

    public void Dispose() => _out.Dispose();

    private async Task CallAsync(Domain.Shared.Actor patient) => await _out.Clinic.TellAsync(patient, severity: NotificationSeverity.Critical, kind: NotificationKind.PatientCall);
}
