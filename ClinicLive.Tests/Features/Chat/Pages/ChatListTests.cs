using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Chat;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Chat.Pages;

/// <summary>The list of conversations and the count beside the word Messages.</summary>
public sealed class ChatListTests : PageTest
{
    [Fact]
    public async Task The_list_is_in_the_order_of_the_newest_message_and_counts_what_is_unread()
    {
        var (one, two) = (await Clinic.DirectAsync(), await Clinic.DirectAsync(Home.SecondPatient));
        await Clinic.SayAsync(Home.Patient, one, "first");
        await Clinic.SayAsync(Home.SecondPatient, two, "second");
        var page = await OpenAsync<ChatPage>(Home.Doctor);
        Rooms(page).Should().Equal(two, one);
        page.FindAll(".chat-room").Should().BeEmpty();

        await Clinic.SayAsync(Home.Patient, one, "third");

        await SeesAsync(() =>
        {
            Rooms(page).Should().Equal(one, two);
            page.Find($"[data-room='{one}']").TextContent.Should().Contain("Paula Patient").And.Contain("third");
            page.Find($"[data-room='{one}']").GetAttribute("data-unread").Should().Be("2");
        });
        await Clinic.Chat().MarkReadAsync(Home.Doctor, one, 2);
        await SeesAsync(() => page.Find($"[data-room='{one}']").GetAttribute("data-unread").Should().Be("0"));
    }

    [Fact]
    public async Task A_search_finds_people_and_what_was_said()
    {
        var (one, two) = (await Clinic.DirectAsync(), await Clinic.DirectAsync(Home.SecondPatient));
        await Clinic.SayAsync(Home.Patient, one, "The tablets make me dizzy");
        await Clinic.SayAsync(Home.SecondPatient, two, "hello");
        var page = await OpenAsync<ChatPage>(Home.Doctor);

        await page.InvokeAsync(() => page.Find("#chat-find").Input("quent"));
        await SeesAsync(() => Rooms(page).Should().Equal(two));
        await page.InvokeAsync(() => page.Find("#chat-find").Input("dizz"));

        await SeesAsync(() => page.Find("mark").TextContent.Should().Be("dizz"));
        page.Find("mark").Closest("a")!.GetAttribute("href").Should().Be($"chat/{one}?at=1");
    }

    [Fact]
    public async Task The_count_beside_the_word_follows_at_every_screen_of_the_person()
    {
        var room = await Clinic.DirectAsync();
        var (one, other) = (await OpenAsync<ChatBadge>(Home.Doctor), await OpenAsync<ChatBadge>(Home.Doctor));
        one.Markup.Should().BeEmpty();

        await Clinic.SayAsync(Home.Patient, room, "hello");
        foreach (var badge in new[] { one, other }) await SeesAsync(() => badge.Find("[data-testid=unread-messages]").TextContent.Should().StartWith("1"));
        await SeesAsync(() => Clinic.Count("ChatParticipants", "\"LastDelivered\" = 1").Should().Be(1));

        await Clinic.Chat().MarkReadAsync(Home.Doctor, room, 1);
        foreach (var badge in new[] { one, other }) await SeesAsync(() => badge.FindAll("em").Should().BeEmpty());
    }

    [Fact]
    public async Task What_a_patient_writes_to_the_desk_is_one_read_for_all_of_its_screens()
    {
        var room = await Clinic.DeskAsync();
        var badges = new List<IRenderedComponent<ChatBadge>>();
        for (var i = 0; i < 20; i++) badges.Add(await OpenAsync<ChatBadge>(Home.Lena));
        Clinic.Commands.Forget();

        await Clinic.SayAsync(Home.Patient, room, "hello");
        foreach (var badge in badges) await SeesAsync(() => badge.Find("[data-testid=unread-messages]").TextContent.Should().StartWith("1"));

        Clinic.Commands.Sent.Where(sql => sql.StartsWith("SELECT COUNT(*)", StringComparison.OrdinalIgnoreCase) && sql.Contains("\"ChatMessages\"", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().Contain("\"DeskReadSequence\"");
    }

    [Fact]
    public async Task A_link_to_a_person_opens_the_one_room_of_the_two()
    {
        var screen = OpenScreen(Home.Doctor);
        var navigation = screen.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>();
        navigation.NavigateTo($"chat?patient={Home.Patient.PatientId}");
        screen.Render(typeof(ChatPage));
        var room = await WaitFor.ValueAsync(async () => (await Clinic.Chats().RoomsAsync(Home.Doctor)).SingleOrDefault());

        await WaitFor.TrueAsync(() => navigation.Uri.EndsWith($"/chat/{room.Id}", StringComparison.Ordinal));
        (await Clinic.DirectAsync()).Should().Be(room.Id);
    }

    private static IReadOnlyList<Guid> Rooms(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page) => [.. page.FindAll("[data-room]").Select(r => Guid.Parse(r.GetAttribute("data-room")!))];
}
