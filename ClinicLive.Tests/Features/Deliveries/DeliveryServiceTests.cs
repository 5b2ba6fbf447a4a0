using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Deliveries;

/// <summary>The admin sees what leaves, sends again what was given up, and tries each way.</summary>
public sealed class DeliveryServiceTests : IDisposable
{
    private readonly DeliveryClinic _out = new();

    private TestClinic Home => _out.Home;

    private DeliveryService Service => _out.Clinic.Get<DeliveryService>();

    private DeliveryQueries Queries => _out.Clinic.Get<DeliveryQueries>();

    [Fact]
    public async Task What_was_given_up_is_sent_again_by_hand_once_per_command()
    {
        var row = await DeadAsync();
        _out.Email.Before = (_, _) => Task.FromResult<DeliveryResult?>(null);
        var command = Guid.NewGuid();

        (await Service.SendAgainAsync(Home.Admin, row.Id, command)).Changed.Should().BeTrue();
        (await Service.SendAgainAsync(Home.Admin, row.Id, command)).Changed.Should().BeFalse();
        await _out.Dispatcher.DispatchAsync();

        _out.Email.Taken.Should().ContainSingle();
        (await Service.SendAgainAsync(Home.Admin, row.Id, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed, "it was sent");
    }

    [Theory]
    [InlineData(true, "It was read, or somebody took it on. Nothing was sent.")]
    [InlineData(false, "It is too old to be news. Nothing was sent.")]
    public async Task What_is_no_news_any_more_is_not_sent_again_and_it_is_said_why(bool isRead, string why)
    {
        var row = await DeadAsync();
        if (isRead) await _out.Clinic.Get<NotificationService>().ReadAllAsync(Home.Patient);
        else _out.Clock.Advance(TimeSpan.FromHours(1)); // a call

        var refusal = (await Service.SendAgainAsync(Home.Admin, row.Id, Guid.NewGuid())).Refusal!;

        (refusal.Kind, refusal.Sentence).Should().Be((RefusalKind.NotAllowed, why));
        (await _out.RowAsync(DeliveryChannel.Email)).State.Should().Be(DeliveryState.Dead);
        (await Service.SendAllAgainAsync(Home.Lena, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
    }

    [Fact]
    public async Task What_grew_old_while_it_waited_says_so()
    {
        await _out.Clinic.TellAsync(Home.Patient, severity: NotificationSeverity.Critical);

        await _out.LaterAsync(TimeSpan.FromDays(3)); // nobody ran

        (await _out.RowAsync(DeliveryChannel.Email)).Should().Match<Delivery>(d => d.State == DeliveryState.Withdrawn && d.LastError == "It is too old to be news.");
    }

    [Fact]
    public async Task All_that_was_given_up_is_sent_again_at_once_and_nothing_of_another_clinic()
    {
        _out.Email.Before = (_, _) => Task.FromResult<DeliveryResult?>(DeliveryResult.Refused("Never."));
        foreach (var person in new[] { Home.Patient, Home.SecondPatient }) await _out.Clinic.TellAsync(person, kind: NotificationKind.Reminder);
        await _out.Clinic.TellAsync(_out.Clinic.Other.Patient, kind: NotificationKind.Reminder, by: _out.Clinic.Other.Lena);
        await _out.LaterAsync(_out.Rules.Grace);
        _out.Email.Before = (_, _) => Task.FromResult<DeliveryResult?>(null);
        var command = Guid.NewGuid();

        (await Service.SendAllAgainAsync(Home.Admin, command)).Value.Should().Be(2);
        (await Service.SendAllAgainAsync(Home.Admin, command)).Should().Match<Outcome<int>>(o => o.Value == 2 && !o.Changed, "it is one command");
        (await Service.SendAllAgainAsync(Home.Admin, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed, "there is nothing more");
        await _out.Dispatcher.DispatchAsync();

        _out.Email.Taken.Select(m => m.RecipientId).Should().BeEquivalentTo([Home.Patient.UserId, Home.SecondPatient.UserId]);
    }

    [Fact]
    public async Task What_would_not_leave_is_not_counted_as_sent_again()
    {
        var visit = await _out.Clinic.BookAsync(_out.Clinic.Now.AddHours(23));
        await using (var db = _out.Clinic.NewContext())
        {
            db.Tell(Home.Id, Home.Patient.UserId, new Notice(NotificationKind.Reminder, "Your appointment is near", "", "/portal", "reminder:one", SubjectId: visit.Id), _out.Clinic.Now);
            await db.SaveChangesAsync();
        }

        await _out.Clinic.TellAsync(Home.SecondPatient, severity: NotificationSeverity.Critical, kind: NotificationKind.PatientCall);
        _out.Clinic.Execute("""UPDATE "Deliveries" SET "State" = 'Dead', "NextAttemptAt" = NULL WHERE "Channel" = 'Email'""");
        _out.Clock.Advance(TimeSpan.FromMinutes(31));
        await _out.Clinic.ThenAsync(visit, AppointmentStatus.Cancelled);

        (await Service.SendAllAgainAsync(Home.Admin, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed, "the call is over, and so is what was to be reminded of");
        await _out.Clinic.TellAsync(Home.SecondPatient, severity: NotificationSeverity.Critical, kind: NotificationKind.PatientCall);
        _out.Clinic.Execute("""UPDATE "Deliveries" SET "State" = 'Dead', "NextAttemptAt" = NULL WHERE "Channel" = 'Email'""");
        (await Service.SendAllAgainAsync(Home.Admin, Guid.NewGuid())).Value.Should().Be(1, "the new call alone");
    }

    [Fact]
    public async Task Nobody_but_the_clinics_own_admin_sees_or_touches_it()
    {
        var row = await DeadAsync();

        foreach (var other in new[] { Home.Lena, Home.Doctor, Home.Patient })
        {
            (await Service.SendAgainAsync(other, row.Id, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
            (await Service.SendTestAsync(other, DeliveryChannel.Email, null, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
            (await Queries.OverviewAsync(other)).Should().BeNull();
            (await Queries.PageAsync(other, onlyDead: false)).Should().BeEmpty();
        }

        var stranger = _out.Clinic.Other.Admin;
        (await Service.SendAgainAsync(stranger, row.Id, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Queries.OverviewAsync(stranger))!.Counts.Should().BeEmpty();
        (await Queries.PageAsync(stranger, onlyDead: false)).Should().BeEmpty();
        (await _out.RowAsync(DeliveryChannel.Email)).State.Should().Be(DeliveryState.Dead);
    }

    [Fact]
    public async Task The_numbers_and_the_list_are_right()
    {
        await DeadAsync();
        await _out.Clinic.TellAsync(Home.SecondPatient, kind: NotificationKind.Reminder);

        var overview = (await Queries.OverviewAsync(Home.Admin))!;

        overview.Ways.Should().Equal(new WayState(DeliveryChannel.Email, true), new WayState(DeliveryChannel.Sms, true));
        (overview.Of(DeliveryChannel.Email, DeliveryState.Dead), overview.Of(DeliveryChannel.Email, DeliveryState.Waiting)).Should().Be((1, 1));
        (await Queries.PageAsync(Home.Admin, onlyDead: true)).Should().ContainSingle().Which.Should().Match<DeliveryRow>(
            r => r.Recipient == "Paula Patient" && r.LastError == "Never." && r.MaySendAgain && r.Attempts == 1);
        (await Queries.PageAsync(Home.Admin, onlyDead: false)).Should().HaveCount(4, "three ways of the one, one of the other");
    }

    [Fact]
    public async Task A_test_leaves_at_once_for_the_admin_himself_also_while_he_looks()
    {
        _out.Clinic.Get<Domain.Features.Presence.AttentionTable>().Look(Home.Admin.UserId, Guid.NewGuid());

        await Service.SendTestAsync(Home.Admin, DeliveryChannel.Email, null, Guid.NewGuid());
        await Service.SendTestAsync(Home.Admin, DeliveryChannel.Sms, "030 123456", Guid.NewGuid());
        await _out.Dispatcher.DispatchAsync();

        _out.Email.Taken.Should().ContainSingle().Which.RecipientId.Should().Be(Home.Admin.UserId);
        _out.Sms.Taken.Should().ContainSingle().Which.Address.Should().Be("030 123456");
        (await _out.RowsAsync()).Should().HaveCount(2, "a test climbs nowhere");
    }

    [Fact]
    public async Task A_test_by_browser_leaves_too()
    {
        var browsers = new FakeChannel(DeliveryChannel.WebPush);
        using var clinic = new DeliveryClinic(channels: [browsers]);

        await clinic.Clinic.Get<DeliveryService>().SendTestAsync(clinic.Home.Admin, DeliveryChannel.WebPush, null, Guid.NewGuid());
        await clinic.Dispatcher.DispatchAsync();

        browsers.Taken.Should().ContainSingle().Which.RecipientId.Should().Be(clinic.Home.Admin.UserId);
    }

    [Theory]
    [InlineData(DeliveryChannel.Sms, " ", "Address")]
    [InlineData(DeliveryChannel.Colleague, null, "Channel")]
    public async Task A_test_that_cannot_be_is_refused_at_its_field(DeliveryChannel channel, string? address, string field) =>
        (await Service.SendTestAsync(Home.Admin, channel, address, Guid.NewGuid())).Refusal!.Field.Should().Be(field);

    public void Dispose() => _out.Dispose();

    private async Task<Delivery> DeadAsync()
    {
        _out.Email.Before = (_, _) => Task.FromResult<DeliveryResult?>(DeliveryResult.Refused("Never."));
        await _out.Clinic.TellAsync(Home.Patient, severity: NotificationSeverity.Critical, kind: NotificationKind.PatientCall);
        await _out.Dispatcher.DispatchAsync(DeliveryChannel.Email);
        return await _out.RowAsync(DeliveryChannel.Email);
    }
}
