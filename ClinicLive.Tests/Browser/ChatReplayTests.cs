using System.Text.RegularExpressions;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>
/// A real consultation (shared data, chat) said again in two windows, while lines are cut and the clinic dies at moments that
/// chance chooses, also right after a key was pressed. At the end both windows and the record hold every line once, in one order.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed partial class ChatReplayTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const int Most = 18; // of one person: as many as may be sent at once, whatever the clinic has forgotten meanwhile

    [SharedDataFact]
    public Task Nothing_is_lost_and_nothing_said_twice_whatever_happens_to_the_lines_and_the_clinic() => browser.RunAsync(async windows =>
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        output.WriteLine($"seed {seed}");
        var spoken = Lines().ToList();
        await using var host = await AppHost.StartAsync();
        var (patient, patientsLine) = await OpenAsync(windows, host, "patient1@demo.example", "Priya Raman");
        var (doctor, doctorsLine) = await OpenAsync(windows, host, "doctor1@demo.example", "Amelia Hart");
        string[] troubles = ["patient's line", "the clinic", "doctor's line", "the clinic at once"];
        var at = troubles.Select((what, i) => (At: (spoken.Count * i / troubles.Length) + random.Next(1, spoken.Count / troubles.Length - 3), What: what)).ToDictionary(t => t.At, t => t.What);

        for (var i = 0; i < spoken.Count; i++)
        {
            var trouble = at.GetValueOrDefault(i);
            if (trouble == "patient's line") patientsLine.Cut();
            if (trouble == "doctor's line") doctorsLine.Cut();
            if (trouble == "the clinic") host.Kill();
            await SayAsync(spoken[i].IsDoctor ? doctor : patient, spoken[i].Text);
            if (trouble is null) continue;

            output.WriteLine($"{trouble} at {i}");
            if (trouble == "the clinic at once") host.Kill(); // stored or not: nobody was told
            for (var more = 0; more < 2 && i + 1 < spoken.Count; more++) await SayAsync(spoken[++i].IsDoctor ? doctor : patient, spoken[i].Text);
            foreach (var line in new[] { patientsLine, doctorsLine }) line.Mend();
            if (!host.IsRunning) await host.StartAgainAsync();
            foreach (var page in new[] { patient, doctor }) await IsCalmAsync(page);
        }

        foreach (var page in new[] { patient, doctor }) await IsCalmAsync(page);
        var record = host.Text($"""SELECT group_concat("ClientMessageId" || '|' || "Sequence", ';') FROM (SELECT * FROM "ChatMessages" WHERE "Body" LIKE '§%' ORDER BY "Sequence")""").Split(';');
        record.Should().HaveCount(spoken.Count).And.OnlyHaveUniqueItems();
        foreach (var page in new[] { patient, doctor })
        {
            await Expect(page.Locator(".body", new() { HasText = spoken[^1].Text })).ToHaveCountAsync(1, new() { Timeout = 30_000 });
            var shown = await page.Locator("[data-list] .body").AllTextContentsAsync();
            var said = shown.Where(t => t.StartsWith('§')).ToList();
            said.Should().BeEquivalentTo(spoken.Select(s => s.Text), $"{page.Url}, seed {seed}");
            foreach (var side in new[] { true, false })
            {
                said.Where(t => spoken.Exists(s => s.IsDoctor == side && s.Text == t)).Should().Equal(spoken.Where(s => s.IsDoctor == side).Select(s => s.Text), $"seed {seed}");
            }
        }

        var orders = new List<string>();
        foreach (var page in new[] { patient, doctor }) orders.Add(string.Join('\n', (await page.Locator("[data-list] .body").AllTextContentsAsync()).Where(t => t.StartsWith('§'))));
        orders.Distinct().Should().ContainSingle("both see one order");
    });

    // Each line is made one of its kind, so that none can stand for another.
    private static IEnumerable<(bool IsDoctor, string Text)> Lines()
    {
        var file = File.ReadAllText(SharedData.Find("chat", "mts-dialog", "MTS-Dialog-ValidationSet.csv"));
        var (doctors, patients, number) = (0, 0, 0);
        foreach (Match match in Spoken().Matches(file))
        {
            var isDoctor = match.Groups["who"].Value == "Doctor";
            if (isDoctor ? doctors++ >= Most : patients++ >= Most) continue;
            yield return (isDoctor, $"§{++number} {match.Groups["text"].Value.Trim().TrimEnd('"')}");
            if (number == 2 * Most) yield break;
        }
    }

    private static async Task<(IPage Page, Line Line)> OpenAsync(BrowserSession windows, AppHost host, string email, string with)
    {
        Line? line = null;
        var page = await windows.OpenAsAsync(email, "/chat", on: host, before: async p => line = await Line.OfAsync(p));
        await page.Locator("[data-room]", new() { HasText = with }).First.ClickAsync();
        await page.Locator(".chat-room[data-drawn='true'] [data-composer]").WaitForAsync();
        return (page, line!);
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.Locator("[data-composer]").FillAsync(text);
        await page.Locator("[data-composer]").PressAsync("Enter");
    }

    // Live again, by itself, and with nothing left to be sent.
    private static async Task IsCalmAsync(IPage page)
    {
        await page.LineIsAsync("live", within: 60_000);
        await page.Locator(".chat-room[data-drawn='true'] [data-composer]").WaitForAsync();
        await Expect(page.Locator("[data-pending]")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
    }

    [GeneratedRegex("""^\s*(?<who>Doctor|Patient):\s*(?<text>\S[^\r\n]{3,160})""", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Spoken();
}
