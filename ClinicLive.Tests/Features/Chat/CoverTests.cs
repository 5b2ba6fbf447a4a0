using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Who answers while a doctor is away, from when on he sees what, and when that ends.</summary>
public sealed class CoverTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private Guid Own => Home.Doctor.PractitionerId!.Value;

    private Guid Colleague => Home.SecondDoctor.PractitionerId!.Value;

    private CoverKeeper Keeper => _clinic.Get<CoverKeeper>();

    private CoverService Covers => _clinic.Get<CoverService>();

    private ScheduleService Schedule => _clinic.Get<ScheduleService>();

    [Fact]
    public async Task What_a_patient_writes_to_a_doctor_who_is_away_is_with_the_covering_doctor_in_the_same_moment()
    {
        var room = await _clinic.DirectAsync();
        await AwayAsync(days: 3, Home.SecondDoctor);
        await _clinic.Chat().OpenFrontDeskAsync(Home.Patient, Home.Patient.PatientId!.Value);
        (await Keeper.SweepAsync()).Should().Be(0, "nothing is unanswered");
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();

        await _clinic.SayAsync(Home.Patient, room, "The new tablets make me dizzy");

        var row = await _clinic.RowAsync(Home.SecondDoctor, room);
        (row.Title, row.DoctorName, row.CoverName, row.CoverUntil, row.Unread).Should().Be(("Paula Patient", "Dr Ada Berg", "Dr Ben Cole", (DateTimeOffset?)Until(3), 1));
        foreach (var person in new[] { Home.Patient, Home.Doctor }) (await _clinic.RowAsync(person, room)).CoverName.Should().Be("Dr Ben Cole", "all three see both names");
        (await _clinic.NoticesOfAsync(Home.SecondDoctor)).Should().ContainSingle().Which.Title.Should().Be("You answer Paula Patient for Dr Ada Berg");
        var note = (await _clinic.ReadAllAsync(Home.Patient, room))[^1];
        (note.Kind, note.SenderName, note.Body).Should().Be((ChatMessageKind.Covered, "Dr Ben Cole", "Dr Ada Berg"));
        _clinic.Count("ActivityLog", "\"Kind\" = 'ChatRoomCovered'").Should().Be(1);
        _clinic.Bus.Published.OfType<ChatListChanged>().Should().Contain(e => e.AccountId == Home.SecondDoctor.UserId);

        await _clinic.SayAsync(Home.SecondDoctor, room, "Please take them with food.");
        (await _clinic.BodiesAsync(Home.Patient, room)).Should().EndWith("Please take them with food.");
        (await _clinic.RowAsync(Home.Patient, room)).WaitingSince.Should().BeNull();
    }

    [Fact]
    public async Task What_is_unanswered_when_the_absence_begins_is_handed_over_and_what_is_answered_is_not()
    {
        var (open, done) = (await _clinic.DirectAsync(), await _clinic.DirectAsync(Home.SecondPatient));
        await _clinic.SayAsync(Home.Patient, open, "question");
        await _clinic.SayAsync(Home.SecondPatient, done, "question");
        await _clinic.SayAsync(Home.Doctor, done, "answer");
        await Schedule.EnterTimeOffAsync(Home.Doctor, Own, _clinic.Now.AddHours(2), Until(3), null, Guid.NewGuid(), Colleague);

        (await Keeper.SweepAsync()).Should().Be(0, "he is still there");
        _clinic.Clock.Advance(TimeSpan.FromHours(2));
        (await Keeper.SweepAsync()).Should().Be(1);
        (await Keeper.SweepAsync()).Should().Be(0);

        (await SeesAsync(Home.SecondDoctor, open)).Should().BeTrue();
        (await SeesAsync(Home.SecondDoctor, done)).Should().BeFalse();
    }

    [Fact]
    public async Task The_covering_doctor_reads_the_last_ninety_days_and_nothing_before_and_only_the_question_is_news()
    {
        var room = await _clinic.DirectAsync();
        await _clinic.SayAsync(Home.Patient, room, "long ago, between the two of us");
        await _clinic.SayAsync(Home.Doctor, room, "an old answer");
        _clinic.Clock.Advance(ChatRoom.CoverSeesBack);
        await _clinic.SayAsync(Home.Doctor, room, "Please take two a day");
        await _clinic.SayAsync(Home.Patient, room, "They make me dizzy");
        await AwayAsync(days: 3, Home.SecondDoctor);
        await Keeper.SweepAsync();

        (await _clinic.BodiesAsync(Home.SecondDoctor, room)).Should().Equal("Please take two a day", "They make me dizzy", "Dr Ada Berg");
        (await _clinic.RowAsync(Home.SecondDoctor, room)).Unread.Should().Be(1);
        (await _clinic.Get<ChatSearchQueries>().SearchAsync(Home.SecondDoctor, "between")).Should().BeEmpty();
        (await _clinic.Get<ChatSearchQueries>().SearchAsync(Home.SecondDoctor, "dizzy")).Should().ContainSingle();
        (await _clinic.Get<ChatExportService>().ExportAsync(Home.SecondDoctor, room)).Value.Should().NotContain("between the two");
    }

    [Fact]
    public async Task When_the_absence_is_over_the_covering_doctor_reads_nothing_more_and_the_patient_sees_who_answered()
    {
        var room = await CoveredAsync();
        await _clinic.SayAsync(Home.SecondDoctor, room, "I answer for her");
        _clinic.Clock.AdvanceTo(Until(3));

        (await Keeper.SweepAsync()).Should().Be(1);

        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
        (await _clinic.Chat().SendAsync(Home.SecondDoctor, room, new NewMessage(Guid.NewGuid(), "one more"))).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await _clinic.ReadAllAsync(Home.SecondDoctor, room)).Should().BeEmpty();
        (await _clinic.Get<ChatSearchQueries>().SearchAsync(Home.SecondDoctor, "answer")).Should().BeEmpty();
        var all = await _clinic.ReadAllAsync(Home.Patient, room);
        all.Should().Contain(m => m.SenderName == "Dr Ben Cole" && m.Body == "I answer for her");
        all[^1].Kind.Should().Be(ChatMessageKind.CoverEnded);
        (await _clinic.RowAsync(Home.Patient, room)).CoverName.Should().BeNull();
        _clinic.Count("ActivityLog", "\"Kind\" = 'ChatRoomCoverEnded'").Should().Be(1);
        await _clinic.SayAsync(Home.Patient, room, "and one more");
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse("she is back");
    }

    [Fact]
    public async Task Taking_the_absence_back_or_naming_somebody_else_ends_the_cover()
    {
        var room = await CoveredAsync();
        var timeOff = (await _clinic.Get<ScheduleQueries>().ReadAsync(Home.Doctor)).TimeOff.Single();
        (await Schedule.SetCoverAsync(Home.Doctor, timeOff.Id, null, timeOff.Version, Guid.NewGuid())).Changed.Should().BeTrue();
        (await Keeper.SweepAsync()).Should().Be(1);
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();

        (await Schedule.SetCoverAsync(Home.Admin, timeOff.Id, Colleague, timeOff.Version + 1, Guid.NewGuid())).Changed.Should().BeTrue();
        (await Keeper.SweepAsync()).Should().Be(1);
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeTrue();
        await Schedule.TakeBackTimeOffAsync(Home.Doctor, timeOff.Id, timeOff.Version + 2, Guid.NewGuid());
        (await Keeper.SweepAsync()).Should().Be(1);
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
        _clinic.Count("ActivityLog", "\"Kind\" = 'TimeOffCoverSet'").Should().Be(2);
    }

    [Fact]
    public async Task A_doctor_who_answers_himself_has_his_conversation_back_and_the_next_question_is_covered_again()
    {
        var room = await CoveredAsync();

        await _clinic.SayAsync(Home.Doctor, room, "I am on the beach, but yes.");

        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
        await _clinic.SayAsync(Home.Patient, room, "Thank you. And the other ones?");
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeTrue();
    }

    [Fact]
    public async Task What_was_given_back_stays_given_back_for_this_absence()
    {
        var room = await CoveredAsync();
        (await Covers.EndAsync(Home.SecondDoctor, room)).Changed.Should().BeTrue();

        (await Keeper.SweepAsync()).Should().Be(0);
        await _clinic.SayAsync(Home.Patient, room, "hello?");

        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
        (await _clinic.Get<CoverQueries>().UncoveredAsync(Home.Lena)).Should().ContainSingle().Which.RoomId.Should().Be(room, "the desk sees to it");
    }

    [Fact]
    public async Task An_account_that_was_disabled_covers_nothing()
    {
        var room = await CoveredAsync();
        _clinic.Execute($"UPDATE \"Accounts\" SET \"IsDisabled\" = TRUE WHERE \"Id\" = '{Home.SecondDoctor.UserId.ToString().ToUpperInvariant()}'");

        (await SeesAsync(Home.SecondDoctor, room)).Should().BeFalse();
        (await Keeper.SweepAsync()).Should().Be(1);
        (await Keeper.SweepAsync()).Should().Be(0);
        (await _clinic.RowAsync(Home.Patient, room)).CoverName.Should().BeNull();
    }

    [Fact]
    public async Task Who_covers_is_a_colleague_with_an_account_who_is_there()
    {
        await Schedule.EnterTimeOffAsync(Home.SecondDoctor, Colleague, Until(2), Until(4), null, Guid.NewGuid());
        foreach (var (who, why) in new[] { (Own, "himself"), (Colleague, "away too"), (_clinic.Other.Doctor.PractitionerId!.Value, "another clinic"), (Guid.NewGuid(), "nobody") })
        {
            (await Schedule.EnterTimeOffAsync(Home.Doctor, Own, _clinic.Now, Until(3), null, Guid.NewGuid(), who)).Refusal!.Field.Should().Be("CoveredBy", why);
        }

        var entered = await Schedule.EnterTimeOffAsync(Home.Doctor, Own, _clinic.Now, Until(1), null, Guid.NewGuid(), Colleague);
        entered.Succeeded.Should().BeTrue(entered.Refusal?.Sentence);
        foreach (var stranger in new[] { Home.SecondDoctor, _clinic.Other.Admin }) (await Schedule.SetCoverAsync(stranger, entered.Value, null, 1, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        foreach (var other in new[] { Home.Lena, Home.Patient }) (await Schedule.SetCoverAsync(other, entered.Value, null, 1, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    public void Dispose() => _clinic.Dispose();

    private DateTimeOffset Until(int days) => new DateTimeOffset(_clinic.Now.Date, TimeSpan.Zero).AddDays(days);

    private async Task AwayAsync(int days, Actor coveredBy)
    {
        var entered = await Schedule.EnterTimeOffAsync(Home.Doctor, Own, _clinic.Now.AddHours(-1), Until(days), "private", Guid.NewGuid(), coveredBy.PractitionerId);
        entered.Succeeded.Should().BeTrue(entered.Refusal?.Sentence);
    }

    private async Task<Guid> CoveredAsync()
    {
        var room = await _clinic.DirectAsync();
        await AwayAsync(3, Home.SecondDoctor);
        await _clinic.SayAsync(Home.Patient, room, "question");
        (await SeesAsync(Home.SecondDoctor, room)).Should().BeTrue();
        return room;
    }

    private async Task<bool> SeesAsync(Actor actor, Guid room) => await _clinic.Chats().RoomAsync(actor, room) is not null;
}
