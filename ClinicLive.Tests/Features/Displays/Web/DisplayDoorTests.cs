using System.Net;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Accounts.Web;
using ClinicLive.Web.Features.Displays;
using ClinicLive.Web.Security;

namespace ClinicLive.Tests.Features.Displays.Web;

/// <summary>The door of the screens: the code is the right, it opens nothing else, and it is not tried out.</summary>
public sealed class DisplayDoorTests
{
    private const string Line = "/_blazor/negotiate?negotiateVersion=1";

    [Fact]
    public async Task The_code_opens_the_screen_and_the_line_of_its_circuit_and_nothing_else()
    {
        await using var host = new AccountHost();
        var code = await PutUpAsync(host);
        var visitor = host.Visit();
        (await visitor.Client.PostAsync(Line, null)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        var answer = await visitor.GetAsync($"/display/{code}");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(DisplayCookie.Name, StringComparison.Ordinal));
        cookie.ToLowerInvariant().Should().Contain("httponly").And.Contain("samesite=strict").And.Contain("secure").And.NotContain(code);
        (await visitor.Client.PostAsync(Line, null)).StatusCode.Should().Be(HttpStatusCode.OK);
        foreach (var closed in new[] { "/dashboard", "/portal", "/doctor", "/admin/displays", "/account/manage", "/" })
        {
            (await visitor.GetAsync(closed)).StatusCode.Should().Be(HttpStatusCode.Redirect, closed);
        }
    }

    [Fact]
    public async Task A_wrong_code_is_an_address_that_does_not_exist()
    {
        await using var host = new AccountHost();
        await PutUpAsync(host);
        var visitor = host.Visit();

        foreach (var wrong in new[] { DisplayCode.New(), "x", "..%2f", new string('a', 5_000) })
        {
            var answer = await visitor.GetAsync($"/display/{wrong}");
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
            answer.Headers.Should().NotContain(h => h.Key == "Set-Cookie" && h.Value.Any(v => v.StartsWith(DisplayCookie.Name, StringComparison.Ordinal)));
            (await Visitor.DocumentAsync(answer)).QuerySelector("h1")!.TextContent.Should().Be("This page does not exist");
        }
    }

    [Fact]
    public async Task Who_tries_many_codes_has_to_wait_and_a_screen_that_was_in_before_has_not()
    {
        await using var host = new AccountHost();
        var code = await PutUpAsync(host);
        var (screen, other) = (host.Visit("192.0.2.7"), host.Visit("192.0.2.7"));
        await screen.GetAsync($"/display/{code}");
        for (var i = 0; i < SignInThrottle.Failures; i++) (await other.GetAsync($"/display/{DisplayCode.New()}")).StatusCode.Should().Be(HttpStatusCode.NotFound);

        var refused = await other.GetAsync($"/display/{code}");
        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests, "a right guess is none any more");
        refused.Headers.RetryAfter.Should().NotBeNull();
        refused.Headers.GetValues("Refresh").Should().Equal("10");
        (await screen.GetAsync($"/display/{code}")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await host.Visit("192.0.2.8").GetAsync($"/display/{code}")).StatusCode.Should().Be(HttpStatusCode.OK);

        host.Clock.Advance(SignInThrottle.Window);
        (await other.GetAsync($"/display/{code}")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task When_the_screen_is_taken_down_its_line_and_its_address_close()
    {
        await using var host = new AccountHost();
        var code = await PutUpAsync(host);
        var visitor = host.Visit();
        await visitor.GetAsync($"/display/{code}");
        var admin = await host.ActorAsync(Role.Admin);
        var id = (await host.Get<DisplayQueries>().ListAsync(admin)).Single().Id;

        await host.Get<DisplayService>().RemoveAsync(admin, id);

        (await visitor.Client.PostAsync(Line, null)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await visitor.GetAsync($"/display/{code}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_cookie_that_we_did_not_seal_opens_no_line()
    {
        await using var host = new AccountHost();
        var visitor = host.Visit();
        visitor.Client.DefaultRequestHeaders.Add("Cookie", $"{DisplayCookie.Name}={{\"DisplayId\":\"{Guid.NewGuid()}\"}}");

        (await visitor.Client.PostAsync(Line, null)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private static async Task<string> PutUpAsync(AccountHost host)
    {
        var admin = await host.ActorAsync(Role.Admin);
        await host.Get<DisplayService>().PutUpAsync(admin, new("Waiting room", DisplayLanguage.English, []), Guid.NewGuid());
        return (await host.Get<DisplayQueries>().ListAsync(admin)).Single().Code;
    }
}
