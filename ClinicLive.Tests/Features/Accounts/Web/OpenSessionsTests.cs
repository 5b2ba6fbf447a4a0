using System.Security.Claims;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Accounts.Web;

public sealed class OpenSessionsTests : IDisposable
{
    private readonly AccountHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Ending_a_session_ends_all_its_screens_at_once_and_no_others()
    {
        var session = await BeginAsync(Role.Receptionist);
        await using var first = await OpenAsync(session);
        await using var second = await OpenAsync(session);
        await using var elsewhere = await OpenAsync(await BeginAsync(Role.Receptionist));

        await _host.Get<SessionService>().EndAsync(CurrentActor.SessionOf(session));

        await WaitFor.TrueAsync(() => first.End.HasEnded && second.End.HasEnded); // the clock stands still: nobody swept
        elsewhere.End.HasEnded.Should().BeFalse();
        first.Heard.Should().Be(1);
        (await first.UserAsync()).Identity!.IsAuthenticated.Should().BeFalse();
        (await elsewhere.UserAsync()).Identity!.IsAuthenticated.Should().BeTrue();
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_screens_at_once()
    {
        await using var screen = await OpenAsync(await BeginAsync(Role.Practitioner));

        await _host.Get<AccountService>().DisableAsync(await _host.ActorAsync(Role.Admin), (await _host.AccountAsync(Role.Practitioner)).Id);

        await WaitFor.TrueAsync(() => screen.End.HasEnded);
    }

    [Fact]
    public async Task What_nobody_announced_is_seen_by_the_regular_check()
    {
        var session = await BeginAsync(Role.Patient);
        await using var screen = await OpenAsync(session);
        await _host.ReadAsync(db => db.Accounts.Where(a => a.Email == _host.EmailOf(Role.Patient)).ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, "other")));

