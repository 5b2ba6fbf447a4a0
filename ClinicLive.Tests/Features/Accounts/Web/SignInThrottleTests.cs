using System.Net;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Security;

namespace ClinicLive.Tests.Features.Accounts.Web;

public sealed class SignInThrottleTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task Failures_leave_the_window_one_by_one_on_all_nodes_together()
    {
        using var node = new NodeBeside(_clinic);
        var (here, there) = (new SignInThrottle(_clinic.Get<PaceKeeper>()), new SignInThrottle(node.Get<PaceKeeper>()));
        var from = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < SignInThrottle.Failures; i++)
        {
            (await (i % 2 == 0 ? here : there).TakeAsync(from)).IsTaken.Should().BeTrue();
            _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var refused = await here.TakeAsync(from);
        refused.Should().Be(new PaceAnswer(IsTaken: false, SignInThrottle.Window - TimeSpan.FromSeconds(SignInThrottle.Failures)));
        (await there.LookAsync(from)).Should().Be(refused);
        _clinic.Clock.Advance(refused.Wait);
        (await there.TakeAsync(from)).IsTaken.Should().BeTrue();
        (await here.TakeAsync(from)).IsTaken.Should().BeFalse("only the oldest one was forgotten");
        await here.GiveBackAsync(from);
        (await there.TakeAsync(from)).IsTaken.Should().BeTrue();
    }

    [Fact]
    public async Task A_household_with_many_version_6_addresses_is_one()
    {
        var throttle = new SignInThrottle(_clinic.Get<PaceKeeper>());
        for (var i = 0; i < SignInThrottle.Failures; i++) await throttle.TakeAsync(IPAddress.Parse($"2001:db8:1:2::{i:x}"));

        (await throttle.TakeAsync(IPAddress.Parse("2001:db8:1:2:ffff::1"))).IsTaken.Should().BeFalse();
        (await throttle.TakeAsync(IPAddress.Parse("2001:db8:1:3::1"))).IsTaken.Should().BeTrue();
        (await throttle.TakeAsync(IPAddress.Parse("::ffff:192.0.2.1"))).IsTaken.Should().BeTrue();
    }

    [Fact]
    public async Task Each_door_counts_for_itself()
    {
        var from = IPAddress.Parse("192.0.2.1");
        var calendars = new SignInThrottle(_clinic.Get<PaceKeeper>(), "calendar");
        for (var i = 0; i < SignInThrottle.Failures; i++) await calendars.TakeAsync(from);

        (await calendars.TakeAsync(from)).IsTaken.Should().BeFalse();
        (await new SignInThrottle(_clinic.Get<PaceKeeper>()).TakeAsync(from)).IsTaken.Should().BeTrue();
    }

    [Fact]
    public void Where_nobody_knows_it_the_sentence_is_another()
    {
        PasswordCheck.Refuse(PaceAnswer.Unknown, PasswordCheck.NotPossibleNow).Should().Be(PasswordCheck.NotPossibleNow);
        PasswordCheck.Refuse(new PaceAnswer(IsTaken: false, TimeSpan.FromSeconds(61)), PasswordCheck.NotPossibleNow)!.Should()
            .Match<Refusal>(r => r.Kind == RefusalKind.TooMany && r.Sentence.Contains("2 min"));
        PasswordCheck.Refuse(PaceAnswer.Taken, PasswordCheck.NotPossibleNow).Should().BeNull();
    }
}
