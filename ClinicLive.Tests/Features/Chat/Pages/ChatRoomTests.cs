using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Chat;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Chat.Pages;

/// <summary>An open conversation: what is drawn, how little is drawn again, and what somebody sees who may not.</summary>
public sealed class ChatRoomTests : PageTest
{
    [Fact]
    public async Task What_the_other_says_is_drawn_at_once_and_no_other_message_is_drawn_again()
    {
        var room = await Clinic.DirectAsync();
        for (var i = 0; i < 10; i++) await Clinic.SayAsync(Home.Patient, room, $"m{i}");
        var page = await OpenAsync<ChatPage>(Home.Doctor, ("Id", room));
        Bodies(page).Should().Equal(Enumerable.Range(0, 10).Select(i => $"m{i}"));
        var before = page.FindComponents<MessageBubble>().ToDictionary(b => b.Instance.Bubble.Row.Id, b => b.RenderCount);

        await Clinic.SayAsync(Home.Patient, room, "news");

        await SeesAsync(() => Bodies(page)[^1].Should().Be("news"));
        foreach (var bubble in page.FindComponents<MessageBubble>().SkipLast(1)) bubble.RenderCount.Should().Be(before[bubble.Instance.Bubble.Row.Id]);
    }

    [Fact]
    public async Task A_long_conversation_is_never_on_screen_as_a_whole_whichever_way_one_scrolls()
    {
        var room = await Clinic.DirectAsync();
        for (var i = 1; i <= 400; i++) await Clinic.SayAsync(i % 2 == 0 ? Home.Patient : Home.Doctor, room, $"m{i}");
        await Clinic.Chat().MarkReadAsync(Home.Doctor, room, 400);
        var page = await OpenAsync<ChatPage>(Home.Doctor, ("Id", room));
        var panel = page.FindComponent<ChatRoomPanel>();
        Bodies(page).Should().Equal(Run(341, 400));

        for (var i = 0; i < 10; i++)
        {
            await page.InvokeAsync(panel.Instance.OlderAsync);
            Bodies(page).Count.Should().BeLessThanOrEqualTo(ChatWindow.Most);
        }

        Bodies(page).Should().Equal(Run(1, 180));
        page.Find(".chat-room").GetAttribute("data-older").Should().BeNull();
        page.Find(".chat-room").GetAttribute("data-newer").Should().Be("true");

        await Clinic.SayAsync(Home.Patient, room, "far below");
        await SeesAsync(() => page.Find("[data-down]").TextContent.Should().Contain("1 new"));
        Bodies(page).Should().Equal(Run(1, 180));

        for (var i = 0; i < 10; i++) await page.InvokeAsync(panel.Instance.NewerAsync);
        Bodies(page).Should().Equal([.. Run(222, 400), "far below"]);

        await page.InvokeAsync(() => panel.Instance.ToAsync(50));
        Bodies(page).Should().Contain("m50").And.Contain("m21");
        await page.InvokeAsync(panel.Instance.ToNewestAsync);
        Bodies(page)[^1].Should().Be("far below");

        static IEnumerable<string> Run(int from, int to) => Enumerable.Range(from, to - from + 1).Select(i => $"m{i}");
    }

    [Fact]
    public async Task It_opens_at_the_first_unread_message_with_a_line_above_it()
    {
        var room = await Clinic.DirectAsync();
        for (var i = 1; i <= 200; i++) await Clinic.SayAsync(Home.Patient, room, $"m{i}");
        await Clinic.Chat().MarkReadAsync(Home.Doctor, room, 90);

        var page = await OpenAsync<ChatPage>(Home.Doctor, ("Id", room));

        page.Find("[data-new]").NextElementSibling!.GetAttribute("data-sequence").Should().Be("91");
        Bodies(page).Should().Contain("m61").And.Contain("m150").And.NotContain("m200");
    }

    [Fact]
    public async Task A_hit_in_the_conversation_that_is_open_leads_to_the_message_however_far_up_it_is()
    {
        var room = await Clinic.DirectAsync();
        for (var i = 1; i <= 150; i++) await Clinic.SayAsync(Home.Doctor, room, $"m{i}");
        var screen = OpenScreen(Home.Doctor);
        var page = await OpenAsync<ChatPage>(screen, ("Id", room));
        Bodies(page).Should().NotContain("m20");

        foreach (var at in new[] { 20, 120 })
        {
            await page.InvokeAsync(() => screen.Services.GetRequiredService<NavigationManager>().NavigateTo($"chat/{room}?at={at}"));
            await SeesAsync(() => Bodies(page).Should().Contain($"m{at}"));
            await SeesAsync(() => screen.JSInterop.Invocations.Where(i => i.Identifier == "clinicChat.show").Select(i => i.Arguments[1]).Should().EndWith([at]));
        }
    }

