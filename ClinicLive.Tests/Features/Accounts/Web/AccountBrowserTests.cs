using ClinicLive.Domain.Data.Demo;
using ClinicLive.Tests.Browser;
using ClinicLive.Tests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ClinicLive.Tests.Features.Accounts.Web;

[Collection(BrowserCollection.Name)]
public sealed class AccountBrowserTests(BrowserFixture browser)
{
    private const string Password = "twelve green newts";

    [Fact]
    public Task Signing_out_in_one_tab_takes_the_other_tabs_along() => browser.RunAsync(async session =>
    {
        var context = await session.NewContextAsync();
        var first = await SignInAsync(await context.NewPageAsync(), "reception2@demo.example", DemoAccounts.Password);
        var second = await context.NewPageAsync();
        await second.GotoAsync("/sign-ins");
        await BrowserSession.LiveAsync(second);

        await first.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await first.AtAsync("*/account/login*");
        await second.AtAsync("*/account/login?ended=1");
        await first.GotoAsync("/dashboard");
        await first.AtAsync("*/account/login*");
    });

    [Fact]
    public Task A_disabled_account_loses_its_screens_and_a_role_without_a_record_is_refused() => browser.RunAsync(async session =>
    {
        var patient = await RegisterAsync(session, "Dita Disabled");
        var admin = await SignInAsync(await (await session.NewContextAsync()).NewPageAsync(), "admin@demo.example", DemoAccounts.Password);
        await admin.GotoAsync("/admin/accounts");
        await BrowserSession.LiveAsync(admin);
        await admin.GetByLabel("Find by name or address").FillAsync("Dita Disabled");
        var line = admin.Locator("[data-account]");
        await Assertions.Expect(line).ToHaveCountAsync(1);

        await line.GetByRole(AriaRole.Combobox).SelectOptionAsync("Practitioner");
        await line.GetByRole(AriaRole.Button, new() { Name = "Change role" }).ClickAsync();
        await Assertions.Expect(line.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This account has no doctor's record, so it cannot become a doctor.");

        await line.GetByRole(AriaRole.Button, new() { Name = "Disable Dita Disabled" }).ClickAsync();
        await Assertions.Expect(line.GetByRole(AriaRole.Button, new() { Name = "Disable" })).ToBeFocusedAsync();
        await line.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();

        await patient.AtAsync("*/account/login?ended=1");
        await Assertions.Expect(line).ToHaveAttributeAsync("data-disabled", "true");
        await FillInAsync(patient, AddressOf("Dita Disabled"), Password);
        await Assertions.Expect(patient.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not go together");
    });

    [Fact]
    public Task A_new_password_ends_other_browsers_and_leaves_this_ones_tabs_alone() => browser.RunAsync(async session =>
    {
        var tab = await RegisterAsync(session, "Petra Password");
        var elsewhere = await SignInAsync(await (await session.NewContextAsync()).NewPageAsync(), AddressOf("Petra Password"), Password);
        var form = await tab.Context.NewPageAsync();
        await form.GotoAsync("/account/manage/password");

        await form.GetByLabel("Current password").FillAsync(Password);
        await form.GetByLabel("New password", new() { Exact = true }).FillAsync("thirteen grey geese");
        await form.GetByLabel("Repeat new password").FillAsync("thirteen grey geese");
        await form.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();

        await form.AtAsync("*/account/manage?changed=1");
        await elsewhere.AtAsync("*/account/login?ended=1"); // so all sessions have been checked
        await Task.Delay(TimeSpan.FromSeconds(6), TimeProvider.System); // and once more, by the regular check: nothing to wait for but time
        new Uri(tab.Url).AbsolutePath.Should().Be("/portal");
    });

    [Fact]
    public Task A_line_that_comes_back_after_somebody_else_signed_in_shows_nothing_more() => browser.RunAsync(async session =>
    {
        var context = await session.NewContextAsync();
        var page = await context.NewPageAsync();
        var isCut = false;
        IWebSocketRoute? line = null;
        await page.RouteWebSocketAsync(IsCircuit, socket =>
        {
            if (isCut)
            {
                _ = socket.CloseAsync();
                return;
            }

            line = socket;
            socket.ConnectToServer();
        });
        await page.RouteAsync(IsCircuit, route => isCut ? route.AbortAsync() : route.ContinueAsync());
        await SignInAsync(page, "doctor6@demo.example", DemoAccounts.Password);

        isCut = true;
        await line!.CloseAsync();
        await page.Locator("[data-testid=connection][data-state=offline]").First.WaitForAsync();
        await SignInAsync(await context.NewPageAsync(), "patient36@demo.example", DemoAccounts.Password);
        isCut = false;

        await page.AtAsync("*/account/login?ended=1");
    });

    [Theory]
    [InlineData(360, false)]
    [InlineData(360, true)]
    [InlineData(1280, false)]
    public Task Account_pages_fit_and_are_fit_for_everybody(int width, bool dark) => browser.RunAsync(async session =>
    {
        var page = await session.OpenAsync("/account/login", width, dark: dark);
        await LookAsync();
        await FillInAsync(page, "nobody@demo.example", "wrong");
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await LookAsync();
        await page.GotoAsync("/account/register");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await LookAsync();
        foreach (var path in new[] { "/account/logout", "/account/denied" })
        {
            await page.GotoAsync(path);
            await LookAsync();
        }

        await page.GotoAsync("/account/login");
        await SignInAsync(page, "patient35@demo.example", DemoAccounts.Password);
        foreach (var path in new[] { "/account/manage", "/account/manage/password" })
        {
            await page.GotoAsync(path);
            await LookAsync();
        }

        async Task LookAsync()
        {
            var found = await page.RunAxe();
            found.Violations.Select(v => $"{page.Url} {v.Id}: {v.Nodes[0].Html}").Should().BeEmpty();
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth")).Should().BeLessThanOrEqualTo(0, $"{page.Url} must not scroll sideways");
        }
    });

    private static string AddressOf(string name) => $"{name.Replace(' ', '.').ToLowerInvariant()}@accounts.test";

    private static async Task<IPage> SignInAsync(IPage page, string email, string password)
    {
        await page.GotoAsync("/account/login");
        await FillInAsync(page, email, password);
        await BrowserSession.LiveAsync(page);
        return page;
    }

    private static async Task FillInAsync(IPage page, string email, string password)
    {
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static async Task<IPage> RegisterAsync(BrowserSession session, string name)
    {
        var page = await session.OpenAsync("/account/register");
        await page.GetByLabel("Clinic").SelectOptionAsync(new SelectOptionValue { Label = DemoAccounts.All[0].Clinic });
        await page.GetByLabel("Full name").FillAsync(name);
        await page.GetByLabel("Email").FillAsync(AddressOf(name));
        await page.GetByLabel("Date of birth").FillAsync("1984-03-02");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Repeat password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await BrowserSession.LiveAsync(page);
        return page;
    }

    private static bool IsCircuit(string url) => url.Contains("/_blazor", StringComparison.Ordinal);
}
