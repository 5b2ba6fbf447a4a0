using System.Runtime.CompilerServices;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;

namespace ClinicLive.Tests.Browser.Nodes;

/// <summary>Tests about two nodes share one pair of them, and run when nothing else does: what they say about seconds is about the clinic.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NodesCollection : ICollectionFixture<NodesFixture>
{
    public const string Name = "two nodes";
}

/// <summary>The two nodes and a browser.</summary>
public sealed class NodesFixture : IAsyncLifetime
{
    private readonly Dictionary<string, string> _signedIn = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private TwoNodes? _nodes;

    internal TwoNodes Nodes => _nodes!;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(BrowserSession.Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await BrowserFixture.LaunchAsync(_playwright);
        _nodes = await TwoNodes.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_nodes is not null) await _nodes.DisposeAsync();
    }

    /// <summary>Runs a test on two whole nodes with windows of its own. When it fails, pictures and the last lines of the logs tell more.</summary>
    internal async Task RunAsync(Func<NodeWindows, Task> test, [CallerMemberName] string name = "")
    {
        await Nodes.MakeWholeAsync();
        await using var windows = new NodeWindows(_browser!, Nodes, _signedIn);
        try
        {
            await test(windows);
        }
        catch (Exception failure)
        {
            throw new Xunit.Sdk.XunitException($"{failure.Message}{Environment.NewLine}{await windows.DescribeAsync(name)}", failure);
        }
    }
}

/// <summary>Windows of people, each of which begins on the node that the test wants.</summary>
internal sealed class NodeWindows(IBrowser browser, TwoNodes nodes, Dictionary<string, string> signedIn) : IAsyncDisposable
{
    private readonly List<IBrowserContext> _contexts = [];

    public TwoNodes Nodes => nodes;

    /// <summary>Opens a page, signed in, on a node.</summary>
    public async Task<IPage> OpenAsAsync(string email, string path, string node)
    {
        var known = signedIn.GetValueOrDefault(email);
        var context = await NewContextAsync(node, known);
        var page = await context.NewPageAsync();
        if (known is null)
        {
            await page.SignInAsync(email, path);
            await page.AtAsync($"*{path}*");
            signedIn[email] = await context.StorageStateAsync();
        }
        else
        {
            await page.GotoAsync(path);
        }

        await BrowserSession.LiveAsync(page);
        (await NodeOfAsync(page)).Should().Be(node);
        return page;
    }

    /// <summary>Opens a page that nobody signs in for, on a node.</summary>
    public async Task<IPage> OpenAsync(string path, string node)
    {
        var page = await (await NewContextAsync(node)).NewPageAsync();
        await page.GotoAsync(path);
        await BrowserSession.LiveAsync(page);
        return page;
    }

    /// <summary>The node that the browser is with.</summary>
    public static async Task<string> NodeOfAsync(IPage page) => (await page.Context.CookiesAsync()).Single(c => c.Name == TwoNodes.Cookie).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts) await context.DisposeAsync();
    }

    private async Task<IBrowserContext> NewContextAsync(string node, string? known = null)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = nodes.Address.ToString(), IgnoreHTTPSErrors = true, ViewportSize = new ViewportSize { Width = 1280, Height = 800 }, Locale = "en-GB", TimezoneId = MorningZone.Id, StorageState = known,
        });
        context.SetDefaultTimeout(BrowserSession.Patience);
        _contexts.Add(context);
        await context.AddCookiesAsync([new Cookie { Name = TwoNodes.Cookie, Value = node, Url = nodes.Address.ToString() }]);
        return context;
    }

    internal async Task<string> DescribeAsync(string test)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryFolder.TestResults, "screenshots")).FullName;
        var lines = new List<string>();
        foreach (var page in _contexts.SelectMany(c => c.Pages))
        {
            var picture = Path.Combine(folder, $"{test}-{lines.Count + 1}.png");
            try
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = picture, FullPage = true, Timeout = BrowserSession.Patience });
                lines.Add($"{page.Url} looked like {picture}");
            }
            catch (PlaywrightException e)
            {
                lines.Add($"{page.Url}: no picture ({e.Message})"); // the page may be what broke
            }
        }

        return string.Join(Environment.NewLine, lines.Append(nodes.LastWords()));
    }
}
