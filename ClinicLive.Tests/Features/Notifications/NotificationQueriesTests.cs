using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Notifications;

/// <summary>The bell is read once per change, pages follow each other without a gap, and choices are one's own.</summary>
public sealed class NotificationQueriesTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private NotificationQueries Queries => _clinic.Get<NotificationQueries>();

    private NotificationChoiceService Choosing => _clinic.Get<NotificationChoiceService>();

    [Fact]
    public async Task A_notification_is_one_read_of_the_bell_however_many_screens_the_person_has()
    {
        await Queries.BellAsync(Home.Lena);
        _clinic.Commands.Forget();
        var bells = new Bell[100];
        var screens = Enumerable.Range(0, bells.Length).Select(i => new Listener(
            _clinic.Bus.Subscribe([Topic.Notifications(Home.Lena.UserId)], $"screen {i}"), async _ => bells[i] = await Queries.BellAsync(Home.Lena))).ToList();

        await _clinic.TellAsync(Home.Lena, by: Home.Omar);

        await WaitFor.TrueAsync(() => bells.All(b => b is not null));
        bells.Should().OnlyContain(b => ReferenceEquals(b, bells[0]));
        bells[0].Unread.Should().Be(1);
        _clinic.Commands.Sent.Count(sql => sql.StartsWith("SELECT COUNT(*)", StringComparison.OrdinalIgnoreCase) && sql.Contains("\"Notifications\"", StringComparison.Ordinal)).Should().Be(1);
        foreach (var screen in screens) await screen.DisposeAsync();
    }

    [Fact]
    public async Task The_bell_holds_the_newest_three_and_counts_all()
    {
        for (var i = 1; i <= 5; i++) await _clinic.TellAsync(Home.Doctor, $"number {i}");

        var bell = await Queries.BellAsync(Home.Doctor);

        bell.Unread.Should().Be(5);
        bell.Newest.Select(n => n.Title).Should().Equal("number 5", "number 4", "number 3");
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_and_without_a_double_while_new_ones_come()
    {
        for (var i = 1; i <= 7; i++) await _clinic.TellAsync(Home.Doctor, $"number {i}");

        var first = await Queries.PageAsync(Home.Doctor, NotificationFilter.All, size: 3);
        await _clinic.TellAsync(Home.Doctor, "number 8");
        var second = await Queries.PageAsync(Home.Doctor, NotificationFilter.All, first[^1].Sequence, 3);
        var third = await Queries.PageAsync(Home.Doctor, NotificationFilter.All, second[^1].Sequence, 3);

        first.Concat(second).Concat(third).Select(n => n.Title).Should().Equal(Enumerable.Range(1, 7).Reverse().Select(i => $"number {i}"));
    }

    [Fact]
    public async Task A_page_is_never_longer_than_two_hundred()
    {
        for (var i = 0; i < 3; i++) await _clinic.TellAsync(Home.Doctor);
        _clinic.Execute(string.Join(';', Enumerable.Range(1, 250).Select(i => $"""
            INSERT INTO "Notifications" ("Id", "OrganizationId", "RecipientId", "Kind", "Severity", "Title", "Text", "Key", "CreatedAt")
            SELECT '{Guid.NewGuid().ToString().ToUpperInvariant()}', "OrganizationId", "RecipientId", "Kind", "Severity", "Title", "Text", 'more-{i}', "CreatedAt" FROM "Notifications" LIMIT 1
            """)));

        _clinic.Count("Notifications").Should().BeGreaterThan(NotificationQueries.LongestPage);

        (await Queries.PageAsync(Home.Doctor, NotificationFilter.All, size: 100_000)).Should().HaveCount(NotificationQueries.LongestPage);
        (await Queries.PageAsync(Home.Doctor, NotificationFilter.All, size: -5)).Should().ContainSingle();
    }

    [Fact]
    public async Task Filters_find_what_is_unread_and_what_is_of_a_kind()
    {
        await _clinic.TellAsync(Home.Doctor, "a message");
        await _clinic.TellAsync(Home.Doctor, "a reminder", kind: NotificationKind.Reminder);
        await _clinic.Get<NotificationService>().ReadAsync(Home.Doctor, (await _clinic.NoticesOfAsync(Home.Doctor))[1].Id);

        (await _clinic.NoticesOfAsync(Home.Doctor, new(UnreadOnly: true))).Select(n => n.Title).Should().Equal("a reminder");
        (await _clinic.NoticesOfAsync(Home.Doctor, new(Kind: NotificationKind.SystemMessage))).Select(n => n.Title).Should().Equal("a message");
        (await _clinic.NoticesOfAsync(Home.Doctor, new(true, NotificationKind.SystemMessage))).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_switched_off_stays_off_for_that_person_alone()
    {
        await Choosing.ChooseAsync(Home.Lena, NotificationKind.AppointmentUpdate, NotificationChannel.Popup, isOn: false);
        await Choosing.ChooseAsync(Home.Lena, NotificationKind.Reminder, NotificationChannel.Sound, isOn: false);
        await Choosing.ChooseAsync(Home.Lena, NotificationKind.Reminder, NotificationChannel.Sound, isOn: true);

        var lenas = (await Queries.BellAsync(Home.Lena)).Choices;
        lenas.Off.Should().Equal((NotificationKind.AppointmentUpdate, NotificationChannel.Popup));
        (await Queries.BellAsync(Home.Omar)).Choices.Off.Should().BeEmpty();
        (await Choosing.ChooseAsync(Home.Lena, (NotificationKind)77, NotificationChannel.Popup, isOn: false)).Refusal!.Kind.Should().Be(RefusalKind.Invalid);
    }

    [Theory]
    [InlineData("2026-06-17T12:00", NotificationKind.SystemMessage, NotificationSeverity.Critical, true)]
    [InlineData("2026-06-17T12:00", NotificationKind.SystemMessage, NotificationSeverity.Normal, false)]
    [InlineData("2026-06-17T20:00", NotificationKind.SystemMessage, NotificationSeverity.Critical, false)] // 22:00 in Berlin
    [InlineData("2026-06-18T04:59", NotificationKind.SystemMessage, NotificationSeverity.Critical, false)] // 6:59
    [InlineData("2026-06-18T05:00", NotificationKind.SystemMessage, NotificationSeverity.Critical, true)]
    [InlineData("2026-06-17T23:00", NotificationKind.PatientCall, NotificationSeverity.Critical, true)] // who is called sits in the waiting room
    public async Task Without_a_choice_urgent_ones_sound_by_day_and_calls_always(string utc, NotificationKind kind, NotificationSeverity severity, bool sounds)
    {
        var choices = (await Queries.BellAsync(Home.Patient)).Choices;

        choices.Sounds(kind, severity, DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture)).Should().Be(sounds);
    }

    [Fact]
    public async Task Quiet_hours_are_on_the_persons_own_clock_and_can_be_none()
    {
        var morning = DateTimeOffset.Parse("2026-06-17T07:30Z", System.Globalization.CultureInfo.InvariantCulture); // 3:30 in New York, 9:30 in Berlin
        (await Choosing.BeQuietAsync(Home.Patient, new(23, 0), new(6, 0), "America/New_York")).Succeeded.Should().BeTrue();

        (await Queries.BellAsync(Home.Patient)).Choices.IsQuiet(morning).Should().BeTrue();
        (await Queries.BellAsync(Home.SecondPatient)).Choices.IsQuiet(morning).Should().BeFalse();
        await Choosing.BeQuietAsync(Home.Patient, new(23, 0), new(23, 0), "America/New_York");
        (await Queries.BellAsync(Home.Patient)).Choices.IsQuiet(morning).Should().BeFalse();
        (await Choosing.BeQuietAsync(Home.Patient, new(23, 0), new(6, 0), "Middle/Earth")).Refusal!.Field.Should().Be("TimeZone");
    }

    [Fact]
    public async Task Off_is_off_also_for_calls()
    {
        await Choosing.ChooseAsync(Home.Patient, NotificationKind.PatientCall, NotificationChannel.Sound, isOn: false);

        (await Queries.BellAsync(Home.Patient)).Choices.Sounds(NotificationKind.PatientCall, NotificationSeverity.Critical, _clinic.Now).Should().BeFalse();
    }

    [Fact]
    public async Task Two_tabs_that_choose_at_once_both_get_an_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            Choosing.ChooseAsync(Home.Lena, NotificationKind.Reminder, NotificationChannel.Popup, isOn: false))));

        answers.Should().OnlyContain(a => a.Succeeded);
        _clinic.Count("NotificationPreferences").Should().Be(1);
    }

    public void Dispose() => _clinic.Dispose();
}
