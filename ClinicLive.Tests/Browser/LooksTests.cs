using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>Every page, in the states that it can be in: usable for everybody, in both colour schemes, from phone to wall screen.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LooksTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("/account/login")]
    [InlineData("/account/register")]
    [InlineData("/account/denied")]
    [InlineData("/account/logout")]
    [InlineData("/programs")]
    public Task Pages_without_a_person_look_right(string path) => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenAsync(path);
        await page.LooksRightAsync();
        if (path is "/account/login" or "/account/register")
        {
            await page.Locator("form[method=post] .account-button").First.ClickAsync();
            await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
            await page.LooksRightAsync("after a mistake");
        }

        windows.HaveNoConsoleErrors();
    });

    [Theory]
    [InlineData("reception@demo.example", "/account/manage")]
    [InlineData("reception@demo.example", "/account/manage/password")]
    [InlineData("patient34@demo.example", "/account/manage/calendar")]
    [InlineData("patient34@demo.example", "/account/manage/export")]
    [InlineData("reception@demo.example", "/account/manage/second-factor")]
    [InlineData("reception@demo.example", "/sign-ins")]
    [InlineData("reception@demo.example", "/appointments?ended=show")]
    [InlineData("reception@demo.example", "/appointments?view=week")]
    [InlineData("admin@demo.example", "/admin/displays")]
    [InlineData("admin@demo.example", "/admin/clinic")]
    [InlineData("admin@demo.example", "/admin/deliveries")]
    [InlineData("admin@demo.example", "/admin/import")]
    [InlineData("admin@demo.example", "/admin/export")]
    [InlineData("admin@demo.example", "/admin/webhooks")]
    [InlineData("admin@demo.example", "/admin/clinic/hours")]
    [InlineData("admin@demo.example", "/admin/clinic/visits")]
    [InlineData("admin@demo.example", "/admin/clinic/rooms")]
    [InlineData("doctor3@demo.example", "/doctor/time-off")]
    [InlineData("admin@demo.example", "/notifications")]
    [InlineData("reception@demo.example", "/dashboard/replay")]
    [InlineData("doctor2@demo.example", "/doctor")]
    [InlineData("reception@demo.example", "/waiting-list")]
    [InlineData("patient33@demo.example", "/portal/waiting-list")]
    [InlineData("patient1@demo.example", "/portal")]
    [InlineData("patient7@demo.example", "/portal")]
    [InlineData("patient7@demo.example", "/portal/book")]
    [InlineData("patient7@demo.example", "/portal/check-in")]
    public Task Pages_of_a_person_look_right(string email, string path) => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenAsAsync(email, path);
        await page.LooksRightAsync();
        windows.HaveNoConsoleErrors();
    });

    [Theory]
    [InlineData("doctor1@demo.example", "Fatima Al-Masri")]
    [InlineData("reception2@demo.example", "Jakub Nowak")]
    public Task Conversations_look_right(string email, string with) => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenAsAsync(email, "/chat");
        await page.Locator("[data-room]").First.WaitForAsync();
        await page.LooksRightAsync("with a list");
        await page.Locator("[data-room]", new() { HasText = with }).ClickAsync();
        await page.Locator(".chat-room[data-drawn='true'] .bubble").First.WaitForAsync();
        await page.LooksRightAsync("with a room");
        await page.Locator(".bubble [data-key='m']").First.ClickAsync();
        await page.Button("More emoji").ClickAsync();
        await page.Locator(".emoji-all button").First.WaitForAsync();
        await page.LooksRightAsync("with the menu of a message");
        await page.Button("New").ClickAsync();
        await page.Locator(".rz-dialog form").WaitForAsync();
        await page.LooksRightAsync("beginning a conversation", page.Locator(".rz-dialog"));
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task What_an_admin_types_for_the_clinic_looks_right_when_it_is_refused() => browser.RunAsync(async windows =>
    {
        var admin = await windows.OpenAsAsync("admin@demo.example", "/admin/clinic");
        await admin.GetByLabel("No-show after, minutes").FillAsync("1");
        await admin.Keyboard.PressAsync("Tab");
        await admin.Button("Save").ClickAsync();
        await Expect(admin.Locator("#clinic-no-show-error")).ToContainTextAsync("Nobody is a no-show");
        await admin.LooksRightAsync("with settings that cannot be");
        await admin.GotoAsync("/admin/clinic/visits");
        await BrowserSession.LiveAsync(admin);
        await admin.Locator(".form-end .btn.p").First.ClickAsync();
        await admin.Locator("form .btn.p").ClickAsync();
        await Expect(admin.Locator("#visit-name-error")).ToBeVisibleAsync();
        await admin.LooksRightAsync("with a kind of visit without a name");
        await admin.GotoAsync("/admin/clinic/rooms");
        await BrowserSession.LiveAsync(admin);
        await admin.Locator("form .btn.p").First.ClickAsync();
        await Expect(admin.Locator("#room-name-error")).ToBeVisibleAsync();
        await admin.LooksRightAsync("with a room without a name");
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task A_waiting_room_screen_looks_right() => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenAsync("/display/demo");
        await BrowserSession.LiveAsync(page);
        await page.Locator(".wall-lines ol li").First.WaitForAsync();
        await page.LooksRightAsync();
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task The_dashboard_looks_right_in_all_its_states() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        await desk.Lane("Done").Cards().First.WaitForAsync();
        await desk.LooksRightAsync();

        var card = desk.Lane("Booked").Cards("Booked").First;
        await card.Locator("[data-key='m']").ClickAsync();
        await desk.GetByRole(AriaRole.Menu).WaitForAsync();
        await desk.LooksRightAsync("with an open menu", card);
        await card.GetByRole(AriaRole.Menuitem, new() { Name = "Cancel…" }).ClickAsync();
        await desk.GetByLabel("Why?").WaitForAsync();
        await desk.Locator(".rz-dialog form").Button("Cancel").ClickAsync();
        await Expect(desk.Locator("#why-error")).ToBeVisibleAsync();
        await desk.LooksRightAsync("asking why", desk.Locator(".rz-dialog"));
        await desk.Button("Back").ClickAsync();

        await desk.Locator(".page-head [data-key='n']").ClickAsync();
        await desk.Locator(".book").Button("Book").ClickAsync();
        await Expect(desk.Locator("#picker-error")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Combobox, new() { Name = "Patient" }).FillAsync("an");
        await desk.Locator("#picker-list [role=option]").First.WaitForAsync();
        await desk.LooksRightAsync("with patients found", desk.Locator(".rz-dialog"));
        await desk.Button("Register a new patient").ClickAsync();
        await desk.GetByLabel("Name", new() { Exact = true }).WaitForAsync();
        await desk.LooksRightAsync("with a new patient", desk.Locator(".rz-dialog"));
        await desk.Locator(".book").Button("Back").ClickAsync();
        await Expect(desk.Locator(".book")).ToHaveCountAsync(0);

        await desk.Keyboard.PressAsync("?");
        await desk.Locator("#keys").WaitForAsync();
        await desk.LooksRightAsync("with the list of keys", desk.Locator("#keys"));
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task The_page_of_an_appointment_looks_right() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard");
        var id = await desk.Lane("Done").Cards().First.IdAsync();
        await desk.GotoAsync($"/appointments/{id}");
        await desk.Card(id).WaitForAsync();
        await desk.LooksRightAsync();
        await desk.GotoAsync($"/appointments/{Guid.CreateVersion7()}");
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This appointment does not exist");
        await desk.LooksRightAsync("of nothing");
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task The_page_of_accounts_looks_right() => browser.RunAsync(async windows =>
    {
        var admin = await windows.OpenAsAsync("admin@demo.example", "/admin/accounts");
        await admin.Locator("[data-account]").First.WaitForAsync();
        await admin.LooksRightAsync();
        await admin.Locator("[data-account]").GetByRole(AriaRole.Button, new() { Name = "Disable" }).First.ClickAsync();
        await admin.GetByRole(AriaRole.Alertdialog).WaitForAsync();
        await admin.LooksRightAsync("asking");
        await admin.GetByLabel("Find by name or address").FillAsync("patient39@");
        await Expect(admin.Locator("[data-account]")).ToHaveCountAsync(1);
        await admin.Locator("[data-account]").GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await admin.GetByRole(AriaRole.Alertdialog).Button("Disable").ClickAsync();
        await Expect(admin.Locator("[data-account]")).ToHaveAttributeAsync("data-disabled", "true");
        await admin.LooksRightAsync("with somebody disabled");
        await admin.GetByLabel("Find by name or address").FillAsync("nobody has this name");
        await Expect(admin.Locator(".empty")).ToBeVisibleAsync();
        await admin.LooksRightAsync("with nobody found");
        windows.HaveNoConsoleErrors();
    });

    [Theory]
    [InlineData("")]
    [InlineData("reception@demo.example")]
    public Task An_address_that_does_not_exist_says_so_and_looks_right(string email) => browser.RunAsync(async windows =>
    {
        var page = email.Length == 0 ? await windows.OpenAsync("/account/login") : await windows.OpenAsAsync(email, "/dashboard");
        await page.GotoAsync("/no/such/page");
        if (email.Length > 0) await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page does not exist");
        await page.LooksRightAsync();
        windows.HaveNoConsoleErrors();
    });
}
