using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ClinicLive.Tests.Support;

/// <summary>The windows of one browser test. Each has its own cookies, like a person at a computer of her own.</summary>
public sealed class BrowserSession(IBrowser browser, AppHost host) : IAsyncDisposable
{
    public const int Patience = 20_000; // milliseconds, as Playwright wants them
    private const int HostLines = 30;
    private readonly List<IBrowserContext> _contexts = [];
    private readonly ConcurrentQueue<string> _console = new();

    public AppHost Host => host;

    /// <summary>Errors that pages wrote to the console, exceptions in scripts and refusals of the content security policy among them.</summary>
    public IReadOnlyCollection<string> ConsoleErrors => _console;

    /// <summary>A new person's browser. Addresses may be relative to the host.</summary>
    /// <param name="width">Of the window, in CSS pixels.</param>
    /// <param name="height">Of the window, in CSS pixels.</param>
    /// <param name="dark">The person's system asks for dark colours.</param>
    /// <param name="reducedMotion">The person's system asks for less movement.</param>
    /// <param name="options">Anything else that Playwright offers.</param>
    /// <param name="on">Another host than the shared one.</param>
    public async Task<IBrowserContext> NewContextAsync(
        int width = 1280, int height = 800, bool dark = false, bool reducedMotion = false, Action<BrowserNewContextOptions>? options = null, AppHost? on = null)
    {
        var chosen = new BrowserNewContextOptions
        {
            BaseURL = (on ?? host).Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = reducedMotion ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            Locale = "en-GB",
            TimezoneId = MorningZone.Id,
        };
        options?.Invoke(chosen);

        var context = await browser.NewContextAsync(chosen);
        context.SetDefaultTimeout(Patience);
        context.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _console.Enqueue($"{message.Page?.Url}: {message.Text} ({message.Location})");
            }
        };
        context.WebError += (_, error) => _console.Enqueue($"{error.Page?.Url}: {error.Error}");
        _contexts.Add(context);
        return context;
    }

    /// <summary>A new person's browser with one page open.</summary>
    public async Task<IPage> OpenAsync(string path, int width = 1280, int height = 800, bool dark = false, bool reducedMotion = false, AppHost? on = null)
    {
        var context = await NewContextAsync(width, height, dark, reducedMotion, on: on);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Waits until the page's circuit is live, so that a click is heard.</summary>
    public static Task LiveAsync(IPage page) => page.Locator("[data-interactive='true']").First.WaitForAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
        {
            await context.DisposeAsync();
        }
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
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = picture, FullPage = true, Timeout = Patience });
                lines.Add($"{page.Url} looked like {picture}");
            }
            catch (PlaywrightException e)
            {
                lines.Add($"{page.Url}: no picture ({e.Message})"); // the page may be what broke; the test's own failure is the news
            }
        }

        lines.AddRange(_console.Select(error => $"console error at {error}"));
        lines.Add("The shared host printed last:");
        lines.AddRange(host.Output.Split(Environment.NewLine).TakeLast(HostLines));
        return string.Join(Environment.NewLine, lines);
    }
}
