using System.Net;
using ClinicLive.Domain.Data.Demo;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser.Nodes;

/// <summary>A node that dies, nodes that are restarted one after the other, a database that goes and comes back: nothing confirmed is lost, nothing happens twice, and screens are right again without a click.</summary>
[Collection(NodesCollection.Name)]
public sealed class PostgreSqlNodesThatGoTests(NodesFixture two)
{
    private static readonly TimeSpan Aim = TimeSpan.FromSeconds(15);

    private TwoNodes Nodes => two.Nodes;

    [PostgreSqlFact]
    public Task When_a_node_is_killed_its_people_work_on_the_other_one_with_what_they_were_typing() => two.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard", "a");
        var doctor = await windows.OpenAsAsync("doctor6@demo.example", "/doctor", "a");
        var patient = await windows.OpenAsAsync("patient2@demo.example", "/portal", "a");
        var colleague = await windows.OpenAsAsync("admin@demo.example", "/dashboard", "b");
        var goes = await windows.OpenAsAsync("doctor4@demo.example", "/doctor", "a");
        var wall = await windows.OpenAsync($"/display/{DemoAccounts.DisplayCode}", "a");
        await Expect(colleague.Doctor("Mensah")).Not.ToHaveAttributeAsync("data-presence", "offline");
        await using var work = await SteadyWork.BeginAsync(Nodes);
        await desk.Locator(".page-head [data-key='n']").ClickAsync();
        await desk.GetByLabel("Reason").FillAsync("Half a sentence about her kn");
        await desk.GetByRole(AriaRole.Combobox, new() { Name = "Patient" }).FillAsync("Ingrid Half");
        await desk.Button("Register a new patient").ClickAsync();
        await desk.GetByLabel("Phone").FillAsync("01632 960");
        await WaitFor.TrueAsync(async () => await Nodes.NumberAsync("""SELECT count(*) FROM "FormDrafts" WHERE "Json" LIKE '%Ingrid Half%' AND "Json" LIKE '%01632 960%' AND "Json" LIKE '%her kn%'""") == 1);
        await work.MoreAsync(8);
        IPage[] pages = [desk, doctor, patient, wall];
        foreach (var page in pages) await page.MarkAsync();
        await goes.Context.SetOfflineAsync(true); // nothing new from there; the line that it has is the node's

        var began = TimeProvider.System.GetTimestamp();
        await Nodes.KillAsync("a");
        await Task.WhenAll(pages.Select(WorksAgainAsync));
        await Expect(desk.GetByLabel("Phone")).ToHaveValueAsync("01632 960");
        TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(Aim);

