using System.Text.Json;
using System.Threading.Channels;
using ClinicLive.Domain.Data.Demo;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>Notices outside the page: nothing is asked on load, the button asks, a push shows one while no window is looked at, a click leads on.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NoticeTests(BrowserFixture browser)
{
    // The browser says which notices are shown only when the test wants it, and the page has then heard all that it asked for.
    private const string AnswerLate = """
        () => {
          const kind = ServiceWorkerRegistration.prototype, real = kind.getNotifications, asked = [];
          let go;
          const held = new Promise(done => { go = done; });
          kind.getNotifications = function () {
            const answer = held.then(() => real.call(this));
            asked.push(answer);
            return answer;
          };
          window.answerNow = async () => {
            go();
            await Promise.all(asked);
            await new Promise(done => setTimeout(done));
          };
        }
        """;

    [Fact]
    public Task After_the_button_a_push_shows_a_notice_only_while_nobody_looks_and_a_click_on_it_opens_its_page() => browser.RunAsync(async windows =>
    {
        var patient = await windows.OpenAsAsync("patient21@demo.example", "/portal");
        var context = patient.Context;
        await context.GrantPermissionsAsync(["notifications"]);
        await patient.GotoAsync("/notifications");
        await BrowserSession.LiveAsync(patient);
        await patient.GetByText("Notices on this device").ClickAsync();
        await Expect(patient.Button("Turn on for this device")).ToBeVisibleAsync();
        (await patient.EvaluateAsync<int>("async () => (await navigator.serviceWorker.getRegistrations()).length")).Should().Be(0, "nobody has pressed anything yet");

        await patient.Button("Turn on for this device").ClickAsync();
        await Expect(patient.Button("Turn off")).ToBeVisibleAsync();
        await patient.LooksRightAsync("with notices on");

        var worker = await Worker.OfAsync(context, windows.Host.Address);
        await worker.DeliverAsync("seen", "/portal"); // the window is before the person
        await patient.CloseAsync();
        await WaitFor.PassesAsync(async () =>
        {
            await worker.DeliverAsync("news", "/portal/book"); // again while the browser counts the closing window; there is one notice of an id
            (await worker.ShownAsync()).Should().Be("""[["news","You have a new message from your clinic","Open the link to read it.","/portal/book"]]""");
        });
        var again = await context.NewPageAsync();
        await again.GotoAsync("/notifications");
        await BrowserSession.LiveAsync(again);
        await worker.ShowAndClickAsync("/portal/book");

        await again.AtAsync("*/portal/book");
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task Of_two_tabs_that_nobody_looks_at_one_notice_comes_and_reading_takes_it_away() => browser.RunAsync(async windows =>
    {
        var desk = await windows.OpenAsAsync("reception@demo.example", "/notifications");
        var patient = await windows.OpenAsAsync("patient23@demo.example", "/portal");
        await patient.Context.GrantPermissionsAsync(["notifications"]);
        await patient.GotoAsync("/notifications");
        await BrowserSession.LiveAsync(patient);
        await patient.GetByText("Notices on this device").ClickAsync();
        await patient.Button("Turn on for this device").ClickAsync();
        await Expect(patient.Button("Turn off")).ToBeVisibleAsync();
        var second = await patient.Context.NewPageAsync();
        await second.GotoAsync("/notifications");
        await BrowserSession.LiveAsync(second);
        var account = await patient.EvaluateAsync<string>("async () => (await (await fetch('/api/me')).json()).id");
        await second.EvaluateAsync(AnswerLate);
        await TellAsync("seen"); // by whoever looks: no notice

        foreach (var tab in new[] { patient, second })
        {
            await Expect(tab.Locator(".note", new() { HasText = "seen" })).ToBeVisibleAsync();
            await tab.EvaluateAsync("async () => { document.hasFocus = () => false; dispatchEvent(new Event('blur')); await DotNet.invokeMethodAsync('ClinicLive.Web', 'Ping'); }");
        }

        await TellAsync("unseen");

        await WaitFor.PassesAsync(async () => (await ShownAsync()).Should().Be("""["You have a new message from your clinic"]"""));
        await Expect(second.Locator(".note", new() { HasText = "unseen" })).ToBeVisibleAsync();
        await second.EvaluateAsync("() => window.answerNow()");
        (await ShownAsync()).Should().Be("""["You have a new message from your clinic"]""");
        await second.Button("Mark all read").First.ClickAsync();
        await WaitFor.PassesAsync(async () => (await ShownAsync()).Should().Be("[]"));

        // The link of a notice on a telephone that is not signed in.
        var telephone = await windows.OpenAsync($"/notifications/{await TellAsync("for the telephone")}");
        await telephone.GetByLabel("Email", new() { Exact = true }).FillAsync("patient23@demo.example");
        await telephone.GetByLabel("Password", new() { Exact = true }).FillAsync(DemoAccounts.Password);
        await telephone.Button("Sign in").ClickAsync();
        await telephone.AtAsync("*/portal/book");
        windows.HaveNoConsoleErrors();

        Task<string> TellAsync(string title) => desk.EvaluateAsync<string>(
            """async told => { const answer = await fetch('/api/notifications', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(told) }); if (answer.status !== 201) throw new Error(await answer.text()); return (await answer.json()).id; }""",
            new { userId = account, kind = "SystemMessage", title, text = "", link = "/portal/book" });
        Task<string> ShownAsync() => patient.EvaluateAsync<string>("async () => JSON.stringify((await (await navigator.serviceWorker.getRegistration()).getNotifications()).map(n => n.title))");
    });

    [Fact]
    public Task Who_said_no_is_told_how_to_change_his_mind_and_is_not_asked_again() => browser.RunAsync(async windows =>
    {
        var patient = await windows.OpenAsAsync(
            "patient22@demo.example", "/notifications", before: page => page.AddInitScriptAsync("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })"));

        await patient.GetByText("Notices on this device").ClickAsync();

        await Expect(patient.GetByText("set Notifications to “Allow”")).ToBeVisibleAsync();
        await Expect(patient.Locator("clinic-push button")).ToHaveCountAsync(0);
        await patient.LooksRightAsync("with notices denied");
        windows.HaveNoConsoleErrors();
    });

    /// <summary>The worker of a browser, reached by the browser's own tools: messages come to it without a push service, and notices are clicked without a desktop.</summary>
    private sealed class Worker(IPage beside, ICDPSession line, ICDPSession tools, string origin, string registration, ChannelReader<JsonElement> told)
    {
        public static async Task<Worker> OfAsync(IBrowserContext context, Uri host)
        {
            var beside = await context.NewPageAsync();
            await beside.GotoAsync("/account/logout"); // of the same origin, and no window of the clinic
            var line = await context.NewCDPSessionAsync(beside);
            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            line.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
            {
                foreach (var known in told!.Value.GetProperty("registrations").EnumerateArray())
                {
                    if (known.GetProperty("scopeURL").GetString() == host.ToString()) found.TrySetResult(known.GetProperty("registrationId").GetString()!);
                }
            };
            await line.SendAsync("ServiceWorker.enable");
            var pushes = Channel.CreateUnbounded<JsonElement>();
            line.Event("BackgroundService.backgroundServiceEventReceived").OnEvent += (_, told) => pushes.Writer.TryWrite(told!.Value.GetProperty("backgroundServiceEvent"));
            await line.SendAsync("BackgroundService.startObserving", new Dictionary<string, object> { ["service"] = "pushMessaging" });
            await line.SendAsync("BackgroundService.setRecording", new Dictionary<string, object> { ["service"] = "pushMessaging", ["shouldRecord"] = true });
            var tools = await context.Browser!.NewBrowserCDPSessionAsync();
            return new Worker(beside, line, tools, host.GetLeftPart(UriPartial.Authority), await found.Task.WaitAsync(TimeSpan.FromSeconds(20)), pushes.Reader);
        }

        /// <summary>Delivers a push and waits until the worker, which may have to start for it, is done with it.</summary>
        public async Task DeliverAsync(string id, string link)
        {
            await line.SendAsync("ServiceWorker.deliverPushMessage", new Dictionary<string, object>
            {
                ["origin"] = origin,
                ["registrationId"] = registration,
                ["data"] = JsonSerializer.Serialize(new { id, title = "You have a new message from your clinic", text = "Open the link to read it.", link, urgent = false }),
            });
            using var patience = new CancellationTokenSource(BrowserSession.Patience);
            while ((await told.ReadAsync(patience.Token)).GetProperty("eventName").GetString() != "Push event completed")
            {
            }
        }

        public Task<string> ShownAsync() => beside.EvaluateAsync<string>(
            "async () => JSON.stringify((await (await navigator.serviceWorker.getRegistration()).getNotifications()).map(n => [n.tag, n.title, n.body, n.data.link]))");

        /// <summary>Clicks a notice, which is shown at that moment: an open page takes away what is not unread.</summary>
        public async Task ShowAndClickAsync(string link)
        {
            var targets = (await tools.SendAsync("Target.getTargets"))!.Value.GetProperty("targetInfos").EnumerateArray();
            var target = targets.Single(t => t.GetProperty("type").GetString() == "service_worker" && t.GetProperty("url").GetString()!.StartsWith(origin, StringComparison.Ordinal));
            var session = (await tools.SendAsync("Target.attachToTarget", new Dictionary<string, object> { ["targetId"] = target.GetProperty("targetId").GetString()!, ["flatten"] = false }))!.Value;
            var click = $"self.registration.showNotification('News', {{ tag: 'trial', data: {{ link: '{link}' }} }}).then(() => self.registration.getNotifications({{ tag: 'trial' }}))"
                + ".then(([notice]) => self.dispatchEvent(new NotificationEvent('notificationclick', { notification: notice })))";
            await tools.SendAsync("Target.sendMessageToTarget", new Dictionary<string, object>
            {
                ["sessionId"] = session.GetProperty("sessionId").GetString()!,
                ["message"] = JsonSerializer.Serialize(new { id = 1, method = "Runtime.evaluate", @params = new { expression = click } }),
            });
        }
    }
}
