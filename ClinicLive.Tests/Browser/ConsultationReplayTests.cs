using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClinicLive.Domain.Data.Demo;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>
/// A real consultation (shared data, chat) said again by its own timing, once as fast as it was and once fifty times as fast: the doctor at a
/// window, the patient at a window and with a program at the same time. Lines are cut and the clinic dies at moments that chance chooses, also
/// right after a key was pressed. Of each one the part in which most is said; at 50x nobody sends faster than the clinic takes (ChatPace).
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed partial class ConsultationReplayTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const int AtOnce = 15; // of one person; after that one a second

    [SharedDataTheory]
    [InlineData(1, 12)]
    [InlineData(50, 36)]
    public Task Everybody_has_every_line_once_in_one_order(int speed, int lines) => browser.RunAsync(async windows =>
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var spoken = Consultation(random, lines);
        await using var host = await AppHost.StartAsync();
        Line patientsLine = null!, doctorsLine = null!;
        var patient = await windows.OpenTalkAsync("patient1@demo.example", "doctor1@demo.example", on: host, before: async p => patientsLine = await Line.OfAsync(p));
        var doctor = await windows.JoinTalkAsync("doctor1@demo.example", patient, on: host, before: async p => doctorsLine = await Line.OfAsync(p));
        using var phone = await Phone.OfAsync(host, "patient1@demo.example", patient.TalkPath());
        string[] troubles = speed == 1 ? ["the patient's line", "the clinic at once"] : ["the patient's line", "the clinic", "the doctor's line", "the clinic at once"];
        var at = troubles.Select((what, i) => (At: (lines * i / troubles.Length) + random.Next(1, (lines / troubles.Length) - 3), What: what)).ToDictionary(t => t.At, t => t.What);

        var clock = TimeProvider.System;
        var (began, paused) = (clock.GetTimestamp(), TimeSpan.Zero);
        var next = new Dictionary<bool, (int Count, TimeSpan At)> { [true] = default, [false] = default };
        for (var i = 0; i < spoken.Count; i++)
        {
            var line = spoken[i];
            await UntilAsync(line);
            var trouble = at.GetValueOrDefault(i);
            if (trouble == "the patient's line") patientsLine.Cut();
            if (trouble == "the doctor's line") doctorsLine.Cut();
            if (trouble == "the clinic") host.Kill();
            await SayAsync(line);
            if (trouble is null) continue;

            var since = clock.GetTimestamp();
            output.WriteLine($"{trouble} at {i}");
            if (trouble == "the clinic at once") host.Kill(); // stored or not: nobody was told
            for (var more = 0; more < 2 && i + 1 < spoken.Count; more++) await SayAsync(spoken[++i]);
            var cut = trouble switch { "the patient's line" => patient, "the doctor's line" => doctor, _ => null };
            if (cut is not null) await Expect(cut.Locator("[data-way]")).ToContainTextAsync("another way", new() { Timeout = 60_000 }); // what was said meanwhile goes by requests
            foreach (var one in new[] { patientsLine, doctorsLine }) one.Mend();
            if (!host.IsRunning) await host.StartAgainAsync();
            foreach (var page in new[] { patient, doctor }) await IsCalmAsync(page);
            paused += clock.GetElapsedTime(since);
        }

        await phone.DoneAsync();
        foreach (var page in new[] { patient, doctor }) await IsCalmAsync(page);
        var record = host.Text("""SELECT group_concat("Body", char(30)) FROM (SELECT "Body" FROM "ChatMessages" WHERE "Body" LIKE '§%' ORDER BY "Sequence")""").Split('\u001E');
        record.Should().BeEquivalentTo(spoken.Select(s => s.Text), $"seed {seed}").And.OnlyHaveUniqueItems();
        foreach (var by in Enum.GetValues<By>()) record.Where(t => spoken.Exists(s => s.By == by && s.Text == t)).Should().Equal(spoken.Where(s => s.By == by).Select(s => s.Text), $"{by}, seed {seed}");
        (await phone.ReadAsync()).Where(t => t.StartsWith('§')).Should().Equal(record, $"the program, seed {seed}");
        foreach (var page in new[] { patient, doctor })
        {
            await WaitFor.PassesAsync(async () => (await page.SaidAsync()).Where(t => t.StartsWith('§')).Should().Equal(record, $"{page.Url}, seed {seed}"), TimeSpan.FromSeconds(30));
        }

        async Task SayAsync(Said line)
        {
            if (line.By == By.Phone) phone.Say(line.Text);
            else await (line.By == By.Doctor ? doctor : patient).SayAsync(line.Text);
        }

        // Its own moment, and never faster than one person may send.
        async Task UntilAsync(Said line)
        {
            var (count, last) = next[line.By == By.Doctor];
            var moment = line.Start / speed;
            if (count >= AtOnce && moment < last + TimeSpan.FromSeconds(1)) moment = last + TimeSpan.FromSeconds(1);
            next[line.By == By.Doctor] = (count + 1, moment);
            var wait = moment - (clock.GetElapsedTime(began) - paused);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock);
        }
    });

    private static List<Said> Consultation(Random random, int lines)
    {
        var doctors = Directory.GetFiles(SharedData.Find("chat", "primock57"), "*_doctor.TextGrid").Order(StringComparer.Ordinal).ToList();
        doctors.Should().HaveCount(57);
        var file = doctors[random.Next(doctors.Count)];
        var whole = Utterances(file, isDoctor: true).Concat(Utterances(file.Replace("_doctor", "_patient", StringComparison.Ordinal), isDoctor: false)).OrderBy(u => u.Start).ToList();
        whole.Should().HaveCountGreaterThan(lines, file);
        var all = Enumerable.Range(0, whole.Count - lines).Select(from => whole.GetRange(from, lines)).Where(part => part.Exists(u => u.IsDoctor) && part.Exists(u => !u.IsDoctor)).MinBy(part => part[^1].Start - part[0].Start)!;
        return [.. all.Select((u, i) => new Said(u.Start - all[0].Start, u.IsDoctor ? By.Doctor : random.Next(3) == 0 ? By.Phone : By.Patient, $"§{i} {u.Text}"))]; // each one of its kind
    }

    private static IEnumerable<(TimeSpan Start, bool IsDoctor, string Text)> Utterances(string file, bool isDoctor) => Interval().Matches(File.ReadAllText(file))
        .Select(m => (TimeSpan.FromSeconds(double.Parse(m.Groups["start"].ValueSpan, CultureInfo.InvariantCulture)), isDoctor, m.Groups["text"].Value.Replace("\"\"", "\"", StringComparison.Ordinal).Trim()))
        .Where(u => u.Item3.Length > 0);

    // Live again, by itself, and with nothing left to be sent.
    private static async Task IsCalmAsync(IPage page)
    {
        await page.LineIsAsync("live", within: 60_000);
        await page.InRoomAsync(); // drawn is not enough: a key that is pressed before the script has the room is not heard
        await Expect(page.Locator("[data-pending]")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
    }

    [GeneratedRegex("""intervals \[\d+\]:\s+xmin = (?<start>[\d.]+)\s+xmax = [\d.]+\s+text = "(?<text>([^"]|"")*)"\s""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Interval();

    private enum By
    {
        Doctor,
        Patient,
        Phone,
    }

    private sealed record Said(TimeSpan Start, By By, string Text);

    /// <summary>The patient's other device: a program that says the same again until the clinic has it.</summary>
    private sealed class Phone(HttpClient client, string messages) : IDisposable
    {
        private Task _last = Task.CompletedTask;

        public static async Task<Phone> OfAsync(AppHost host, string email, string talk)
        {
            var client = host.CreateClient();
            using var answer = await client.PostAsJsonAsync(new Uri("/api/auth/login", UriKind.Relative), new { email, password = DemoAccounts.Password });
            var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return new Phone(client, $"/api/chat/rooms/{talk.Split('/')[^1]}/messages");
        }

        public void Say(string body) => _last = SayAsync(_last, new { clientMessageId = Guid.NewGuid(), body });

        public Task DoneAsync() => _last.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        public async Task<IEnumerable<string>> ReadAsync() =>
            (await client.GetFromJsonAsync<JsonElement>(new Uri($"{messages}?limit=200", UriKind.Relative))).EnumerateArray().Select(m => m.GetProperty("body").GetString()!).ToList();

        public void Dispose() => client.Dispose();

        private async Task SayAsync(Task before, object message)
        {
            await before;
            await WaitFor.TrueAsync(
                async () =>
                {
                    try
                    {
                        using var answer = await client.PostAsJsonAsync(new Uri(messages, UriKind.Relative), message);
                        if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)) answer.EnsureSuccessStatusCode();
                        return answer.IsSuccessStatusCode;
                    }
                    catch (HttpRequestException fault) when (fault.StatusCode is null)
                    {
                        return false; // no clinic just now
                    }
                },
                TimeSpan.FromSeconds(60),
                "the clinic takes what the program says");
        }
    }
}
