using System.Net;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Chat.Web;

/// <summary>Conversations by a program: the same rooms, ids and rights as in the pages.</summary>
public sealed class ChatApiTests : IDisposable
{
    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_patient_and_a_doctor_talk_in_their_one_room()
    {
        var (patient, doctor) = (await _host.AsAsync(Home.Patient), await _host.AsAsync(Home.Doctor));
        var room = (await patient.PostAsync("/api/chat/rooms", Direct(Home.Doctor.PractitionerId!.Value))).Ok(HttpStatusCode.Created);
        room.Fields.Should().Equal("id", "kind", "lastMessage", "title", "unreadCount");
        (await doctor.PostAsync("/api/chat/rooms", Direct(Home.Patient.UserId))).Ok().At("id").Should().Be(room.At("id"));
        (await doctor.PostAsync("/api/chat/rooms", Direct(Home.Patient.PatientId!.Value))).Ok().At("title").Should().Be("Paula Patient");

        var messages = $"/api/chat/rooms/{room.At("id")}/messages";
        var (one, id) = ((object)new { clientMessageId = Guid.NewGuid(), body = "Good morning 👋 \"<b>\"" }, "");
        var said = (await patient.PostAsync(messages, one)).Ok(HttpStatusCode.Created);
        id = said.At("id")!;
        said.Fields.Should().Contain(["body", "clientMessageId", "id", "senderId", "sentAt"]);
        (await patient.PostAsync(messages, one)).Ok().Text.Should().Be(said.Text);
        said.At("body").Should().Be("Good morning 👋 \"<b>\"");
        said.At("senderId").Should().Be(Home.Patient.UserId.ToString());

        (await doctor.GetAsync("/api/chat/rooms")).List.Single()!["unreadCount"]!.ToString().Should().Be("1");
        ApiAnswer.FieldsOf((await doctor.GetAsync("/api/chat/rooms")).List[0]!["lastMessage"]).Should().Equal("body", "senderId", "senderName", "sentAt");
        (await doctor.PostAsync($"/api/chat/rooms/{room.At("id")}/read", new { messageId = id })).Ok(HttpStatusCode.NoContent);
        (await doctor.GetAsync("/api/chat/rooms")).List.Single()!["unreadCount"]!.ToString().Should().Be("0");
    }

    [Fact]
    public async Task Pages_go_back_from_the_newest_and_keep_their_order()
    {
        var (patient, room) = await RoomAsync();
        var all = new List<string>();
        for (var i = 1; i <= 7; i++) all.Add((await SayAsync(patient, room, $"{i}")).Ok(HttpStatusCode.Created).At("id")!);

        var newest = (await patient.GetAsync($"/api/chat/rooms/{room}/messages?limit=3")).Ok();
        var before = (await patient.GetAsync($"/api/chat/rooms/{room}/messages?limit=3&before={newest.List[0]!["id"]}")).Ok();

        newest.List.Select(m => m!["body"]!.ToString()).Should().Equal("5", "6", "7");
        before.List.Select(m => m!["body"]!.ToString()).Should().Equal("2", "3", "4");
        (await patient.GetAsync($"/api/chat/rooms/{room}/messages")).List.Select(m => m!["id"]!.ToString()).Should().Equal(all);
        (await patient.GetAsync($"/api/chat/rooms/{room}/messages", ("If-None-Match", (await patient.GetAsync($"/api/chat/rooms/{room}/messages")).Headers["ETag"]))).Ok(HttpStatusCode.NotModified);
        (await patient.GetAsync($"/api/chat/rooms/{room}/messages?limit=201")).IsProblem(422, "invalid");
        (await patient.GetAsync($"/api/chat/rooms/{room}/messages?before={Guid.NewGuid()}")).IsProblem(404, "not-found");
    }

