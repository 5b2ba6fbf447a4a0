using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Presence;

/// <summary>Who is online: over tabs, reloads, sign-outs, lost lines and crashed nodes.</summary>
public sealed class PresenceTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private PresenceService Presence => _clinic.Get<PresenceService>();

    [Fact]
    public async Task The_first_tab_makes_a_doctor_online_and_rings_once()
    {
        var session = await SignInAsync(Home.Doctor);
        (await IsOnlineAsync(Home.Doctor)).Should().BeFalse();
        _clinic.Bus.Forget();

        await Presence.ConnectAsync(Tab("one", Home.Doctor, session));

        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue();
        _clinic.Bus.Published.Should().Equal(new PractitionerPresenceChanged(Home.Id, Home.Doctor.UserId, Online: true));
        (await LinesAsync(Home.Doctor)).Should().Equal(ActivityKind.SignedIn);
    }

    [Fact]
    public async Task A_reload_does_not_flap_and_writes_no_line()
    {
        var session = await SignInAsync(Home.Doctor);
        await Presence.ConnectAsync(Tab("one", Home.Doctor, session));
        _clinic.Bus.Forget();

        for (var i = 0; i < 5; i++)
        {
            await Presence.DisconnectAsync(i == 0 ? "one" : $"reloaded {i - 1}");
            await PassAsync(TimeSpan.FromSeconds(19));
            (await IsOnlineAsync(Home.Doctor)).Should().BeTrue();
            await Presence.ConnectAsync(Tab($"reloaded {i}", Home.Doctor, session));
        }

        await PassAsync(TimeSpan.FromMinutes(2));
        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue();
        _clinic.Bus.Published.Should().BeEmpty();
        (await LinesAsync(Home.Doctor)).Should().Equal(ActivityKind.SignedIn);
    }

    [Fact]
    public async Task After_the_last_tab_is_closed_the_grace_runs_and_then_one_line_tells_of_the_loss()
    {
        var session = await SignInAsync(Home.Doctor);
        await Presence.ConnectAsync(Tab("one", Home.Doctor, session));
        await PassAsync(TimeSpan.FromMinutes(1));
        _clinic.Bus.Forget();

        await Presence.DisconnectAsync("one");
        await PassAsync(PresenceLease.Grace - TimeSpan.FromSeconds(1));
        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue("the grace is not over");
        _clinic.Bus.Published.Should().BeEmpty();

        await PassAsync(TimeSpan.FromSeconds(1));

        (await IsOnlineAsync(Home.Doctor)).Should().BeFalse();
        await PassAsync(TimeSpan.FromMinutes(5));
        (await LinesAsync(Home.Doctor)).Should().Equal(ActivityKind.SignedIn, ActivityKind.ConnectionLost);
        _clinic.Bus.Published.OfType<PractitionerPresenceChanged>().Should().ContainSingle().Which.Online.Should().BeFalse();
        _clinic.Bus.Published.OfType<SignInFeedGrew>().Should().ContainSingle();
    }

    [Fact]
    public async Task Coming_back_after_a_loss_is_one_line_more()
    {
        var session = await SignInAsync(Home.Doctor);
        await Presence.ConnectAsync(Tab("one", Home.Doctor, session));
        await Presence.DisconnectAsync("one");
        await PassAsync(TimeSpan.FromMinutes(1));

        await Presence.ConnectAsync(Tab("two", Home.Doctor, session));
        await Presence.ConnectAsync(Tab("three", Home.Doctor, session));

        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue();
        (await LinesAsync(Home.Doctor)).Should().Equal(ActivityKind.SignedIn, ActivityKind.ConnectionLost, ActivityKind.Reconnected);
    }

    [Fact]
    public async Task Signing_out_is_offline_at_once_and_no_loss()
    {
        var session = await SignInAsync(Home.Doctor);
        await Presence.ConnectAsync(Tab("one", Home.Doctor, session));
        await Presence.ConnectAsync(Tab("two", Home.Doctor, session));

        await _clinic.Get<SessionService>().EndAsync(session);
        await Presence.EndSessionAsync(session, Home.Doctor.UserId, Home.Id);

        (await IsOnlineAsync(Home.Doctor)).Should().BeFalse("both tabs belong to the session that ended");
        await Presence.DisconnectAsync("one"); // the browser notices a moment later
        await Presence.DisconnectAsync("two");
        await PassAsync(TimeSpan.FromMinutes(2));
        (await LinesAsync(Home.Doctor)).Should().Equal(ActivityKind.SignedIn, ActivityKind.SignedOut);
        _clinic.Bus.Published.OfType<PractitionerPresenceChanged>().Select(e => e.Online).Should().Equal(true, false);
    }

    [Fact]
    public async Task Signing_out_on_one_device_leaves_the_other_online()
    {
        var (office, home) = (await SignInAsync(Home.Doctor), await SignInAsync(Home.Doctor));
        await Presence.ConnectAsync(Tab("office", Home.Doctor, office));
        await Presence.ConnectAsync(Tab("home", Home.Doctor, home));

        await _clinic.Get<SessionService>().EndAsync(office);
        await Presence.EndSessionAsync(office, Home.Doctor.UserId, Home.Id);
        await PassAsync(TimeSpan.FromMinutes(2));

        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue();
    }

    [Fact]
    public async Task One_of_two_tabs_closed_changes_nothing()
    {
        var session = await SignInAsync(Home.Doctor);
        await Presence.ConnectAsync(Tab("one", Home.Doctor, session));
        await Presence.ConnectAsync(Tab("two", Home.Doctor, session));
        _clinic.Bus.Forget();

        await Presence.DisconnectAsync("one");
        await Presence.DisconnectAsync("one"); // told twice is once
        await PassAsync(TimeSpan.FromMinutes(2));

        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue();
        _clinic.Bus.Published.Should().BeEmpty();
    }

    [Fact]
    public async Task A_crashed_nodes_people_go_offline_when_its_leases_run_out()
    {
        var session = await SignInAsync(Home.Doctor);
        await Presence.ConnectAsync(Tab("one", Home.Doctor, session));
        using var other = OtherNode();
        other.NodeId.Should().NotBe(Presence.NodeId);

        _clinic.Clock.Advance(PresenceLease.Length - TimeSpan.FromSeconds(1)); // the first node renews nothing any more
        await other.SweepAsync();
        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue();
        _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await other.SweepAsync();

        (await IsOnlineAsync(Home.Doctor)).Should().BeFalse();
        (await LinesAsync(Home.Doctor)).Should().Equal(ActivityKind.SignedIn, ActivityKind.ConnectionLost);
        _clinic.Count("PresenceLeases").Should().Be(0);
    }

    [Fact]
    public async Task Who_is_connected_to_another_node_when_one_crashes_stays_online_without_a_line()
    {
        var session = await SignInAsync(Home.Doctor);
        await Presence.ConnectAsync(Tab("one", Home.Doctor, session));
        using var other = OtherNode();
        await other.ConnectAsync(Tab("one", Home.Doctor, session));

        for (var i = 0; i < 12; i++)
        {
            _clinic.Clock.Advance(TimeSpan.FromSeconds(5));
            await other.SweepAsync();
        }

        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue();
        (await LinesAsync(Home.Doctor)).Should().Equal(ActivityKind.SignedIn);
        _clinic.Count("PresenceLeases").Should().Be(1);
    }

    [Fact]
    public async Task Who_connected_while_the_database_was_away_is_online_when_it_is_back()
    {
        var session = await SignInAsync(Home.Doctor);
        _clinic.Commands.Before = _ => throw new TimeoutException("away");
        await Presence.Invoking(p => p.ConnectAsync(Tab("one", Home.Doctor, session))).Should().ThrowAsync<TimeoutException>();
        _clinic.Commands.Before = null;

        await PassAsync(TimeSpan.FromSeconds(15));

        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue("his tab is open all the time");
    }

    [Fact]
    public async Task Who_lives_on_while_another_node_declared_him_lost_is_online_again_at_the_next_renewal()
    {
        var session = await SignInAsync(Home.Doctor);
        await Presence.ConnectAsync(Tab("one", Home.Doctor, session));
        using var other = OtherNode();
        _clinic.Clock.Advance(TimeSpan.FromMinutes(1)); // this node stood still that long
        await other.SweepAsync();
        (await IsOnlineAsync(Home.Doctor)).Should().BeFalse();

        await PassAsync(TimeSpan.FromSeconds(15));

        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue();
        (await LinesAsync(Home.Doctor)).Should().Equal(ActivityKind.SignedIn, ActivityKind.ConnectionLost, ActivityKind.Reconnected);
    }

    [Fact]
    public async Task Many_tabs_that_come_and_go_at_once_end_in_the_right_state()
    {
        var session = await SignInAsync(Home.Doctor);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(async () =>
        {
            await Presence.ConnectAsync(Tab($"t{i}", Home.Doctor, session));
            if (i != 7) await Presence.DisconnectAsync($"t{i}");
        })));

        _clinic.Get<ConnectionTable>().CountOf(Home.Doctor.UserId).Should().Be(1);
        await PassAsync(TimeSpan.FromMinutes(2));
        (await IsOnlineAsync(Home.Doctor)).Should().BeTrue();
        await Presence.DisconnectAsync("t7");
        await PassAsync(TimeSpan.FromMinutes(1));
        (await IsOnlineAsync(Home.Doctor)).Should().BeFalse();
        _clinic.Get<ConnectionTable>().Count.Should().Be(0);
    }

    public void Dispose() => _clinic.Dispose();

    internal static LiveConnection Tab(string id, Actor who, Guid session) => new(id, who.UserId, session, who.OrganizationId);

    private PresenceService OtherNode() => new(_clinic.Get<IDbContextFactory<ClinicDbContext>>(), new ConnectionTable(), new AttentionTable(_clinic.Clock), _clinic.Clock);

    private async Task<Guid> SignInAsync(Actor who)
    {
        await using var db = _clinic.NewContext();
        return (await _clinic.Get<SessionService>().BeginAsync(await db.Accounts.SingleAsync(a => a.Id == who.UserId))).Id;
    }

    private async Task PassAsync(TimeSpan time)
    {
        var end = _clinic.Now + time;
        while (_clinic.Now < end)
        {
            _clinic.Clock.Advance(TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(1).Ticks, (end - _clinic.Now).Ticks)));
            await Presence.SweepAsync();
        }
    }

    private async Task<bool> IsOnlineAsync(Actor doctor) =>
        (await _clinic.Get<PractitionerQueries>().ListAsync(Home.Lena)).Rows.Single(r => r.AccountId == doctor.UserId).Online;

    private async Task<List<ActivityKind>> LinesAsync(Actor who)
    {
        await using var db = _clinic.NewContext();
        return await db.Activity.Where(a => a.SubjectId == who.UserId).OrderBy(a => a.Sequence).Select(a => a.Kind).ToListAsync();
    }
}
