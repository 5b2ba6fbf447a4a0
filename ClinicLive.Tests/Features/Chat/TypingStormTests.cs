using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Chat;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>A hundred people who type at once cost nobody else anything.</summary>
public sealed class TypingStormTests : PageTest
{
    private const int Typists = 100;

    [Fact]
    public async Task Nobody_outside_their_rooms_hears_anything_and_those_inside_hear_one_thing_per_person_and_three_seconds()
    {
        var (rooms, everybody) = await StormAsync();
        var elsewhere = await Clinic.DirectAsync();
        await using var other = new Listener(Clinic.Bus, Topic.Room(elsewhere));
        await using var lists = new Listener(Clinic.Bus,
            [.. everybody.Select(e => Topic.ChatList(e.Actor.UserId)), Topic.ChatDesk(Home.Id), Topic.Clinic(Home.Id), Topic.Practitioners(Home.Id), Topic.WaitForDoctor(Home.Id)]);
        await using var inside = new Listener(Clinic.Bus, Topic.Room(rooms[0]));
        Clinic.Bus.Forget();
        var (before, typing) = (Clinic.Dump("ChatRooms") + Clinic.Dump("ChatParticipants") + Clinic.Dump("ActivityLog"), Clinic.Get<TypingSignals>());

        for (var second = 0; second < 9; second++)
        {
            for (var key = 0; key < 4; key++) await Task.WhenAll(everybody.Select(e => typing.SignalAsync(e.Actor, e.Room)));
            Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Clinic.Bus.Published.Should().HaveCount(Typists * 3).And.AllBeOfType<TypingSignalled>();
        Clinic.Bus.Publish(new ReceiptMoved(Home.Id, rooms[0], ChatRoomKind.Group, Guid.NewGuid(), 1, 1)); // the last to be heard inside
        await WaitFor.TrueAsync(() =>
        {
            Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
            return inside.Events.OfType<ReceiptMoved>().Any();
        });
        inside.Batches.Should().NotContain(b => b.Resync);
        inside.Events.Count.Should().BeInRange(2, (Typists / 2 * 3) + 1, "merged per person");
        other.Events.Should().BeEmpty();
        lists.Events.Should().BeEmpty();
        (Clinic.Dump("ChatRooms") + Clinic.Dump("ChatParticipants") + Clinic.Dump("ActivityLog")).Should().Be(before, "nothing is stored");
    }

    [Fact]
    public async Task A_screen_of_that_very_room_draws_no_message_again()
    {
        var (rooms, everybody) = await StormAsync();
        for (var i = 0; i < 20; i++) await Clinic.SayAsync(Home.Doctor, rooms[0], $"m{i}");
        var page = await OpenAsync<ChatPage>(Home.Doctor, ("Id", rooms[0]));
        var bubbles = page.FindComponents<MessageBubble>().ToDictionary(b => b.Instance.Bubble.Row.Id, b => b.RenderCount);
        var (head, list) = (page.FindComponent<ChatRoomHead>().RenderCount, page.FindComponent<ChatListPanel>().RenderCount);

        foreach (var (actor, room) in everybody) await Clinic.Get<TypingSignals>().SignalAsync(actor, room);

        await SeesAsync(() => page.FindAll(".typing clinic-until").Should().HaveCount(3, "more names say nothing more"));
        foreach (var bubble in page.FindComponents<MessageBubble>()) bubble.RenderCount.Should().Be(bubbles[bubble.Instance.Bubble.Row.Id]);
        page.FindComponent<ChatRoomHead>().RenderCount.Should().Be(head, "only the line of the typists is drawn");
        page.FindComponent<ChatListPanel>().RenderCount.Should().Be(list);
    }

    /// <summary>Two groups of fifty, which is as many as a group has.</summary>
    private async Task<(Guid[] Rooms, List<(Actor Actor, Guid Room)> Everybody)> StormAsync()
    {
        var people = new List<Actor>();
        await using (var db = Clinic.NewContext())
        {
            for (var i = 0; i < Typists; i++)
            {
                var email = $"typist{i}@{Home.Id:N}.test";
                var account = new Account(Home.Id, Role.Receptionist, email, $"Typist {i}", Actor.System(Home.Id), Clinic.Now) { NormalizedEmail = email.ToUpperInvariant(), NormalizedUserName = email.ToUpperInvariant() };
                db.Add(account);
                people.Add(new Actor(account.Id, Home.Id, Role.Receptionist, account.DisplayName));
            }

            await db.SaveChangesAsync();
        }

        Guid[] rooms =
        [
            await Clinic.GroupAsync(Home.Doctor, "One", [.. people.Take(49)]),
            await Clinic.GroupAsync(people[50], "Two", [.. people.Skip(51)]),
        ];
        List<(Actor, Guid)> everybody = [.. people.Take(49).Append(Home.Doctor).Select(p => (p, rooms[0])), .. people.Skip(50).Select(p => (p, rooms[1]))];
        return (rooms, everybody);
    }
}
