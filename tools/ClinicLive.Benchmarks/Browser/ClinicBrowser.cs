using ClinicLive.Benchmarks.Circuits;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;

namespace ClinicLive.Benchmarks.Browser;

/// <summary>A real browser at a running clinic: each person has a profile of their own.</summary>
internal sealed class ClinicBrowser : IAsyncDisposable
{
    private const string Password = "Clinic-Live-2026";
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly RunningClinic _clinic;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ClinicBrowser(RunningClinic clinic, IPlaywright playwright, IBrowser browser) => (_clinic, _playwright, _browser) = (clinic, playwright, browser);

    public static async Task<ClinicBrowser> StartAsync(RunningClinic clinic)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumLocator.Find(playwright.Chromium), Args = Arguments });
        return new ClinicBrowser(clinic, playwright, browser);
    }

    /// <summary>A page of a new profile; <paramref name="script"/> runs in whatever it shows, before anything else.</summary>
    public async Task<IPage> OpenAsync(string? script = null)
    {
        var context = await _browser.NewContextAsync(new() { BaseURL = _clinic.Address.AbsoluteUri, ViewportSize = new() { Width = 1280, Height = 800 } });
        if (script is not null) await context.AddInitScriptAsync(script);
        return await context.NewPageAsync();
    }

    /// <summary>Signs somebody in by the form, in a new profile.</summary>
    public async Task<IPage> SignInAsync(string email)
    {
        var page = await OpenAsync();
        await SignInAsync(page, email);
        return page;
    }

    /// <summary>Signs somebody in by the form.</summary>
    public static async Task SignInAsync(IPage page, string email)
    {
        await page.GotoAsync("account/login");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await LiveAsync(page);
    }

    public static Task LiveAsync(IPage page) => page.Locator("[data-interactive='true']").First.WaitForAsync();

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
