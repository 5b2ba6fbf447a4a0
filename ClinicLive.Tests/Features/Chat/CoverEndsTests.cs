using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>What is no question any more, and covers that end although nobody ends them.</summary>
public sealed class CoverEndsTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private Guid Own => Home.Doctor.PractitionerId!.Value;

    private Guid Colleague => Home.SecondDoctor.PractitionerId!.Value;

    private CoverKeeper Keeper => _clinic.Get<CoverKeeper>();

    [Fact]
    public async Task An_old_thank_you_is_handed_to_nobody_and_a_new_message_begins_a_new_wait()
    {
        var room = await AskedAsync("thank you");
        _clinic.Clock.Advance(ChatRoom.WaitCounts + TimeSpan.FromHours(1));
        await AwayAsync(Home.Doctor, Own, Colleague);

        (await Keeper.SweepAsync()).Should().Be(0);
        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.Lena)).Should().BeEmpty();
        var asked = await _clinic.SayAsync(Home.Patient, room, "a question");

        (await _clinic.RowAsync(Home.SecondDoctor, room)).WaitingSince.Should().Be(asked.SentAt);
    }

    [Fact]
    public async Task A_covering_doctor_who_goes_himself_covers_no_longer_and_the_desk_sees_who_waits()
    {
        var room = await AskedAsync();
        await AwayAsync(Home.Doctor, Own, Colleague);
        (await Keeper.SweepAsync()).Should().Be(1);
        _clinic.Clock.Advance(TimeSpan.FromHours(1));
        await AwayAsync(Home.SecondDoctor, Colleague, null);

        (await Keeper.SweepAsync()).Should().Be(1);

        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.Lena)).Should().ContainSingle().Which.RoomId.Should().Be(room);
    }

    [Fact]
    public async Task A_cover_who_does_not_answer_for_a_day_is_shown_to_the_desk_and_to_no_colleague()
    {
        var room = await AskedAsync();
        await AwayAsync(Home.Doctor, Own, Colleague);
        await Keeper.SweepAsync();
        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.Lena)).Should().BeEmpty();
        _clinic.Clock.Advance(CoverQueries.LongWait);

        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.Lena)).Should().ContainSingle().Which.Should().Match<WaitForDoctor>(w => w.RoomId == room && w.CoverName == "Dr Ben Cole");
        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.SecondDoctor)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_handed_over_by_hand_goes_back_some_days_after_the_answer()
    {
        var room = await AskedAsync();
        await _clinic.Get<CoverService>().HandOverAsync(Home.Lena, room, Colleague);
        await _clinic.SayAsync(Home.SecondDoctor, room, "an answer");
        (await Keeper.SweepAsync()).Should().Be(0);

        _clinic.Clock.Advance(ChatRoom.CoverLingers);

        (await Keeper.SweepAsync()).Should().Be(1);
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
    }

    [Fact]
    public async Task The_own_doctors_sign_gives_him_his_conversation_back()
    {
        var room = await _clinic.DirectAsync();
        var asked = await _clinic.SayAsync(Home.Patient, room, "question");
        await _clinic.Get<CoverService>().HandOverAsync(Home.Lena, room, Colleague);

        await _clinic.Chat().ReactAsync(Home.Doctor, room, asked.Id, "👍", true);

        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
        (await _clinic.RowAsync(Home.Patient, room)).CoverName.Should().BeNull();
    }

    [Fact]
    public async Task What_was_given_back_stays_so_also_after_it_was_handed_over_by_hand()
    {
        var room = await AskedAsync();
        await AwayAsync(Home.Doctor, Own, Colleague);
        await Keeper.SweepAsync();
        var covers = _clinic.Get<CoverService>();
        await covers.EndAsync(Home.SecondDoctor, room);
        await covers.HandOverAsync(Home.Lena, room, Colleague);
        await covers.EndAsync(Home.Lena, room);

        (await Keeper.SweepAsync()).Should().Be(0);
        await _clinic.SayAsync(Home.Patient, room, "hello?");
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
    }

    [Fact]
    public async Task Whoever_takes_back_the_only_thing_he_asked_waits_no_longer()
    {
        foreach (var room in new[] { await _clinic.DirectAsync(), await _clinic.DeskAsync() })
        {
            var (one, two) = (await _clinic.SayAsync(Home.Patient, room, "one"), await _clinic.SayAsync(Home.Patient, room, "two"));
            await _clinic.Chat().DeleteAsync(Home.Patient, room, two.Id);
            (await _clinic.RowAsync(Home.Patient, room)).WaitingSince.Should().NotBeNull();

            await _clinic.Chat().DeleteAsync(Home.Patient, room, one.Id);

            (await _clinic.RowAsync(Home.Patient, room)).WaitingSince.Should().BeNull();
        }
    }

    [Fact]
    public async Task The_screens_are_told_when_an_absence_begins_or_a_wait_grows_long_by_the_clock_and_once()
    {
        await AskedAsync();
        await _clinic.Get<ScheduleService>().EnterTimeOffAsync(Home.Doctor, Own, _clinic.Now.AddHours(1), _clinic.Now.AddDays(5), null, Guid.NewGuid());
        await Keeper.SweepAsync();
        _clinic.Bus.Forget();
        await Keeper.SweepAsync();
        _clinic.Bus.Published.Should().BeEmpty();

        _clinic.Clock.Advance(TimeSpan.FromHours(1));
        await Keeper.SweepAsync();
        await Keeper.SweepAsync();

        _clinic.Bus.Published.OfType<WaitForDoctorChanged>().Should().ContainSingle().Which.OrganizationId.Should().Be(Home.Id);
    }

    public void Dispose() => _clinic.Dispose();

    private async Task AwayAsync(Domain.Shared.Actor doctor, Guid practitioner, Guid? coveredBy) =>
        (await _clinic.Get<ScheduleService>().EnterTimeOffAsync(doctor, practitioner, _clinic.Now.AddMinutes(-1), _clinic.Now.AddDays(5), null, Guid.NewGuid(), coveredBy)).Succeeded.Should().BeTrue();

    private async Task<Guid> AskedAsync(string text = "question")
    {
        var room = await _clinic.DirectAsync();
        await _clinic.SayAsync(Home.Patient, room, text);
        return room;
    }

    private async Task<bool> SeesAsync(Domain.Shared.Actor actor, Guid room) => await _clinic.Chats().RoomAsync(actor, room) is not null;
}
