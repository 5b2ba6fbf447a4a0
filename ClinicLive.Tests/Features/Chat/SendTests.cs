using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Sending: in one order for all, nothing lost, nothing twice, told after the commit and within the limits.</summary>
public sealed class SendTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private ChatService Chat => _clinic.Chat();

    [Fact]
    public async Task Many_who_send_at_once_get_numbers_without_a_gap_and_all_read_the_same_order()
    {
        var room = await _clinic.GroupAsync(Home.Lena, "Storm", Home.Omar, Home.Doctor, Home.SecondDoctor);
        Actor[] people = [Home.Lena, Home.Omar, Home.Doctor, Home.SecondDoctor];

        var sent = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => Chat.SendAsync(people[i % 4], room, new NewMessage(Guid.NewGuid(), $"m{i}")))));

        sent.Should().OnlyContain(s => s.Changed);
        sent.Select(s => s.Value!.Sequence).Order().Should().Equal(Enumerable.Range(1, 60));
        var read = await _clinic.ReadAllAsync(Home.Lena, room);
        read.Select(m => m.Sequence).Should().Equal(Enumerable.Range(1, 60));
        read.Select(m => m.Body).Should().BeEquivalentTo(Enumerable.Range(0, 60).Select(i => $"m{i}"));
        foreach (var other in people) (await _clinic.BodiesAsync(other, room)).Should().Equal(read.Select(m => m.Body));
    }

    [Fact]
    public async Task The_same_id_however_often_and_at_once_is_one_message_and_one_answer()
    {
        var room = await _clinic.DirectAsync();
        var message = new NewMessage(Guid.NewGuid(), "once");

        var sent = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Chat.SendAsync(Home.Patient, room, message))));

        sent.Should().OnlyContain(s => s.Succeeded);
        sent.Count(s => s.Changed).Should().Be(1);
        sent.Select(s => s.Value!.Id).Distinct().Should().ContainSingle();
        (await _clinic.BodiesAsync(Home.Doctor, room)).Should().Equal("once");
        (await Chat.SendAsync(Home.Patient, room, message with { Body = "something else" })).Value!.Body.Should().Be("once");
        (await Chat.SendAsync(Home.Doctor, room, message)).Refusal!.Field.Should().Be("clientMessageId");

        var other = await _clinic.DirectAsync(doctor: Home.SecondDoctor);
        (await Chat.SendAsync(Home.Patient, other, message)).Changed.Should().BeTrue("ids are unique per room");
    }

    [Fact]
    public async Task A_writer_that_loses_the_race_to_another_node_takes_the_next_number()
    {
        var room = await _clinic.DirectAsync();
        var races = 2;
        _clinic.Commands.Before = sql =>
        {
            // Between reading the room and saving it.
            var isBetween = sql.Contains("FROM \"ChatParticipants\"", StringComparison.Ordinal) && !sql.Contains("ChatRooms", StringComparison.Ordinal);
            if (isBetween && races-- > 0) _clinic.Execute("UPDATE \"ChatRooms\" SET \"LastSequence\" = \"LastSequence\" + 1");
            return Task.CompletedTask;
        };

        (await _clinic.SayAsync(Home.Patient, room, "third")).Sequence.Should().Be(3);
        races.Should().BeLessThanOrEqualTo(0);
    }

    [Fact]
    public async Task It_is_told_after_the_commit_and_one_line_is_in_the_log_without_the_text()
    {
        var room = await _clinic.DirectAsync();
        _clinic.Bus.Forget();
        var committed = 0L;
        _clinic.Bus.OnPublish = _ => committed = _clinic.Count("ChatMessages");

        var sent = await _clinic.SayAsync(Home.Patient, room, "I feel dizzy");

        committed.Should().Be(1);
        _clinic.Bus.Published.OfType<MessageSent>().Should().Equal(new MessageSent(Home.Id, room, sent.Id, 1, ChatRoomKind.Direct, Home.Patient.UserId, _clinic.Now));
        _clinic.Bus.Published.OfType<ChatListChanged>().Select(e => e.AccountId).Should().BeEquivalentTo([Home.Patient.UserId, Home.Doctor.UserId]);
        await using var db = _clinic.NewContext();
        db.Activity.Where(a => a.SubjectId == room && a.Kind == ActivityKind.ChatMessageSent).Should().ContainSingle();
        _clinic.Dump("ActivityLog").Should().NotContain("dizzy");
    }

    [Trait("Database", "Sqlite")]
    [Fact]
    public async Task When_it_cannot_be_stored_it_is_refused_and_the_same_id_sends_it_later()
    {
        var room = await _clinic.DirectAsync();
        var message = new NewMessage(Guid.NewGuid(), "later");
        _clinic.Bus.Forget();
        _clinic.CloseConnections();
        await using (var beside = _clinic.OpenBeside())
        {
            await using var command = beside.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            await command.ExecuteNonQueryAsync();
            (await Chat.SendAsync(Home.Patient, room, message)).Refusal.Should().Be(Refusal.Unavailable);
            command.CommandText = "ROLLBACK";
            await command.ExecuteNonQueryAsync();
        }

        _clinic.Bus.Published.Should().BeEmpty();
        (await Chat.SendAsync(Home.Patient, room, message)).Changed.Should().BeTrue();
        (await _clinic.BodiesAsync(Home.Doctor, room)).Should().Equal("later");
    }

    [Fact]
    public async Task Twenty_at_once_then_one_a_second_and_each_person_has_his_own_count()
    {
        var room = await _clinic.DirectAsync();
        for (var i = 0; i < 20; i++) (await SendAsync()).Succeeded.Should().BeTrue($"it is number {i}");

        var refused = await SendAsync();
        refused.Refusal!.Kind.Should().Be(RefusalKind.TooMany);
        refused.Refusal.Sentence.Should().Be("You are sending very fast. Please wait 1 second. Your text is kept.");
        (await Chat.SendAsync(Home.Doctor, room, new NewMessage(Guid.NewGuid(), "mine"))).Succeeded.Should().BeTrue();

        _clinic.Clock.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 10; i++) (await SendAsync()).Succeeded.Should().BeTrue();
        (await SendAsync()).Refusal!.Kind.Should().Be(RefusalKind.TooMany);
        (await _clinic.ReadAllAsync(Home.Doctor, room)).Should().HaveCount(31);

        Task<Outcome<ChatMessageRow>> SendAsync() => Chat.SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "x"));
    }

    [Fact]
    public async Task Sending_the_same_again_costs_nothing()
    {
        var room = await _clinic.DirectAsync();
        var message = new NewMessage(Guid.NewGuid(), "x");
        for (var i = 0; i < 100; i++) (await Chat.SendAsync(Home.Patient, room, message)).Succeeded.Should().BeTrue();
        (await Chat.SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "y"))).Succeeded.Should().BeTrue();
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("e\u0301", 2)]
    [InlineData("👩‍👩‍👧‍👦", 11)]
    [InlineData("🇳🇱", 4)]
    public async Task Characters_are_counted_as_people_count_them(string character, int units)
    {
        character.Length.Should().Be(units);
        var room = await _clinic.DirectAsync();
        var longest = string.Concat(Enumerable.Repeat(character, MessageText.Limit));

        (await _clinic.SayAsync(Home.Patient, room, longest)).Body.Should().Be(longest);
        var refused = await Chat.SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), longest + character));
        refused.Refusal!.Should().Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "Body" && r.Sentence.Contains("4,001"));
    }

    [Fact]
    public async Task One_character_with_endless_marks_is_refused()
    {
        var room = await _clinic.DirectAsync();
        (await Chat.SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "a" + new string('\u0301', MessageText.UnitLimit)))).Refusal!.Field.Should().Be("Body");
        (await Chat.SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), new string('a', MessageText.UnitLimit + 1)))).Refusal!.Sentence.Should().Contain("this one has more than 60,000");
        (await Chat.SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "\uD83D"))).Refusal!.Sentence.Should().Contain("broken");
        (await Chat.SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), " \u200b\n"))).Refusal!.Sentence.Should().Be("Please write something.");
        _clinic.Count("ChatMessages").Should().Be(0);
    }

    public void Dispose() => _clinic.Dispose();
}
