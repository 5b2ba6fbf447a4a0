using System.Runtime.CompilerServices;
using ClinicLive.Domain.Data.Demo;
using ClinicLive.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace ClinicLive.Tests.Browser;

/// <summary>What people do with the screens, in the words of the clinic.</summary>
internal static class Screens
{
    private static readonly ConditionalWeakTable<AppHost, Dictionary<string, string>> SignedIn = [];

    /// <summary>
    /// Opens a page in a window of the person's own, signed in. A person who has signed in to this host before comes with the cookies
    /// of then, like somebody who opens another window; <paramref name="anew"/> signs in again, for tests about signing in and out.
    /// </summary>
    public static async Task<IPage> OpenAsAsync(
        this BrowserSession windows, string email, string path, int width = 1280, int height = 800, bool anew = false, AppHost? on = null, Func<IPage, Task>? before = null)
    {
        var cookies = SignedIn.GetOrCreateValue(on ?? windows.Host);
        var known = anew ? null : cookies.GetValueOrDefault(email);
        var context = await windows.NewContextAsync(width, height, options: o => o.StorageState = known, on: on);
        var page = await context.NewPageAsync();
        if (before is not null) await before(page);
        if (known is null)
        {
            await page.SignInAsync(email, path);
            if (!anew) cookies[email] = await context.StorageStateAsync();
        }
        else
        {
            await page.GotoAsync(path);
        }

        if (!path.StartsWith("/account/", StringComparison.Ordinal)) await BrowserSession.LiveAsync(page);
        return page;
    }

