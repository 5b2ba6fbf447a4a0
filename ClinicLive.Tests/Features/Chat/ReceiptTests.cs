using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>What has reached whom and who has read it; what is unread; who types.</summary>
public sealed class ReceiptTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private ChatService Chat => _clinic.Chat();

    [Fact]
    public async Task Unread_counts_the_messages_of_others_and_goes_when_they_are_read()
    {
        var room = await _clinic.DirectAsync();
        for (var i = 0; i < 3; i++) await _clinic.SayAsync(Home.Patient, room, $"m{i}");
        await _clinic.SayAsync(Home.Doctor, room, "mine");

        (await UnreadAsync(Home.Doctor)).Should().Be((3, 3));
        (await UnreadAsync(Home.Patient)).Should().Be((1, 1));

        await Chat.MarkReadAsync(Home.Doctor, room, 2);
        (await UnreadAsync(Home.Doctor)).Should().Be((1, 1));
        await Chat.MarkReadAsync(Home.Doctor, room, 4);
        (await UnreadAsync(Home.Doctor)).Should().Be((0, 0));

        async Task<(int Room, int All)> UnreadAsync(Actor who) => ((await _clinic.RowAsync(who, room)).Unread, (await _clinic.Chats().UnreadAsync(who)).All);
    }

    [Fact]
    public async Task A_receipt_never_goes_back_and_never_beyond_what_was_sent_and_is_told_once()
    {
        var room = await _clinic.DirectAsync();
        for (var i = 0; i < 5; i++) await _clinic.SayAsync(Home.Patient, room, $"m{i}");
        _clinic.Bus.Forget();

        await Task.WhenAll(Enumerable.Range(1, 12).Select(i => Task.Run(() => Chat.MarkReadAsync(Home.Doctor, room, i % 5 == 0 ? 400 : i % 5))));

        (await PersonAsync(room, Home.Doctor)).Should().Match<ChatPerson>(p => p.Read == 5 && p.Delivered == 5);
        var told = _clinic.Bus.Published.OfType<ReceiptMoved>().Select(r => r.Read).ToList();
        told.Should().OnlyHaveUniqueItems("a receipt that did not move is not told");
        told.Max().Should().Be(5);
        (await Chat.MarkReadAsync(Home.Doctor, room, 3)).Changed.Should().BeFalse();
        (await Chat.MarkDeliveredAsync(Home.Doctor, room, 4)).Changed.Should().BeFalse();
    }

    [Fact]
    public async Task What_is_delivered_is_not_read_and_one_call_receives_everything()
    {
        var (one, other) = (await _clinic.DirectAsync(), await _clinic.DirectAsync(Home.SecondPatient));
        await _clinic.SayAsync(Home.Patient, one, "a");
        await _clinic.SayAsync(Home.SecondPatient, other, "b");

        (await Chat.ReceiveAllAsync(Home.Doctor)).Value.Should().Be(2);

        (await PersonAsync(one, Home.Doctor)).Should().Match<ChatPerson>(p => p.Delivered == 1 && p.Read == 0);
        (await Chat.ReceiveAllAsync(Home.Doctor)).Changed.Should().BeFalse();
        (await _clinic.Chats().UnreadAsync(Home.Doctor)).Own.Should().Be(2);
    }

    [Fact]
    public async Task The_desk_reads_as_one_and_its_count_is_shared()
    {
        var room = await _clinic.DeskAsync();
        await _clinic.SayAsync(Home.Patient, room, "hello");
        (await _clinic.Chats().UnreadAsync(Home.Lena)).Desk.Should().Be(1);
        (await _clinic.Chats().UnreadAsync(Home.Omar)).Desk.Should().Be(1);
        (await _clinic.Chats().UnreadAsync(Home.Doctor)).All.Should().Be(0);
        (await _clinic.Chats().UnreadAsync(_clinic.Other.Lena)).All.Should().Be(0);

        await Chat.MarkReadAsync(Home.Lena, room, 1);

        (await _clinic.Chats().UnreadAsync(Home.Omar)).Desk.Should().Be(0);
        (await _clinic.Chats().RoomAsync(Home.Patient, room))!.DeskRead.Should().Be(1);
    }

    [Fact]
    public async Task The_unread_count_of_many_screens_of_the_desk_is_one_read_per_change()
    {
        var room = await _clinic.DeskAsync();
        await _clinic.Chats().UnreadAsync(Home.Lena);
        await _clinic.SayAsync(Home.Patient, room, "hello");
        _clinic.Commands.Forget();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _clinic.Chats().UnreadAsync(Home.Lena)));

        _clinic.Commands.Sent.Count(sql => sql.Contains("DeskReadSequence", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task Typing_is_told_to_the_room_now_and_then_and_never_stored()
    {
        var room = await _clinic.DirectAsync();
        var typing = _clinic.Get<TypingSignals>();
        await using var listener = new Listener(_clinic.Bus, Topic.Room(room));
        var before = _clinic.Dump("ActivityLog");

        for (var i = 0; i < 50; i++) await typing.SignalAsync(Home.Patient, room);
        _clinic.Bus.Published.OfType<TypingSignalled>().Should().Equal(new TypingSignalled(room, Home.Patient.UserId, _clinic.Now + TypingSignals.GoodFor));

        _clinic.Clock.Advance(TypingSignals.OneEvery);
        await typing.SignalAsync(Home.Patient, room);
        _clinic.Bus.Published.OfType<TypingSignalled>().Should().HaveCount(2);
        await _clinic.SayAsync(Home.Patient, room, "done");
        _clinic.Bus.Published.OfType<TypingSignalled>().Last().Until.Should().BeBefore(_clinic.Now);
        _clinic.Dump("ActivityLog").Should().StartWith(before);
    }

    [Fact]
    public async Task A_hundred_who_type_cost_the_others_no_read()
    {
        var room = await _clinic.DirectAsync();
        var bus = _clinic.Bus;
        _clinic.Commands.Forget();

        for (var i = 0; i < 100; i++) bus.Publish(new TypingSignalled(room, Guid.NewGuid(), _clinic.Now));

        _clinic.Commands.Sent.Should().BeEmpty();
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<ChatPerson> PersonAsync(Guid room, Actor who) => (await _clinic.Chats().RoomAsync(Home.Doctor, room))!.People.Single(p => p.AccountId == who.UserId);
}
