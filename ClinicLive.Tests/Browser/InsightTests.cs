using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>The reports in a real browser, and their tables as files.</summary>
[Collection(BrowserCollection.Name)]
public sealed class InsightTests(BrowserFixture browser)
{
    [Fact]
    public Task The_reports_show_and_their_tables_are_downloaded_by_whoever_may() => browser.RunAsync(async windows =>
    {
        var admin = await windows.OpenAsAsync("admin@demo.example", "/dashboard");
        await admin.GetByRole(AriaRole.Link, new() { Name = "Insight" }).ClickAsync();
        await Expect(admin.Locator("[data-table='doctors'] tbody tr")).ToHaveCountAsync(6);
        await Expect(admin.Locator("[data-table='waits'] .column").First).ToBeVisibleAsync();
        await admin.LooksRightAsync();

        var download = await admin.RunAndWaitForDownloadAsync(() => admin.Locator("[data-table='doctors'] a[download]").ClickAsync());
        download.SuggestedFilename.Should().MatchRegex(@"^doctors-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$");
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!);
        lines.Should().HaveCount(7);
        lines[0].Should().StartWith("Doctor,Days,Appointments");

        await admin.GetByLabel("From").FillAsync("2020-01-01");
        await Expect(admin.Locator("#insight-from-error")).ToContainTextAsync("At most");
        await admin.LooksRightAsync("with days that cannot be asked");
        await admin.GetByLabel("To", new() { Exact = true }).FillAsync("2020-02-01");
        await Expect(admin.Locator(".empty")).ToContainTextAsync("There were no appointments");
        await admin.LooksRightAsync("with nothing to show");
        windows.HaveNoConsoleErrors();
    });
}
