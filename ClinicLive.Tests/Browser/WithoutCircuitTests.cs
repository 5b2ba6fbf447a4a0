using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>Conversations where the live line is poor, goes away or cannot be had at all: the page finds another way by itself, and says so.</summary>
[Collection(BrowserCollection.Name)]
public sealed class WithoutCircuitTests(BrowserFixture browser)
{
    private const int Noticed = 60_000; // milliseconds; a dead line is noticed within ten seconds on a machine that has nothing else to do

    [Fact]
    public Task Where_no_WebSocket_gets_through_everything_works_by_long_polling_and_the_page_says_so() => browser.RunAsync(async windows =>
    {
        await using var relay = new Relay(windows.Host.Address);
        var doctor = await windows.OpenTalkAsync("patient20@demo.example", "doctor5@demo.example"); // makes the room
        var context = await windows.NewContextAsync(options: o => o.BaseURL = relay.Address.ToString());
        var page = await context.NewPageAsync();
        await page.SignInAsync("doctor5@demo.example", doctor.TalkPath());
        await page.InRoomAsync();

        relay.Refused.Should().BePositive();
        await page.LineIsAsync("live");
        await Expect(page.GetByTestId("connection")).ToHaveTextAsync("Live, slow line");
        await Expect(page.Locator("[data-way]")).ToContainTextAsync("The line here is a slow one.");
        await Expect(doctor.Locator("[data-way]")).ToBeHiddenAsync();
        await Expect(doctor.Locator(".chat-head")).ToContainTextAsync("Online"); // presence is known by this line too

        await page.SayAsync("By the slow line");
        await Expect(doctor.Drawn("By the slow line")).ToHaveCountAsync(1);
        await doctor.Locator("[data-composer]").PressSequentiallyAsync("Heard");
        await Expect(page.Locator(".typing")).ToContainTextAsync("is typing");
        await doctor.Locator("[data-composer]").PressAsync("Enter");
        await Expect(page.Drawn("Heard")).ToHaveCountAsync(1);
        await Expect(page.Locator("[data-pending]")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task When_the_line_goes_away_messages_go_and_come_by_requests_and_stand_there_once_when_it_is_back() => browser.RunAsync(async windows =>
    {
        Line line = null!;
        var patient = await windows.OpenTalkAsync("patient21@demo.example", "doctor5@demo.example", before: async p => line = await Line.OfAsync(p));
        var doctor = await windows.JoinTalkAsync("doctor5@demo.example", patient);
        await patient.SayAsync("Before");
        await Expect(doctor.Drawn("Before")).ToHaveCountAsync(1);
        await patient.MarkAsync();

        line.Cut();
        await Expect(patient.Locator("[data-way]")).ToContainTextAsync("Messages are sent and read another way", new() { Timeout = Noticed });
        await patient.SayAsync("First without the line");
        await patient.SayAsync("<b>Second</b> 👩‍⚕️");
        await Expect(doctor.Drawn("<b>Second</b> 👩‍⚕️")).ToHaveCountAsync(1);
        await doctor.SayAsync("An answer");
        await Expect(patient.ReadMeanwhile("An answer")).ToHaveCountAsync(1);
        await Expect(patient.Locator("[data-pending]")).ToHaveCountAsync(0);
        await patient.BringToFrontAsync();
        await Expect(doctor.Locator(".bubble[data-own]").Last).ToHaveAttributeAsync("data-state", "read"); // by the same requests
        string[] all = ["Before", "First without the line", "<b>Second</b> 👩‍⚕️", "An answer"];
        (await patient.SaidAsync()).Should().Equal(all);

        await patient.Locator("[data-composer]").PressSequentiallyAsync("half a thought");
        await WaitFor.TrueAsync(() => windows.Host.Read("""SELECT COUNT(*) FROM "FormDrafts" WHERE "Json" = '"half a thought"'""") == 1);
        line.Mend();
        await patient.LineIsAsync("live", within: Noticed);
        await Expect(patient.Locator("[data-way]")).ToBeHiddenAsync();
        await Expect(patient.Drawn("An answer")).ToHaveCountAsync(1);
        await Expect(patient.Locator("[data-meanwhile] li")).ToHaveCountAsync(0);
        foreach (var page in new[] { patient, doctor }) (await page.SaidAsync()).Should().Equal(all);
        await Expect(patient.Locator("[data-composer]")).ToHaveValueAsync("half a thought");

        await patient.SayAsync("After");
        await Expect(doctor.Drawn("After")).ToHaveCountAsync(1);
    });

    [Fact]
    public Task Where_the_line_can_never_be_opened_conversations_are_read_and_answered_all_the_same() => browser.RunAsync(async windows =>
    {
        Line line = null!;
        var doctor = await windows.OpenTalkAsync("patient22@demo.example", "doctor6@demo.example");
        await doctor.SayAsync("Good morning");
        await Expect(doctor.Drawn("Good morning")).ToHaveCountAsync(1);
        var page = await windows.OpenAsAsync("doctor6@demo.example", "/chat", before: async p => line = await Line.OfAsync(p));
        line.Cut();

        await page.GotoAsync("/doctor");
        await Expect(page.Locator("[data-plain]")).ToContainTextAsync("The live line cannot be opened here", new() { Timeout = Noticed });
        await page.GetByRole(AriaRole.Link, new() { Name = "Messages" }).ClickAsync();
        await Expect(page.Locator("[data-plain-way]")).ToContainTextAsync("Conversations can be read and answered all the same", new() { Timeout = Noticed });
        var room = page.Locator($"[data-room] a[href='{doctor.TalkPath()[1..]}']");
        await Expect(room.Locator(".badge")).ToContainTextAsync("1");
        await page.LooksRightAsync("the list without the line");
        await room.ClickAsync();

        await Expect(page.ReadMeanwhile("Good morning")).ToHaveCountAsync(1, new() { Timeout = Noticed });
        await page.LooksRightAsync("a room without the line");
        await page.SayAsync("<i>Good morning</i> to you");
        await Expect(doctor.Drawn("<i>Good morning</i> to you")).ToHaveCountAsync(1);
        await doctor.SayAsync("How are you?");
        await Expect(page.ReadMeanwhile("How are you?")).ToHaveCountAsync(1);
        await page.Locator("[data-composer]").PressSequentiallyAsync("I am");
        await WaitFor.TrueAsync(() => windows.Host.Read("""SELECT COUNT(*) FROM "FormDrafts" WHERE "Json" = '"I am"'""") == 1);

        var others = windows.Host.Text("""SELECT lower(r."Id") FROM "ChatRooms" r JOIN "Patients" p ON p."Id" = r."PatientId" JOIN "Accounts" a ON a."Id" = p."AccountId" WHERE a."Email" = 'patient7@demo.example' LIMIT 1""");
        await page.GotoAsync($"/chat/{others}");
        await Expect(page.Locator("[data-plain] h2")).ToHaveTextAsync("This conversation does not exist", new() { Timeout = Noticed });

        await page.GotoAsync(doctor.TalkPath());
        await Expect(page.Locator("[data-composer]")).ToHaveValueAsync("I am", new() { Timeout = Noticed });
        line.Mend();
        await page.InRoomAsync(); // without a click
        await Expect(page.Locator("[data-plain]")).ToHaveCountAsync(0);
        (await page.SaidAsync()).Should().Equal("Good morning", "<i>Good morning</i> to you", "How are you?");
        await Expect(page.Locator("[data-composer]")).ToHaveValueAsync("I am");
    });
}
