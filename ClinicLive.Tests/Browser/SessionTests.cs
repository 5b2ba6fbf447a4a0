using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>A session that is over takes its screens with it, and being online follows the tabs.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SessionTests(BrowserFixture browser)
{
    [Fact]
    public Task Signing_out_in_one_tab_ends_the_other_tab() => browser.RunAsync(async windows =>
    {
        var tab = await windows.OpenAsAsync("reception@demo.example", "/dashboard", anew: true);
        var elsewhere = await windows.OpenAsAsync("reception@demo.example", "/dashboard", anew: true);
        var other = await tab.Context.NewPageAsync();
        await other.GotoAsync("/sign-ins");
        await BrowserSession.LiveAsync(other);

        await other.Button("Sign out").ClickAsync();

        await tab.AtSignInAsync();
        await Expect(tab.Locator("[data-appointment]")).ToHaveCountAsync(0);
        await elsewhere.RoundTripAsync();
        await Expect(elsewhere.Lane("Waiting")).ToBeVisibleAsync(); // another sign-in of the same person goes on
        await tab.GoBackAsync();
        await Expect(tab.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
    });

    [Fact]
    public Task An_account_that_the_admin_disables_loses_its_screens_and_cannot_sign_in() => browser.RunAsync(async windows =>
    {
        var patient = await windows.OpenAsAsync("patient40@demo.example", "/portal", anew: true);
        var admin = await windows.OpenAsAsync("admin@demo.example", "/admin/accounts");
        await admin.GetByLabel("Find by name or address").FillAsync("patient40@");
        var line = admin.Locator("[data-account]");
        await Expect(line).ToHaveCountAsync(1);

        await line.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await line.GetByRole(AriaRole.Alertdialog).Button("Disable").ClickAsync();
        await Expect(line).ToHaveAttributeAsync("data-disabled", "true");

        await patient.AtSignInAsync();
        await patient.SignInAsync("patient40@demo.example");
        await Expect(patient.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        patient.Url.Should().Contain("/account/login");

        await line.GetByRole(AriaRole.Button, new() { Name = "Enable" }).ClickAsync();
        await line.GetByRole(AriaRole.Alertdialog).Button("Enable").ClickAsync();
        await Expect(line).ToHaveAttributeAsync("data-disabled", "false");
        await patient.SignInAsync("patient40@demo.example");
        await patient.AtAsync("*/portal");
    });

    [Fact]
    public Task A_doctor_is_offline_some_time_after_his_last_tab_and_a_reload_is_no_absence() => browser.RunAsync(async windows =>
    {
        var leaves = await windows.OpenAsAsync("doctor4@demo.example", "/doctor");
        var reloads = await windows.OpenAsAsync("doctor5@demo.example", "/doctor");
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        await Expect(desk.Doctor("Mensah")).Not.ToHaveAttributeAsync("data-presence", "offline");
        await Expect(desk.Doctor("García-Lorca")).Not.ToHaveAttributeAsync("data-presence", "offline");
        await RememberPresenceAsync(desk);
        var (lost4, lost5) = (Lost("doctor4@demo.example"), Lost("doctor5@demo.example"));

        // Both tabs go in the same moment, so when the one is given up, the other's time would have been over too.
        await Task.WhenAll(leaves.CloseAsync(), reloads.ReloadAsync());
        await BrowserSession.LiveAsync(reloads);

        await Expect(desk.Doctor("Mensah")).ToHaveAttributeAsync("data-presence", "offline", new() { Timeout = 45_000 });
        await desk.Locator(".feed li", new() { HasText = "Dr Kwame Mensah lost the connection" }).First.WaitForAsync();
        await Expect(desk.Doctor("García-Lorca")).ToHaveAttributeAsync("data-presence", "available");
        (await desk.EvaluateAsync<string[]>("window.presence")).Should().NotContain(seen => seen.Contains("García-Lorca") && seen.EndsWith("offline"));
        Lost("doctor4@demo.example").Should().Be(lost4 + 1);
        Lost("doctor5@demo.example").Should().Be(lost5);
    });

    private long Lost(string email) => browser.Host.LinesBy(email, "\"Kind\" = 'ConnectionLost'");

    private static async Task RememberPresenceAsync(IPage desk) => await desk.EvaluateAsync(
        """
        () => {
          window.presence = [];
          new MutationObserver(changes => {
            for (const change of changes) window.presence.push(`${change.target.textContent} ${change.target.dataset.presence}`);
          }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-presence'] });
        }
        """);
}
