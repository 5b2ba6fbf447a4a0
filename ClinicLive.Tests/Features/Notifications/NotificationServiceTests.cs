using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Notifications;

/// <summary>Who may tell whom, who may read what, and that all of it happens once.</summary>
public sealed class NotificationServiceTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private NotificationService Service => _clinic.Get<NotificationService>();

    private static NotificationMessage Message(params Actor[] to) =>
        new([.. to.Select(a => a.UserId)], [], NotificationKind.SystemMessage, "Dr Berg is late", "By about 20 minutes.");

    [Fact]
    public async Task One_message_reaches_accounts_and_patients_once_each_and_is_counted()
    {
        var message = Message(Home.Patient, Home.Doctor) with { PatientIds = [Home.Patient.PatientId!.Value, Home.SecondPatient.PatientId!.Value] };

        var sent = await Service.SendAsync(Home.Lena, message, Guid.NewGuid());

        sent.Value!.Count.Should().Be(3);
        foreach (var person in new[] { Home.Patient, Home.SecondPatient, Home.Doctor })
        {
            (await _clinic.NoticesOfAsync(person)).Should().ContainSingle().Which.Title.Should().Be("Dr Berg is late");
        }

        (await _clinic.NoticesOfAsync(Home.Admin)).Should().BeEmpty();
    }

    [Fact]
    public async Task Sending_writes_one_line_of_the_log_and_no_text_into_it()
    {
        await Service.SendAsync(Home.Lena, Message(Home.Patient, Home.Doctor), Guid.NewGuid());

        await using var db = _clinic.NewContext();
        var line = db.Activity.Single();
        line.Should().BeEquivalentTo(new { Kind = ActivityKind.NotificationSent, Category = ActivityCategory.Notification, ActorId = Home.Lena.UserId, To = "2", Reason = (string?)null });
        _clinic.Dump("ActivityLog").Should().NotContain("late");
    }

    [Fact]
    public async Task The_same_command_twice_is_one_message_and_the_same_answer()
    {
        var command = Guid.NewGuid();

        var first = await Service.SendAsync(Home.Lena, Message(Home.Patient, Home.Doctor), command);
        var second = await Service.SendAsync(Home.Lena, Message(Home.Patient, Home.Doctor), command);
        var others = await Service.SendAsync(Home.Omar, Message(Home.Patient), command);

        (first.Changed, second.Changed).Should().Be((true, false));
        second.Value.Should().Be(first.Value);
        others.Refusal!.Field.Should().Be("commandId");
        _clinic.Count("Notifications").Should().Be(2);
    }

    [Fact]
    public async Task The_same_command_twice_at_once_is_one_message()
    {
        var command = Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Service.SendAsync(Home.Lena, Message(Home.Patient), command))));

        answers.Should().OnlyContain(a => a.Succeeded && a.Value!.Count == 1);
        answers.Count(a => a.Changed).Should().Be(1);
        (await _clinic.NoticesOfAsync(Home.Patient)).Should().ContainSingle();
    }

    [Theory]
    [InlineData(Role.Receptionist, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Practitioner, true)]
    [InlineData(Role.Patient, false)]
    public async Task Staff_tell_people_and_patients_do_not(Role role, bool may)
    {
        var sent = await Service.SendAsync(Home.Of(role), Message(Home.SecondPatient, Home.Omar), Guid.NewGuid());

        sent.Succeeded.Should().Be(may);
        if (!may) sent.Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        _clinic.Count("Notifications").Should().Be(may ? 2 : 0);
    }

    [Fact]
    public async Task Nobody_is_told_across_clinics_and_strangers_look_like_nobody()
    {
        var strangers = await Service.SendAsync(_clinic.Other.Lena, Message(Home.Patient, Home.Lena) with { PatientIds = [Home.SecondPatient.PatientId!.Value] }, Guid.NewGuid());
        var nobody = await Service.SendAsync(_clinic.Other.Lena, new NotificationMessage([Guid.NewGuid()], [], NotificationKind.SystemMessage, "Hello", ""), Guid.NewGuid());

        strangers.Refusal.Should().Be(nobody.Refusal).And.NotBeNull();
        _clinic.Count("Notifications").Should().Be(0);
        _clinic.Bus.Published.Should().BeEmpty();
    }

    [Fact]
    public async Task The_sender_and_the_disabled_are_left_out()
    {
        await _clinic.Get<AccountService>().DisableAsync(Home.Admin, Home.Omar.UserId);

        var sent = await Service.SendAsync(Home.Lena, Message(Home.Lena, Home.Omar, Home.Doctor), Guid.NewGuid());
        var toMyself = await Service.SendAsync(Home.Lena, Message(Home.Lena), Guid.NewGuid());

        sent.Value!.Count.Should().Be(1);
        toMyself.Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
        (await _clinic.NoticesOfAsync(Home.Lena)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_disabled_sender_tells_nobody()
    {
        await _clinic.Get<AccountService>().DisableAsync(Home.Admin, Home.Lena.UserId);

        (await Service.SendAsync(Home.Lena, Message(Home.Doctor), Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);

        _clinic.Count("Notifications").Should().Be(0);
    }

    public static TheoryData<string, string, string, string?> Unusable() => new()
    {
        { "Title", "", "text", null },
        { "Title", "\u200b \u200b", "text", null },
        { "Title", new string('x', Notification.TitleLimit + 1), "text", null },
        { "Text", "title", new string('x', Notification.TextLimit + 1), null },
        { "Link", "title", "text", "https://elsewhere.example/" },
        { "Link", "title", "text", "//elsewhere.example/" },
        { "Link", "title", "text", "/\\elsewhere.example/" },
        { "Link", "title", "text", "/\t/elsewhere.example/" },
        { "Link", "title", "text", "javascript:alert(1)" },
        { "Link", "title", "text", "" },
        { "Link", "title", "text", "/" + new string('x', Notification.LinkLimit) },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task What_cannot_be_used_is_refused_beside_its_field(string field, string title, string text, string? link)
    {
        var sent = await Service.SendAsync(Home.Lena, Message(Home.Doctor) with { Title = title, Text = text, Link = link }, Guid.NewGuid());

        sent.Refusal!.Field.Should().Be(field);
        _clinic.Count("Notifications").Should().Be(0);
    }

    [Fact] // the test runner itself cannot carry half a sign in its data
    public async Task Half_a_sign_is_refused_beside_its_field()
    {
        (await Service.SendAsync(Home.Lena, Message(Home.Doctor) with { Title = "half \ud83d" }, Guid.NewGuid())).Refusal!.Field.Should().Be("Title");
        (await Service.SendAsync(Home.Lena, Message(Home.Doctor) with { Text = "half \ud83d" }, Guid.NewGuid())).Refusal!.Field.Should().Be("Text");
    }

    [Fact]
    public async Task A_message_to_more_than_a_thousand_is_refused()
    {
        var crowd = Enumerable.Range(0, NotificationService.MostRecipients).Select(_ => Guid.NewGuid()).Append(Home.Doctor.UserId).ToList();

        (await Service.SendAsync(Home.Lena, Message() with { Recipients = crowd }, Guid.NewGuid())).Refusal!.Field.Should().Be("Recipients");
        (await Service.SendAsync(Home.Lena, Message() with { Recipients = [.. crowd.Skip(1)] }, Guid.NewGuid())).Value!.Count.Should().Be(1);
    }

    [Fact]
    public async Task Reading_one_counts_down_for_everybody_who_looks_and_reading_again_changes_nothing()
    {
        await _clinic.TellAsync(Home.Doctor, "one");
        await _clinic.TellAsync(Home.Doctor, "two");
        (await _clinic.UnreadAsync(Home.Doctor)).Should().Be(2);
        var newest = (await _clinic.NoticesOfAsync(Home.Doctor))[0];
        _clinic.Bus.Forget();

        var first = await Service.ReadAsync(Home.Doctor, newest.Id);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await Service.ReadAsync(Home.Doctor, newest.Id);

        (first.Changed, again.Changed).Should().Be((true, false));
        _clinic.Bus.Published.Should().ContainSingle().Which.Topics.Should().Equal(Topic.Notifications(Home.Doctor.UserId));
        (await _clinic.UnreadAsync(Home.Doctor)).Should().Be(1);
        (await _clinic.NoticesOfAsync(Home.Doctor))[0].ReadAt.Should().Be(_clinic.Now.AddMinutes(-1));
    }

    [Fact]
    public async Task Nobody_reads_or_sees_what_others_were_told()
    {
        await _clinic.TellAsync(Home.Patient);
        var own = (await _clinic.NoticesOfAsync(Home.Patient)).Single();
        foreach (var outsider in new[] { Home.Lena, Home.Admin, Home.Doctor, Home.SecondPatient, _clinic.Other.Admin, _clinic.Other.Patient, Home.Patient with { OrganizationId = _clinic.Other.Id } })
        {
            var foreign = await Service.ReadAsync(outsider, own.Id);
            var missing = await Service.ReadAsync(outsider, Guid.NewGuid());
            foreign.Refusal.Should().Be(missing.Refusal).And.NotBeNull();
            await Service.ReadAllAsync(outsider);
            (await _clinic.NoticesOfAsync(outsider)).Should().BeEmpty();
        }

        (await _clinic.UnreadAsync(Home.Patient)).Should().Be(1);
        await using var stranger = new Listener(_clinic.Bus, Topic.Notifications(Home.SecondPatient.UserId));
        await using var himself = new Listener(_clinic.Bus, Topic.Notifications(Home.Patient.UserId));
        await Service.ReadAsync(Home.Patient, own.Id);
        await WaitFor.TrueAsync(() => himself.Events.Count == 1);
        stranger.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task Reading_all_reads_what_was_on_screen_and_not_what_came_while_the_hand_moved()
    {
        await _clinic.TellAsync(Home.Doctor, "one");
        await _clinic.TellAsync(Home.Doctor, "two");
        var onScreen = await _clinic.NoticesOfAsync(Home.Doctor);
        await _clinic.TellAsync(Home.Doctor, "three");
        _clinic.Bus.Forget();

        var read = await Service.ReadAllAsync(Home.Doctor, onScreen[0].Sequence);

        read.Value!.Count.Should().Be(2);
        (await _clinic.NoticesOfAsync(Home.Doctor, new NotificationFilter(UnreadOnly: true))).Should().ContainSingle().Which.Title.Should().Be("three");
        _clinic.Bus.Published.Should().ContainSingle().Which.Should().BeOfType<NotificationsChanged>();
        (await _clinic.UnreadAsync(Home.Doctor)).Should().Be(1);
    }

    [Fact]
    public async Task Reading_all_of_nothing_rings_nowhere()
    {
        (await Service.ReadAllAsync(Home.Doctor)).Should().Match<Outcome<NotificationsRead>>(o => o.Succeeded && !o.Changed);

        _clinic.Bus.Published.Should().BeEmpty();
    }

    public void Dispose() => _clinic.Dispose();
}