        await WaitFor.TrueAsync(() =>
        {
            _host.Clock.Advance(SessionSweeperEvery);
            return screen.End.HasEnded;
        });
    }

    [Fact]
    public async Task A_browser_that_nobody_touches_is_signed_out_with_its_screens_and_one_that_is_touched_goes_on()
    {
        var session = await BeginAsync(Role.Receptionist, inBrowser: true);
        await using var screen = await OpenAsync(session);
        for (var minutes = 0; minutes < 30; minutes += 5)
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(5));
            _host.Get<SessionActivity>().Touch(CurrentActor.SessionOf(session), Role.Receptionist);
            await _host.SweepAsync();
        }

        screen.End.HasEnded.Should().BeFalse();
        _host.Clock.Advance(TimeSpan.FromMinutes(10));
        await _host.SweepAsync();
        await WaitFor.TrueAsync(() => screen.End.HasEnded);
    }

    [Fact]
    public async Task A_session_that_renews_its_stamp_keeps_its_screens()
    {
        var session = await BeginAsync(Role.Patient);
        await using var screen = await OpenAsync(session);
        await using var elsewhere = await OpenAsync(await BeginAsync(Role.Patient));
        var open = _host.Get<OpenSessions>();

        await open.RestampAsync(CurrentActor.SessionOf(session), async () =>
        {
            await _host.ReadAsync(db => db.Accounts.Where(a => a.Email == _host.EmailOf(Role.Patient)).ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, "renewed")));
            await open.CheckAllAsync(CancellationToken.None); // in the very middle of it
            return "renewed";
        });
        await open.CheckAllAsync(CancellationToken.None);

        screen.End.HasEnded.Should().BeFalse();
        elsewhere.End.HasEnded.Should().BeTrue();
    }

    [Fact]
    public async Task A_line_that_comes_back_with_another_session_or_none_ends_the_screen()
    {
        var session = await BeginAsync(Role.Receptionist);
        await using var same = await OpenAsync(session);
        await using var other = await OpenAsync(session);
        await using var nobody = await OpenAsync(session);

        same.Connect(session);
        other.Connect(await BeginAsync(Role.Receptionist));
        nobody.Connect(new ClaimsPrincipal(new ClaimsIdentity()));

        same.End.HasEnded.Should().BeFalse();
        other.End.HasEnded.Should().BeTrue();
        nobody.End.HasEnded.Should().BeTrue();
        nobody.Connect(session);
        (await nobody.UserAsync()).Identity!.IsAuthenticated.Should().BeFalse("once ended, the page has to be loaded again");
    }

    [Fact]
    public async Task A_screen_whose_line_is_down_is_sent_to_sign_in_when_it_comes_back()
    {
        var session = await BeginAsync(Role.Receptionist);
        await using var screen = await OpenAsync(session);
        screen.End.LineBreaks();

        await _host.Get<SessionService>().EndAsync(CurrentActor.SessionOf(session));
        await _host.Get<OpenSessions>().CheckAllAsync(CancellationToken.None);

        screen.End.HasEnded.Should().BeTrue("it takes no clicks from this moment");
        (await screen.UserAsync()).Identity!.IsAuthenticated.Should().BeFalse();
        screen.Heard.Should().Be(0, "nobody could hear it");
        screen.End.LineComes();
        screen.Heard.Should().Be(1);
    }

    [Fact]
    public async Task A_closed_screen_is_neither_watched_nor_listened_for()
    {
        var bus = _host.Get<IEventBus>();
        var before = bus.SubscriberCount;
        var session = await BeginAsync(Role.Receptionist);
        for (var i = 0; i < 3; i++)
        {
            await using var first = await OpenAsync(session);
            await using var second = await OpenAsync(session);
            bus.SubscriberCount.Should().Be(before + 1, "an account is listened to once, however many screens it has");
            _host.Get<OpenSessions>().Count.Should().Be(2);
        }

        _host.Get<OpenSessions>().Count.Should().Be(0);
        bus.SubscriberCount.Should().Be(before);
    }

    [Fact]
    public async Task Two_thousand_open_sessions_are_checked_together()
    {
        await using var valid = await OpenAsync(await BeginAsync(Role.Receptionist));
        var open = _host.Get<OpenSessions>();
        var ended = 0;
        var others = Enumerable.Range(0, 2_000).Select(_ => new OpenScreen(Guid.NewGuid(), Guid.NewGuid(), "stamp", () => Interlocked.Increment(ref ended))).ToList();
        foreach (var other in others) open.Add(other);

        await open.CheckAllAsync(CancellationToken.None);

        ended.Should().Be(2_000, "the database knows none of these sessions");
        valid.End.HasEnded.Should().BeFalse();
        foreach (var other in others) open.Remove(other);
    }

    private static TimeSpan SessionSweeperEvery => TimeSpan.FromSeconds(5);

    private async Task<ClaimsPrincipal> BeginAsync(Role role, bool inBrowser = false)
    {
        var account = await _host.AccountAsync(role);
        var sessions = _host.Get<SessionService>();
        var session = await (inBrowser ? sessions.BeginInBrowserAsync(account) : sessions.BeginAsync(account));
        return await _host.Get<ClinicPrincipalFactory>().CreateAsync(account, session.Id);
    }

    private async Task<Screen> OpenAsync(ClaimsPrincipal principal)
    {
        var screen = new Screen(_host.Services.CreateAsyncScope());
        screen.Connect(principal);
        await screen.Provider.WatchAsync();
        return screen;
    }

    // What a circuit has of its own, without a browser.
    private sealed class Screen : IAsyncDisposable
    {
        private readonly AsyncServiceScope _scope;

        public Screen(AsyncServiceScope scope)
        {
            _scope = scope;
            End.Ended += () => Heard++;
        }

        public int Heard { get; private set; }

        public SessionEnd End => _scope.ServiceProvider.GetRequiredService<SessionEnd>();

        public ClinicAuthenticationStateProvider Provider => _scope.ServiceProvider.GetRequiredService<ClinicAuthenticationStateProvider>();

        public void Connect(ClaimsPrincipal principal) =>
            ((IHostEnvironmentAuthenticationStateProvider)_scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>())
                .SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));

        public async Task<ClaimsPrincipal> UserAsync() => (await Provider.GetAuthenticationStateAsync()).User;

        public ValueTask DisposeAsync() => _scope.DisposeAsync();
    }
}
