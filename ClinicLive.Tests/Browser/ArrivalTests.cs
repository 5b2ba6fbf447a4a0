using System.Text.RegularExpressions;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>What stands between a person and the first live screen.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class ArrivalTests(BrowserFixture browser)
{
    private const string Start = "clinic.js";

    [Fact]
    public Task All_modules_of_a_page_are_asked_for_at_once_and_no_other() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard");

        var asked = await desk.Locator("link[rel=modulepreload]").EvaluateAllAsync<string[]>("links => links.map(link => new URL(link.href).pathname)");

        asked.Select(path => Print().Replace(path, ".js")).Should().BeEquivalentTo(Imported(Start).Select(name => $"/js/{name}"));
        var came = await desk.EvaluateAsync<string[]>("performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname).filter(path => path.startsWith('/js/'))");
        came.Should().OnlyHaveUniqueItems().And.Contain(asked); // asked for under the address that the import map says, or it would come twice
    });

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

    private static HashSet<string> Imported(string start)
    {
        var found = new HashSet<string> { start };
        var open = new Queue<string>(found);
        while (open.TryDequeue(out var name))
        {
            foreach (Match import in Import().Matches(SourceFiles.Text($"ClinicLive.Web/wwwroot/js/{name}")))
            {
                var next = new Uri(new Uri($"https://clinic.test/{name}"), import.Groups["path"].Value).AbsolutePath[1..];
                if (found.Add(next)) open.Enqueue(next);
            }
        }

        return found;
    }

    [GeneratedRegex("""^import [^'\n]*'(?<path>\.[^']+)'""", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Import();

    [GeneratedRegex(@"\.[a-z0-9]{10}\.js$", RegexOptions.NonBacktracking)]
    private static partial Regex Print();
}
