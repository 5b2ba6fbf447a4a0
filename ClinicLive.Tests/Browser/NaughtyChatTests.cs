using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>What people write is shown to the letter and does nothing: all naughty strings and all sequences of Unicode, in real conversations.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NaughtyChatTests(BrowserFixture browser)
{
    private const int PerRoom = 55; // as many as are drawn at once

    [SharedDataFact]
    public Task Every_string_and_every_sequence_stands_there_to_the_letter_and_does_nothing() => browser.RunAsync(async windows =>
    {
        List<string> texts = [.. Together(RealTexts.Naughty(), 5), .. Together(RealTexts.Sequences(), 300)];
        var ran = new List<string>();
        var page = await windows.OpenAsAsync("patient28@demo.example", "/chat", before: p => WatchAsync(p, ran));
        foreach (var (room, expected) in await windows.Host.WriteTalksAsync(texts, PerRoom, "admin@demo.example", "patient28@demo.example"))
        {
            await page.GotoAsync($"/chat/{room}");
            await Expect(page.Locator("[data-list] [data-message]")).ToHaveCountAsync(expected.Count);
            var shown = await page.Locator("[data-list] .body").EvaluateAllAsync<string[]>("bodies => bodies.map(b => b.textContent)");
            shown.Select(RealTexts.Bytes).Should().Equal(expected.Select(t => RealTexts.Bytes(t)));
            (await page.EvaluateAsync<string[]>("window.ran")).Should().BeEmpty();
            (await page.Locator(".chat-scroll").Locator("script, img, iframe, object, embed, style, marquee, [onerror], [onload], [onclick], [onmouseover]").CountAsync()).Should().Be(0);
            (await page.SticksOutAsync()).Should().BeEmpty();
        }

        ran.Should().BeEmpty();
    });

    // Several to a message, and none left out.
    private static List<string> Together(List<string> texts, int lines)
    {
        var messages = RealTexts.Together(texts, lines);
        messages.Should().HaveCount((texts.Count + lines - 1) / lines);
        return messages;
    }

    private static async Task WatchAsync(IPage page, List<string> ran)
    {
        page.Dialog += (_, dialog) =>
        {
            ran.Add(dialog.Message);
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (!new Uri(request.Url).IsLoopback) ran.Add(request.Url);
        };
        await page.AddInitScriptAsync("window.ran = []; for (const way of ['alert', 'confirm', 'prompt', 'open']) window[way] = what => window.ran.push(String(what));");
    }
}
