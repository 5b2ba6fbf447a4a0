using System.Net;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Accounts.Web;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Push;

namespace ClinicLive.Tests.Features.Push.Web;

/// <summary>The way of browsers and programs to web push, and the worker that shows what comes.</summary>
public sealed class PushApiTests : IDisposable
{
    private readonly ApiHost _host = new(settings: [("WebPush:Enabled", "true"), ("WebPush:Subject", "mailto:it@clinic.test")]);

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_device_is_switched_on_seen_listed_and_removed_by_its_own_person_only()
    {
        var (patient, other) = (await _host.AsAsync(Home.Patient), await _host.AsAsync(Home.SecondPatient));
        var browser = PushClinic.Browser();
        (await patient.GetAsync("/api/push/key")).Ok().At("publicKey").Should().HaveLength(87);

        var id = (await patient.PostAsync("/api/push/devices", new { endpoint = browser.Endpoint, p256dh = browser.P256dh, auth = browser.Auth }, ("User-Agent", "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"))).Ok().At("id");

        var list = (await patient.GetAsync("/api/push/devices")).Ok();
        ApiAnswer.FieldsOf(list.List.Single()).Should().Equal("createdAt", "id", "isAsleep", "lastSentAt", "name");
        list.List[0]!["name"]!.ToString().Should().Be("Firefox on Android");
        (await patient.PostAsync("/api/push/devices/seen", new { endpoint = browser.Endpoint })).Ok().At("place").Should().Be("Known");
        (await other.GetAsync("/api/push/devices")).Ok().List.Should().BeEmpty();
        (await other.SendAsync(HttpMethod.Delete, $"/api/push/devices/{id}", null)).IsProblem(404, "not-found");
        (await patient.SendAsync(HttpMethod.Delete, $"/api/push/devices/{id}", null)).Ok(HttpStatusCode.NoContent);
        (await patient.PostAsync("/api/push/devices/seen", new { endpoint = browser.Endpoint })).Ok().At("place").Should().Be("Unknown");
    }

    [Fact]
    public async Task Nobody_without_a_session_gets_in_and_an_address_inside_is_refused()
    {
        (await _host.Nobody().GetAsync("/api/push/key")).IsProblem(401, "unauthenticated");
        var patient = await _host.AsAsync(Home.Patient);
        var browser = PushClinic.Browser("https://169.254.169.254/x");

        var refused = (await patient.PostAsync("/api/push/devices", new { endpoint = browser.Endpoint, p256dh = browser.P256dh, auth = browser.Auth })).IsProblem(422, "invalid");

        refused.Json["errors"]!["endpoint"].Should().NotBeNull();
    }

    [Fact]
    public async Task The_page_behind_a_notice_asks_who_one_is_and_is_one_page()
    {
        var address = $"/notifications/{Guid.CreateVersion7()}";
        var signedOut = await _host.Nobody().GetAsync(address);
        signedOut.Status.Should().Be(HttpStatusCode.Redirect);
        signedOut.Headers["Location"].Should().Contain("/account/login").And.Contain(Uri.EscapeDataString(address));

        await using var accounts = new AccountHost();
        using var page = await (await accounts.VisitAsync(Role.Patient)).GetAsync(address);
        page.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_worker_stands_at_the_root_and_is_asked_for_again_each_time()
    {
        var worker = await _host.Nobody().GetAsync("/sw.js");

        worker.Ok().MediaType.Should().Be("text/javascript");
        worker.Headers["Cache-Control"].Should().Contain("no-cache");
        worker.Text.Should().NotContain("addEventListener('fetch'").And.NotContain("caches.", "nothing of the clinic is kept by it");
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36", "Chrome on Linux")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "Safari on Mac")]
    [InlineData("curl/8.5.0", "A browser")]
    [InlineData(null, "A browser")]
    public void A_browser_is_called_by_a_name_that_people_know(string? agent, string name) => DeviceName.Of(agent).Should().Be(name);
}