    /// <summary>The sign-in form, filled in and sent.</summary>
    public static async Task SignInAsync(this IPage page, string email, string path = "/", string password = DemoAccounts.Password)
    {
        await page.GotoAsync($"/account/login?ReturnUrl={Uri.EscapeDataString(path)}");
        await page.GetByLabel("Email", new() { Exact = true }).FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>The page is the one to sign in on, whichever way it came there.</summary>
    public static Task AtSignInAsync(this IPage page) => page.AtAsync("*/account/login*");

    /// <summary>
    /// Waits until the page has the address, with * for anything. The address is looked at again and again: a change of page within a
    /// circuit may come before one listens for it, and loads nothing that would be told.
    /// </summary>
    public static Task AtAsync(this IPage page, string pattern) =>
        WaitFor.PassesAsync(() => page.Url.Should().Match(pattern), TimeSpan.FromMilliseconds(BrowserSession.Patience));

    public static ILocator Card(this IPage page, string id) => page.Locator($"[data-appointment='{id}']");

    public static ILocator Lane(this IPage page, string lane) => page.Locator($"[data-lane='{lane}']");

    public static ILocator Cards(this ILocator lane, string? status = null) => lane.Locator($"[data-appointment]{(status is null ? "" : $"[data-status='{status}']")}");

    public static ILocator CardOf(this IPage page, string patient) =>
        page.Locator("[data-appointment]", new() { Has = page.Locator($"a > bdi:text-is('{patient}')") });

    /// <summary>A doctor in the panel of the dashboard, by part of the name.</summary>
    public static ILocator Doctor(this IPage desk, string name) => desk.Locator("[data-practitioner]", new() { HasText = name });

    public static ILocator Button(this ILocator within, string name) => within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Opens the menu of a card and chooses.</summary>
    public static async Task ChooseAsync(this ILocator card, string action)
    {
        await card.Locator("[data-key='m']").ClickAsync();
        await card.GetByRole(AriaRole.Menuitem, new() { Name = action, Exact = true }).ClickAsync();
    }

    public static async Task<string> IdAsync(this ILocator card) => (await card.GetAttributeAsync("data-appointment"))!;

    public static Task HasStatusAsync(this ILocator card, string status) => Assertions.Expect(card).ToHaveAttributeAsync("data-status", status);

    /// <summary>Registers a new patient in the Book dialog and leaves the dialog open.</summary>
    public static async Task RegisterAsync(this IPage desk, string patient)
    {
        await desk.Locator(".page-head [data-key='n']").ClickAsync();
        await desk.GetByRole(AriaRole.Combobox, new() { Name = "Patient" }).FillAsync(patient);
        await desk.Button("Register a new patient").ClickAsync();
        await Assertions.Expect(desk.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync(patient);
        await desk.Button("Register").ClickAsync();
        await desk.Locator(".picked").WaitForAsync();
    }

    /// <summary>Somebody walks in: registered and received at the desk. Returns the appointment's id.</summary>
    public static async Task<string> WalkInAsync(this IPage desk, string patient, string doctor)
    {
        await desk.RegisterAsync(patient);
        await desk.BookWalkInAsync(doctor);
        return await desk.CardOf(patient).IdAsync();
    }

    /// <summary>Books a doctor's first free time, or the one at "8:00", for a new patient. Returns the appointment's id.</summary>
    public static async Task<string> BookAsync(this IPage desk, string patient, string doctor, string? at = null)
    {
        await desk.RegisterAsync(patient);
        await desk.ChooseDoctorAsync(doctor);
        if (at is not null) await desk.Locator($".book [data-slot] input[aria-label^='{at}, '][aria-label*='{doctor}']").CheckAsync();
        await Assertions.Expect(desk.Locator(".book .slot-chosen")).ToContainTextAsync($"{at} with Dr");
        await Assertions.Expect(desk.Locator(".book .slot-chosen")).ToContainTextAsync(doctor);
        await desk.Locator(".book").Button("Book").ClickAsync();
        return await desk.CardOf(patient).IdAsync();
    }

    /// <summary>Finishes the open Book dialog for somebody who is here already.</summary>
    public static async Task BookWalkInAsync(this IPage desk, string doctor)
    {
        await desk.GetByLabel("Walk-in, is here now").CheckAsync();
        await desk.ChooseDoctorAsync(doctor);
        await desk.Locator(".book").Button("Check in").ClickAsync();
        await Assertions.Expect(desk.Locator(".book")).ToHaveCountAsync(0);
    }

    private static async Task ChooseDoctorAsync(this IPage desk, string doctor)
    {
        var choice = desk.Locator("#book-doctor");
        var id = await choice.Locator("option", new() { HasText = doctor }).GetAttributeAsync("value");
        await choice.SelectOptionAsync(id!);
    }

    /// <summary>Says why in the dialog that asks, and sends it.</summary>
    public static async Task SayWhyAsync(this IPage page, string why, string action)
    {
        await page.GetByLabel("Why?").FillAsync(why);
        await page.Locator(".rz-dialog form").Button(action).ClickAsync();
    }

    /// <summary>Leaves a mark in the page that a reload would wipe out.</summary>
    public static Task MarkAsync(this IPage page) => page.EvaluateAsync("window.marked = true");

    public static Task<bool> IsMarkedAsync(this IPage page) => page.EvaluateAsync<bool>("window.marked === true");

    /// <summary>When this returns, the server has worked off everything that the page sent before.</summary>
    public static Task RoundTripAsync(this IPage page) => page.EvaluateAsync("DotNet.invokeMethodAsync('ClinicLive.Web', 'Ping')");

    public static Task LineIsAsync(this IPage page, string state, float within = 20_000) =>
        Assertions.Expect(page.GetByTestId("connection")).ToHaveAttributeAsync("data-state", state, new() { Timeout = within });

    /// <summary>Reads one number beside the running program.</summary>
    public static long Read(this AppHost host, string sql)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = host.DatabaseFile, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5 }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Reads one text beside the running program.</summary>
    public static string Text(this AppHost host, string sql)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = host.DatabaseFile, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5 }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>Lines of the log about an appointment.</summary>
    public static long LinesAbout(this AppHost host, string id, string where = "1 = 1") =>
        host.Read($"""SELECT COUNT(*) FROM "ActivityLog" WHERE "SubjectId" = '{id.ToUpperInvariant()}' AND {where}""");

    /// <summary>Lines of the log about what an account did.</summary>
    public static long LinesBy(this AppHost host, string email, string where = "1 = 1") => host.Read(
        $"""SELECT COUNT(*) FROM "ActivityLog" WHERE "ActorId" = (SELECT "Id" FROM "Accounts" WHERE "Email" = '{email}') AND {where}""");
}
