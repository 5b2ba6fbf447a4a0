using System.Net;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat.Web;

/// <summary>What a page without its circuit asks for beside the messages themselves: what came after, answers to a message, and the text being typed.</summary>
public sealed class ChatDraftApiTests : IDisposable
{
    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task What_came_after_a_message_is_read_in_its_order()
    {
        var (patient, room) = await RoomAsync();
        var ids = new List<string>();
        for (var i = 1; i <= 5; i++) ids.Add((await SayAsync(patient, room, $"{i}")).At("id")!);

        (await patient.GetAsync($"/api/chat/rooms/{room}/messages?after={ids[1]}")).List.Select(m => m!["body"]!.ToString()).Should().Equal("3", "4", "5");
        (await patient.GetAsync($"/api/chat/rooms/{room}/messages?after={ids[1]}&limit=1")).List.Select(m => m!["body"]!.ToString()).Should().Equal("3");
        (await patient.GetAsync($"/api/chat/rooms/{room}/messages?after={ids[4]}")).List.Should().BeEmpty();
        (await patient.GetAsync($"/api/chat/rooms/{room}/messages?after={Guid.NewGuid()}")).IsProblem(404, "not-found");
        (await patient.GetAsync($"/api/chat/rooms/{room}/messages?after={ids[1]}&before={ids[3]}")).IsProblem(422, "invalid");
    }

    [Fact]
    public async Task An_answer_names_what_it_answers()
    {
        var (patient, room) = await RoomAsync();
        var doctor = await _host.AsAsync(Home.Doctor);
        var asked = (await SayAsync(patient, room, "At nine?")).At("id")!;

        var answer = (await doctor.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "Yes", replyToId = asked })).Ok(HttpStatusCode.Created);

        answer.At("replyTo", "senderName").Should().Be("Paula Patient");
        answer.At("replyTo", "body").Should().Be("At nine?");
        (await doctor.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "Yes", replyToId = Guid.NewGuid() })).Status.Should().NotBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_draft_is_kept_for_its_writer_and_forgotten_when_it_is_empty()
    {
        var (patient, room) = await RoomAsync();
        var doctor = await _host.AsAsync(Home.Doctor);
        (await patient.GetAsync($"/api/chat/rooms/{room}/draft")).Ok().At("text").Should().BeEmpty();

        (await patient.PutAsync($"/api/chat/rooms/{room}/draft", new { text = "I \"have\" 👩‍⚕️" })).Ok(HttpStatusCode.NoContent);
        (await patient.GetAsync($"/api/chat/rooms/{room}/draft")).Ok().At("text").Should().Be("I \"have\" 👩‍⚕️");
        (await doctor.GetAsync($"/api/chat/rooms/{room}/draft")).Ok().At("text").Should().BeEmpty("it is another person's");

        (await patient.PutAsync($"/api/chat/rooms/{room}/draft", new { text = "" })).Ok(HttpStatusCode.NoContent);
        (await patient.GetAsync($"/api/chat/rooms/{room}/draft")).Ok().At("text").Should().BeEmpty();

        foreach (var actor in new[] { Home.SecondPatient, Home.Lena, _host.Other.Doctor })
        {
            var outsider = await _host.AsAsync(actor);
            (await outsider.GetAsync($"/api/chat/rooms/{room}/draft")).IsProblem(404, "not-found");
            (await outsider.PutAsync($"/api/chat/rooms/{room}/draft", new { text = "x" })).IsProblem(404, "not-found");
        }
    }

    [Fact]
    public async Task The_longest_message_is_kept_as_a_draft_and_what_is_longer_is_refused_and_takes_nothing_away()
    {
        var (patient, room) = await RoomAsync();
        var longest = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", MessageText.Limit));
        (await patient.PutAsync($"/api/chat/rooms/{room}/draft", new { text = longest })).Ok(HttpStatusCode.NoContent);
        (await patient.PutAsync($"/api/chat/rooms/{room}/draft", new { text = new string('x', MessageText.UnitLimit + 1) })).IsProblem(422, "invalid");
        (await patient.GetAsync($"/api/chat/rooms/{room}/draft")).Ok().At("text").Should().Be(longest);
    }

    private async Task<(ApiCaller Patient, string Room)> RoomAsync() =>
        (await _host.AsAsync(Home.Patient), (await _host.Get<ChatService>().OpenDirectAsync(Home.Patient, Home.Patient.PatientId!.Value, Home.Doctor.PractitionerId!.Value)).Value.ToString());

    private static async Task<ApiAnswer> SayAsync(ApiCaller who, string room, string body) =>
        (await who.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body })).Ok(HttpStatusCode.Created);
}
