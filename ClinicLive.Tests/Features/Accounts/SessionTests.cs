using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Accounts;

/// <summary>A session goes on until it is ended, too old, or its account has changed.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private SessionService Sessions => _clinic.Get<SessionService>();

    [Fact]
    public async Task A_fresh_session_may_go_on()
    {
        var (id, stamp) = await SignInAsync(Home.Lena);

        (await ValidAsync(id, stamp)).Should().BeTrue();
    }

    [Fact]
    public async Task A_session_ends_by_itself_after_twelve_hours()
    {
        var (id, stamp) = await SignInAsync(Home.Lena);

        _clinic.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        (await ValidAsync(id, stamp)).Should().BeTrue();
        _clinic.Clock.Advance(TimeSpan.FromSeconds(1));

        (await ValidAsync(id, stamp)).Should().BeFalse();
    }

    [Fact]
    public async Task Ending_it_ends_it_once_and_tells_its_tabs()
    {
        var (id, stamp) = await SignInAsync(Home.Lena);
        var (other, _) = await SignInAsync(Home.Lena);
        _clinic.Bus.Forget();

        await Sessions.EndAsync(id);
        await Sessions.EndAsync(id);
        await Sessions.EndAsync(Guid.NewGuid());

        (await ValidAsync(id, stamp)).Should().BeFalse();
        (await ValidAsync(other, stamp)).Should().BeTrue();
        _clinic.Bus.Published.OfType<SessionEnded>().Should().Equal(new SessionEnded(Home.Lena.UserId, id));
        _clinic.Bus.Published.OfType<SignInFeedGrew>().Should().ContainSingle().Which.Kind.Should().Be(ActivityKind.SignedOut);
        _clinic.Count("ActivityLog", "\"Kind\" = 'SignedOut'").Should().Be(1);
    }

    [Fact]
    public async Task Disabling_the_account_ends_its_sessions_and_enabling_it_does_not_bring_them_back()
    {
        var (id, stamp) = await SignInAsync(Home.Lena);

        await _clinic.Get<AccountService>().DisableAsync(Home.Admin, Home.Lena.UserId);
        (await ValidAsync(id, stamp)).Should().BeFalse();
        await _clinic.Get<AccountService>().EnableAsync(Home.Admin, Home.Lena.UserId);

        (await ValidAsync(id, stamp)).Should().BeFalse("the stamp of the cookie is an old one");
        (await ValidAsync(id, await StampAsync(Home.Lena))).Should().BeTrue();
    }

    [Fact]
    public async Task A_changed_role_ends_the_sessions()
    {
        var (id, stamp) = await SignInAsync(Home.Lena);

        await _clinic.Get<AccountService>().ChangeRoleAsync(Home.Admin, Home.Lena.UserId, Role.Admin);

        (await ValidAsync(id, stamp)).Should().BeFalse();
    }

    [Fact]
    public async Task Of_many_sessions_those_that_may_go_on_are_named()
    {
        var (lena, lenaStamp) = await SignInAsync(Home.Lena);
        var (omar, omarStamp) = await SignInAsync(Home.Omar);
        await Sessions.EndAsync(omar);

        var valid = await Sessions.StillValidAsync(new Dictionary<Guid, string> { [lena] = lenaStamp, [omar] = omarStamp, [Guid.NewGuid()] = lenaStamp });

        valid.Should().BeEquivalentTo([lena]);
        (await Sessions.StillValidAsync(new Dictionary<Guid, string>())).Should().BeEmpty();
    }

    [Theory]
    [InlineData(Role.Receptionist, 10)]
    [InlineData(Role.Patient, 15)]
    public async Task A_browser_in_which_nobody_does_anything_is_signed_out(Role role, int minutes)
    {
        var who = role == Role.Patient ? Home.Patient : Home.Lena;
        var (id, stamp) = await SignInAsync(who, inBrowser: true);

        _clinic.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        (await ValidAsync(id, stamp)).Should().BeTrue();
        (await Sessions.EndIdleAsync()).Should().Be(0);
        _clinic.Clock.Advance(TimeSpan.FromSeconds(1));

        (await ValidAsync(id, stamp)).Should().BeFalse("it counts also before anybody has swept");
        _clinic.Bus.Forget();
        (await Sessions.EndIdleAsync()).Should().Be(1);
        (await Sessions.EndIdleAsync()).Should().Be(0);
        _clinic.Bus.Published.OfType<SessionEnded>().Should().Equal(new SessionEnded(who.UserId, id));
        _clinic.Bus.Published.OfType<SignInFeedGrew>().Should().HaveCount(role == Role.Patient ? 0 : 1);
    }

    [Fact]
    public async Task Whoever_does_something_goes_on_until_twelve_hours_are_over_and_nobody_comes_back_from_the_end()
    {
        var (id, stamp) = await SignInAsync(Home.Lena, inBrowser: true);
        for (var minutes = 9; minutes < 12 * 60; minutes += 9)
        {
            _clinic.Clock.Advance(TimeSpan.FromMinutes(9));
            await TouchAsync(id);
            (await ValidAsync(id, stamp)).Should().BeTrue();
        }

        _clinic.Clock.Advance(TimeSpan.FromMinutes(9));
        await TouchAsync(id);
        (await ValidAsync(id, stamp)).Should().BeFalse("busy or not, twelve hours are the end");

        var (late, lateStamp) = await SignInAsync(Home.Lena, inBrowser: true);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        await TouchAsync(late);
        (await ValidAsync(late, lateStamp)).Should().BeFalse();
    }

    [Fact]
    public async Task While_nothing_can_be_written_nobody_is_signed_out_at_work_and_who_went_is_signed_out_afterwards()
    {
        var (works, stamp) = await SignInAsync(Home.Lena, inBrowser: true);
        var (went, wentStamp) = await SignInAsync(Home.Lena, inBrowser: true);
        var touches = _clinic.Get<SessionTouches>();
        for (var minutes = 0; minutes < 30; minutes += 5) // touched, and never written
        {
            _clinic.Clock.Advance(TimeSpan.FromMinutes(5));
            touches.Touch(works, Role.Receptionist);
            (await ValidAsync(works, stamp)).Should().BeTrue();
        }

        (await ValidAsync(went, wentStamp)).Should().BeFalse();
        (await Sessions.EndIdleAsync()).Should().Be(1);
        (await ValidAsync(works, stamp)).Should().BeTrue("what was done is written before anybody is signed out");
        _clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        (await ValidAsync(works, stamp)).Should().BeFalse();
    }

    [Fact]
    public async Task A_page_that_was_left_for_too_long_may_still_hand_over_what_was_typed_and_a_signed_out_one_may_not()
    {
        var (idle, stamp) = await SignInAsync(Home.Lena, inBrowser: true);
        var (out_, _) = await SignInAsync(Home.Lena, inBrowser: true);
        await Sessions.EndAsync(out_);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(10));
        await Sessions.EndIdleAsync();

        var stamps = new Dictionary<Guid, string> { [idle] = stamp, [out_] = stamp };
        (await Sessions.StillValidAsync(stamps)).Should().BeEmpty();
        (await Sessions.StillValidOrIdleAsync(stamps)).Should().BeEquivalentTo([idle]);
    }

    [Fact]
    public async Task A_program_rests_as_long_as_it_likes()
    {
        var (id, stamp) = await SignInAsync(Home.Lena);

        _clinic.Clock.Advance(TimeSpan.FromHours(11));
        (await Sessions.EndIdleAsync()).Should().Be(0);

        (await ValidAsync(id, stamp)).Should().BeTrue();
    }

    public void Dispose() => _clinic.Dispose();

    private Task TouchAsync(Guid session)
    {
        _clinic.Get<SessionTouches>().Touch(session, Role.Receptionist);
        return Sessions.WriteTouchesAsync();
    }

    private async Task<bool> ValidAsync(Guid session, string stamp) =>
        (await Sessions.StillValidAsync(new Dictionary<Guid, string> { [session] = stamp })).Contains(session);

    private async Task<(Guid Id, string Stamp)> SignInAsync(Actor who, bool inBrowser = false)
    {
        await using var db = _clinic.NewContext();
        var account = await db.Accounts.SingleAsync(a => a.Id == who.UserId);
        return ((await (inBrowser ? Sessions.BeginInBrowserAsync(account) : Sessions.BeginAsync(account))).Id, account.SecurityStamp!);
    }

    private async Task<string> StampAsync(Actor who)
    {
        await using var db = _clinic.NewContext();
        return (await db.Accounts.SingleAsync(a => a.Id == who.UserId)).SecurityStamp!;
    }
}
