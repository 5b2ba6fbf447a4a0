using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Real conversations (shared data, chat) said again by two people at once, each of whom often sends the same thing twice: same order for both, nothing lost, nothing twice.</summary>
public sealed partial class ReplayTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [SharedDataFact]
    public async Task Consultations_by_their_timing()
    {
        var folder = SharedData.Find("chat", "primock57");
        var doctors = Directory.GetFiles(folder, "*_doctor.TextGrid").Order(StringComparer.Ordinal).Take(8).ToList();
        doctors.Should().HaveCount(8);
        foreach (var file in doctors)
        {
            var lines = Utterances(file, isDoctor: true).Concat(Utterances(file.Replace("_doctor", "_patient", StringComparison.Ordinal), isDoctor: false)).OrderBy(l => l.Start).ToList();
            lines.Should().HaveCountGreaterThan(30, file);
            await HoldsAsync([.. lines.Select(l => (l.IsDoctor, l.Text))], isInterleaved: true);
        }
    }

    [SharedDataFact]
    public async Task Dialogues_at_once()
    {
        var dialogues = Csv(await File.ReadAllTextAsync(SharedData.Find("chat", "mts-dialog", "MTS-Dialog-ValidationSet.csv"))).Skip(1).Select(row => row[3]).Take(60).ToList();
        dialogues.Should().HaveCount(60);
        foreach (var dialogue in dialogues)
        {
            var lines = dialogue.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(l => (IsDoctor: l.StartsWith("Doctor", StringComparison.OrdinalIgnoreCase), Text: l)).ToList();
            await HoldsAsync(lines, isInterleaved: false);
        }
    }

    public void Dispose() => _clinic.Dispose();

    private async Task HoldsAsync(List<(bool IsDoctor, string Text)> lines, bool isInterleaved)
    {
        var room = await _clinic.GroupAsync(Home.Doctor, "Replay", Home.Patient, Home.SecondDoctor); // anew for each: a pair has one room only
        var ids = lines.ConvertAll(_ => Guid.NewGuid());
        var gate = new SemaphoreSlim(1, 1);

        if (isInterleaved)
        {
            for (var i = 0; i < lines.Count; i++) await SendAsync(i, twice: i % 3 == 0);
            (await _clinic.BodiesAsync(Home.Patient, room)).Should().Equal(lines.Select(l => l.Text));
        }
        else
        {
            await Task.WhenAll(SayAllAsync(isDoctor: true), SayAllAsync(isDoctor: false));
        }

        var read = await _clinic.ReadAllAsync(Home.Doctor, room);
        (await _clinic.ReadAllAsync(Home.Patient, room)).Select(m => m.Id).Should().Equal(read.Select(m => m.Id));
        read.Select(m => m.Sequence).Should().Equal(Enumerable.Range(1, lines.Count));
        read.Select(m => m.ClientMessageId).Should().BeEquivalentTo(ids);
        foreach (var side in new[] { true, false })
        {
            read.Where(m => m.SenderId == Of(side).UserId).Select(m => m.Body).Should().Equal(lines.Where(l => l.IsDoctor == side).Select(l => l.Text));
        }

        async Task SayAllAsync(bool isDoctor)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i].IsDoctor == isDoctor) await Task.Run(() => SendAsync(i, twice: i % 2 == 0));
            }
        }

        async Task SendAsync(int i, bool twice)
        {
            await gate.WaitAsync();
            _clinic.Clock.Advance(ChatPace.OneEvery);
            gate.Release();
            var message = new NewMessage(ids[i], lines[i].Text);
            var answers = await Task.WhenAll(Enumerable.Range(0, twice ? 3 : 1).Select(_ => Task.Run(() => _clinic.Chat().SendAsync(Of(lines[i].IsDoctor), room, message))));
            answers.Should().OnlyContain(a => a.Succeeded);
            answers.Select(a => a.Value!.Id).Distinct().Should().ContainSingle();
        }
    }

    private Actor Of(bool isDoctor) => isDoctor ? Home.Doctor : Home.Patient;

    private static IEnumerable<(double Start, bool IsDoctor, string Text)> Utterances(string file, bool isDoctor) =>
        Interval().Matches(File.ReadAllText(file)).Select(m => (
            double.Parse(m.Groups["start"].ValueSpan, CultureInfo.InvariantCulture), isDoctor, m.Groups["text"].Value.Replace("\"\"", "\"", StringComparison.Ordinal)))
            .Where(u => PlainText.HasVisibleCharacter(u.Item3));

    // Quoted fields may hold line ends and doubled quotes (RFC 4180).
    private static List<List<string>> Csv(string text)
    {
        var rows = new List<List<string>>();
        var (row, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (isQuoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (c == '"') isQuoted = !isQuoted;
            else if (isQuoted || c is not (',' or '\n' or '\r')) field.Append(c);
            else if (c != '\r')
            {
                row.Add(field.ToString());
                field.Clear();
                if (c != '\n') continue;
                rows.Add(row);
                row = [];
            }
        }

        return rows;
    }

    [GeneratedRegex("""intervals \[\d+\]:\s+xmin = (?<start>[\d.]+)\s+xmax = [\d.]+\s+text = "(?<text>([^"]|"")*)"\s""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Interval();
}