        await Expect(desk.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Ingrid Half");
        await Expect(desk.GetByLabel("Reason")).ToHaveValueAsync("Half a sentence about her kn");
        await desk.Locator(".book").Button("Back").ClickAsync();
        await doctor.Button("Not available").ClickAsync();
        await Expect(desk.Doctor("Tanaka")).ToHaveAttributeAsync("data-presence", "not-available");
        await doctor.Button("Available").ClickAsync();
        foreach (var page in pages) (await NodeWindows.NodeOfAsync(page)).Should().Be("b");
        await work.MoreAsync(16);
        await work.EndAsync();
        await AreRightAsync(desk, colleague, work.Appointments);
        await Expect(colleague.Doctor("Mensah")).ToHaveAttributeAsync("data-presence", "offline", new() { Timeout = 45_000 }); // his node is gone, and so is he

        // Whoever went to the other node stays there when his own comes back.
        await Nodes.StartAsync("a");
        await desk.MarkAsync();
        (await desk.APIRequest.GetAsync($"{Nodes.Address}health/ready")).Status.Should().Be(200);
        (await NodeWindows.NodeOfAsync(desk)).Should().Be("b");
        await Expect(colleague.Doctor("Tanaka")).ToHaveAttributeAsync("data-presence", "available");
        (await desk.IsMarkedAsync()).Should().BeTrue();
    });

    [PostgreSqlFact]
    public Task Nodes_that_are_restarted_one_after_the_other_lose_nothing_and_do_nothing_twice() => two.RunAsync(async windows =>
    {
        var here = await windows.OpenAsAsync("reception@demo.example", "/dashboard", "a");
        var there = await windows.OpenAsAsync("reception2@demo.example", "/dashboard", "b");
        await using var followed = await Follower.BeginAsync(await Nodes.ProgramAsync("reception@demo.example", "a"));
        await using var work = await SteadyWork.BeginAsync(Nodes);
        await work.MoreAsync(12);

        foreach (var (node, page) in new[] { ("a", here), ("b", there) })
        {
            await page.MarkAsync();
            var began = TimeProvider.System.GetTimestamp();
            await Task.WhenAll(Nodes.StopAsync(node), WorksAgainAsync(page));
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(Aim);
            await work.MoreAsync(12); // the other one does it alone
            await Nodes.StartAsync(node);
            await work.MoreAsync(12);
        }

        await work.EndAsync();
        await AreRightAsync(here, there, work.Appointments);
        await followed.EndAsync(await Nodes.NumberAsync($"""SELECT max("Sequence") FROM "ActivityLog" WHERE "SubjectId" = '{work.Appointments[0]}'"""));
        followed.Returns.Should().BeGreaterThan(1, "each node ended its stream once");
    });

    [PostgreSqlFact]
    public Task A_node_that_hangs_is_left_and_does_not_keep_the_other_one_from_its_work() => two.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard", "a");
        var colleague = await windows.OpenAsAsync("reception2@demo.example", "/dashboard", "b");
        await using var work = await SteadyWork.BeginAsync(Nodes);
        await work.MoreAsync(8);
        await desk.MarkAsync();

        await Nodes.HangAsync("a"); // perhaps in the middle of a change, with its locks
        await WorksAgainAsync(desk);
        (await NodeWindows.NodeOfAsync(desk)).Should().Be("b");
        await work.MoreAsync(8);

        await Nodes.StartAsync("a");
        await work.MoreAsync(8);
        await work.EndAsync();
        await AreRightAsync(desk, colleague, work.Appointments);
    });

    [PostgreSqlFact]
    public Task While_the_database_is_away_nothing_is_half_done_and_afterwards_all_is_right() => two.RunAsync(async windows =>
    {
        var here = await windows.OpenAsAsync("reception@demo.example", "/dashboard", "a");
        var there = await windows.OpenAsAsync("reception2@demo.example", "/dashboard", "b");
        var program = await Nodes.ProgramAsync("reception@demo.example", "b");
        var id = await here.Lane("Booked").Cards("Booked").Last.IdAsync();
        var version = (int)(await program.GetAsync($"/api/appointments/{id}")).Ok().Json["version"]!;
        var command = new { to = "Arrived", expectedFrom = "Booked", version, commandId = Guid.NewGuid() };
        await using var work = await SteadyWork.BeginAsync(Nodes);
        await work.MoreAsync(8);
        foreach (var page in new[] { here, there }) await page.MarkAsync();

        await Nodes.KillDatabaseAsync();
        (await program.PostAsync($"/api/appointments/{id}/status", command)).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        await here.Card(id).Button("Check in").ClickAsync();
        await Expect(here.Card(id)).ToContainTextAsync("just now");
        (await program.GetAsync("/health/ready")).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await program.GetAsync("/health/live")).Status.Should().Be(HttpStatusCode.OK);
        await here.Card(id).HasStatusAsync("Booked");
        await there.Card(id).HasStatusAsync("Booked");

        await Nodes.StartDatabaseAsync();
        (await Nodes.NumberAsync($"""SELECT count(*) FROM "ActivityLog" WHERE "SubjectId" = '{id}' AND "SubjectVersion" > {version}""")).Should().Be(0);
        await WaitFor.TrueAsync(async () => (await program.PostAsync($"/api/appointments/{id}/status", command)).Status == HttpStatusCode.OK, Aim);
        foreach (var page in new[] { here, there })
        {
            await page.Lane("Waiting").Locator(page.Card(id)).WaitForAsync();
            (await page.IsMarkedAsync()).Should().BeTrue("the circuits lived on");
        }

        (await program.PostAsync($"/api/appointments/{id}/undo", new { expectedFrom = "Arrived", version = version + 1, commandId = Guid.NewGuid(), reason = "again" })).Ok();
        await work.MoreAsync(12);
        await work.EndAsync();
        await AreRightAsync(here, there, work.Appointments);
    });

    // Loaded afresh by itself, and its circuit answers.
    private static async Task WorksAgainAsync(IPage page)
    {
        await WaitFor.PassesAsync(async () => (await page.IsMarkedAsync()).Should().BeFalse(), TimeSpan.FromSeconds(40));
        await BrowserSession.LiveAsync(page);
        await page.RoundTripAsync();
        await page.LineIsAsync("live");
    }

    // Both boards show the same cards in the same states: those that the database has.
    private async Task AreRightAsync(IPage one, IPage other, IEnumerable<string> appointments)
    {
        foreach (var id in appointments)
        {
            var state = (await Nodes.TextsAsync($"""SELECT "Status" FROM "Appointments" WHERE "Id" = '{id}'"""))[0];
            await one.Card(id).HasStatusAsync(state);
            await other.Card(id).HasStatusAsync(state);
        }

        await WaitFor.PassesAsync(async () => (await CardsAsync(one)).Should().NotBeEmpty().And.Equal(await CardsAsync(other)));
    }

    private static async Task<IReadOnlyList<string>> CardsAsync(IPage page) =>
        await page.EvaluateAsync<string[]>("[...document.querySelectorAll('[data-lane] [data-appointment]')].map(c => `${c.closest('[data-lane]').dataset.lane} ${c.dataset.appointment} ${c.dataset.status}`)");
}
