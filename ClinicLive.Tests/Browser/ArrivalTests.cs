using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>The way from the sign-in to the first live screen.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ArrivalTests(BrowserFixture browser)
{
    [Fact]
    public Task The_sign_in_leads_to_the_board_by_one_page_and_the_brand_leads_back_without_loading_one() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/", anew: true);
        desk.Url.Should().EndWith("/dashboard");
        (await desk.EvaluateAsync<string[]>("performance.getEntriesByType('resource').filter(entry => entry.initiatorType === 'fetch').map(entry => new URL(entry.name).pathname)"))
            .Should().NotContain("/dashboard"); // fetched from within, it is drawn a second time
        await desk.GotoAsync("/sign-ins");
        await BrowserSession.LiveAsync(desk);
        await desk.EvaluateAsync("window.isSame = true");

        await desk.GetByRole(AriaRole.Link, new() { Name = "ClinicLive, start page" }).ClickAsync();

        await Expect(desk.Lane("Waiting")).ToBeVisibleAsync();
        (await desk.EvaluateAsync<bool>("window.isSame === true")).Should().BeTrue();
    });
}
