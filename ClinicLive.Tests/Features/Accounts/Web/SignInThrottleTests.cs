using System.Net;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Security;

namespace ClinicLive.Tests.Features.Accounts.Web;

public sealed class SignInThrottleTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Failures_leave_the_window_one_by_one()
    {
        var throttle = new SignInThrottle(_clock);
        var from = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < SignInThrottle.Failures; i++)
        {
            throttle.TryTake(from, out _).Should().BeTrue();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        throttle.TryTake(from, out var wait).Should().BeFalse();
        wait.Should().Be(SignInThrottle.Window - TimeSpan.FromSeconds(SignInThrottle.Failures));
        _clock.Advance(wait);
        throttle.TryTake(from, out _).Should().BeTrue();
        throttle.TryTake(from, out _).Should().BeFalse("only the oldest one was forgotten");
    }

    [Fact]
    public void A_household_with_many_version_6_addresses_is_one()
    {
        var throttle = new SignInThrottle(_clock);
        for (var i = 0; i < SignInThrottle.Failures; i++) throttle.TryTake(IPAddress.Parse($"2001:db8:1:2::{i:x}"), out _);

        throttle.TryTake(IPAddress.Parse("2001:db8:1:2:ffff::1"), out _).Should().BeFalse();
        throttle.TryTake(IPAddress.Parse("2001:db8:1:3::1"), out _).Should().BeTrue();
        throttle.TryTake(IPAddress.Parse("::ffff:192.0.2.1"), out _).Should().BeTrue();
    }

    [Fact]
    public void Its_memory_has_an_end_and_the_loudest_are_forgotten_last()
    {
        var throttle = new SignInThrottle(_clock);
        var loud = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < SignInThrottle.Failures; i++) throttle.TryTake(loud, out _);
        for (var i = 0; i < SignInThrottle.Capacity + 50; i++) throttle.TryTake(new IPAddress(0x0A000000L + i), out _);

        throttle.Count.Should().Be(SignInThrottle.Capacity);
        throttle.TryTake(loud, out _).Should().BeFalse();
    }
}
