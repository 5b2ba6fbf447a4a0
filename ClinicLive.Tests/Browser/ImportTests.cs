using System.Text;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>A file leaves the browser and becomes records, and another admin's window knows it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ImportTests(BrowserFixture browser)
{
    private const string Table = "id,name,dob\nq1,Quentin Quince,03/04/1985\n,,\n";

    [Fact]
    public Task A_table_is_chosen_asked_about_looked_at_and_taken_over_while_another_window_looks_on() => browser.RunAsync(async windows =>
    {
        var other = await windows.OpenAsAsync("admin@demo.example", "/admin/import");
        await Expect(other.Locator("[data-import]")).ToHaveCountAsync(0);
        var page = await windows.OpenAsAsync("admin@demo.example", "/admin/import");

        await page.GetByLabel("Files").SetInputFilesAsync(new FilePayload { Name = "people of the other system.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Table) });
        await Expect(page.Locator("[data-ask=DateOrder]")).ToBeVisibleAsync();
        await Expect(page.Button("Look what it brings")).ToBeDisabledAsync();
        await page.LooksRightAsync();
        await page.GetByLabel("Dates").SelectOptionAsync("DayMonthYear");
        await Expect(page.Locator("[data-ask]")).ToHaveCountAsync(0);
        await page.Button("Look what it brings").ClickAsync();

        await Expect(page.Locator(".import-report [data-kind=Patient] .num").First).ToHaveTextAsync("1");
        await page.LooksRightAsync();
        await page.GetByLabel("Leave out").CheckAsync();
        await page.Button("Take over").ClickAsync();

        await Expect(page.Locator(".import")).ToHaveAttributeAsync("data-step", "Done");
        await Expect(other.Locator("[data-import]")).ToContainTextAsync("people of the other system.csv");
        await page.LooksRightAsync();
    });
}
