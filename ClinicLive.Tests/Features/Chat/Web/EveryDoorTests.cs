using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Accounts.Web;
using ClinicLive.Tests.Live.Web;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Chat;

namespace ClinicLive.Tests.Features.Chat.Web;

/// <summary>
/// Somebody outside a room, somebody who was taken out of it, and somebody of another clinic get nothing of it through any door: page, list,
/// API, draft, file link, search, notification, export, what a page hands over, event stream.
/// </summary>
public sealed class EveryDoorTests : PageTest
{
    private const string Secret = "xylophone";

    public static TheoryData<Who> Everybody => [.. Enum.GetValues<Who>()];

    public enum Who
    {
        OtherDoctor,
        OtherPatient,
        FrontDesk,
        Admin,
        TakenOut,
        OtherClinic,
        PatientOfOtherClinic,
    }

    [Theory]
    [MemberData(nameof(Everybody))]
    public async Task Nothing_comes_through_any_request(Who who)
    {
        await using var host = new ApiHost();
        var (room, outsider, member) = await RoomAsync(host.Get<ChatService>(), host.Home, host.Other, who);
        var insider = await host.AsAsync(member);
        var file = await UploadAsync(insider, room);
        await using var heard = await EventStreamReader.OpenAsync(host, await host.AsAsync(outsider));
        await heard.NextAsync("ready");
        var said = (await insider.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = Secret, attachmentIds = new[] { file } })).Ok(HttpStatusCode.Created);
        var caller = await host.AsAsync(outsider);

        // Each door lets an insider through, so a door that is only stuck is seen.
        await LooksAsync(insider, isInside: true);
        await LooksAsync(caller, isInside: false);
        await LooksByCookieAsync(member, isInside: true);
        await LooksByCookieAsync(outsider, isInside: false);

        (await host.Get<ChatSearchQueries>().SearchAsync(member, Secret)).Should().NotBeEmpty();
        (await host.Get<ChatSearchQueries>().SearchAsync(outsider, Secret)).Should().BeEmpty();
        (await host.Get<ChatSearchQueries>().SearchAsync(outsider, Secret, room)).Should().BeEmpty();
        (await host.Get<ChatQueries>().UnreadAsync(outsider)).All.Should().Be(0);
        (await host.Get<ChatExportService>().ExportAsync(outsider, room)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);

        // A sign on the stream that comes after whatever could have come wrongly.
        var admin = await host.AsAsync(outsider.OrganizationId == host.Home.Id ? host.Home.SecondAdmin : host.Other.SecondAdmin);
        await admin.PostAsync("/api/notifications", new { userId = outsider.UserId, kind = "SystemMessage", title = "Sign", text = "" });
        var events = await heard.UntilAsync("notification", e => e.At("title") == "Sign");
        events.Select(e => e.Data.ToJsonString()).Should().NotContain(data => data.Contains(Secret) || data.Contains(said.At("id")!));
        events.Where(e => e.Name.StartsWith("chat.", StringComparison.Ordinal)).Select(e => e.At("roomId")).Should().NotContain(room.ToString());

        // Doors for pages only: the record, and what a page hands over.
        async Task LooksByCookieAsync(Actor actor, bool isInside)
        {
            var visitor = new Visitor(host.CreateClient());
            (await visitor.SignInAsync(await host.EmailAsync(actor), ApiHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);
            var token = new Dictionary<string, string> { [Visitor.Token] = Visitor.TokenOf(await visitor.PageAsync("/account/manage")) };
            using var record = await visitor.PostAsync($"/chat/rooms/{room}/export/json", token);
            record.StatusCode.Should().Be(isInside ? HttpStatusCode.OK : HttpStatusCode.NotFound, $"the record for {who}");
            (await record.Content.ReadAsStringAsync()).Contains(Secret, StringComparison.Ordinal).Should().Be(isInside);
            var left = new { room, messages = new[] { new { clientMessageId = said.At("clientMessageId"), body = Secret, replyToId = (string?)null, attachmentIds = Array.Empty<string>() } }, draft = (string?)null };
            (await new ApiCaller(visitor.Client).PostAsync("/chat/leftovers", left)).Status.Should().Be(HttpStatusCode.BadRequest, "no page of the clinic says so");
            (await new ApiCaller(visitor.Client).PostAsync("/chat/leftovers", left, ("Sec-Fetch-Site", "same-origin"))).Status.Should().Be(isInside ? HttpStatusCode.NoContent : HttpStatusCode.NotFound, $"handing over for {who}");
        }

        async Task LooksAsync(ApiCaller from, bool isInside)
        {
            var (yes, no) = (new[] { HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NoContent }, HttpStatusCode.NotFound);
            (string Door, ApiAnswer Answer)[] answers =
            [
                ("messages", await from.GetAsync($"/api/chat/rooms/{room}/messages")),
                ("older", await from.GetAsync($"/api/chat/rooms/{room}/messages?before={said.At("id")}")),
                ("newer", await from.GetAsync($"/api/chat/rooms/{room}/messages?after={said.At("id")}")),
                ("say", await from.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = said.At("clientMessageId"), body = Secret })),
                ("read", await from.PostAsync($"/api/chat/rooms/{room}/read", new { messageId = said.At("id") })),
                ("draft", await from.GetAsync($"/api/chat/rooms/{room}/draft")),
                ("keep a draft", await from.PutAsync($"/api/chat/rooms/{room}/draft", new { text = "x" })),
                ("file", await from.GetAsync($"/chat/files/{file}")),
            ];
            foreach (var (door, answer) in answers)
            {
                if (isInside) answer.Status.Should().BeOneOf(yes, $"{door}: {answer.Text}");
                else answer.Status.Should().Be(no, $"{door} for {who}");
                if (!isInside) answer.Text.Should().NotContain(Secret, door);
            }

            var upload = async () => await UploadAsync(from, room);
            if (isInside) await upload.Should().NotThrowAsync();
            else await upload.Should().ThrowAsync<InvalidOperationException>();
            (await from.GetAsync("/api/chat/rooms")).Ok().Text.Contains(room.ToString(), StringComparison.Ordinal).Should().Be(isInside, "the list");
            if (isInside) return;

            // What somebody was told while he was inside stays told; nothing waits for him.
            var notices = (await from.GetAsync("/api/notifications")).Ok();
            notices.Text.Should().NotContain(Secret);
            notices.List.Where(n => n!["link"]?.ToString().Contains(room.ToString(), StringComparison.Ordinal) == true).Count(n => who != Who.TakenOut || n!["readAt"] is null).Should().Be(0, "notices");
        }
    }

    [Theory]
    [MemberData(nameof(Everybody))]
    public async Task Nothing_comes_through_the_page(Who who)
    {
        var (room, outsider, member) = await RoomAsync(Clinic.Chat(), Home, Clinic.Other, who);
        await Clinic.SayAsync(member, room, Secret);
        var page = await OpenAsync<ChatPage>(member, ("Id", room));
        page.Markup.Should().Contain(Secret);

        var outside = await OpenAsync<ChatPage>(outsider, ("Id", room));
        outside.Markup.Should().NotContain(Secret).And.Contain("This conversation does not exist");
        outside.FindAll($"[data-room='{room}']").Should().BeEmpty();
        await Clinic.SayAsync(member, room, $"{Secret} again");
        await SeesAsync(() => page.Markup.Should().Contain($"{Secret} again"));
        outside.Markup.Should().NotContain(Secret);
    }

    // A conversation of doctor and patient; for the one who was taken out, a group that he has read in before.
    private static async Task<(Guid Room, Actor Outsider, Actor Member)> RoomAsync(ChatService chat, TestClinic home, TestClinic other, Who who)
    {
        if (who != Who.TakenOut) return ((await chat.OpenDirectAsync(home.Patient, home.Patient.PatientId!.Value, home.Doctor.PractitionerId!.Value)).Value, Of(home, other, who), home.Patient);
        var group = (await chat.CreateGroupAsync(home.Lena, "Team", [home.Doctor.UserId, home.Omar.UserId], Guid.NewGuid())).Value;
        (await chat.SendAsync(home.Omar, group, new NewMessage(Guid.NewGuid(), $"{Secret} before"))).Succeeded.Should().BeTrue();
        (await chat.RemoveParticipantAsync(home.Lena, group, home.Doctor.UserId)).Succeeded.Should().BeTrue();
        return (group, home.Doctor, home.Omar);
    }

    private static Actor Of(TestClinic home, TestClinic other, Who who) => who switch
    {
        Who.OtherDoctor => home.SecondDoctor,
        Who.OtherPatient => home.SecondPatient,
        Who.FrontDesk => home.Lena,
        Who.Admin => home.Admin,
        Who.OtherClinic => other.Doctor,
        _ => other.Patient,
    };

    private static async Task<string> UploadAsync(ApiCaller caller, Guid room)
    {
        using var text = new StringContent(Secret, new MediaTypeHeaderValue("text/plain"));
        using var form = new MultipartFormDataContent { { text, "file", "note.txt" } };
        using var answer = await caller.Client.PostAsync(new Uri($"/api/chat/rooms/{room}/attachments", UriKind.Relative), form);
        return answer.StatusCode == HttpStatusCode.Created
            ? JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!.ToString()
            : throw new InvalidOperationException($"{answer.StatusCode}");
    }
}
