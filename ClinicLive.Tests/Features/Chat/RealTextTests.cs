using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Chat;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Text of the world (shared data, text): sent, kept to the letter, read by the other side as it was written, and found again.</summary>
public sealed partial class RealTextTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [SharedDataFact]
    public async Task Every_naughty_string_is_kept_to_the_letter_or_refused_because_nothing_of_it_can_be_seen()
    {
        var room = await _clinic.DirectAsync();
        var sent = new List<string>();
        foreach (var text in JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(SharedData.Find("text", "blns", "blns.json")))!)
        {
            _clinic.Clock.Advance(ChatPace.OneEvery);
            var outcome = await _clinic.Chat().SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), text));
            if (outcome.Succeeded) sent.Add(text);
            else outcome.Refusal.Sentence.Should().Be("Please write something.", $"of {Codes(text)}");
        }

        sent.Should().HaveCountGreaterThan(480);
        (await BytesAsync(room)).Should().Equal(sent.Select(Bytes));
        foreach (var text in sent) string.Concat(TextParts.Of(text).Select(p => p.Text)).Should().Be(text);
        foreach (var text in sent) string.Concat(Marked.All(text, "a <").Select(p => p.Text)).Should().Be(text);
    }

    [SharedDataFact]
    public async Task Every_naughty_string_is_found_by_itself()
    {
        var room = await _clinic.DirectAsync();
        var search = _clinic.Get<ChatSearchQueries>();
        var strings = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(SharedData.Find("text", "blns", "blns.json")))!
            .Where(t => t.Length is > 0 and <= ChatSearchQueries.TypedLimit && SearchTerms.Question(t) is not null && t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length <= 10).Distinct().ToList();
        strings.Should().HaveCountGreaterThan(400);
        var ids = new Dictionary<string, Guid>();
        foreach (var text in strings.Where(t => MessageText.Refuse(t) is null)) ids[text] = (await _clinic.SayAsync(Home.Patient, room, text)).Id;

        foreach (var (text, id) in ids)
        {
            var found = await search.SearchAsync(Home.Doctor, text);
            if (found.Count < ChatSearchQueries.Limit) found.Should().Contain(h => h.Id == id, $"of {Codes(text)}");
        }
    }

    [SharedDataFact]
    public async Task Every_emoji_and_every_sequence_of_graphemes_comes_back_byte_for_byte()
    {
        var sequences = Sequences("emoji-test.txt", line => line.Split(';')[0])
            .Concat(Sequences("emoji-zwj-sequences.txt", line => line.Split(';')[0]))
            .Concat(Sequences("GraphemeBreakTest.txt", line => line.Split('#')[0].Replace("÷", "", StringComparison.Ordinal).Replace("×", "", StringComparison.Ordinal)))
            .Where(s => !PlainText.HasBrokenCharacter(s) && !s.Contains('\0')).ToList();
        sequences.Should().HaveCountGreaterThan(6_000);
        var room = await _clinic.DirectAsync();
        var bodies = sequences.Chunk(25).Select(chunk => string.Join('\n', chunk)).Where(b => MessageText.Refuse(b) is null).ToList();

        foreach (var body in bodies) await _clinic.SayAsync(Home.Patient, room, body);

        (await BytesAsync(room)).Should().Equal(bodies.Select(Bytes));
        foreach (var body in bodies) string.Concat(Marked.All(body, body[..1]).Select(p => p.Text)).Should().Be(body);
    }

    [SharedDataFact]
    public async Task What_is_said_in_any_language_is_kept_and_found_by_its_words()
    {
        var files = Directory.GetFiles(SharedData.Find("text", "languages"), "*.html");
        files.Should().HaveCountGreaterThan(20);
        foreach (var file in files)
        {
            using var clinic = new ClinicDatabase();
            var room = await clinic.DirectAsync();
            var sent = new List<ChatMessageRow>();
            foreach (var text in Paragraphs(file).Take(25)) sent.Add(await clinic.SayAsync(clinic.Home.Patient, room, text));
            sent.Should().HaveCountGreaterThan(9, file);
            (await clinic.BodiesAsync(clinic.Home.Doctor, room)).Should().Equal(sent.Select(m => m.Body));

            foreach (var message in sent)
            {
                foreach (var looked in Looked(message.Body))
                {
                    var found = await clinic.Get<ChatSearchQueries>().SearchAsync(clinic.Home.Doctor, looked);
                    found.Should().Contain(h => h.Id == message.Id, $"of “{looked}” in {Path.GetFileName(file)}");
                    (await clinic.Get<ChatSearchQueries>().SearchAsync(clinic.Home.SecondDoctor, looked)).Should().BeEmpty();
                }
            }
        }
    }

    public void Dispose() => _clinic.Dispose();

    // A whole word, the beginning of a word, and where there are no spaces a piece from the middle.
    private static IEnumerable<string> Looked(string body)
    {
        var words = body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('.', ',', ';', ':', '(', ')', '"', '«', '»', '。', '、', '，', '।', '۔', '،', '·')).Where(w => w.Length > 0).ToList();
        var longest = words.MaxBy(w => w.Length)!;
        var elements = new StringInfo(longest);
        yield return longest.Length > 60 ? elements.SubstringByTextElements(0, 12) : longest;
        yield return elements.SubstringByTextElements(0, Math.Max(1, Math.Min(elements.LengthInTextElements, 10) / 2));
        var upper = longest.ToUpperInvariant();
        var hasNoSpaces = longest[0] >= '\u2E80'; // scripts of the far east; elsewhere only the beginning of a word is found
        yield return upper.Length <= 60 ? upper : elements.SubstringByTextElements(hasNoSpaces ? elements.LengthInTextElements / 2 : 0, 3);
    }

    private static IEnumerable<string> Paragraphs(string file) => Tag().Replace(Paragraph().Replace(File.ReadAllText(file), "\n\n"), "").Split("\n\n")
        .Select(p => Space().Replace(WebUtility.HtmlDecode(p), " ").Trim()).Where(p => p.Length > 40 && p.Length < 1_500);

    private static IEnumerable<string> Sequences(string file, Func<string, string> codes) => File.ReadLines(SharedData.Find("text", "unicode", file))
        .Where(l => l.Length > 0 && l[0] != '#').Select(codes)
        .Select(c => string.Concat(c.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(h => int.Parse(h, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).Select(v => v is >= 0xD800 and <= 0xDFFF ? ((char)v).ToString() : char.ConvertFromUtf32(v))));

    private static string Bytes(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    private static string Codes(string text) => string.Join(' ', text.Take(40).Select(c => $"{(int)c:X4}"));

    private async Task<IEnumerable<string>> BytesAsync(Guid room) => (await _clinic.BodiesAsync(Home.Doctor, room)).Select(Bytes);

    [GeneratedRegex("</(p|h[1-6]|li|div)>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Paragraph();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Space();
}
