using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>A second factor from its set-up to the next sign-in.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SecondFactorTests(BrowserFixture browser)
{
    [Fact]
    public Task Set_up_with_an_app_then_signed_in_with_its_code() => browser.RunAsync(async windows =>
    {
        const string Email = "patient37@demo.example";
        var page = await windows.OpenAsAsync(Email, "/account/manage/second-factor", anew: true);
        await page.GetByLabel("Password").FillAsync(Domain.Data.Demo.DemoAccounts.Password);
        await page.Button("Set it up").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code for the authenticator app" })).ToBeVisibleAsync();
        await page.LooksRightAsync("with the key");
        var key = (await page.Locator("[data-key]").TextContentAsync())!.Replace(" ", "");
        await page.Locator("#confirm-code").FillAsync(TotpCode.Of(key, Step()));
        await page.Button("Turn on").ClickAsync();
        await Expect(page.Locator("[data-codes] code")).ToHaveCountAsync(SecondFactors.RecoveryCodes);
        await page.LooksRightAsync("with recovery codes");

        var next = await windows.OpenAsync("/account/login");
        await next.GetByLabel("Email").FillAsync(Email);
        await next.GetByLabel("Password").FillAsync(Domain.Data.Demo.DemoAccounts.Password);
        await next.Button("Sign in").ClickAsync();
        await Expect(next.Locator("#input-code")).ToBeVisibleAsync();
        await next.LooksRightAsync("asked for the code");
        await next.Locator("#input-code").FillAsync(TotpCode.Of(key, Step() + 1)); // a phone that is a little ahead: this moment's code was used
        await next.Button("Sign in").ClickAsync();
        await next.AtAsync("*/portal");

        await next.GotoAsync("/account/manage/second-factor");
        await next.LooksRightAsync("while it is on");
        await next.Locator("#off-password").FillAsync(Domain.Data.Demo.DemoAccounts.Password);
        await next.Button("Turn off").ClickAsync();
        await next.AtAsync("*/account/manage?second=off");
    });

    private static long Step() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;
}
