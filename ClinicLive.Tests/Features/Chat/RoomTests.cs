using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using System.Data.Common;
using ClinicLive.Domain.Data;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Which rooms there are, and who is in them.</summary>
public sealed class RoomTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private ChatService Chat => _clinic.Chat();

    [Fact]
    public async Task However_many_open_the_room_of_a_pair_at_once_it_is_one()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() =>
            Chat.OpenDirectAsync(i % 2 == 0 ? Home.Patient : Home.Doctor, Home.Patient.PatientId!.Value, Home.Doctor.PractitionerId!.Value))));

        opened.Should().OnlyContain(o => o.Succeeded);
        opened.Select(o => o.Value).Distinct().Should().ContainSingle();
        opened.Count(o => o.Changed).Should().Be(1);
        _clinic.Count("ChatRooms").Should().Be(1);
        _clinic.Count("ChatParticipants").Should().Be(2);
    }

    [Fact]
    public async Task However_many_open_the_front_desk_of_a_patient_at_once_it_is_one()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 18).Select(i => Task.Run(() =>
            Chat.OpenFrontDeskAsync((i % 3) switch { 0 => Home.Patient, 1 => Home.Lena, _ => Home.Admin }, Home.Patient.PatientId!.Value))));

        opened.Select(o => o.Value).Distinct().Should().ContainSingle().Which.Should().NotBeEmpty();
        _clinic.Count("ChatRooms").Should().Be(1);
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_room_of_a_pair()
    {
        var room = await _clinic.DirectAsync();
        const string Columns = "\"Kind\", \"PatientId\", \"PractitionerId\", \"CreatedAt\", \"LastSequence\", \"LastMessageAt\", \"DeskReadSequence\", \"IsClosed\", \"OrganizationId\", \"Version\"";

        var second = () => _clinic.Execute($"INSERT INTO \"ChatRooms\" (\"Id\", {Columns}) SELECT '{Guid.NewGuid()}', {Columns} FROM \"ChatRooms\"");

        second.Should().Throw<DbException>().Where(fault => DatabaseKind.Read(fault)!.Sort == DatabaseFaultSort.Rule);
        (await _clinic.DirectAsync()).Should().Be(room);
        (await _clinic.DirectAsync(doctor: Home.SecondDoctor)).Should().NotBe(room);
        (await _clinic.DirectAsync(Home.SecondPatient)).Should().NotBe(room);
    }

    [Fact]
    public async Task Only_the_two_of_a_pair_open_its_room()
    {
        var (patient, doctor) = (Home.Patient.PatientId!.Value, Home.Doctor.PractitionerId!.Value);
        foreach (var outsider in new[] { Home.SecondPatient, Home.SecondDoctor, Home.Lena, Home.Admin, _clinic.Other.Patient, _clinic.Other.Doctor, _clinic.Other.Lena })
        {
            (await Chat.OpenDirectAsync(outsider, patient, doctor)).Refusal!.Kind.Should().Be(RefusalKind.NotFound, outsider.DisplayName);
        }

        (await Chat.OpenDirectAsync(Home.Patient, patient, _clinic.Other.Doctor.PractitionerId!.Value)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Chat.OpenDirectAsync(Home.Doctor, _clinic.Other.Patient.PatientId!.Value, doctor)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Chat.OpenDirectAsync(Home.Lena with { PractitionerId = doctor }, patient, doctor)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Chat.OpenFrontDeskAsync(Home.SecondPatient, patient)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Chat.OpenFrontDeskAsync(Home.Doctor, patient)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Chat.OpenFrontDeskAsync(_clinic.Other.Lena, patient)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        _clinic.Count("ChatRooms").Should().Be(0);
    }

    [Fact]
    public async Task A_group_is_made_once_per_command_and_named_for_all()
    {
        var command = Guid.NewGuid();
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Chat.CreateGroupAsync(Home.Doctor, " Team, morning ", [Home.Lena.UserId, Home.SecondDoctor.UserId], command))));

        made.Select(m => m.Value).Distinct().Should().ContainSingle();
        foreach (var member in new[] { Home.Doctor, Home.Lena, Home.SecondDoctor }) (await _clinic.RowAsync(member, made[0].Value)).Title.Should().Be("Team, morning");
        (await Chat.CreateGroupAsync(Home.Lena, "Another", [Home.Omar.UserId], command)).Refusal!.Field.Should().Be("commandId");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \u200b ")]
    public async Task A_group_needs_a_name_that_can_be_seen(string name) =>
        (await Chat.CreateGroupAsync(Home.Lena, name, [Home.Omar.UserId], Guid.NewGuid())).Refusal!.Field.Should().Be("Name");

    [Fact]
    public async Task A_group_has_one_patient_at_most_and_nobody_of_another_clinic()
    {
        (await Chat.CreateGroupAsync(Home.Lena, "Two", [Home.Patient.UserId, Home.SecondPatient.UserId], Guid.NewGuid())).Refusal!.Sentence.Should().Contain("at most one patient");
        (await Chat.CreateGroupAsync(Home.Lena, "Far", [_clinic.Other.Doctor.UserId], Guid.NewGuid())).Refusal!.Field.Should().Be("People");
        (await Chat.CreateGroupAsync(Home.Patient, "Mine", [Home.Doctor.UserId], Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Chat.CreateGroupAsync(Home.Lena, "Alone", [], Guid.NewGuid())).Refusal!.Field.Should().Be("People");

        var room = await _clinic.GroupAsync(Home.Lena, "With a patient", Home.Patient);
        (await Chat.AddParticipantAsync(Home.Lena, room, Home.SecondPatient.UserId, seesHistory: true)).Refusal!.Field.Should().Be("People");
        (await Chat.AddParticipantAsync(Home.Patient, room, Home.Doctor.UserId, seesHistory: true)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Chat.RemoveParticipantAsync(Home.Patient, room, Home.Lena.UserId)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    [Fact]
    public async Task Whoever_comes_later_sees_what_was_said_before_only_when_he_may()
    {
        var room = await _clinic.GroupAsync(Home.Lena, "Team", Home.Omar);
        var before = await _clinic.SayAsync(Home.Lena, room, "before");
        await Chat.AddParticipantAsync(Home.Lena, room, Home.Doctor.UserId, seesHistory: false);
        await Chat.AddParticipantAsync(Home.Lena, room, Home.SecondDoctor.UserId, seesHistory: true);
        await _clinic.SayAsync(Home.Omar, room, "after", replyTo: before.Id);

        var late = await _clinic.ReadAllAsync(Home.Doctor, room);
        late.Where(m => m.Kind == ChatMessageKind.Text).Select(m => m.Body).Should().Equal("after");
        late[^1].ReplyTo.Should().BeNull("what it answers was said before his time");
        (await _clinic.BodiesAsync(Home.SecondDoctor, room)).Should().Contain(["before", "after"]);
        (await _clinic.RowAsync(Home.Doctor, room)).Unread.Should().Be(1);
        (await Chat.SendAsync(Home.Doctor, room, new NewMessage(Guid.NewGuid(), "hm", before.Id))).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
    }

    [Fact]
    public async Task A_removed_participant_reads_and_does_nothing_from_then_on()
    {
        var room = await _clinic.GroupAsync(Home.Lena, "Team", Home.Omar, Home.Doctor);
        var said = await _clinic.SayAsync(Home.Doctor, room, "secret");
        await using var list = new Listener(_clinic.Bus, Domain.Live.Topic.ChatList(Home.Doctor.UserId));

        (await Chat.RemoveParticipantAsync(Home.Lena, room, Home.Doctor.UserId)).Changed.Should().BeTrue();

        await WaitFor.TrueAsync(() => list.Events.Count > 0);
        await IsOutsideAsync(Home.Doctor, room, said);
        var heard = list.Batches.Count;
        await _clinic.SayAsync(Home.Lena, room, "without him");
        list.Batches.Should().HaveCount(heard);
        (await _clinic.ReadAllAsync(Home.Lena, room)).Should().Contain(m => m.Kind == ChatMessageKind.Left && m.AboutName == Home.Doctor.DisplayName);

        await Chat.AddParticipantAsync(Home.Lena, room, Home.Doctor.UserId, seesHistory: false);
        (await _clinic.ReadAllAsync(Home.Doctor, room)).Should().OnlyContain(m => m.Kind == ChatMessageKind.Joined);
    }

    [Fact]
    public async Task Everybody_outside_a_room_finds_nothing_through_any_question()
    {
        var room = await _clinic.DirectAsync();
        var said = await _clinic.SayAsync(Home.Patient, room, "secret");

        foreach (var outsider in new[]
                 {
                     Home.SecondPatient, Home.SecondDoctor, Home.Lena, Home.Admin, _clinic.Other.Patient, _clinic.Other.Doctor, _clinic.Other.Admin,
                     Home.Patient with { OrganizationId = _clinic.Other.Id }, Home.Patient with { Role = Role.Admin }, Home.Lena with { Role = Role.Practitioner },
                 })
        {
            await IsOutsideAsync(outsider, room, said);
        }
    }

    [Fact]
    public async Task A_disabled_account_reads_nothing()
    {
        var room = await _clinic.DirectAsync();
        var said = await _clinic.SayAsync(Home.Patient, room, "hello");
        _clinic.Execute($"UPDATE \"Accounts\" SET \"IsDisabled\" = TRUE WHERE \"Id\" = '{Home.Doctor.UserId.ToString().ToUpperInvariant()}'");

        (await _clinic.Chats().RoomAsync(Home.Doctor, room)).Should().BeNull();
        (await _clinic.ReadAllAsync(Home.Doctor, room)).Should().BeEmpty();
        (await Chat.SendAsync(Home.Doctor, room, new NewMessage(Guid.NewGuid(), "x"))).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        said.Should().NotBeNull();
    }

    [Fact]
    public async Task A_doctor_who_works_at_the_desk_now_does_not_read_his_patients_letters_any_more()
    {
        var room = await _clinic.DirectAsync();
        await _clinic.SayAsync(Home.Patient, room, "hello");
        _clinic.Execute($"UPDATE \"Accounts\" SET \"Role\" = 'Receptionist' WHERE \"Id\" = '{Home.Doctor.UserId.ToString().ToUpperInvariant()}'");

        (await _clinic.ReadAllAsync(Home.Doctor with { Role = Role.Receptionist }, room)).Should().BeEmpty();
        (await _clinic.ReadAllAsync(Home.Doctor, room)).Should().BeEmpty();
    }

    public void Dispose() => _clinic.Dispose();

    private async Task IsOutsideAsync(Actor outsider, Guid room, ChatMessageRow said)
    {
        var chats = _clinic.Chats();
        (await chats.RoomAsync(outsider, room)).Should().BeNull(outsider.DisplayName);
        (await chats.RoomsAsync(outsider)).Should().NotContain(r => r.Id == room);
        (await chats.BeforeAsync(outsider, room, int.MaxValue, 50)).Should().BeEmpty();
        (await chats.AfterAsync(outsider, room, 0, 50)).Should().BeEmpty();
        (await chats.TheseAsync(outsider, room, [said.Id])).Should().BeEmpty();
        (await chats.UnreadAsync(outsider)).All.Should().Be(0);
        (await _clinic.Get<ChatSearchQueries>().SearchAsync(outsider, "secret")).Should().BeEmpty();
        (await _clinic.Get<ChatSearchQueries>().SearchAsync(outsider, "secret", room)).Should().BeEmpty();
        var events = _clinic.Bus.Published.Count;
        await _clinic.Get<TypingSignals>().SignalAsync(outsider, room);
        RefusalKind?[] kinds =
        [
            (await Chat.SendAsync(outsider, room, new NewMessage(Guid.NewGuid(), "x"))).Refusal?.Kind,
            (await Chat.SendAsync(outsider, room, new NewMessage(said.ClientMessageId, "x"))).Refusal?.Kind,
            (await Chat.EditAsync(outsider, room, said.Id, said.Version, "x")).Refusal?.Kind,
            (await Chat.DeleteAsync(outsider, room, said.Id)).Refusal?.Kind,
            (await Chat.ReactAsync(outsider, room, said.Id, "👍", isOn: true)).Refusal?.Kind,
            (await Chat.MarkReadAsync(outsider, room, 1)).Refusal?.Kind,
            (await Chat.MarkDeliveredAsync(outsider, room, 1)).Refusal?.Kind,
            (await Chat.RenameAsync(outsider, room, "x")).Refusal?.Kind,
            (await Chat.AddParticipantAsync(outsider, room, outsider.UserId, seesHistory: true)).Refusal?.Kind,
            (await Chat.LeaveAsync(outsider, room)).Refusal?.Kind,
            (await Chat.AssignAsync(outsider, room, outsider.UserId)).Refusal?.Kind,
            (await Chat.CloseAsync(outsider, room)).Refusal?.Kind,
        ];
        kinds.Should().OnlyContain(k => k == RefusalKind.NotFound || k == RefusalKind.Forbidden, outsider.DisplayName);
        _clinic.Bus.Published.Should().HaveCount(events);
    }
}