    [Fact]
    public async Task A_file_comes_in_goes_with_a_message_and_is_fetched_with_the_same_token()
    {
        var (patient, room) = await RoomAsync();
        using var text = new StringContent("Take one a day.", new System.Net.Http.Headers.MediaTypeHeaderValue("text/plain"));
        using var form = new MultipartFormDataContent { { text, "file", "note.txt" } };
        using var upload = await patient.Client.PostAsync(new Uri($"/api/chat/rooms/{room}/attachments", UriKind.Relative), form);
        var file = System.Text.Json.Nodes.JsonNode.Parse(await upload.Content.ReadAsStringAsync())!;
        upload.StatusCode.Should().Be(HttpStatusCode.Created, file.ToJsonString());
        ApiAnswer.FieldsOf(file).Should().Equal("contentType", "id", "name", "size");

        var said = (await patient.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "", attachmentIds = new[] { file["id"]!.ToString() } })).Ok(HttpStatusCode.Created);

        said.Json["attachments"]!.AsArray().Single()!.ToJsonString().Should().Be(file.ToJsonString());
        (await patient.GetAsync($"/chat/files/{file["id"]}")).Ok().Text.Should().Be("Take one a day.");
        (await (await _host.AsAsync(Home.SecondPatient)).GetAsync($"/chat/files/{file["id"]}")).Status.Should().Be(HttpStatusCode.NotFound);
        (await patient.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "x", attachmentIds = new[] { Guid.NewGuid() } })).IsProblem(422, "invalid").Json["errors"]!["attachmentIds"].Should().NotBeNull();
    }

    [Fact]
    public async Task Sent_many_times_at_once_it_is_said_once()
    {
        var (patient, room) = await RoomAsync();
        var message = new { clientMessageId = Guid.NewGuid(), body = "Once" };

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => patient.PostAsync($"/api/chat/rooms/{room}/messages", message)));

        all.Count(a => a.Status == HttpStatusCode.Created).Should().Be(1);
        all.Should().OnlyContain(a => a.Status == HttpStatusCode.Created || a.Status == HttpStatusCode.OK);
        all.Select(a => a.Text).Distinct().Should().ContainSingle();
        (await _host.ReadAsync(db => db.ChatMessages.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Outsiders_hear_and_say_nothing()
    {
        var (patient, room) = await RoomAsync();
        var said = (await SayAsync(patient, room, "Between us")).Ok(HttpStatusCode.Created);
        var nowhere = Guid.CreateVersion7().ToString();

        foreach (var actor in new[] { Home.SecondPatient, Home.SecondDoctor, Home.Lena, Home.Admin, _host.Other.Doctor, _host.Other.Patient })
        {
            var outsider = await _host.AsAsync(actor);
            (await outsider.GetAsync("/api/chat/rooms")).List.Should().BeEmpty(actor.DisplayName);
            (await outsider.GetAsync($"/api/chat/rooms/{room}/messages")).IsProblem(404, "not-found").Text.Should().Be((await outsider.GetAsync($"/api/chat/rooms/{nowhere}/messages")).Text);
            (await SayAsync(outsider, room, "Hello")).IsProblem(404, "not-found").Text.Should().Be((await SayAsync(outsider, nowhere, "Hello")).Text);
            (await outsider.PostAsync($"/api/chat/rooms/{room}/read", new { messageId = said.At("id") })).IsProblem(404, "not-found");
        }

        (await _host.Nobody().GetAsync($"/api/chat/rooms/{room}/messages")).IsProblem(401, "unauthenticated");
        (await _host.ReadAsync(db => db.ChatMessages.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Groups_and_the_front_desk_have_rooms_too()
    {
        var (desk, patient, doctor) = (await _host.AsAsync(Home.Lena), await _host.AsAsync(Home.Patient), await _host.AsAsync(Home.Doctor));
        var command = new { kind = "Group", participantIds = new[] { Home.Doctor.UserId, Home.Omar.UserId }, commandId = Guid.NewGuid() };

        var group = (await desk.PostAsync("/api/chat/rooms", command)).Ok(HttpStatusCode.Created);
        group.At("title").Should().Be("Dr Ada Berg, Omar Desk");
        (await desk.PostAsync("/api/chat/rooms", command)).Ok().At("id").Should().Be(group.At("id"));
        (await doctor.GetAsync("/api/chat/rooms")).List.Should().ContainSingle();

        var own = (await patient.PostAsync("/api/chat/rooms", new { kind = "FrontDesk", participantIds = Array.Empty<Guid>() })).Ok(HttpStatusCode.Created);
        own.At("title").Should().Be("Front desk");
        (await desk.PostAsync("/api/chat/rooms", new { kind = "FrontDesk", participantIds = new[] { Home.Patient.PatientId } })).Ok().At("id").Should().Be(own.At("id"));
    }

    [Fact]
    public async Task What_cannot_be_opened_or_said_says_why()
    {
        var (patient, room) = await RoomAsync();
        (await patient.PostAsync("/api/chat/rooms", Direct(Home.SecondPatient.UserId))).IsProblem(422, "invalid").Json["errors"]!["participantIds"].Should().NotBeNull();
        (await patient.PostAsync("/api/chat/rooms", Direct(_host.Other.Doctor.UserId))).IsProblem(422, "invalid").Text
            .Should().Be((await patient.PostAsync("/api/chat/rooms", Direct(Guid.NewGuid()))).Text);
        (await patient.PostAsync("/api/chat/rooms", new { kind = "Group", participantIds = new[] { Home.Doctor.UserId } })).IsProblem(403, "forbidden");
        (await patient.PostAsync("/api/chat/rooms", new { kind = "Party", participantIds = new[] { Home.Doctor.UserId } })).IsProblem(400, "malformed");
        (await SayAsync(patient, room, " ")).IsProblem(422, "invalid").Json["errors"]!["body"].Should().NotBeNull();
        (await SayAsync(patient, room, new string('x', 4_001))).IsProblem(422, "invalid");
        (await SayAsync(patient, room, new string('x', 600_000))).IsProblem(413, "too-large");
        (await patient.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.Empty, body = "x" })).IsProblem(422, "invalid");

        for (var i = 0; i < ChatPace.Burst; i++) (await SayAsync(patient, room, $"{i}")).Ok(HttpStatusCode.Created);
        (await SayAsync(patient, room, "Too many")).IsProblem(429, "too-many").Headers["Retry-After"].Should().Be("1");
    }

    [Fact]
    public async Task Whoever_was_taken_out_of_a_group_is_an_outsider()
    {
        var (desk, doctor) = (await _host.AsAsync(Home.Lena), await _host.AsAsync(Home.Doctor));
        var room = (await desk.PostAsync("/api/chat/rooms", new { kind = "Group", participantIds = new[] { Home.Doctor.UserId, Home.Omar.UserId }, name = "Team" })).Ok(HttpStatusCode.Created).At("id")!;
        (await SayAsync(doctor, room, "Here")).Ok(HttpStatusCode.Created);

        await _host.Get<ChatService>().RemoveParticipantAsync(Home.Lena, Guid.Parse(room), Home.Doctor.UserId);

        (await doctor.GetAsync($"/api/chat/rooms/{room}/messages")).IsProblem(404, "not-found");
        (await SayAsync(doctor, room, "Still here")).IsProblem(404, "not-found");
        (await doctor.GetAsync("/api/chat/rooms")).List.Should().BeEmpty();
    }

    private async Task<(ApiCaller Patient, string Room)> RoomAsync()
    {
        var patient = await _host.AsAsync(Home.Patient);
        return (patient, (await patient.PostAsync("/api/chat/rooms", Direct(Home.Doctor.PractitionerId!.Value))).Ok(HttpStatusCode.Created).At("id")!);
    }

    private static object Direct(Guid with) => new { kind = "Direct", participantIds = new[] { with } };

    private static Task<ApiAnswer> SayAsync(ApiCaller who, string room, string body) =>
        who.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body });
}
