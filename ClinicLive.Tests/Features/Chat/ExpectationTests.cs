using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Chat;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>What somebody who writes is told about the answer, and what happens when none comes.</summary>
public sealed class ExpectationTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task Too_few_answers_say_nothing_and_enough_say_what_three_of_four_took()
    {
        var room = await _clinic.DirectAsync();
        (await OfAsync(room))!.UsuallyWithin.Should().BeNull();
        foreach (var minutes in new[] { 10, 40, 100, 3_000 })
        {
            await _clinic.SayAsync(Home.Patient, room, "question");
            await _clinic.SayAsync(Home.Patient, room, "and another");
            _clinic.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await _clinic.SayAsync(Home.Doctor, room, "answer");
        }

        _clinic.Clock.Advance(TimeSpan.FromDays(1)); // the usual time is read once a day
        (await OfAsync(room))!.UsuallyWithin.Should().Be(TimeSpan.FromHours(2));
        _clinic.Clock.Advance(ReplyExpectationQueries.LooksBack);
        (await OfAsync(room))!.UsuallyWithin.Should().BeNull("that is long ago");
    }

    [Fact]
    public async Task A_doctor_who_is_away_is_said_to_be_away_until_he_works_again()
    {
        var room = await _clinic.DirectAsync();
        (await OfAsync(room))!.AwayUntil.Should().BeNull();
        var until = _clinic.Now.AddDays(3);
        var entered = await _clinic.Get<ScheduleService>().EnterTimeOffAsync(Home.Doctor, Home.Doctor.PractitionerId!.Value, _clinic.Now.AddHours(-1), until, "private", Guid.NewGuid());
        entered.Succeeded.Should().BeTrue(entered.Refusal?.Sentence);

        (await OfAsync(room))!.AwayUntil.Should().Be(until);
        _clinic.Clock.AdvanceTo(until);
        (await OfAsync(room))!.AwayUntil.Should().BeNull();
    }

    [Fact]
    public async Task Nobody_else_is_told_and_a_group_has_no_such_thing()
    {
        var room = await _clinic.DirectAsync();
        var queries = _clinic.Get<ReplyExpectationQueries>();
        (await queries.OfAsync(Home.SecondPatient, room)).Should().BeNull();
        (await queries.OfAsync(_clinic.Other.Patient, room)).Should().BeNull();
        (await queries.OfAsync(Home.Doctor, room)).Should().BeNull();
        (await queries.OfAsync(Home.Patient, await _clinic.GroupAsync(Home.Doctor, "Team", Home.Patient))).Should().BeNull();
    }

    [Fact]
    public void The_words_are_short_and_name_the_day()
    {
        var now = new DateTimeOffset(2026, 6, 17, 8, 0, 0, TimeSpan.Zero); // a Wednesday
        var times = new ChatTimes(Home.Policy, now);
        ChatWords.Expectation(new ReplyExpectation(TimeSpan.FromHours(3), null), times).Should().Be("Usually answers within 3 h");
        ChatWords.Expectation(new ReplyExpectation(TimeSpan.FromHours(3), now.AddDays(5)), times).Should().Be("Away until Monday, usually answers within 3 h");
        ChatWords.Expectation(new ReplyExpectation(null, now.AddDays(20)), times).Should().Be("Away until 7 July");
        ChatWords.Expectation(new ReplyExpectation(TimeSpan.FromDays(1), null), times).Should().Be("Usually answers within a day");
        ChatWords.Expectation(new ReplyExpectation(null, null), times).Should().BeNull();
    }

    [Fact]
    public async Task Whoever_waits_too_long_is_brought_before_the_whole_desk_once_per_wait()
    {
        var room = await _clinic.DeskAsync();
        var escalation = _clinic.Get<UnansweredAtDesk>();
        await _clinic.SayAsync(Home.Patient, room, "hello?");
        _clinic.Clock.Advance(Home.Policy.DeskEscalate!.Value - TimeSpan.FromSeconds(1));
        (await escalation.EscalateAsync()).Should().Be(0);
        _clinic.Clock.Advance(TimeSpan.FromSeconds(1));

        (await escalation.EscalateAsync()).Should().Be(1);
        (await escalation.EscalateAsync()).Should().Be(0);
        foreach (var person in new[] { Home.Lena, Home.Omar, Home.Admin })
        {
            var told = (await _clinic.NoticesOfAsync(person)).Should().ContainSingle().Subject;
            told.Title.Should().Contain("Paula Patient").And.Contain("30 minutes");
            told.Link.Should().Be($"/chat/{room}");
        }

        foreach (var person in new[] { Home.Doctor, Home.Patient, _clinic.Other.Lena }) (await _clinic.NoticesOfAsync(person)).Should().BeEmpty();

        await _clinic.SayAsync(Home.Patient, room, "still here");
        _clinic.Clock.Advance(Home.Policy.DeskEscalate!.Value);
        (await escalation.EscalateAsync()).Should().Be(0, "it is the same wait");
        await _clinic.SayAsync(Home.Lena, room, "yes");
        foreach (var person in new[] { Home.Omar, Home.Admin }) (await _clinic.UnreadAsync(person)).Should().Be(0, "somebody has answered");
        await _clinic.SayAsync(Home.Patient, room, "one more");
        _clinic.Clock.Advance(Home.Policy.DeskEscalate!.Value);
        (await escalation.EscalateAsync()).Should().Be(1, "he waits anew");
        (await _clinic.NoticesOfAsync(Home.Omar)).Should().HaveCount(2);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(0)]
    public async Task After_how_long_the_desk_is_told_is_what_the_admin_says(int minutes)
    {
        var settings = (await _clinic.Get<OrganizationQueries>().SettingsAsync(Home.Admin))!.Settings;
        await _clinic.Get<ClinicService>().ChangeSettingsAsync(Home.Admin, settings with { DeskEscalateMinutes = minutes }, 1, Guid.NewGuid());
        await _clinic.SayAsync(Home.Patient, await _clinic.DeskAsync(), "hello?");
        await _clinic.SayAsync(_clinic.Other.Patient, await _clinic.DeskAsync(_clinic.Other.Patient), "hello?");
        var escalation = _clinic.Get<UnansweredAtDesk>();

        _clinic.Clock.Advance(TimeSpan.FromMinutes(7));
        (await escalation.EscalateAsync()).Should().Be(minutes == 0 ? 0 : 1);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(23));
        (await escalation.EscalateAsync()).Should().Be(1, "the other clinic waits its own time");
        (await _clinic.NoticesOfAsync(Home.Lena)).Should().HaveCount(minutes == 0 ? 0 : 1);
    }

    public void Dispose() => _clinic.Dispose();

    private Task<ReplyExpectation?> OfAsync(Guid room) => _clinic.Get<ReplyExpectationQueries>().OfAsync(Home.Patient, room);
}
