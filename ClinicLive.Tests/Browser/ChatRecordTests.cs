using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>A record of a conversation is taken out in the room, and the page that verifies it tells a true one from a changed one.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ChatRecordTests(BrowserFixture browser)
{
    [Fact]
    public Task A_record_that_was_taken_out_is_true_until_a_letter_is_changed() => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenTalkAsync("patient27@demo.example", "doctor6@demo.example");
        await page.SayAsync("Tuesday </script> 👩‍⚕️");
        await Expect(page.Drawn("Tuesday")).ToHaveCountAsync(1);
        await page.Button("Export the record").ClickAsync();
        var dialog = page.Locator(".rz-dialog");
        await dialog.Button("As data (JSON)").WaitForAsync();
        await page.LooksRightAsync("exporting", dialog);
        var (json, html) = (await ExportAsync(page, "As data (JSON)"), await ExportAsync(page, "As a page (HTML)"));
        json.Should().Contain("\"body\":\"Tuesday </script> ");

        await dialog.GetByRole(AriaRole.Link, new() { Name = "Look whether a record was changed" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Verify a record" }).WaitForAsync();
        foreach (var (text, name) in new[] { (json, "a.json"), (html, "a.html") })
        {
            await IsAsync(page, name, text, isTrue: true);
            if (name == "a.json") await page.LooksRightAsync("with a true record");
            await IsAsync(page, name, text.Replace("Tuesday", "Thursday", StringComparison.Ordinal), isTrue: false);
        }

        await page.LooksRightAsync("with a changed record");
    });

    // The file comes in a window of its own, which goes again.
    private static async Task<string> ExportAsync(IPage page, string button)
    {
        var came = new TaskCompletionSource<IDownload>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.Context.Page += (_, opened) => opened.Download += (_, download) => came.TrySetResult(download);
        page.Download += (_, download) => came.TrySetResult(download);
        await page.Locator(".rz-dialog").Button(button).ClickAsync();
        var file = await came.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        return await File.ReadAllTextAsync(await file.PathAsync());
    }

    private static async Task IsAsync(IPage page, string name, string text, bool isTrue)
    {
        var field = page.GetByLabel("Record", new() { Exact = true });
        await Expect(field).ToBeEnabledAsync();
        await field.SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/plain", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
        await Expect(page.Locator(".verdict")).ToHaveAttributeAsync("data-true", isTrue ? "true" : "false");
    }
}
