using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace ClinicLive.Tests.Features.Accounts.Web;

/// <summary>Who may open what is written down for everything that can be opened. Open to everybody is only what stands here.</summary>
public sealed class OpenDoorTests
{
    private static readonly string[] OpenPages =
    [
        "/account/login", "/account/login/code", "/account/register", "/account/logout", "/account/denied", "/error", "/not-found", "/programs", "/display/{Code}",
    ];

    private static readonly string[] OpenEndpoints = [.. OpenPages, "/health/live", "/health/ready", "/api/auth/login", "/api/auth/refresh", "/openapi/v1.json", "/fhir/R4/metadata", "/calendar/{token}.ics"];

    [Fact]
    public void Every_page_says_who_may_see_it()
    {
        // A circuit moves between pages without a request: there only the page's own attribute counts, not the fallback rule.
        var pages = typeof(Program).Assembly.GetTypes().Where(t => t.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Length > 0).ToList();
        pages.Should().NotBeEmpty();
        foreach (var page in pages)
        {
            var routes = page.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>().Select(r => r.Template).ToList();
            var isOpen = page.IsDefined(typeof(AllowAnonymousAttribute), inherit: true);
            var isClosed = page.IsDefined(typeof(AuthorizeAttribute), inherit: true);
            (isOpen ^ isClosed).Should().BeTrue($"{page.Name} must have one of [Authorize] and [AllowAnonymous]");
            if (isOpen) routes.Should().BeSubsetOf(OpenPages, $"{page.Name} is open to everybody");
        }
    }

    [Fact]
    public async Task Every_endpoint_is_closed_or_on_the_list()
    {
        await using var host = new AccountHost();
        var endpoints = host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        endpoints.Should().Contain(e => e.RoutePattern.RawText!.Contains("_blazor"));

        var open = endpoints
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null && e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct();

        open.Should().BeSubsetOf(OpenEndpoints);
        (await host.Get<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync()).Should().NotBeNull("what has no rule is closed");
    }

    [Theory]
    [InlineData("/dashboard", true)]
    [InlineData("/a?b=c#d", true)]
    [InlineData("/", true)]
    [InlineData("//x", false)]
    [InlineData("/\\x", false)]
    [InlineData("/\n/x", false)]
    [InlineData("https://x", false)]
    [InlineData("x", false)]
    [InlineData(null, false)]
    public void An_address_is_ours_or_not(string? address, bool isOurs) => LocalUrl.IsLocal(address).Should().Be(isOurs);
}
