using System.Net;
using ClinicLive.Domain.Data.Demo;

namespace ClinicLive.Tests.Features.Accounts.Web;

public sealed class DemoListTests
{
    [Fact]
    public async Task Outside_demo_mode_nothing_of_the_demo_is_shown()
    {
        await using var host = new AccountHost();
        var html = (await host.Visit().PageAsync("/account/login")).DocumentElement.OuterHtml;

        html.Should().NotContain("demo.example").And.NotContain(DemoAccounts.Password).And.NotContain("Demo");
    }

    [Fact]
    public async Task In_demo_mode_one_click_signs_in()
    {
        await using var host = new AccountHost(demo: true);
        var visitor = host.Visit();
        var page = await visitor.PageAsync("/account/login");
        page.QuerySelector(".account-badge")!.TextContent.Should().Be("Demo");

        var button = page.QuerySelector("button[name='Input.Email'][value='doctor1@demo.example']")!;
        var form = button.Closest("form")!.QuerySelectorAll("input").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        form["Input.Email"] = button.GetAttribute("value")!;

        (await visitor.PostAsync("/account/login", form)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await visitor.PageAsync("/account/manage")).Body!.TextContent.Should().Contain("Doctor");
    }
}
