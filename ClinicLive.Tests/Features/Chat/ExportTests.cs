using System.Text.Json;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>The record of a conversation: who gets it, what it holds, and that nothing in it can be changed unseen.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private ChatExportService Exports => _clinic.Get<ChatExportService>();

    [Fact]
    public async Task It_holds_what_was_said_with_times_names_receipts_and_what_stood_there_before()
    {
        var (room, record) = await MakeAsync(Home.Doctor);
        using var json = JsonDocument.Parse(record);
        var entries = json.RootElement.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("entry")).ToList();
        entries.Should().HaveCount(3);
        entries[0].GetProperty("body").GetString().Should().Be("Tuesday");
        entries[0].GetProperty("sender").GetString().Should().Be("Paula Patient");
        entries[0].GetProperty("earlier")[0].GetProperty("body").GetString().Should().Be("Monday");
        entries[0].GetProperty("receipts")[0].GetProperty("state").GetString().Should().Be("Read");
        entries[1].GetProperty("body").GetString().Should().Be("</script><b>写真</b> & \"quotes\" 👩‍⚕️");
        entries[2].GetProperty("body").GetString().Should().BeEmpty("it was deleted");
        entries[2].GetProperty("earlier")[0].GetProperty("body").GetString().Should().Be("gone");
        _clinic.Count("ActivityLog", $"\"Kind\" = 'ChatRoomExported' AND \"SubjectId\" = '{room.ToString().ToUpperInvariant()}'").Should().Be(1);

        var own = (await Exports.ExportAsync(Home.Patient, room)).Value!;
        own.Should().NotContain("gone").And.NotContain("Monday", "what was taken back is for the clinic's record");
    }

    [Fact]
    public async Task It_is_true_as_it_is_and_not_after_any_change()
    {
        var (_, record) = await MakeAsync(Home.Doctor);
        var page = ChatRecordPage.Of(record);
        page.Should().NotContain("</script><b>");
        foreach (var whole in new[] { record, page }) (await VerdictAsync(Home.Patient, whole)).Should().Match<ExportVerdict>(v => v.IsTrue && v.Sentence.Contains("3 entries"));

        string[] changed =
        [
            record.Replace("Tuesday", "Thursday", StringComparison.Ordinal), record.Replace("Paula", "Petra", StringComparison.Ordinal), record.Replace("\"number\":2", "\"number\":3", StringComparison.Ordinal),
            page.Replace("\">Tuesday</div>", "\">Thursday</div>", StringComparison.Ordinal), page.Replace("Ada Berg", "Eve Berg", StringComparison.Ordinal), "{}", "nothing", "<html></html>", "",
        ];
        foreach (var other in changed)
        {
            other.Should().NotBe(record).And.NotBe(page);
            (await VerdictAsync(Home.Doctor, other)).IsTrue.Should().BeFalse(other.Length > 80 ? other[..80] : other);
        }

        (await VerdictAsync(_clinic.Other.Doctor, record)).Should().Match<ExportVerdict>(v => !v.IsTrue && v.Sentence.Contains("not given it out"));
        var (forged, _) = ChatRecord.Seal(new { clinic = "x", people = Array.Empty<object>() }, []);
        (await VerdictAsync(Home.Doctor, forged)).IsTrue.Should().BeFalse("a chain of one's own is no record of the clinic");
    }

    [Fact]
    public async Task What_the_hashes_do_not_cover_is_no_part_of_a_record()
    {
        var (_, record) = await MakeAsync(Home.Doctor);
        var line = record.Split('\n').First(l => l.StartsWith("{\"entry\"", StringComparison.Ordinal));
        string[] forged =
        [
            record.Replace("\"entries\":[", "\"entries\":[{\"entry\":{\"body\":\"forged\"},\"hash\":\"\"}],\n\"entries\":[", StringComparison.Ordinal),
            record.Replace("\"seal\":", "\"note\":\"forged\",\"seal\":", StringComparison.Ordinal),
            record.Replace(line, "{\"entry\":{\"body\":\"forged\"}," + line[1..], StringComparison.Ordinal),
            record.Replace(line, "{\"note\":\"forged\"," + line[1..], StringComparison.Ordinal),
        ];
        foreach (var file in forged)
        {
            file.Should().NotBe(record);
            (await VerdictAsync(Home.Doctor, file)).IsTrue.Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_conversation_too_long_for_memory_is_refused_with_a_sentence()
    {
        var room = await _clinic.DirectAsync();
        var said = await _clinic.SayAsync(Home.Patient, room, "short");
        await using (var db = _clinic.NewContext())
        {
            await db.ChatMessages.Where(m => m.Id == said.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Body, new string('x', (int)ChatExportService.LongestTexts + 1)));
        }


        (await _clinic.Get<ChatExportService>().ExportAsync(Home.Doctor, room)).Refusal!.Sentence.Should().StartWith("This conversation is too long for one record.");
    }

    [Fact]
    public async Task Taking_out_or_adding_an_entry_breaks_the_chain()
    {
        var (_, record) = await MakeAsync(Home.Doctor);
        var lines = record.Split('\n').ToList();
        var second = lines.FindIndex(l => l.Contains("\"number\":2", StringComparison.Ordinal));
        ChatRecord.Follow(string.Join('\n', lines.Where((_, i) => i != second))).BrokenAt.Should().Be(2);
        lines.Insert(second, lines[second]);
        ChatRecord.Follow(string.Join('\n', lines)).BrokenAt.Should().Be(3);
        ChatRecord.Follow(record.Replace("\n", "\n  ", StringComparison.Ordinal)).Seal.Should().NotBeNull("blanks between members say nothing");
    }

    [Fact]
    public async Task Outsiders_get_none_and_leave_no_line()
    {
        var (room, _) = await MakeAsync(Home.Doctor);
        var lines = _clinic.Count("ActivityLog");
        foreach (var outsider in new[] { Home.Lena, Home.Admin, Home.SecondDoctor, Home.SecondPatient, _clinic.Other.Doctor })
        {
            (await Exports.ExportAsync(outsider, room)).Refusal!.Kind.Should().Be(RefusalKind.NotFound, outsider.DisplayName);
        }

        var team = await _clinic.GroupAsync(Home.Lena, "Team", Home.Omar, Home.Doctor);
        await _clinic.Chat().RemoveParticipantAsync(Home.Lena, team, Home.Doctor.UserId);
        (await Exports.ExportAsync(Home.Doctor, team)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        _clinic.Count("ActivityLog", "\"Kind\" = 'ChatRoomExported'").Should().Be(1);
        lines.Should().BePositive();
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<(Guid Room, string Record)> MakeAsync(Actor by)
    {
        var room = await _clinic.DirectAsync();
        var first = await _clinic.SayAsync(Home.Patient, room, "Monday");
        await _clinic.Chat().EditAsync(Home.Patient, room, first.Id, 1, "Tuesday");
        await _clinic.SayAsync(Home.Doctor, room, "</script><b>写真</b> & \"quotes\" 👩‍⚕️");
        var last = await _clinic.SayAsync(Home.Patient, room, "gone");
        await _clinic.Chat().DeleteAsync(Home.Patient, room, last.Id);
        await _clinic.Chat().MarkReadAsync(Home.Doctor, room, 3);
        var made = await Exports.ExportAsync(by, room);
        return (room, made.Value ?? throw new InvalidOperationException(made.Refusal!.Sentence));
    }

    private async Task<ExportVerdict> VerdictAsync(Actor by, string file) => (await Exports.VerifyAsync(by, file)).Value!;
}
