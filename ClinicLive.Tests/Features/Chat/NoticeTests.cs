using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Whoever is away is told once that there is something to read, and never what.</summary>
public sealed class NoticeTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task The_first_unread_message_is_told_once_and_reading_the_room_reads_the_notice()
    {
        var room = await _clinic.DirectAsync();
        for (var i = 0; i < 4; i++) await _clinic.SayAsync(Home.Patient, room, "I feel dizzy");

        var notice = (await NoticesAsync(Home.Doctor)).Should().ContainSingle().Subject;
        notice.Should().Match<NotificationRow>(n => n.Kind == NotificationKind.ChatMessage && n.Title == "A message from Paula Patient" && n.Text == "" && n.Link == $"/chat/{room}" && n.ReadAt == null);
        (await NoticesAsync(Home.Patient)).Should().BeEmpty();

        await _clinic.Chat().MarkDeliveredAsync(Home.Doctor, room, 4);
        (await NoticesAsync(Home.Doctor))[0].ReadAt.Should().BeNull();
        await _clinic.Chat().MarkReadAsync(Home.Doctor, room, 4);
        (await NoticesAsync(Home.Doctor))[0].ReadAt.Should().NotBeNull();

        await _clinic.SayAsync(Home.Patient, room, "and tired");
        (await NoticesAsync(Home.Doctor)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Who_looks_at_the_room_is_not_told()
    {
        var room = await _clinic.DirectAsync();
        var lookers = _clinic.Get<RoomLookers>();
        var (one, other) = (lookers.Look(Home.Doctor.UserId, room), lookers.Look(Home.Doctor.UserId, room));
        await _clinic.SayAsync(Home.Patient, room, "a");
        one.Dispose();
        one.Dispose();
        await _clinic.SayAsync(Home.Patient, room, "b");
        (await NoticesAsync(Home.Doctor)).Should().BeEmpty();

        other.Dispose();
        await _clinic.SayAsync(Home.Patient, room, "c");
        (await NoticesAsync(Home.Doctor)).Should().ContainSingle();
    }

    [Fact]
    public async Task The_patient_is_told_of_the_desk_and_a_group_by_its_name_and_the_desk_of_nothing()
    {
        var (desk, group) = (await _clinic.DeskAsync(), await _clinic.GroupAsync(Home.Lena, "Team", Home.Omar));
        await _clinic.SayAsync(Home.Patient, desk, "hello");
        await _clinic.SayAsync(Home.Lena, desk, "hello");
        await _clinic.SayAsync(Home.Lena, group, "hello");

        (await NoticesAsync(Home.Patient)).Select(n => n.Title).Should().Equal("A message from the front desk");
        (await NoticesAsync(Home.Omar)).Select(n => n.Title).Should().Equal("New messages in Team");
        (await NoticesAsync(Home.Lena)).Should().BeEmpty();
    }

    public void Dispose() => _clinic.Dispose();

    private Task<IReadOnlyList<NotificationRow>> NoticesAsync(Actor who) => _clinic.NoticesOfAsync(who);
}
