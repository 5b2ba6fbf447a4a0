using ClinicLive.Domain.Data.Demo;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>Neither clinic knows of the other, and everybody sees only the pages of his own work.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OrganizationTests(BrowserFixture browser)
{
    private static readonly string[] Pages = ["/", "/dashboard", "/doctor", "/portal", "/sign-ins", "/admin/accounts", "/account/manage", "/account/manage/password"];

    [Fact]
    public Task Reception_of_one_clinic_finds_nobody_of_the_other() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@other.example", "/dashboard");
        var home = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var theirs = await home.Locator("[data-appointment] > a bdi").AllInnerTextsAsync();
        var own = await desk.Locator("[data-appointment] > a bdi").AllInnerTextsAsync();
        own.Should().NotBeEmpty().And.NotIntersectWith(theirs);
        (await desk.Locator("[data-practitioner] bdi").AllInnerTextsAsync()).Should().Equal("Dr Isla McAllister");
        (await desk.Locator(".feed li bdi").AllInnerTextsAsync()).Should().OnlyContain(name => name == "Ruby Whitfield" || name == "Dr Isla McAllister");

        await desk.Locator(".page-head [data-key='n']").ClickAsync();
        await desk.GetByRole(AriaRole.Combobox, new() { Name = "Patient" }).FillAsync("Amelia Hart");
        await Expect(desk.Locator(".picker")).ToContainTextAsync("Nobody found.");
        (await desk.Locator("#book-doctor option").AllInnerTextsAsync()).Should().HaveCount(2, "the empty choice and the clinic's one doctor");
        await desk.Button("Back").ClickAsync();
    });

    [Fact]
    public Task An_appointment_of_another_clinic_does_not_exist() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var id = await desk.Lane("Done").Cards().First.IdAsync();
        var own = await windows.OpenAsAsync("reception2@demo.example", $"/appointments/{id}");
        await Expect(own.Card(id)).ToBeVisibleAsync();

        var foreign = await windows.OpenAsAsync("reception@other.example", $"/appointments/{id}");
        await Expect(foreign.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This appointment does not exist");
        var unknown = await windows.OpenAsAsync("reception@other.example", $"/appointments/{Guid.CreateVersion7()}");
        await Expect(unknown.Locator("main")).ToHaveTextAsync(await foreign.Locator("main").InnerTextAsync());
    });

    [Theory]
    [InlineData("patient2@demo.example", "/portal", "/dashboard", "/doctor", "/sign-ins", "/admin/accounts")]
    [InlineData("doctor2@demo.example", "/doctor", "/dashboard", "/portal", "/sign-ins", "/admin/accounts")]
    [InlineData("reception@demo.example", "/dashboard", "/doctor", "/portal", "/admin/accounts")]
    public Task Nobody_gets_to_a_page_of_other_peoples_work(string email, string home, params string[] closed) => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenAsAsync(email, home);
        foreach (var path in closed)
        {
            await page.GotoAsync(path);
            await page.AtAsync("*/account/denied*");
        }

        await page.GotoAsync("/");
        await page.AtAsync($"*{home}");
    });

    [Fact]
    public Task Whoever_is_not_signed_in_is_sent_to_sign_in_and_then_on_to_where_he_wanted() => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenAsync("/");
        foreach (var path in Pages.Append($"/appointments/{Guid.CreateVersion7()}"))
        {
            await page.GotoAsync(path);
            await page.AtSignInAsync();
        }

        await page.GotoAsync("/sign-ins");
        await page.GetByLabel("Email", new() { Exact = true }).FillAsync("reception@demo.example");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(DemoAccounts.Password);
        await page.Button("Sign in").ClickAsync();
        await page.AtAsync("*/sign-ins");
        await BrowserSession.LiveAsync(page);
    });
}
