using System.Net;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Hosting;

namespace ClinicLive.Tests.Features.Accounts.Web;

public sealed class HeaderTests : IDisposable
{
    private readonly AccountHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("/account/login", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/account/denied", HttpStatusCode.Forbidden)]
    [InlineData("/api/nothing", HttpStatusCode.Unauthorized)]
    [InlineData("/css/account.css", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    public async Task Every_answer_says_what_a_page_may_do(string path, HttpStatusCode status)
    {
        var answer = await _host.Visit().GetAsync(path);

        answer.StatusCode.Should().Be(status);
        ShouldBeGuarded(answer);
    }

    [Fact]
    public async Task So_do_answers_to_what_does_not_exist_and_to_what_was_refused()
    {
        var visitor = await _host.VisitAsync(Role.Patient);

        var missing = await visitor.GetAsync("/no/such/page");
        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
        ShouldBeGuarded(missing);
        var refused = await visitor.PostAsync("/account/login", new Dictionary<string, string> { ["_handler"] = "sign-in" });
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        ShouldBeGuarded(refused);
    }

    [Fact]
    public async Task The_nonce_is_another_one_each_time_and_marks_the_pages_own_script()
    {
        var visitor = _host.Visit();
        var nonces = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            var answer = await visitor.GetAsync("/account/login");
            var nonce = Policy(answer).Split("'nonce-")[1].Split('\'')[0];
            (await Visitor.DocumentAsync(answer)).QuerySelectorAll("script:not([src])").Should().OnlyContain(s => s.GetAttribute("nonce") == nonce);
            nonces.Add(nonce);
        }

        nonces.Should().HaveCount(5);
    }

    [Fact]
    public async Task What_a_signed_in_person_saw_is_not_kept_by_the_browser()
    {
        var visitor = await _host.VisitAsync(Role.Receptionist);

        (await visitor.GetAsync("/account/manage")).Headers.CacheControl!.NoStore.Should().BeTrue();
        (await visitor.GetAsync("/css/account.css")).Headers.CacheControl!.NoStore.Should().BeFalse("the same bytes for everybody");
    }

    [Fact]
    public async Task Outside_development_browsers_are_held_to_https()
    {
        await using var production = new AccountHost("Production");

        (await production.Visit().GetAsync("/account/login")).Headers.GetValues("Strict-Transport-Security").Should().Equal("max-age=31536000");
        (await _host.Visit().GetAsync("/account/login")).Headers.Contains("Strict-Transport-Security").Should().BeFalse();
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("https://clinic.test.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("https://clinic.test:8443", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("https://clinic.test", HttpStatusCode.OK)]
    [InlineData("https://clinic.test:443", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task A_circuit_is_for_our_own_pages(string? origin, HttpStatusCode status)
    {
        var visitor = await _host.VisitAsync(Role.Receptionist);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null) request.Headers.Add("Origin", origin);

        (await visitor.Client.SendAsync(request)).StatusCode.Should().Be(status);
    }

    [Fact]
    public async Task A_place_that_the_settings_name_may_open_circuits_too()
    {
        await using var host = new AccountHost();
        await using var allowing = host.WithWebHostBuilder(builder => builder.UseSetting("Security:AllowedOrigins:0", "https://portal.example"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", "https://portal.example");

        (await allowing.CreateClient(new() { AllowAutoRedirect = false }).SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Unauthorized, "not for its origin, only for nobody being signed in");
    }

    private static void ShouldBeGuarded(HttpResponseMessage answer)
    {
        Policy(answer).Should().MatchRegex(
            "^default-src 'self'; script-src 'self' 'nonce-[A-Za-z0-9+/=]+'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
            + "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'$");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        answer.Headers.GetValues("Permissions-Policy").Single().Should().Contain("camera=()");
    }

    private static string Policy(HttpResponseMessage answer) => answer.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Subject;
}