    [Fact]
    public async Task What_can_no_longer_be_changed_does_not_offer_it()
    {
        var room = await Clinic.DirectAsync();
        await Clinic.SayAsync(Home.Doctor, room, "old");
        Clinic.Clock.Advance(ChatMessage.EditFor + TimeSpan.FromMinutes(1));
        await Clinic.SayAsync(Home.Doctor, room, "new");
        var page = await OpenAsync<ChatPage>(Home.Doctor, ("Id", room));

        foreach (var (place, offers) in new[] { (1, false), (2, true) })
        {
            await PressAsync(page, $"[data-sequence='{place}'] [data-key='m']");
            page.FindAll($"[data-sequence='{place}'] .menu button").Select(b => b.TextContent).Contains("Edit").Should().Be(offers);
        }
    }

    [Fact]
    public async Task The_marks_of_an_own_message_follow_the_other_person()
    {
        var room = await Clinic.DirectAsync();
        var said = await Clinic.SayAsync(Home.Patient, room, "hello");
        var page = await OpenAsync<ChatPage>(Home.Patient, ("Id", room));
        State().Should().Be("sent");

        await Clinic.Chat().MarkDeliveredAsync(Home.Doctor, room, 1);
        await SeesAsync(() => State().Should().Be("delivered"));
        await Clinic.Chat().MarkReadAsync(Home.Doctor, room, 1);
        await SeesAsync(() => State().Should().Be("read"));

        string? State() => page.Find($"[data-message='{said.Id}']").GetAttribute("data-state");
    }

    [Fact]
    public async Task Edits_deletions_and_reactions_of_the_other_are_seen()
    {
        var room = await Clinic.DirectAsync();
        var (one, two) = (await Clinic.SayAsync(Home.Patient, room, "Monday"), await Clinic.SayAsync(Home.Patient, room, "gone soon"));
        var page = await OpenAsync<ChatPage>(Home.Doctor, ("Id", room));

        await Clinic.Chat().EditAsync(Home.Patient, room, one.Id, 1, "Tuesday");
        await Clinic.Chat().DeleteAsync(Home.Patient, room, two.Id);
        await Clinic.Chat().ReactAsync(Home.Patient, room, one.Id, "👍", isOn: true);

        await SeesAsync(() =>
        {
            page.Find($"[data-message='{one.Id}']").TextContent.Should().Contain("Tuesday").And.Contain("edited").And.Contain("👍");
            page.Find($"[data-message='{two.Id}']").TextContent.Should().Contain("Message deleted").And.NotContain("gone soon");
        });
    }

    [Theory]
    [InlineData("here it is", true)]
    [InlineData("", true)]
    [InlineData("here it is", false)]
    public async Task Whoever_answers_first_takes_care_of_it_and_head_and_list_say_so(string text, bool hasFile)
    {
        var room = await Clinic.DeskAsync();
        await Clinic.SayAsync(Home.Patient, room, "hello?");
        await Clinic.Chat().MarkReadAsync(Home.Lena, room, 1);
        var page = await OpenAsync<ChatPage>(Home.Lena, ("Id", room));
        page.TextOf(".chat-head .who .muted").Should().Be("Front desk · nobody takes care of this yet");
        Guid[] files = hasFile ? [(await Clinic.Get<AttachmentService>().TakeInAsync(Home.Lena, room, new NewAttachment(Guid.NewGuid(), "a.txt", "text/plain"), new MemoryStream("plain"u8.ToArray()))).Value!.Id] : [];

        await page.InvokeAsync(() => page.FindComponent<ChatRoomPanel>().Instance.SendAsync(Guid.NewGuid(), text, null, files));

        await SeesAsync(() =>
        {
            page.TextOf(".chat-head .who .muted").Should().Be("Front desk · Lena Desk");
            page.FindAll(".chat-acts button").Select(b => b.TextContent).Should().Equal("Hand over", "Close");
            page.Find($".chat-list a[href='chat/{room}'] em").TextContent.Should().Be("Yours");
        });
    }

    [Fact]
    public async Task A_closed_conversation_that_the_patient_opens_again_is_open_in_the_head_too()
    {
        var room = await Clinic.DeskAsync();
        await Clinic.Chat().CloseAsync(Home.Omar, room);
        var page = await OpenAsync<ChatPage>(Home.Lena, ("Id", room));
        page.TextOf(".chat-head .who .muted").Should().Be("Front desk · closed");

        await Clinic.SayAsync(Home.Patient, room, "one more thing");

        await SeesAsync(() => page.TextOf(".chat-head .who .muted").Should().Be("Front desk · nobody takes care of this yet"));
    }

