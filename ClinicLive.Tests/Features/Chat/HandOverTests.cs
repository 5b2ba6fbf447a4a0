using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Handing a patient's unanswered conversation with a doctor to another doctor, by hand.</summary>
public sealed class HandOverTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private Guid Own => Home.Doctor.PractitionerId!.Value;

    private Guid Colleague => Home.SecondDoctor.PractitionerId!.Value;

    private CoverService Covers => _clinic.Get<CoverService>();

    [Fact]
    public async Task The_front_desk_hands_over_what_it_cannot_read_and_all_are_told()
    {
        var room = await AskedAsync();
        (await Covers.HandOverAsync(Home.Lena, room, Colleague)).Changed.Should().BeTrue();
        (await Covers.HandOverAsync(Home.Omar, room, Colleague)).Should().Match<Outcome<Guid>>(o => o.Succeeded && !o.Changed);

        (await SeesAsync(Home.Lena, room)).Should().BeFalse();
        (await _clinic.ReadAllAsync(Home.Lena, room)).Should().BeEmpty();
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeTrue();
        (await _clinic.NoticesOfAsync(Home.SecondDoctor)).Should().ContainSingle().Which.Title.Should().Be("You answer Paula Patient for Dr Ada Berg");
        (await _clinic.NoticesOfAsync(Home.Doctor)).Should().Contain(n => n.Title == "Dr Ben Cole answers Paula Patient for you");
        var note = (await _clinic.ReadAllAsync(Home.Patient, room))[^1];
        (note.Kind, note.SenderName, note.AboutName, note.Body).Should().Be((ChatMessageKind.Covered, "Lena Desk", "Dr Ben Cole", "Dr Ada Berg"));
        _clinic.Count("ActivityLog", $"\"Kind\" = 'ChatRoomCovered' AND \"ActorId\" = '{Home.Lena.UserId.ToString().ToUpperInvariant()}'").Should().Be(1);

        (await Covers.EndAsync(Home.Omar, room)).Changed.Should().BeTrue();
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
    }

    [Fact]
    public async Task It_stays_with_the_other_doctor_until_the_own_one_answers()
    {
        var room = await AskedAsync();
        (await Covers.HandOverAsync(Home.Doctor, room, Colleague)).Changed.Should().BeTrue();
        _clinic.Clock.Advance(TimeSpan.FromDays(10));
        (await _clinic.Get<CoverKeeper>().SweepAsync()).Should().Be(0, "it is not answered");
        await _clinic.SayAsync(Home.SecondDoctor, room, "an answer");
        await _clinic.SayAsync(Home.Patient, room, "and a question");
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeTrue();

        await _clinic.SayAsync(Home.Doctor, room, "I am here again");

        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
    }

    [Fact]
    public async Task A_colleague_takes_over_by_himself_only_while_the_doctor_is_away_and_until_he_is_there_again()
    {
        var room = await AskedAsync();
        (await Covers.HandOverAsync(Home.SecondDoctor, room, Colleague)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.SecondDoctor)).Should().BeEmpty();
        await AwayAsync(2);

        var waits = (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.SecondDoctor)).Should().ContainSingle().Subject;
        (waits.RoomId, waits.PatientName, waits.DoctorName, waits.AwayUntil).Should().Be((room, "Paula Patient", "Dr Ada Berg", (DateTimeOffset?)Until(2)));
        (await Covers.HandOverAsync(Home.SecondDoctor, room, Own)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Covers.HandOverAsync(Home.SecondDoctor, room, Colleague)).Changed.Should().BeTrue();

        (await _clinic.RowAsync(Home.SecondDoctor, room)).CoverUntil.Should().Be(Until(2));
        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.Lena)).Should().BeEmpty();
        _clinic.Clock.AdvanceTo(Until(2));
        (await _clinic.Get<CoverKeeper>().SweepAsync()).Should().Be(1);
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
    }

    [Fact]
    public async Task Nobody_else_hands_over_ends_or_sees_who_waits()
    {
        var room = await AskedAsync();
        await AwayAsync(2);
        foreach (var stranger in new[] { Home.Patient, Home.SecondPatient, _clinic.Other.Lena, _clinic.Other.Admin, _clinic.Other.Doctor })
        {
            (await Covers.HandOverAsync(stranger, room, Colleague)).Refusal!.Kind.Should().Be(RefusalKind.NotFound, stranger.DisplayName);
            (await Covers.EndAsync(stranger, room)).Refusal!.Kind.Should().Be(RefusalKind.NotFound, stranger.DisplayName);
            (await _clinic.Get<CoverQueries>().UncoveredAsync(stranger)).Should().BeEmpty();
        }

        (await Covers.HandOverAsync(Home.Lena, await _clinic.DeskAsync(), Colleague)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Covers.HandOverAsync(Home.Lena, room, Own)).Refusal!.Field.Should().Be("Doctor");
        (await Covers.HandOverAsync(Home.Lena, room, _clinic.Other.Doctor.PractitionerId!.Value)).Refusal!.Field.Should().Be("Doctor");
        (await Covers.EndAsync(Home.SecondDoctor, room)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        _clinic.Count("ActivityLog", "\"Kind\" = 'ChatRoomCovered'").Should().Be(0);
    }

    [Fact]
    public async Task What_is_answered_is_not_handed_over_and_the_desk_sees_long_waits_of_doctors_who_are_there()
    {
        var room = await AskedAsync();
        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.Lena)).Should().BeEmpty("the doctor is there and it was asked just now");
        _clinic.Clock.Advance(CoverQueries.LongWait);
        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.Lena)).Should().ContainSingle().Which.AwayUntil.Should().BeNull();
        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.SecondDoctor)).Should().BeEmpty();

        await _clinic.SayAsync(Home.Doctor, room, "answer");

        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.Lena)).Should().BeEmpty();
        (await Covers.HandOverAsync(Home.Lena, room, Colleague)).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
    }

    [Fact]
    public async Task A_doctors_sign_under_the_last_words_is_an_answer_and_one_under_older_words_is_none()
    {
        var room = await AskedAsync();
        _clinic.Clock.Advance(TimeSpan.FromMinutes(5));
        var thanks = await _clinic.SayAsync(Home.Patient, room, "thank you");
        await _clinic.Chat().ReactAsync(Home.Patient, room, thanks.Id, "🙏", true);
        (await _clinic.RowAsync(Home.Doctor, room)).WaitingSince.Should().NotBeNull();

        await _clinic.Chat().ReactAsync(Home.Doctor, room, thanks.Id, "👍", true);

        (await _clinic.RowAsync(Home.Doctor, room)).WaitingSince.Should().BeNull();
        var first = await _clinic.SayAsync(Home.Patient, room, "a new question");
        await _clinic.SayAsync(Home.Patient, room, "one more question");
        await _clinic.Chat().ReactAsync(Home.Doctor, room, first.Id, "👍", true);
        (await _clinic.RowAsync(Home.Doctor, room)).WaitingSince.Should().NotBeNull("there is a later one");
        await _clinic.Chat().ReactAsync(Home.Doctor, room, thanks.Id, "❤️", true);
        (await _clinic.RowAsync(Home.Doctor, room)).WaitingSince.Should().NotBeNull();
    }

    [Fact]
    public async Task Handing_it_on_takes_it_from_the_one_before()
    {
        var room = await AskedAsync();
        var third = _clinic.Home.Admin; // no doctor: cannot be given anything
        (await Covers.HandOverAsync(Home.Lena, room, Colleague)).Changed.Should().BeTrue();
        (await Covers.HandOverAsync(Home.SecondDoctor, room, Own)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Covers.HandOverAsync(Home.Lena, room, third.UserId)).Refusal!.Field.Should().Be("Doctor");
        (await Covers.EndAsync(Home.Doctor, room)).Changed.Should().BeTrue();
        (await Covers.EndAsync(Home.Doctor, room)).Changed.Should().BeFalse();
        (await Covers.HandOverAsync(Home.Doctor, room, Colleague)).Changed.Should().BeTrue();
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeTrue();
    }

    public void Dispose() => _clinic.Dispose();

    private DateTimeOffset Until(int days) => new DateTimeOffset(_clinic.Now.Date, TimeSpan.Zero).AddDays(days);

    private async Task AwayAsync(int days) =>
        (await _clinic.Get<ScheduleService>().EnterTimeOffAsync(Home.Doctor, Own, _clinic.Now.AddHours(-1), Until(days), null, Guid.NewGuid())).Succeeded.Should().BeTrue();

    private async Task<Guid> AskedAsync()
    {
        var room = await _clinic.DirectAsync();
        await _clinic.SayAsync(Home.Patient, room, "question");
        return room;
    }

    private async Task<bool> SeesAsync(Actor actor, Guid room) => await _clinic.Chats().RoomAsync(actor, room) is not null;
}
