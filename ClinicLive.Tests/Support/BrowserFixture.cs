using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace ClinicLive.Tests.Support;

/// <summary>All browser tests are one collection: one browser and one host for the suite, one test at a time.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}

/// <summary>The one Chromium of the suite and the one host with the demo clinic that most browser tests look at.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // No sandbox: it cannot be had as root in a container. The microphone is one that plays a tone, and is allowed. The rest keeps the browser from calling home while tests run.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private AppHost? _host;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser has not been started.");

    /// <summary>Shared by all browser tests: leave it running, and make what you need rather than change what others look at.
    /// A test that kills, restarts or configures a host starts its own with <see cref="AppHost.StartAsync"/>.</summary>
    public AppHost Host => _host ?? throw new InvalidOperationException("The host has not been started.");

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(BrowserSession.Patience);
        var host = AppHost.StartAsync(); // both take a second or two, so side by side
        try
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await LaunchAsync(_playwright);
        }
        finally
        {
            _host = await host;
        }
    }

    internal static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = ChromiumLocator.Find(playwright.Chromium),
        Args = Arguments,
    });

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    /// <summary>
    /// Runs a test with windows of its own. When it fails, a picture of every window is left in TestResults/screenshots, and the
    /// failure names the pictures and what the pages wrote to the console.
    /// </summary>
    public async Task RunAsync(Func<BrowserSession, Task> test, [CallerMemberName] string name = "", [CallerFilePath] string file = "")
    {
        await using var session = new BrowserSession(Browser, Host);
        try
        {
            await test(session);
        }
        catch (Exception failure)
        {
            var seen = await session.DescribeAsync($"{Path.GetFileNameWithoutExtension(file)}-{name}");
            throw new Xunit.Sdk.XunitException($"{failure.Message}{Environment.NewLine}{seen}", failure);
        }
    }
}
