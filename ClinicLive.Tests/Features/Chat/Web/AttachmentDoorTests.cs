using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Accounts.Web;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Chat.Web;

/// <summary>Files by request, as pages and programs send them: who gets through which door, and with which headers an answer goes out.</summary>
public sealed class AttachmentDoorTests : IAsyncLifetime, IDisposable
{
    private readonly AccountHost _host = new();
    private Actor _patient = default!;
    private Guid _room;

    public async Task InitializeAsync()
    {
        _patient = await _host.ActorAsync(Role.Patient);
        var doctor = await _host.ActorAsync(Role.Practitioner);
        _room = (await _host.Get<ChatService>().OpenDirectAsync(_patient, _patient.PatientId!.Value, doctor.PractitionerId!.Value)).Value;
    }

    [Fact]
    public async Task A_file_comes_in_once_and_goes_out_to_those_in_the_room_as_nothing_but_a_file()
    {
        var patient = await _host.VisitAsync(Role.Patient);
        var uploadId = Guid.NewGuid();
        using var first = await UploadAsync(patient, Photos.Png(), uploadId: uploadId);
        first.StatusCode.Should().Be(HttpStatusCode.Created);
        var kept = await first.Content.ReadFromJsonAsync<JsonElement>();
        kept.GetProperty("name").GetString().Should().Be("wound.png");
        kept.GetProperty("contentType").GetString().Should().Be("image/png");
        kept.GetProperty("size").GetInt64().Should().BePositive();
        var id = kept.GetProperty("id").GetGuid();
        using var again = await UploadAsync(patient, Photos.Png(), uploadId: uploadId);
        again.StatusCode.Should().Be(HttpStatusCode.OK);
        (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid().Should().Be(id);

        var doctor = await _host.VisitAsync(Role.Practitioner);
        (await doctor.GetAsync($"/chat/files/{id}")).StatusCode.Should().Be(HttpStatusCode.NotFound, "it was not sent");
        await _host.Get<ChatService>().SendAsync(_patient, _room, new NewMessage(Guid.NewGuid(), "", AttachmentIds: [id]));

        var answer = await doctor.GetAsync($"/chat/files/{id}");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("image/png");
        answer.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        answer.Content.Headers.ContentDisposition.FileNameStar.Should().Be("wound.png");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("sandbox").And.Contain("default-src 'none'");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await answer.Content.ReadAsByteArrayAsync()).Should().HaveCount((int)kept.GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task A_form_that_ends_before_its_file_did_not_arrive_whole_and_that_is_no_fault_of_the_server()
    {
        var patient = await _host.VisitAsync(Role.Patient);
        using var whole = new MultipartFormDataContent("XbX");
        whole.Add(new ByteArrayContent(Photos.Png()) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }, "file", "wound.png");
        var bytes = await whole.ReadAsByteArrayAsync();
        using var cut = new ByteArrayContent(bytes[..^20]) { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=XbX") } };

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/chat/rooms/{_room}/attachments", UriKind.Relative)) { Content = cut };
        request.Headers.Add("RequestVerificationToken", Visitor.TokenOf(await patient.PageAsync("/account/manage")));
        using var answer = await patient.Client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("did not arrive whole");
    }

    [Fact]
    public async Task Outsiders_get_404_through_every_door()
    {
        var patient = await _host.VisitAsync(Role.Patient);
        using var first = await UploadAsync(patient, Photos.Png(), thumbnail: Photos.Jpeg("GPS", 1));
        var id = (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        await _host.Get<ChatService>().SendAsync(_patient, _room, new NewMessage(Guid.NewGuid(), "", AttachmentIds: [id]));
        (await patient.GetAsync($"/chat/files/{id}/thumbnail")).StatusCode.Should().Be(HttpStatusCode.OK);

        foreach (var role in new[] { Role.Receptionist, Role.Admin })
        {
            var outsider = await _host.VisitAsync(role);
            (await outsider.GetAsync($"/chat/files/{id}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
            (await outsider.GetAsync($"/chat/files/{id}/thumbnail")).StatusCode.Should().Be(HttpStatusCode.NotFound);
            using var refused = await UploadAsync(outsider, Photos.Png());
            refused.StatusCode.Should().Be(HttpStatusCode.NotFound);
        }

        var nobody = _host.Visit();
        (await nobody.GetAsync($"/chat/files/{id}")).StatusCode.Should().Be(HttpStatusCode.Redirect, "to the sign-in page");
        (await patient.GetAsync($"/chat/files/{Guid.NewGuid()}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_the_forms_token_or_a_file_nothing_is_taken_in()
    {
        var patient = await _host.VisitAsync(Role.Patient);
        using var form = Form(Photos.Png(), Guid.NewGuid(), null, "image/png", "a.png");
        using var foreign = await patient.Client.PostAsync(new Uri($"/api/chat/rooms/{_room}/attachments", UriKind.Relative), form);
        foreign.StatusCode.Should().Be(HttpStatusCode.BadRequest);

        using var notAPicture = await UploadAsync(patient, "<script>alert(1)</script>"u8.ToArray());
        notAPicture.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await notAPicture.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().Should().Contain("PDF");
        (await _host.ReadAsync(db => db.ChatAttachments.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_form_of_very_many_fields_is_not_read_to_its_end()
    {
        var patient = await _host.VisitAsync(Role.Patient);
        var token = Visitor.TokenOf(await patient.PageAsync("/account/manage"));
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < 20; i++) form.Add(new ByteArrayContent([]), "thumbnail", "thumbnail");
        form.Add(new ByteArrayContent(Photos.Png()) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }, "file", "wound.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/chat/rooms/{_room}/attachments", UriKind.Relative)) { Content = form };
        request.Headers.Add("RequestVerificationToken", token);

        using var answer = await patient.Client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await _host.ReadAsync(db => db.ChatAttachments.CountAsync())).Should().Be(0);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _host.Dispose();

    private async Task<HttpResponseMessage> UploadAsync(Visitor visitor, byte[] bytes, Guid? uploadId = null, byte[]? thumbnail = null)
    {
        var token = Visitor.TokenOf(await visitor.PageAsync("/account/manage"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/chat/rooms/{_room}/attachments", UriKind.Relative)) { Content = Form(bytes, uploadId ?? Guid.NewGuid(), thumbnail, "image/png", "wound.png") };
        request.Headers.Add("RequestVerificationToken", token);
        return await visitor.Client.SendAsync(request);
    }

    private static MultipartFormDataContent Form(byte[] bytes, Guid uploadId, byte[]? thumbnail, string type, string name)
    {
        var form = new MultipartFormDataContent { { new StringContent(uploadId.ToString()), "uploadId" } };
        if (thumbnail is not null) form.Add(new ByteArrayContent(thumbnail), "thumbnail", "thumbnail");
        form.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }, "file", name);
        return form;
    }
}