    [Fact]
    public async Task Whoever_is_removed_while_he_reads_sees_nothing_any_more()
    {
        var room = await Clinic.GroupAsync(Home.Lena, "Team", Home.Omar, Home.Doctor);
        await Clinic.SayAsync(Home.Lena, room, "a secret");
        var page = await OpenAsync<ChatPage>(Home.Doctor, ("Id", room));
        Bodies(page).Should().Equal("a secret");

        await Clinic.Chat().RemoveParticipantAsync(Home.Lena, room, Home.Doctor.UserId);

        await SeesAsync(() =>
        {
            page.Markup.Should().NotContain("secret").And.NotContain("Team");
            page.Markup.Should().Contain("This conversation does not exist");
        });
    }

    [Fact]
    public async Task An_outsider_sees_the_same_as_for_a_room_that_does_not_exist()
    {
        var room = await Clinic.DirectAsync();
        await Clinic.SayAsync(Home.Patient, room, "a secret");
        foreach (var outsider in new[] { Home.Lena, Home.SecondDoctor, Home.SecondPatient, Clinic.Other.Doctor })
        {
            var (real, none) = (await OpenAsync<ChatRoomPanel>(outsider, ("Id", room)), await OpenAsync<ChatRoomPanel>(outsider, ("Id", Guid.NewGuid())));
            Screen.Plain(real).Should().Be(Screen.Plain(none)).And.NotContain("secret");
        }
    }

    [Fact]
    public async Task The_typing_line_comes_without_a_read_and_goes_with_the_message()
    {
        var room = await Clinic.DirectAsync();
        var page = await OpenAsync<ChatPage>(Home.Doctor, ("Id", room));
        await CalmAsync();
        await Clinic.Get<TypingSignals>().SignalAsync(Home.Patient, room);
        Clinic.Commands.Forget();

        await SeesAsync(() => page.Find(".typing").TextContent.Should().Contain("Paula Patient is typing"));
        Clinic.Commands.Sent.Should().NotContain(sql => sql.Contains("ChatMessages", StringComparison.Ordinal));
        await Clinic.SayAsync(Home.Patient, room, "there");

        await SeesAsync(() => page.FindAll(".typing clinic-until").Should().BeEmpty());
    }

    [Fact]
    public async Task What_was_being_typed_is_there_again_and_gone_when_it_was_sent()
    {
        var room = await Clinic.DirectAsync();
        var first = await OpenAsync<ChatPage>(Home.Patient, ("Id", room));
        var panel = first.FindComponent<ChatRoomPanel>().Instance;
        await first.InvokeAsync(() => panel.DraftAsync("half a \"thought\" 写真\n"));
        Clinic.Clock.Advance(TimeSpan.FromDays(3));

        var second = await OpenAsync<ChatPage>(Home.Patient, ("Id", room));
        second.Find("[data-composer]").TextContent.Should().Be("half a \"thought\" 写真\n");
        (await OpenAsync<ChatPage>(Home.Doctor, ("Id", room))).Find("[data-composer]").TextContent.Should().BeEmpty();

        (await second.InvokeAsync(() => second.FindComponent<ChatRoomPanel>().Instance.SendAsync(Guid.NewGuid(), "whole", null))).Problem.Should().BeNull();
        (await OpenAsync<ChatPage>(Home.Patient, ("Id", room))).Find("[data-composer]").TextContent.Should().BeEmpty();
    }

    [Fact]
    public async Task A_refused_message_is_answered_with_its_sentence()
    {
        var room = await Clinic.DirectAsync();
        var page = await OpenAsync<ChatPage>(Home.Patient, ("Id", room));
        var panel = page.FindComponent<ChatRoomPanel>().Instance;

        (await page.InvokeAsync(() => panel.SendAsync(Guid.NewGuid(), new string('x', 4_001), null))).Should().Match<ChatRoomPanel.Answer>(a => a.Problem!.Contains("4,000") && !a.IsPassing);
        for (var i = 0; i < ChatPace.Burst; i++) await page.InvokeAsync(() => panel.SendAsync(Guid.NewGuid(), "x", null));
        (await page.InvokeAsync(() => panel.SendAsync(Guid.NewGuid(), "x", null))).Problem.Should().Contain("very fast").And.Contain("kept");
    }

    private static IReadOnlyList<string> Bodies(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page) => [.. page.FindAll(".bubble .body").Select(b => b.TextContent)];
}
