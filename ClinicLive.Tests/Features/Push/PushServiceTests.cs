using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Push;

/// <summary>Who may be told on which browser: everybody on his own, and a shared computer belongs to who sits at it.</summary>
public sealed class PushServiceTests : IDisposable
{
    private readonly ClinicDatabase _clinic = PushClinic.Open(PushClinic.Settings with { AllowPrivateAddresses = false });

    private TestClinic Home => _clinic.Home;

    private PushService Service => _clinic.Get<PushService>();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task A_browser_is_switched_on_once_and_its_person_sees_it_in_his_list_alone()
    {
        var (session, browser) = (await _clinic.SignInAsync(Home.Patient), PushClinic.Browser());
        _clinic.Bus.Forget();

        var first = await Service.SubscribeAsync(Home.Patient, session, browser);
        var again = await Service.SubscribeAsync(Home.Patient, session, PushClinic.Browser(browser.Endpoint, "Chrome on Linux"));

        again.Value.Should().Be(first.Value);
        var device = (await _clinic.DevicesOfAsync(Home.Patient)).Should().ContainSingle().Which;
        (device.Name, device.IsAsleep, device.LastSentAt).Should().Be(("Chrome on Linux", false, null));
        (await _clinic.DevicesOfAsync(Home.SecondPatient)).Should().BeEmpty();
        (await _clinic.DevicesOfAsync(_clinic.Other.Patient)).Should().BeEmpty();
        _clinic.Bus.Published.Should().AllBeOfType<NotificationsChanged>().And.Contain(e => ((NotificationsChanged)e).RecipientId == Home.Patient.UserId);
    }

