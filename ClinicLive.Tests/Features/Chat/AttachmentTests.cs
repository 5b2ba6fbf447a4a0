using System.Text;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Files of conversations: what is taken in, who may have it, and what becomes of files that are never sent.</summary>
public sealed class AttachmentTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private AttachmentService Service => _clinic.Get<AttachmentService>();

    [SharedDataTheory]
    [InlineData("pdf.pdf", "application/pdf", AttachmentKind.Pdf)]
    [InlineData("jpg.jpg", "image/jpeg", AttachmentKind.Jpeg)]
    [InlineData("png.png", "image/png", AttachmentKind.Png)]
    public async Task Real_files_of_allowed_kinds_come_in_and_go_out(string file, string type, AttachmentKind kind)
    {
        var room = await _clinic.DirectAsync();
        var taken = await TakeAsync(Home.Patient, room, file, type, await File.ReadAllBytesAsync(SharedData.Find("uploads", "tiny-one-per-type", file)));
        taken.Succeeded.Should().BeTrue(taken.Refusal?.Sentence);
        taken.Value!.Kind.Should().Be(kind);
        (await ReadAsync(Home.Patient, taken.Value.Id))!.Length.Should().Be((int)taken.Value.Size);
    }

    [SharedDataFact]
    public async Task No_other_kind_of_file_comes_in_under_any_allowed_name()
    {
        var room = await _clinic.DirectAsync();
        string[] allowed = ["pdf", "jpg", "png", "webp"];
        var folder = SharedData.Find("uploads", "tiny-one-per-type");
        var others = Directory.GetFiles(folder).Where(f => !allowed.Contains(Path.GetExtension(f).TrimStart('.'), StringComparer.Ordinal)).ToList();
        others.Should().HaveCountGreaterThan(30);
        foreach (var file in others)
        {
            _clinic.Clock.Advance(UploadPace.Window);
            var bytes = await File.ReadAllBytesAsync(file);
            foreach (var (extension, type) in new[] { ("pdf", "application/pdf"), ("jpg", "image/jpeg"), ("png", "image/png"), ("webp", "image/webp") })
            {
                (await TakeAsync(Home.Patient, room, $"x.{extension}", type, bytes)).Refusal!.Field.Should().Be("File", $"{Path.GetFileName(file)} as {extension}");
            }
        }

        _clinic.Count("ChatAttachments").Should().Be(0);
        Contents().Should().BeEmpty("what was refused leaves nothing behind");
    }

    [Theory]
    [InlineData("x.exe", "application/pdf")]
    [InlineData("x.pdf", "text/html")]
    [InlineData("x.pdf.html", "application/pdf")]
    [InlineData("x.svg", "image/svg+xml")]
    [InlineData("x", "application/pdf")]
    [InlineData("..", "application/pdf")]
    public async Task Name_type_and_content_must_agree(string name, string type)
    {
        var room = await _clinic.DirectAsync();
        (await TakeAsync(Home.Patient, room, name, type, "%PDF-1.7 some document"u8.ToArray())).Succeeded.Should().BeFalse();
    }

    [Fact]
    public async Task Text_is_text_to_its_last_byte_and_a_picture_is_whole()
    {
        var room = await _clinic.DirectAsync();
        (await TakeAsync(Home.Patient, room, "a.txt", "text/plain", Encoding.UTF8.GetBytes("blood pressure: 120/80 写真\r\n"))).Succeeded.Should().BeTrue();
        (await TakeAsync(Home.Patient, room, "a.txt", "text/plain", [.. Enumerable.Repeat((byte)'a', 100_000), 0])).Refusal!.Field.Should().Be("File");
        (await TakeAsync(Home.Patient, room, "a.txt", "text/plain", [.. Enumerable.Repeat((byte)'a', 100_000), 0xC3])).Refusal!.Field.Should().Be("File");
        (await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png()[..^6])).Refusal!.Field.Should().Be("File");
        (await TakeAsync(Home.Patient, room, "a.jpg", "image/jpeg", Photos.Jpeg(gps: "", turn: 1)[..^16])).Refusal!.Field.Should().Be("File");
        (await TakeAsync(Home.Patient, room, "a.pdf", "application/pdf", [])).Refusal!.Field.Should().Be("File");
    }

    [Fact]
    public async Task What_is_too_large_is_refused_while_it_comes()
    {
        var room = await _clinic.DirectAsync();
        var large = new byte[ChatAttachment.SizeLimit + 1];
        "%PDF-"u8.CopyTo(large);
        (await TakeAsync(Home.Patient, room, "a.pdf", "application/pdf", large)).Refusal!.Sentence.Should().Contain("20 MB");
        (await TakeAsync(Home.Patient, room, "a.pdf", "application/pdf", large[..^1])).Succeeded.Should().BeTrue();
        Contents().Should().ContainSingle();
    }

    [Theory]
    [InlineData("../../etc/passwd.pdf", "passwd.pdf")]
    [InlineData("C:\\photos\\a.pdf", "a.pdf")]
    [InlineData("a\u202Efdp.pdf", "afdp.pdf")]
    [InlineData("a<b>:c.pdf", "a_b__c.pdf")]
    public async Task A_name_cannot_lie_or_lead_anywhere(string given, string kept)
    {
        var room = await _clinic.DirectAsync();
        (await TakeAsync(Home.Patient, room, given, "application/pdf", "%PDF-1.7 document"u8.ToArray())).Value!.Name.Should().Be(kept);
    }

    [Fact]
    public async Task A_photo_loses_its_place_and_keeps_which_side_is_up()
    {
        var room = await _clinic.DirectAsync();
        var taken = await TakeAsync(Home.Patient, room, "wound.jpg", "image/jpeg", Photos.Jpeg(gps: "GPS 52.5200N 13.4050E", turn: 6));
        var kept = (await ReadAsync(Home.Patient, taken.Value!.Id))!;
        var text = Encoding.Latin1.GetString(kept);
        text.Should().NotContain("GPS").And.NotContain("secret comment").And.Contain("Exif").And.NotContain("behind the end");
        kept[^2..].Should().Equal(0xFF, 0xD9);
        kept.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, 0x06]).Should().BePositive("a phone held upright stays upright");

        var png = await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png("Location 52.52"));
        Encoding.Latin1.GetString((await ReadAsync(Home.Patient, png.Value!.Id))!).Should().NotContain("Location").And.Contain("IEND");
        var webp = await TakeAsync(Home.Patient, room, "a.webp", "image/webp", Photos.Webp("GPS 52.52"));
        Encoding.Latin1.GetString((await ReadAsync(Home.Patient, webp.Value!.Id))!).Should().NotContain("GPS").And.NotContain("EXIF").And.Contain("VP8 ");
    }

    [Fact]
    public async Task The_same_upload_twice_is_one_file()
    {
        var room = await _clinic.DirectAsync();
        var id = Guid.NewGuid();
        var answers = new List<Outcome<AttachmentRow>>();
        for (var i = 0; i < 3; i++) answers.Add(await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png(), uploadId: id));
        answers.Select(a => a.Value!.Id).Distinct().Should().ContainSingle();
        answers.Select(a => a.Changed).Should().Equal(true, false, false);
        Contents().Should().ContainSingle();
    }

    [Fact]
    public async Task Until_it_is_sent_it_is_the_uploaders_alone_and_then_the_rooms()
    {
        var room = await _clinic.DirectAsync();
        var file = (await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png())).Value!.Id;
        (await ReadAsync(Home.Patient, file)).Should().NotBeNull();
        (await ReadAsync(Home.Doctor, file)).Should().BeNull();

        var sent = await _clinic.Chat().SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "", AttachmentIds: [file]));
        sent.Value!.Attachments.Should().ContainSingle(a => a.Id == file);
        (await ReadAsync(Home.Doctor, file)).Should().NotBeNull();
        foreach (var outsider in new[] { Home.Lena, Home.Admin, Home.SecondDoctor, Home.SecondPatient, _clinic.Other.Doctor, _clinic.Other.Patient })
        {
            (await ReadAsync(outsider, file)).Should().BeNull(outsider.DisplayName);
            (await TakeAsync(outsider, room, "a.png", "image/png", Photos.Png())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
            (await _clinic.Get<AttachmentQueries>().UnsentAsync(outsider, room)).Should().BeEmpty();
            (await Service.DiscardAsync(outsider, file)).Changed.Should().BeFalse();
        }

        (await _clinic.Chat().DeleteAsync(Home.Patient, room, sent.Value.Id)).Succeeded.Should().BeTrue();
        (await ReadAsync(Home.Doctor, file)).Should().BeNull("the message is gone for readers");
        (await _clinic.ReadAllAsync(Home.Doctor, room)).Single().Attachments.Should().BeEmpty();
        _clinic.Count("ChatAttachments").Should().Be(1, "and stays in the record");
    }

    [Fact]
    public async Task Whoever_was_removed_or_came_later_without_history_has_none_of_the_files()
    {
        var room = await _clinic.GroupAsync(Home.Lena, "Team", Home.Omar, Home.Doctor);
        var file = (await TakeAsync(Home.Lena, room, "a.png", "image/png", Photos.Png())).Value!.Id;
        await _clinic.Chat().SendAsync(Home.Lena, room, new NewMessage(Guid.NewGuid(), "look", AttachmentIds: [file]));
        (await ReadAsync(Home.Doctor, file)).Should().NotBeNull();

        await _clinic.Chat().RemoveParticipantAsync(Home.Lena, room, Home.Doctor.UserId);
        await _clinic.Chat().AddParticipantAsync(Home.Lena, room, Home.SecondDoctor.UserId, seesHistory: false);

        (await ReadAsync(Home.Doctor, file)).Should().BeNull();
        (await ReadAsync(Home.SecondDoctor, file)).Should().BeNull();
        (await TakeAsync(Home.Doctor, room, "a.png", "image/png", Photos.Png())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
    }

    [Fact]
    public async Task A_file_leaves_once_from_its_own_room_with_its_owner()
    {
        var (room, desk) = (await _clinic.DirectAsync(), await _clinic.DeskAsync());
        var file = (await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png())).Value!.Id;
        async Task<Refusal?> SendAsync(Actor by, Guid to) => (await _clinic.Chat().SendAsync(by, to, new NewMessage(Guid.NewGuid(), "x", AttachmentIds: [file]))).Refusal;

        (await SendAsync(Home.Doctor, room))!.Field.Should().Be("Files");
        (await SendAsync(Home.Patient, desk))!.Field.Should().Be("Files");
        (await SendAsync(Home.Patient, room)).Should().BeNull();
        (await SendAsync(Home.Patient, room))!.Field.Should().Be("Files");
        _clinic.Count("ChatMessages").Should().Be(1);
    }

    [Fact]
    public async Task Files_that_are_never_sent_are_forgotten_and_those_that_were_stay()
    {
        var room = await _clinic.DirectAsync();
        var sent = (await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png())).Value!.Id;
        await _clinic.Chat().SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "", AttachmentIds: [sent]));
        await TakeAsync(Home.Patient, room, "b.png", "image/png", Photos.Png());
        var unknown = Guid.NewGuid().ToString("N");
        var orphan = Path.Combine(_clinic.FilesFolder, "chat", unknown[^2..], unknown);
        Directory.CreateDirectory(Path.GetDirectoryName(orphan)!);
        await File.WriteAllTextAsync(orphan, "cut off before its row");
        foreach (var path in Contents()) File.SetLastWriteTimeUtc(path, _clinic.Now.UtcDateTime);

        (await _clinic.Get<UnsentAttachments>().SweepAsync()).Should().Be(0);
        _clinic.Clock.Advance(ChatAttachment.KeptUnsent + TimeSpan.FromMinutes(1));
        (await _clinic.Get<UnsentAttachments>().SweepAsync()).Should().Be(2);

        Contents().Should().ContainSingle().Which.Should().EndWith(sent.ToString("N"));
        (await ReadAsync(Home.Doctor, sent)).Should().NotBeNull();
    }

    [Fact]
    public async Task There_is_an_end_to_uploading()
    {
        var room = await _clinic.DirectAsync();
        for (var i = 0; i < UploadPace.Most; i++) (await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png())).Succeeded.Should().BeTrue();
        (await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png())).Refusal!.Kind.Should().Be(RefusalKind.TooMany);
        _clinic.Clock.Advance(UploadPace.Window);
        (await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png())).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
    }

    [Fact]
    public async Task What_one_person_brings_in_within_a_day_has_an_end()
    {
        var room = await _clinic.DirectAsync();
        (await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png())).Succeeded.Should().BeTrue();
        _clinic.Execute($"UPDATE \"ChatAttachments\" SET \"Size\" = {ChatAttachment.PatientDayLimit}");

        (await TakeAsync(Home.Patient, room, "b.png", "image/png", Photos.Png())).Refusal!.Sentence.Should().StartWith("That is all that can be sent in one day.");
        (await TakeAsync(Home.Doctor, room, "b.png", "image/png", Photos.Png())).Succeeded.Should().BeTrue("everybody has a day of his own");
        _clinic.Clock.Advance(TimeSpan.FromDays(1));
        (await TakeAsync(Home.Patient, room, "b.png", "image/png", Photos.Png())).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_picture_too_large_to_be_drawn_is_refused_however_small_its_file()
    {
        var room = await _clinic.DirectAsync();
        byte[] huge = [0, 0, 0x3E, 0x80, 0, 0, 0x3E, 0x80]; // 16,000 by 16,000
        var png = Photos.Png();
        huge.CopyTo(png, 16);
        (await TakeAsync(Home.Patient, room, "a.png", "image/png", png)).Refusal!.Field.Should().Be("File");
        foreach (var height in new byte[] { 0xFF, 0x00 })
        {
            var jpeg = Photos.Jpeg("", 1);
            var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
            ((ReadOnlySpan<byte>)[height, height, 0xFF, 0xFF]).CopyTo(jpeg.AsSpan(frame + 5));
            (await TakeAsync(Home.Patient, room, "a.jpg", "image/jpeg", jpeg)).Refusal!.Field.Should().Be("File");
        }

        var webp = Photos.Webp("");
        webp.AsSpan(webp.AsSpan().IndexOf("VP8X"u8) + 12, 6).Fill(0xFF);
        (await TakeAsync(Home.Patient, room, "a.webp", "image/webp", webp)).Refusal!.Field.Should().Be("File");
        Contents().Should().BeEmpty();
    }

    [Fact]
    public async Task A_voice_message_has_a_length_and_is_nothing_else()
    {
        var room = await _clinic.DirectAsync();
        byte[] webm = [0x1A, 0x45, 0xDF, 0xA3, .. new byte[60]];
        (await TakeAsync(Home.Patient, room, "Voice message.webm", "audio/webm", webm, seconds: 12)).Value.Should().Match<AttachmentRow>(a => a.Kind == AttachmentKind.Voice && a.Seconds == 12 && a.ContentType == "audio/webm");
        (await TakeAsync(Home.Patient, room, "Voice message.webm", "audio/webm", webm)).Refusal!.Field.Should().Be("File");
        (await TakeAsync(Home.Patient, room, "a.png", "image/png", Photos.Png(), seconds: 3)).Refusal!.Field.Should().Be("File");
        (await TakeAsync(Home.Patient, room, "Voice message.webm", "audio/webm", webm, seconds: 9_999)).Refusal!.Field.Should().Be("File");
    }

    public void Dispose() => _clinic.Dispose();

    private Task<Outcome<AttachmentRow>> TakeAsync(Actor by, Guid room, string name, string type, byte[] bytes, Guid? uploadId = null, int? seconds = null) =>
        Service.TakeInAsync(by, room, new NewAttachment(uploadId ?? Guid.NewGuid(), name, type, seconds), new MemoryStream(bytes));

    private async Task<byte[]?> ReadAsync(Actor by, Guid file)
    {
        if (await _clinic.Get<AttachmentQueries>().OpenAsync(by, file) is not { } opened) return null;
        await using var content = opened.Content;
        using var all = new MemoryStream();
        await content.CopyToAsync(all);
        return all.ToArray();
    }

    private string[] Contents() => Directory.Exists(_clinic.FilesFolder) ? Directory.GetFiles(_clinic.FilesFolder, "*", SearchOption.AllDirectories) : [];
}
