using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>The front desk's work on its rooms, and what becomes of messages that are changed, deleted or reacted to.</summary>
public sealed class DeskAndChangeTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private ChatService Chat => _clinic.Chat();

    [Fact]
    public async Task A_patients_question_waits_until_the_desk_answers_and_the_answerer_takes_care_of_it()
    {
        var room = await _clinic.DeskAsync();
        await _clinic.SayAsync(Home.Patient, room, "hello?");
        var since = _clinic.Now;
        await _clinic.SayAsync(Home.Patient, room, "anybody?");
        (await _clinic.RowAsync(Home.Lena, room)).Should().Match<ChatRoomRow>(r => r.WaitingSince == since && r.AssignedTo == null && r.Unread == 2);

        await _clinic.SayAsync(Home.Lena, room, "yes");

        (await _clinic.RowAsync(Home.Omar, room)).Should().Match<ChatRoomRow>(r => r.WaitingSince == null && r.AssignedTo == Home.Lena.UserId && r.Unread == 0);
    }

    [Fact]
    public async Task Who_waits_longest_stands_first_at_the_desk()
    {
        var (answered, second, first) = (await _clinic.DeskAsync(Home.Patient), await _clinic.GroupAsync(Home.Lena, "Team", Home.Omar), await _clinic.DeskAsync(Home.SecondPatient));
        await _clinic.SayAsync(Home.SecondPatient, first, "waiting");
        await _clinic.SayAsync(Home.Patient, answered, "question");
        await _clinic.SayAsync(Home.Lena, answered, "answer");
        await _clinic.SayAsync(Home.Omar, second, "newest");

        (await _clinic.Chats().RoomsAsync(Home.Lena)).Select(r => r.Id).Should().Equal(first, second, answered);
        (await _clinic.Chats().RoomsAsync(Home.Doctor)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_room_is_assigned_handed_over_closed_and_opened_again_by_the_desk_only()
    {
        var room = await _clinic.DeskAsync();
        (await Chat.AssignAsync(Home.Lena, room, Home.Lena.UserId)).Changed.Should().BeTrue();
        (await Chat.AssignAsync(Home.Lena, room, Home.Lena.UserId)).Changed.Should().BeFalse();
        (await Chat.AssignAsync(Home.Lena, room, Home.Omar.UserId)).Changed.Should().BeTrue();
        (await Chat.AssignAsync(Home.Lena, room, Home.Doctor.UserId)).Refusal!.Field.Should().Be("Person");
        (await Chat.AssignAsync(Home.Lena, room, _clinic.Other.Lena.UserId)).Refusal!.Field.Should().Be("Person");
        (await Chat.CloseAsync(Home.Patient, room)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        await _clinic.SayAsync(Home.Patient, room, "one more thing");

        (await Chat.CloseAsync(Home.Omar, room)).Changed.Should().BeTrue();
        (await _clinic.RowAsync(Home.Lena, room)).Should().Match<ChatRoomRow>(r => r.IsClosed && r.WaitingSince == null && r.Unread == 0);
        (await Chat.CloseAsync(Home.Omar, room)).Changed.Should().BeFalse();
        (await Chat.ReopenAsync(Home.Omar, room)).Changed.Should().BeTrue();
        await Chat.CloseAsync(Home.Omar, room);
        await _clinic.SayAsync(Home.Patient, room, "again");
        (await _clinic.RowAsync(Home.Lena, room)).Should().Match<ChatRoomRow>(r => !r.IsClosed && r.WaitingSince == _clinic.Now);
        (await _clinic.ReadAllAsync(Home.Patient, room)).Select(m => m.Kind).Should().Equal(
            ChatMessageKind.Assigned, ChatMessageKind.Assigned, ChatMessageKind.Text, ChatMessageKind.Closed, ChatMessageKind.Reopened, ChatMessageKind.Closed, ChatMessageKind.Text);

        var direct = await _clinic.DirectAsync();
        (await Chat.CloseAsync(Home.Doctor, direct)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    [Fact]
    public async Task An_edit_shows_the_new_text_and_the_record_keeps_the_old_one()
    {
        var room = await _clinic.DirectAsync();
        var said = await _clinic.SayAsync(Home.Patient, room, "Monday");

        var edited = (await Chat.EditAsync(Home.Patient, room, said.Id, said.Version, "Tuesday")).Value!;

        edited.Should().Match<ChatMessageRow>(m => m.Body == "Tuesday" && m.EditedAt == _clinic.Now && m.Version == 2 && m.Sequence == said.Sequence);
        await using var db = _clinic.NewContext();
        db.ChatMessageVersions.Should().ContainSingle().Which.Should().Match<ChatMessageVersion>(v => v.Body == "Monday" && v.Version == 1 && v.ReplacedBy == Home.Patient.UserId);
        (await SearchAsync("Monday")).Should().BeEmpty();
        (await SearchAsync("Tuesday")).Should().ContainSingle();
        (await Chat.EditAsync(Home.Patient, room, said.Id, said.Version, "Friday")).Refusal!.Kind.Should().Be(RefusalKind.Moved);
        (await Chat.EditAsync(Home.Doctor, room, said.Id, 2, "Friday")).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Chat.EditAsync(Home.Patient, room, said.Id, 2, " ")).Refusal!.Field.Should().Be("Body");
        _clinic.Clock.Advance(ChatMessage.EditFor + TimeSpan.FromMinutes(1));
        (await Chat.EditAsync(Home.Patient, room, said.Id, 2, "Friday")).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
    }

    [Fact]
    public async Task A_deleted_message_is_read_by_nobody_found_by_nobody_quoted_nowhere_and_stays_in_the_record()
    {
        var room = await _clinic.DirectAsync();
        var said = await _clinic.SayAsync(Home.Patient, room, "a secret");
        await _clinic.SayAsync(Home.Doctor, room, "yes", replyTo: said.Id);

        (await Chat.DeleteAsync(Home.Patient, room, said.Id)).Changed.Should().BeTrue();
        (await Chat.DeleteAsync(Home.Patient, room, said.Id)).Changed.Should().BeFalse();

        var read = await _clinic.ReadAllAsync(Home.Doctor, room);
        read[0].Should().Match<ChatMessageRow>(m => m.Body == "" && m.DeletedAt != null);
        read[1].ReplyTo!.Body.Should().BeEmpty();
        (await SearchAsync("secret")).Should().BeEmpty();
        _clinic.Count("ChatMessageVersions", "\"Body\" = 'a secret'").Should().Be(1);
        (await Chat.DeleteAsync(Home.Doctor, room, said.Id)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Chat.ReactAsync(Home.Doctor, room, said.Id, "👍", isOn: true)).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
    }

    [Fact]
    public async Task A_reaction_comes_and_goes_once_per_person_and_sign()
    {
        var room = await _clinic.DirectAsync();
        var said = await _clinic.SayAsync(Home.Patient, room, "thanks");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Chat.ReactAsync(Home.Doctor, room, said.Id, "👍", isOn: true))));
        _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await Chat.ReactAsync(Home.Patient, room, said.Id, "👍", isOn: true);
        _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await Chat.ReactAsync(Home.Patient, room, said.Id, "👍🏽", isOn: true);

        (await _clinic.ReadAllAsync(Home.Doctor, room))[0].Reactions.Should().Equal(
            new ChatReactionRow("👍", 2, true, $"{Home.Doctor.DisplayName}, {Home.Patient.DisplayName}"), new ChatReactionRow("👍🏽", 1, false, Home.Patient.DisplayName));
        await Chat.ReactAsync(Home.Doctor, room, said.Id, "👍", isOn: false);
        (await _clinic.ReadAllAsync(Home.Doctor, room))[0].Reactions[0].Should().Be(new ChatReactionRow("👍", 1, false, Home.Patient.DisplayName));
        foreach (var no in new[] { "", "x", "<b>", "👍👍", "👍 " }) (await Chat.ReactAsync(Home.Doctor, room, said.Id, no, isOn: true)).Refusal!.Field.Should().Be("Emoji");
    }

    [Fact]
    public void Every_sign_of_the_set_is_one_character_and_has_a_name_of_its_own()
    {
        EmojiSet.All.Should().HaveCountGreaterThan(140);
        EmojiSet.All.Select(e => e.Text).Should().OnlyHaveUniqueItems();
        EmojiSet.All.Select(e => e.Name).Should().OnlyHaveUniqueItems().And.OnlyContain(n => n.Length > 1);
        foreach (var emoji in EmojiSet.All.SelectMany(e => Enumerable.Range(0, 6).Select(e.InTone)))
        {
            new System.Globalization.StringInfo(emoji).LengthInTextElements.Should().Be(1, emoji);
            EmojiSet.Contains(emoji).Should().BeTrue();
        }

        EmojiSet.Find("thanks").Should().Contain(e => e.Text == "🙏");
        EmojiSet.Quick.Should().OnlyContain(q => EmojiSet.All.Any(e => e.Text == q));
    }

    [Fact]
    public async Task Words_are_found_with_or_without_their_marks_in_any_order_and_by_their_beginning()
    {
        var room = await _clinic.DirectAsync();
        var said = await _clinic.SayAsync(Home.Patient, room, "Die Übelkeit begann nach dem Frühstück, 38.5 °C; siehe Größe L. 写真の湿疹");
        foreach (var looked in new[] { "übelkeit", "ubelkeit", "UBEL", "frühstück begann", "38.5", "grosse", "größe", "湿疹", "写真", "疹" })
        {
            (await SearchAsync(looked)).Should().ContainSingle($"“{looked}” is in it").Which.Id.Should().Be(said.Id);
        }

        foreach (var looked in new[] { "keit", "begann gestern", "\" OR *", "疹湿", "NEAR(", "SearchText:x", new string('a', 300), "" }) (await SearchAsync(looked)).Should().BeEmpty(looked);
        (await _clinic.Get<ChatSearchQueries>().SearchAsync(Home.Doctor, "ubelkeit", Guid.NewGuid())).Should().BeEmpty();
    }

    public void Dispose() => _clinic.Dispose();

    private Task<IReadOnlyList<ChatHit>> SearchAsync(string typed) => _clinic.Get<ChatSearchQueries>().SearchAsync(Home.Doctor, typed);
}
