using ClinicLive.Tests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ClinicLive.Tests.Browser;

/// <summary>What has to hold for every page in every state: nothing that keeps somebody out, nothing that sticks out at the side.</summary>
internal static class Looks
{
    private static readonly int[] Widths = [360, 1280, 1920];

    /// <summary>axe finds nothing, light and dark, on a desk and on a phone; and no width scrolls sideways.</summary>
    /// <param name="page">The page.</param>
    /// <param name="state">What it shows, for the message.</param>
    /// <param name="within">Where axe looks; everywhere when it is not said.</param>
    public static async Task LooksRightAsync(this IPage page, string state = "at first", ILocator? within = null)
    {
        var found = new List<string>();
        (int Width, ColorScheme Scheme)[] screens = [(1280, ColorScheme.Light), (1280, ColorScheme.Dark), (360, ColorScheme.Light)];
        foreach (var (width, scheme) in screens.Take(within is null ? 3 : 2))
        {
            await page.SetViewportSizeAsync(width, 800);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await WaitFor.TrueAsync(() => page.EvaluateAsync<bool>("document.getAnimations().every(a => a.playState !== 'running' || a.effect.getComputedTiming().endTime === Infinity)"), TimeSpan.FromSeconds(30));
            var result = within is null ? await page.RunAxe() : await within.RunAxe();
            found.AddRange(result.Violations.Select(v =>
                $"{scheme} {width}: {v.Id} ({v.Impact}): {v.Help}: {string.Join(" | ", v.Nodes.Take(4).Select(n => $"{n.Target} {n.Html[..Math.Min(n.Html.Length, 160)]} {string.Join(' ', n.Any.Concat(n.All).Concat(n.None).Select(c => c.Message))}"))}"));
        }

        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 800);
            if (await page.SticksOutAsync() is { Length: > 0 } wide) found.Add($"{width} px: sticks out: {string.Join(" | ", wide)}");
        }

        await page.SetViewportSizeAsync(1280, 800);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        found.Should().BeEmpty($"{page.Url} {state}");
    }

    /// <summary>What makes the page wider than its window; empty when nothing does.</summary>
    public static Task<string[]> SticksOutAsync(this IPage page) => page.EvaluateAsync<string[]>(
        """
        () => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
          return [`page is ${root.scrollWidth} wide`, ...wide.slice(-6).map(e => e.cloneNode(false).outerHTML.slice(0, 160))];
        }
        """);

    /// <summary>Nothing went wrong that only a developer would see. The browser's note about an address that answers 403 or 404 is no fault.</summary>
    public static void HaveNoConsoleErrors(this BrowserSession windows) =>
        windows.ConsoleErrors.Where(e => !e.Contains("status of 404", StringComparison.Ordinal) && !e.Contains("status of 403", StringComparison.Ordinal)).Should().BeEmpty();
}
