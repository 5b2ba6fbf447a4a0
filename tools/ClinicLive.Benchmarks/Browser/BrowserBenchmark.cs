using ClinicLive.Benchmarks.Circuits;
using Microsoft.Playwright;

namespace ClinicLive.Benchmarks.Browser;

/// <summary>
/// What a person at a screen waits for, in a real browser: the dashboard after signing in, a message in the other one's window, a long
/// conversation when it is opened, and every page of it while scrolling up to its beginning.
/// </summary>
internal static class BrowserBenchmark
{
    private const string Doctor = "doctor1@demo.example";
    private const string Patient = "patient1@demo.example";
    private const int SignIns = 11;
    private const int Messages = 45;
    private const int Openings = 20;

    // Presses the link of the list; done when the newest message is on screen.
    private const string Open = """
        ([room, text]) => new Promise(done => {
            const began = performance.now();
            const seen = () => [...document.querySelectorAll("[data-list] .body")].some(b => b.textContent.includes(text));
            new MutationObserver((_, watch) => { if (seen()) { watch.disconnect(); requestAnimationFrame(() => done(performance.now() - began)); } }).observe(document.body, { childList: true, subtree: true });
            document.querySelector(`li[data-room="${room}"] a`).click();
        })
        """;

    // Scrolls 200 pixels a frame until there is nothing older; answers the time between frames.
    private const string Climb = """
        async () => {
            const room = document.querySelector(".chat-room"), list = document.querySelector(".chat-scroll"), frames = [];
            const next = () => new Promise(requestAnimationFrame);
            let last = await next();
            while (list.scrollTop > 0 || room.dataset.older) {
                list.scrollBy(0, -200);
                const now = await next();
                frames.push(now - last);
                last = now;
            }
            return frames;
        }
        """;

    private const string Watch = """
        () => {
            window.seen = {};
            new MutationObserver(() => { for (const b of document.querySelectorAll("[data-list] .body")) window.seen[b.textContent] ??= performance.timeOrigin + performance.now(); })
                .observe(document.querySelector("[data-list]"), { childList: true, subtree: true, characterData: true });
        }
        """;

    private const string Press = """() => { document.addEventListener("keydown", e => { if (e.key === "Enter") window.pressed = performance.timeOrigin + performance.now(); }, true); }""";

    // From the press on "Sign in" to the frame that shows the first card, over all pages between: what the person at the desk waits for.
    private const string Arrival = """
        addEventListener("submit", () => sessionStorage.setItem("pressed", performance.timeOrigin + performance.now()), true);
        new MutationObserver((_, watch) => {
            if (!document.querySelector("[data-appointment]")) return;
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => window.arrived = performance.timeOrigin + performance.now() - sessionStorage.getItem("pressed")));
        }).observe(document, { childList: true, subtree: true });
        """;

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var messages in sizes) await RunAsync(report, messages);
    }

    private static async Task RunAsync(Report report, int messages)
    {
        await using var clinic = await RunningClinic.StartPublishedAsync();
        await using var browser = await ClinicBrowser.StartAsync(clinic);
        var (strangers, known) = await DashboardsAsync(browser);
        report.Add("in a browser: from the press on sign in to the first card, the first one after the start", 1, Times.Of(strangers[..1]));
        report.Add("in a browser: the same, later, in browsers that were never here", strangers.Count - 1, Times.Of(strangers[1..]));
        report.Add("in a browser: the same, in browsers that were here before", known.Count - 1, Times.Of(known[1..]));

        var patient = await browser.SignInAsync(Patient);
        await patient.GotoAsync($"chat?doctor={await LongTalk.DoctorAsync(clinic, Doctor)}");
        await InRoomAsync(patient);
        var room = Guid.Parse(new Uri(patient.Url).Segments[^1]);
        var doctor = await browser.SignInAsync(Doctor);
        await doctor.GotoAsync($"chat/{room}");
        await InRoomAsync(doctor);
        report.Add("in a browser: messages in the other one's window, from the key", Messages, Times.Of(await MessagesAsync(patient, doctor)));

        await patient.GotoAsync("portal");
        await doctor.GotoAsync("doctor");
        await LongTalk.FillAsync(clinic, room, messages);
        report.Add("in a browser: a conversation opened from the list; messages", messages, Times.Of(await OpeningsAsync(doctor, room, messages)));
        report.Add("in a browser: a frame while scrolling up to its beginning; messages", messages, Times.Of(await doctor.EvaluateAsync<double[]>(Climb)));
    }

    private static async Task<(List<double> Strangers, List<double> Known)> DashboardsAsync(ClinicBrowser browser)
    {
        var (strangers, known) = (new List<double>(), new List<double>());
        for (var i = 0; i < SignIns; i++)
        {
            var page = await browser.OpenAsync(Arrival);
            strangers.Add(await ArrivalAsync(page));
            await page.Context.ClearCookiesAsync();
            known.Add(await ArrivalAsync(page));
            await page.Context.DisposeAsync();
        }

        return (strangers, known);
    }

    private static async Task<double> ArrivalAsync(IPage page)
    {
        await ClinicBrowser.SignInAsync(page, "reception@demo.example");
        await page.WaitForFunctionAsync("() => window.arrived");
        return await page.EvaluateAsync<double>("window.arrived");
    }

    private static async Task<List<double>> MessagesAsync(IPage from, IPage to)
    {
        await to.EvaluateAsync(Watch);
        await from.EvaluateAsync(Press);
        var times = new List<double>();
        for (var i = 0; i < Messages; i++)
        {
            var text = $"Said {i}, at its own time.";
            await from.Locator("[data-composer]").FillAsync(text);
            await from.Keyboard.PressAsync("Enter");
            await to.WaitForFunctionAsync("text => window.seen[text]", text);
            if (i >= 5) times.Add(await to.EvaluateAsync<double>("text => window.seen[text]", text) - await from.EvaluateAsync<double>("window.pressed"));
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System); // nobody is faster than the clinic takes
        }

        return times;
    }

    private static async Task<List<double>> OpeningsAsync(IPage page, Guid room, int messages)
    {
        var times = new List<double>();
        for (var i = 0; i < Openings; i++)
        {
            await page.GotoAsync("chat");
            await ClinicBrowser.LiveAsync(page);
            await page.Locator($"li[data-room='{room}']").WaitForAsync();
            times.Add(await page.EvaluateAsync<double>(Open, new object[] { $"{room}", LongTalk.Text(messages)[..13] }));
        }

        await InRoomAsync(page);
        return times;
    }

    private static Task InRoomAsync(IPage page) => page.Locator(".chat-room[data-drawn='true'] [data-composer]").WaitForAsync();
}
