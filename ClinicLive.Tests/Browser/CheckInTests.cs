using ClinicLive.Domain.Data.Demo;
using ClinicLive.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>A patient before the screen in the waiting room, with a phone.</summary>
[Collection(BrowserCollection.Name)]
public sealed class CheckInTests(BrowserFixture browser)
{
    [Fact]
    public Task A_patient_checks_in_by_the_code_on_the_wall_and_reception_sees_it() => browser.RunAsync(async windows =>
    {
        await using var host = await AppHost.StartAsync();
        await host.StopAsync();
        var id = GiveTheNextAppointmentTo(host, "patient31@demo.example");
        await host.StartAgainAsync();
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard", on: host);
        await desk.Lane("Booked").Locator(desk.Card(id)).WaitForAsync();

        var wall = await windows.OpenAsync($"/display/{DemoAccounts.DisplayCode}", 1920, 1080, on: host);
        await BrowserSession.LiveAsync(wall);
        var phone = await windows.OpenAsAsync("patient31@demo.example", $"/portal/check-in?a={id}", 360, 740, on: host);
        var field = phone.GetByLabel("Code on the screen");
        await field.WaitForAsync();
        await phone.LooksRightAsync("for check-in");
        await field.FillAsync("000000");
        await phone.Button("Check in").ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Alert)).ToContainTextAsync("not on the screen any more");

        await field.FillAsync(await wall.Locator(".wall-code").InnerTextAsync());
        await phone.Button("Check in").ClickAsync();

        await Expect(phone.Locator(".visit h2")).ToHaveTextAsync("You are checked in");
        var ticket = await phone.GetByTestId("ticket").InnerTextAsync();
        await desk.Lane("Waiting").Locator(desk.Card(id)).WaitForAsync();
        await Expect(wall.Locator(".wall-lines ol", new() { HasText = ticket })).ToHaveCountAsync(1);
        await phone.LooksRightAsync("checked in");
    });

    // Whatever the time of day, the demo has a booked appointment of today; whose it is and how early one may come is set beside the program.
    private static string GiveTheNextAppointmentTo(AppHost host, string email)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = host.DatabaseFile, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            UPDATE "Organizations" SET "CheckInOpensMinutes" = 1440, "CheckInGraceMinutes" = 1440;
            UPDATE "Appointments" SET "PatientId" = (SELECT p."Id" FROM "Patients" AS p JOIN "Accounts" AS a ON a."Id" = p."AccountId" WHERE a."Email" = $email)
            WHERE "Id" = (SELECT b."Id" FROM "Appointments" AS b JOIN "Accounts" AS a ON a."OrganizationId" = b."OrganizationId"
                WHERE a."Email" = $email AND b."Status" = 'Booked' ORDER BY b."Start" LIMIT 1)
            RETURNING "Id";
            """;
        command.Parameters.AddWithValue("$email", email);
        return ((string)command.ExecuteScalar()!).ToLowerInvariant();
    }
}