    [Theory]
    [InlineData("http://push.example.com/1")]
    [InlineData("https://push.example.com:8443/1")]
    [InlineData("https://user:word@push.example.com/1")]
    [InlineData("https://127.0.0.1/1")]
    [InlineData("https://10.0.0.7/1")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/1")]
    [InlineData("https://[::ffff:192.168.1.1]/1")]
    [InlineData("https://2130706433/1")]
    [InlineData("https://localhost/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("push.example.com/1")]
    [InlineData("")]
    public async Task An_address_that_is_no_public_place_is_refused(string endpoint) =>
        (await Service.SubscribeAsync(Home.Patient, Guid.NewGuid(), PushClinic.Browser(endpoint))).Refusal!.Field.Should().Be("Endpoint");

    [Fact]
    public async Task Keys_that_are_none_are_refused_and_nothing_is_written()
    {
        var browser = PushClinic.Browser();
        PushWish[] wrong = [browser with { P256dh = "" }, browser with { P256dh = browser.Auth }, browser with { Auth = "AA" }, browser with { Auth = new string('A', 100_000) }, browser with { P256dh = "BCV!" }];

        foreach (var wish in wrong) (await Service.SubscribeAsync(Home.Patient, Guid.NewGuid(), wish)).Refusal!.Kind.Should().Be(RefusalKind.Invalid);
        (await Service.SubscribeAsync(Home.Patient, Guid.NewGuid(), browser with { Endpoint = $"https://push.example.com/{new string('x', 1_000)}" })).Refusal!.Field.Should().Be("Endpoint");

        _clinic.Count("PushSubscriptions").Should().Be(0);
    }

    [Fact]
    public async Task Ten_devices_are_enough_and_one_that_is_removed_makes_room()
    {
        for (var i = 0; i < PushSubscription.MostPerAccount; i++) await _clinic.SwitchOnAsync(Home.Lena, PushClinic.Browser($"https://push.example.com/{i}"));

        (await Service.SubscribeAsync(Home.Lena, Guid.NewGuid(), PushClinic.Browser())).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
        (await Service.RemoveAsync(Home.Lena, (await _clinic.DevicesOfAsync(Home.Lena))[0].Id)).Changed.Should().BeTrue();
        (await Service.SubscribeAsync(Home.Lena, Guid.NewGuid(), PushClinic.Browser())).Succeeded.Should().BeTrue();
        (await Service.SubscribeAsync(Home.Omar, Guid.NewGuid(), PushClinic.Browser("https://push.example.com/omar"))).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task On_a_shared_computer_the_browser_goes_to_who_switches_it_on_and_is_given_up_for_who_only_signs_in()
    {
        var browser = PushClinic.Browser();
        await _clinic.SwitchOnAsync(Home.Patient, browser);

        await _clinic.SwitchOnAsync(Home.SecondPatient, browser);
        (await _clinic.DevicesOfAsync(Home.Patient)).Should().BeEmpty();
        (await _clinic.DevicesOfAsync(Home.SecondPatient)).Should().ContainSingle();

        (await Service.SeeAsync(Home.Lena, await _clinic.SignInAsync(Home.Lena), browser.Endpoint)).Value!.Place.Should().Be(PushPlace.Unknown);
        _clinic.Count("PushSubscriptions").Should().Be(0);
    }

    [Fact]
    public async Task It_sleeps_from_the_sign_out_and_wakes_for_its_own_person()
    {
        var browser = PushClinic.Browser();
        var session = await _clinic.SwitchOnAsync(Home.Doctor, browser);
        await _clinic.Get<SessionService>().EndAsync(session);
        (await _clinic.DevicesOfAsync(Home.Doctor)).Single().IsAsleep.Should().BeTrue();

        (await Service.SeeAsync(Home.Doctor, await _clinic.SignInAsync(Home.Doctor), browser.Endpoint)).Value!.Place.Should().Be(PushPlace.Known);

        (await _clinic.DevicesOfAsync(Home.Doctor)).Single().IsAsleep.Should().BeFalse();
        (await Service.SeeAsync(Home.Doctor, Guid.NewGuid(), "https://push.example.com/unknown")).Value!.Place.Should().Be(PushPlace.Unknown);
        (await Service.SeeAsync(Home.Doctor, Guid.NewGuid(), new string('x', 50_000))).Value!.Place.Should().Be(PushPlace.Unknown);
    }

    [Fact]
    public async Task Nobody_removes_the_device_of_somebody_else_and_who_lost_his_right_changes_nothing()
    {
        await _clinic.SwitchOnAsync(Home.Patient, PushClinic.Browser());
        var device = (await _clinic.DevicesOfAsync(Home.Patient)).Single().Id;

        foreach (var stranger in new[] { Home.SecondPatient, Home.Lena, Home.Admin, Home.Doctor, _clinic.Other.Patient, _clinic.Other.Admin })
        {
            (await Service.RemoveAsync(stranger, device)).Refusal.Should().Be(Refusal.NotFound("device"));
        }

        await _clinic.Get<AccountService>().DisableAsync(Home.Admin, Home.Patient.UserId);
        (await Service.SubscribeAsync(Home.Patient, Guid.NewGuid(), PushClinic.Browser("https://push.example.com/2"))).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        _clinic.Count("PushSubscriptions").Should().Be(1);
    }

    [Fact]
    public async Task Two_tabs_that_switch_the_same_browser_on_at_once_end_with_one_device()
    {
        var (session, browser) = (await _clinic.SignInAsync(Home.Patient), PushClinic.Browser());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Service.SubscribeAsync(Home.Patient, session, browser))));

        outcomes.Should().Contain(o => o.Succeeded);
        _clinic.Count("PushSubscriptions").Should().Be(1);
    }

    [Fact]
    public async Task Where_it_is_not_set_up_nothing_can_be_switched_on_and_no_key_is_made()
    {
        using var off = PushClinic.Open(new PushSettings());

        (await off.Get<PushService>().SubscribeAsync(off.Home.Patient, Guid.NewGuid(), PushClinic.Browser())).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
        (await off.Get<PushQueries>().PublicKeyAsync()).Should().BeNull();
        off.Count("PushServerKeys").Should().Be(0);
    }
}
