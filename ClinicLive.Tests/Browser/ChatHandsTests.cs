using System.Text;
using ClinicLive.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>What the page's own scripts do for a message: voice, files on their way, drafts, quick replies.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ChatHandsTests(BrowserFixture browser)
{
    [Fact]
    public Task A_voice_message_is_recorded_here_and_heard_there_with_its_length() => browser.RunAsync(async windows =>
    {
        var patient = await windows.OpenTalkAsync("patient23@demo.example", "doctor5@demo.example");
        var doctor = await windows.JoinTalkAsync("doctor5@demo.example", patient);
        await patient.Locator("[data-composer]").FillAsync("not finished");

        await patient.Button("Record a voice message").ClickAsync();
        await Expect(patient.Locator("[data-recording]")).ToBeVisibleAsync();
        await Expect(patient.Button("Send voice message")).ToBeFocusedAsync();
        await patient.LooksRightAsync("while recording", patient.Locator(".chat-foot"));
        await patient.Button("Discard").ClickAsync();
        await Expect(patient.Locator("[data-recording]")).ToBeHiddenAsync();

        await patient.Button("Record a voice message").ClickAsync();
        await WaitFor.TrueAsync(() => patient.EvaluateAsync<bool>("!document.querySelector('[data-recording]').hidden && Number(document.querySelector('[data-recorded]').textContent.split(':')[1]) >= 2"), TimeSpan.FromSeconds(20));
        await patient.Button("Send voice message").ClickAsync();
        var heard = doctor.Locator(".bubble .voice");
        await Expect(heard).ToHaveCountAsync(1);
        (await heard.Locator(".num").InnerTextAsync()).Should().NotBe("0:00").And.NotBe("0:01");
        (await heard.Locator("audio").EvaluateAsync<bool>("async voice => { voice.muted = true; await voice.play(); while (voice.currentTime < 0.3) await new Promise(r => setTimeout(r, 20)); voice.pause(); return true; }"))
            .Should().BeTrue("it plays");
        await Expect(patient.Locator("[data-pending]")).ToHaveCountAsync(0);
        await Expect(patient.Locator("[data-composer]")).ToHaveValueAsync("not finished"); // alone: what is being typed is another message
        await Expect(patient.Locator(".bubble .voice")).ToHaveCountAsync(1); // and what was discarded is nowhere
        await doctor.LooksRightAsync("with a voice message", doctor.Locator(".chat-room"));
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task A_file_shows_how_far_it_is_can_be_called_back_and_arrives_as_it_was() => browser.RunAsync(async windows =>
    {
        var patient = await windows.OpenTalkAsync("patient24@demo.example", "doctor5@demo.example");
        var doctor = await windows.JoinTalkAsync("doctor5@demo.example", patient);
        var chips = patient.Locator("[data-files] .file-chip");

        var wire = await patient.Context.NewCDPSessionAsync(patient);
        await wire.SendAsync("Network.enable");
        await ThrottleAsync(wire, bytesPerSecond: 300_000);
        await PickAsync(patient, "large.txt", Encoding.ASCII.GetBytes(new string('x', 8_000_000)));
        await Expect(chips).ToHaveAttributeAsync("data-state", "coming");
        await WaitFor.TrueAsync(() => patient.EvaluateAsync<bool>("(document.querySelector('[data-files] progress')?.value ?? 0) > 0"), TimeSpan.FromSeconds(20));
        await patient.LooksRightAsync("with a file on its way", patient.Locator(".chat-foot"));
        await patient.SayAsync("Too early");
        await Expect(patient.Locator("[data-problem]")).ToContainTextAsync("A file is still on its way");
        await patient.Button("Cancel large.txt").ClickAsync();
        await Expect(chips).ToHaveCountAsync(0);
        await ThrottleAsync(wire, bytesPerSecond: -1);

        await PickAsync(patient, "virus.exe", [1, 2, 3]);
        await Expect(chips).ToContainTextAsync("Only PDF, JPG, PNG, WebP and TXT files can be sent.");
        await patient.LooksRightAsync("with a file that cannot be sent", patient.Locator(".chat-foot"));
        await patient.Button("Remove virus.exe").ClickAsync();

        await PickAsync(patient, "نتيجة <b>.txt", "Take one a day."u8.ToArray());
        await DropAsync(patient, "dropped.txt", "And one at night.");
        await Expect(patient.Locator("[data-files] [data-state='kept']")).ToHaveCountAsync(2);
        await patient.SayAsync("Both leaflets");
        var files = doctor.Locator(".bubble", new() { HasText = "Both leaflets" }).Locator(".file");
        await Expect(files.Locator("bdi")).ToHaveTextAsync(["نتيجة _b_.txt", "dropped.txt"]);
        var texts = new List<string>();
        for (var i = 0; i < 2; i++) texts.Add(await (await doctor.Context.APIRequest.GetAsync($"{windows.Host.Address}{await files.Nth(i).GetAttributeAsync("href")}")).TextAsync());
        texts.Should().Equal("Take one a day.", "And one at night.");
        windows.Host.Read("""SELECT COUNT(*) FROM "ChatAttachments" WHERE "Name" = 'large.txt'""").Should().Be(0, "it was called back");
    });

    [Fact]
    public Task What_was_being_typed_is_there_after_a_reload_and_after_signing_out_and_in() => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenTalkAsync("patient25@demo.example", "doctor5@demo.example");
        await page.Locator("[data-composer]").PressSequentiallyAsync("Half a \"thought\" 👩‍⚕️");
        await IsKeptAsync(windows.Host, "Half a");
        await page.ReloadAsync();
        await page.InRoomAsync();
        await Expect(page.Locator("[data-composer]")).ToHaveValueAsync("Half a \"thought\" 👩‍⚕️");

        var talk = page.TalkPath();
        await page.Locator("[data-composer]").PressAsync("End");
        await page.Locator("[data-composer]").PressSequentiallyAsync(", and more");
        await page.Button("Sign out").ClickAsync();
        await page.AtSignInAsync();
        await IsKeptAsync(windows.Host, ", and more");
        await page.SignInAsync("patient25@demo.example", talk);
        await page.InRoomAsync();
        await Expect(page.Locator("[data-composer]")).ToHaveValueAsync("Half a \"thought\" 👩‍⚕️, and more");

        await page.Locator("[data-composer]").PressAsync("Enter");
        await Expect(page.Drawn(", and more")).ToHaveCountAsync(1);
        await WaitFor.TrueAsync(() => windows.Host.Read("""SELECT COUNT(*) FROM "FormDrafts" WHERE "Json" LIKE '%, and more%'""") == 0);
        await page.ReloadAsync();
        await page.InRoomAsync();
        await Expect(page.Locator("[data-composer]")).ToHaveValueAsync("");
    });

    [Fact]
    public Task A_text_that_is_far_too_long_stays_where_it_was_pasted_and_breaks_no_line() => browser.RunAsync(async windows =>
    {
        var page = await windows.OpenTalkAsync("patient25@demo.example", "doctor5@demo.example");
        await page.SayAsync(new string('x', 4_001));
        await Expect(page.Locator("[data-problem]")).ToContainTextAsync("at most 4,000 characters; this one has 4,001");
        await page.SayAsync(new string('x', 400_000));
        await Expect(page.Locator("[data-problem]")).ToContainTextAsync("too long for a message");
        await page.RoundTripAsync();
        (await page.Locator("[data-composer]").InputValueAsync()).Should().HaveLength(400_000);
        await page.SayAsync("Shorter");
        await Expect(page.Locator("[data-problem]")).ToBeHiddenAsync();
        await Expect(page.Drawn("Shorter")).ToHaveCountAsync(1);
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task A_quick_reply_is_written_once_and_sent_filled_in() => browser.RunAsync(async windows =>
    {
        var patient = await windows.OpenTalkAsync("patient26@demo.example", "doctor6@demo.example");
        var doctor = await windows.JoinTalkAsync("doctor6@demo.example", patient);
        var name = await doctor.Locator("#room-title").InnerTextAsync();

        await doctor.Button("Quick replies").ClickAsync();
        await doctor.Locator("[data-reply]").First.WaitForAsync();
        await doctor.LooksRightAsync("with quick replies");
        await doctor.Button("Manage").ClickAsync();
        await doctor.Locator(".rz-dialog").Button("New").ClickAsync();
        await doctor.GetByLabel("Name", new() { Exact = true }).FillAsync("Rest");
        await doctor.GetByLabel("Text", new() { Exact = true }).FillAsync("Dear {patient}, please <b>rest</b>.");
        await doctor.LooksRightAsync("writing a quick reply", doctor.Locator(".rz-dialog"));
        await doctor.Locator(".rz-dialog").Button("Save").ClickAsync();
        await Expect(doctor.Locator(".rz-dialog [data-reply]", new() { HasText = "please <b>rest</b>" })).ToHaveCountAsync(1);
        await doctor.LooksRightAsync("with all quick replies", doctor.Locator(".rz-dialog"));
        await doctor.Locator(".rz-dialog").Button("Done").ClickAsync();

        await doctor.GetByLabel("Find a quick reply").FillAsync("rest");
        await doctor.Locator(".replies [data-reply]", new() { HasText = "Rest" }).ClickAsync();
        await Expect(doctor.Locator("[data-composer]")).ToHaveValueAsync($"Dear {name}, please <b>rest</b>.");
        await doctor.Button("Send").ClickAsync();
        foreach (var picker in new[] { "Emoji", "Quick replies" })
        {
            await doctor.Button(picker).ClickAsync();
            await doctor.Locator(".composer :is(.emoji, .replies) input").FocusAsync();
            await doctor.Keyboard.PressAsync("Escape");
            await Expect(doctor.Locator(".composer :is(.emoji, .replies)")).ToHaveCountAsync(0);
            await Expect(doctor.Locator("[data-composer]")).ToBeFocusedAsync();
        }

        await Expect(patient.Drawn($"Dear {name}, please <b>rest</b>.")).ToHaveCountAsync(1);
        windows.HaveNoConsoleErrors();
    });

    [Fact]
    public Task Whoever_reads_further_up_stays_where_he_is_whatever_comes_above_and_below() => browser.RunAsync(async windows =>
    {
        var (room, _) = (await windows.Host.WriteTalksAsync(Enumerable.Range(1, 300).Select(i => $"m{i}"), 300, "admin@demo.example", "patient29@demo.example")).Single();
        var page = await windows.OpenAsAsync("patient29@demo.example", $"/chat/{room}");
        await page.InRoomAsync();
        var admin = await windows.JoinTalkAsync("admin@demo.example", page);
        await Expect(page.Drawn("m300")).ToBeInViewportAsync();
        await Expect(page.Locator("[data-down]")).ToBeHiddenAsync();

        var before = await page.EvaluateAsync<double>("() => { document.querySelector('.chat-scroll').scrollTop = 300; return document.querySelector('[data-sequence=\"248\"]').getBoundingClientRect().top; }");
        await Expect(page.Drawn("m181")).ToHaveCountAsync(1); // the page above has come
        await StandsAsync();
        await admin.SayAsync("News");
        await Expect(page.Locator("[data-down]")).ToHaveTextAsync("1 new ↓");
        await StandsAsync();
        await page.Locator("[data-down]").ClickAsync();
        await Expect(page.Drawn("News")).ToBeInViewportAsync();
        await Expect(page.Locator("[data-down]")).ToBeHiddenAsync();

        async Task StandsAsync() => (await page.EvaluateAsync<double>("document.querySelector('[data-sequence=\"248\"]').getBoundingClientRect().top")).Should().BeApproximately(before, 2);
    });

    private static Task PickAsync(IPage page, string name, byte[] content) =>
        page.Locator("[data-picker]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/plain", Buffer = content });

    private static async Task DropAsync(IPage page, string name, string content) => await page.Locator(".chat-room").EvaluateAsync(
        """
        (room, file) => {
          const carried = new DataTransfer();
          carried.items.add(new File([file.content], file.name, { type: 'text/plain' }));
          for (const event of ['dragenter', 'dragover', 'drop']) room.dispatchEvent(new DragEvent(event, { dataTransfer: carried, bubbles: true, cancelable: true }));
        }
        """,
        new { name, content });

    private static async Task ThrottleAsync(ICDPSession wire, int bytesPerSecond) => await wire.SendAsync(
        "Network.emulateNetworkConditions", new Dictionary<string, object> { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = bytesPerSecond });

    private static Task IsKeptAsync(AppHost host, string part) =>
        WaitFor.TrueAsync(() => host.Read($"""SELECT COUNT(*) FROM "FormDrafts" WHERE "Json" LIKE '%{part}%'""") == 1, what: $"“{part}” is kept");
}
