using System.Net;
using System.Net.Http.Headers;
using ClinicLive.Tests.Live.Web;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser.Nodes;

/// <summary>Two nodes behind nginx are one clinic: whatever node somebody is on, it is the same.</summary>
[Collection(NodesCollection.Name)]
public sealed class PostgreSqlTwoNodesTests(NodesFixture two)
{
    private TwoNodes Nodes => two.Nodes;

    [PostgreSqlFact]
    public Task A_change_and_a_message_on_one_node_are_seen_on_the_other() => two.RunAsync(async windows =>
    {
        (await Nodes.NumberAsync("""SELECT count(*) FROM "DataProtectionKeys" """)).Should().Be(1, "both nodes began at once, and sign-ins of the one hold on the other");
        var here = await windows.OpenAsAsync("reception@demo.example", "/dashboard", "a");
        var there = await windows.OpenAsAsync("reception2@demo.example", "/dashboard", "b");
        var id = await here.Lane("Booked").Cards("Booked").Last.IdAsync();
        await Expect(there.Card(id)).ToHaveAttributeAsync("data-status", "Booked");

        await here.Card(id).Button("Check in").ClickAsync();
        await there.Lane("Waiting").Locator(there.Card(id)).WaitForAsync();
        await here.Card(id).Button("Undo").ClickAsync();
        await there.Lane("Booked").Locator(there.Card(id)).WaitForAsync();

        var doctor = await Nodes.ProgramAsync("doctor1@demo.example", "b");
        var room = (await doctor.GetAsync("/api/chat/rooms")).Ok().List.First(r => r!["kind"]!.ToString() == "Direct")!["id"]!.ToString();
        var patient = await windows.OpenAsAsync("patient1@demo.example", $"/chat/{room}", "a");
        (await doctor.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "From the other node" })).Ok(HttpStatusCode.Created);
        await patient.Drawn("From the other node").WaitForAsync();
    });

    [PostgreSqlFact]
    public Task A_file_that_came_in_on_one_node_is_handed_out_by_the_other() => two.RunAsync(async _ =>
    {
        var (here, there) = (await Nodes.ProgramAsync("doctor1@demo.example", "a"), await Nodes.ProgramAsync("patient1@demo.example", "b"));
        var room = (await there.GetAsync("/api/chat/rooms")).Ok().List.First(r => r!["kind"]!.ToString() == "Direct")!["id"]!.ToString();
        var bytes = "Please come without breakfast."u8.ToArray();
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        form.Add(file, "file", "advice.txt");
        var kept = (await here.SendAsync(HttpMethod.Post, $"/api/chat/rooms/{room}/attachments", form)).Ok(HttpStatusCode.Created).At("id")!;
        (await here.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "", attachmentIds = new[] { kept } })).Ok(HttpStatusCode.Created);

        var answer = await there.Client.GetAsync(new Uri($"/chat/files/{kept}", UriKind.Relative));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(bytes);
    });

    [PostgreSqlFact]
    public Task A_stream_goes_on_where_it_was_on_the_other_node() => two.RunAsync(async _ =>
    {
        await using var work = await SteadyWork.BeginAsync(Nodes, many: 2);
        var (a, b) = (await Nodes.ProgramAsync("reception@demo.example", "a"), await Nodes.ProgramAsync("reception@demo.example", "b"));
        var seen = new List<StreamedEvent>();
        string first;
        await using (var stream = await EventStreamReader.OpenAsync(a))
        {
            first = (await stream.NextAsync("ready")).Id!;
            seen.AddRange(await stream.UntilAsync("appointment"));
        }

        for (var turn = 0; turn < 3; turn++)
        {
            await work.MoreAsync(4); // while nobody listens
            await using var stream = await EventStreamReader.OpenAsync(turn % 2 == 0 ? b : a, seen.Last(e => e.Id is not null).Id);
            for (var i = 0; i < 6; i++) seen.AddRange(await stream.UntilAsync("appointment"));
        }

        await work.EndAsync();
        var lines = seen.Where(e => e.Name == "appointment").Select(e => e.Line).ToList();
        lines.Should().HaveCountGreaterThan(18).And.OnlyHaveUniqueItems();
        await using var whole = await EventStreamReader.OpenAsync(a, first);
        (await whole.UntilAsync("appointment", e => e.Line == lines[^1])).Where(e => e.Name == "appointment").Select(e => e.Line).Should().Equal(lines);
    });

    [PostgreSqlFact]
    public Task A_change_made_while_the_line_between_the_nodes_is_cut_is_seen() => two.RunAsync(async windows =>
    {
        var there = await windows.OpenAsAsync("reception2@demo.example", "/dashboard", "b");
        var desk = await Nodes.ProgramAsync("reception@demo.example", "a");
        var id = await there.Lane("Booked").Cards("Booked").Last.IdAsync();
        await there.MarkAsync();
        const string listening = """SELECT pid::text FROM pg_stat_activity WHERE application_name = 'ClinicLive line' AND datname = 'clinic'""";
        var before = await Nodes.TextsAsync(listening);
        before.Should().HaveCount(2);

        var version = (int)(await desk.GetAsync($"/api/appointments/{id}")).Ok().Json["version"]!;
        await Nodes.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ClinicLive line' AND datname = 'clinic'");
        (await desk.PostAsync($"/api/appointments/{id}/status", new { to = "Arrived", expectedFrom = "Booked", version, commandId = Guid.NewGuid() })).Ok();

        await there.Lane("Waiting").Locator(there.Card(id)).WaitForAsync();
        await WaitFor.TrueAsync(async () => (await Nodes.TextsAsync(listening)) is { Count: 2 } now && !now.Intersect(before).Any());
        (await desk.PostAsync($"/api/appointments/{id}/undo", new { expectedFrom = "Arrived", version = version + 1, commandId = Guid.NewGuid(), reason = "again" })).Ok();
        await Expect(there.Card(id)).ToHaveAttributeAsync("data-status", "Booked");
        (await there.IsMarkedAsync()).Should().BeTrue("nothing was loaded afresh");
    });
}
