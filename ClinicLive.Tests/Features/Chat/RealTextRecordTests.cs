using System.Text.Json;
using AngleSharp.Html.Parser;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Every string and every sequence of the shared data: taken out of the clinic byte for byte, and found by itself.</summary>
public sealed class RealTextRecordTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [SharedDataFact]
    public async Task All_of_it_stands_in_the_record_byte_for_byte()
    {
        var sequences = RealTexts.Sequences();
        sequences.Should().HaveCountGreaterThan(20_000);
        List<string> texts = [.. RealTexts.Naughty(), .. RealTexts.Together(sequences, 60)];
        var room = await _clinic.DirectAsync();
        foreach (var text in texts) await _clinic.SayAsync(Home.Patient, room, text);

        var record = (await _clinic.Get<ChatExportService>().ExportAsync(Home.Doctor, room)).Value!;
        Bodies(record).Select(RealTexts.Bytes).Should().Equal(texts.Select(RealTexts.Bytes));
        (await _clinic.Get<ChatExportService>().VerifyAsync(Home.Doctor, record)).Value!.IsTrue.Should().BeTrue();

        var page = ChatRecordPage.Of(record);
        Bodies(ChatRecordPage.RecordIn(page)!).Select(RealTexts.Bytes).Should().Equal(texts.Select(RealTexts.Bytes), "the page carries the same record");
        (await _clinic.Get<ChatExportService>().VerifyAsync(Home.Doctor, page)).Value!.IsTrue.Should().BeTrue();
        using var shown = await new HtmlParser().ParseDocumentAsync(page);
        shown.QuerySelectorAll("li > .body").Select(b => RealTexts.Bytes(b.TextContent)).Should().Equal(texts.Select(t => RealTexts.Bytes(AsInHtml(t))));
        shown.QuerySelectorAll("script").Should().ContainSingle("the record itself").Which.GetAttribute("type").Should().Be("application/json");
        shown.QuerySelectorAll("li :is(img, a, iframe, svg, style, script), [onerror], [onload]").Should().BeEmpty();
    }

    [SharedDataFact]
    public async Task Every_sequence_is_found_by_itself()
    {
        var room = await _clinic.DirectAsync();
        var search = _clinic.Get<ChatSearchQueries>();
        var found = 0;
        foreach (var body in RealTexts.Together(RealTexts.Sequences().Where((_, i) => i % 7 == 0), 12))
        {
            var id = (await _clinic.SayAsync(Home.Patient, room, body)).Id;
            foreach (var text in body.Split('\n').Where(t => SearchTerms.Question(t) is not null))
            {
                // The newest come first, so what was said last is among them however often a sign occurs.
                (await search.SearchAsync(Home.Doctor, text)).Should().Contain(h => h.Id == id, $"of {RealTexts.Bytes(text)}");
                found++;
            }
        }

        found.Should().BeGreaterThan(2_500);
    }

    public void Dispose() => _clinic.Dispose();

    // A line end is one sign in HTML, however it was written (HTML, 13.2.3.5). The record in the page has it as it was.
    private static string AsInHtml(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static List<string> Bodies(string record)
    {
        using var json = JsonDocument.Parse(record);
        return [.. json.RootElement.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("entry").GetProperty("body").GetString()!)];
    }
}
