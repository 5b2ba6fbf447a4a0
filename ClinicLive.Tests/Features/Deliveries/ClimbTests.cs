using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Deliveries;

/// <summary>One attention per human: what leaves goes from way to way only while nobody looks, and stops at the first who does.</summary>
public sealed class ClimbTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly DeliveryClinic _out = new();

    private TestClinic Home => _out.Home;

    [Fact]
    public async Task It_climbs_from_way_to_way_each_after_its_time()
    {
        await UrgentAsync();

        await _out.LaterAsync(_out.Rules.Grace - Second);
        (_out.Email.Taken.Count, _out.Sms.Taken.Count).Should().Be((0, 0), "it can still be taken back");
        await _out.LaterAsync(Second);
        (_out.Email.Taken.Count, _out.Sms.Taken.Count).Should().Be((1, 0));
        await _out.LaterAsync(_out.Rules.SmsAfter - Second);
        (_out.Email.Taken.Count, _out.Sms.Taken.Count).Should().Be((1, 0));
        await _out.LaterAsync(Second);
        (_out.Email.Taken.Count, _out.Sms.Taken.Count).Should().Be((1, 1));
        await _out.LaterAsync(_out.Rules.ColleagueAfter - Second);
        (await Desk()).Should().BeEmpty();
        await _out.LaterAsync(Second);

        var asked = (await Desk()).Should().ContainSingle().Subject;
        asked.Title.Should().Be("Paula Patient has not seen this yet");
        asked.Text.Should().NotContain("Dr Berg", "what somebody wrote was for her alone");
        (await _out.RowsAsync()).Should().OnlyContain(d => d.State == DeliveryState.Sent);
        await _out.LaterAsync(TimeSpan.FromDays(1));
        (_out.Email.Taken.Count, _out.Sms.Taken.Count, (await Desk()).Count).Should().Be((1, 1, 1), "a colleague's own notice climbs nowhere");
    }

    [Fact]
    public async Task It_stops_as_soon_as_it_is_read_anywhere()
    {
        await UrgentAsync();
        await _out.LaterAsync(_out.Rules.Grace);

        await _out.Clinic.Get<NotificationService>().ReadAllAsync(Home.Patient);
        await _out.LaterAsync(TimeSpan.FromHours(1));

        _out.Email.Taken.Should().ContainSingle();
        _out.Sms.Taken.Should().BeEmpty();
        (await Desk()).Should().BeEmpty();
        (await _out.RowsAsync()).Select(d => d.State).Should().Equal(DeliveryState.Sent, DeliveryState.Withdrawn, DeliveryState.Withdrawn);
        (await ToldAsync(Home.Patient.UserId)).Should().ContainSingle().Which.AcknowledgedById.Should().Be(Home.Patient.UserId);
    }

    [Fact]
    public async Task Read_within_the_grace_nothing_leaves_at_all()
    {
        await UrgentAsync();
        var notice = (await _out.Clinic.NoticesOfAsync(Home.Patient))[0];

        await _out.Clinic.Get<NotificationService>().ReadAsync(Home.Patient, notice.Id);
        await _out.LaterAsync(TimeSpan.FromHours(1));

        _out.Email.Taken.Should().BeEmpty();
        (await _out.RowsAsync()).Should().OnlyContain(d => d.State == DeliveryState.Withdrawn);
    }

    [Fact]
    public async Task Nothing_leaves_while_the_person_has_the_app_before_the_eyes()
    {
        var (windows, window) = (_out.Clinic.Get<AttentionTable>(), Guid.NewGuid());
        await UrgentAsync();
        for (var i = 0; i < 20; i++)
        {
            windows.Look(Home.Patient.UserId, window);
            await _out.LaterAsync(_out.Rules.LookAgainAfter);
        }

        _out.Email.Taken.Should().BeEmpty();
        windows.LookAway(Home.Patient.UserId, window);
        await _out.LaterAsync(_out.Rules.LookAgainAtMost);

        _out.Email.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task Somebody_who_has_it_before_the_eyes_for_long_is_looked_for_less_often()
    {
        var (windows, window, looks) = (_out.Clinic.Get<AttentionTable>(), Guid.NewGuid(), 0);
        await UrgentAsync();
        for (var i = 0; i < 60; i++)
        {
            windows.Look(Home.Patient.UserId, window);
            _out.Clock.Advance(TimeSpan.FromSeconds(10));
            looks += await _out.Dispatcher.DispatchAsync();
        }

        looks.Should().BeInRange(10, 16, "in ten minutes; every fifteen seconds it would be more than twice as many");
        _out.Email.Taken.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_person_switches_off_before_it_leaves_does_not_leave_and_the_next_way_begins()
    {
        await UrgentAsync();

        await _out.Clinic.Get<NotificationChoiceService>().ChooseOutgoingAsync(Home.Patient, NotificationKind.SystemMessage, NotificationChannel.Email, OutgoingChoice.Never);
        await _out.LaterAsync(_out.Rules.Grace);
        await _out.Dispatcher.DispatchAsync();

        _out.Email.Taken.Should().BeEmpty();
        (await _out.RowAsync(DeliveryChannel.Email)).Should().Match<Delivery>(d => d.State == DeliveryState.Skipped && d.LastError == "The person has switched this way off.");
        _out.Sms.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task Staff_have_a_minute_to_see_it_here_before_a_mail_leaves()
    {
        await _out.Clinic.TellAsync(Home.Doctor, severity: NotificationSeverity.Critical);

        await _out.LaterAsync(_out.Rules.EmailAfter - Second);
        _out.Email.Taken.Should().BeEmpty();
        await _out.LaterAsync(Second);

        _out.Email.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task A_window_that_nobody_touches_shows_it_to_nobody()
    {
        _out.Clinic.Get<AttentionTable>().Look(Home.Patient.UserId, Guid.NewGuid());
        await UrgentAsync();

        await _out.LaterAsync(AttentionTable.Length - Second);
        _out.Email.Taken.Should().BeEmpty();
        await _out.LaterAsync(_out.Rules.LookAgainAtMost);

        _out.Email.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task The_colleague_who_takes_it_on_is_kept_and_ends_it_for_all_but_the_person_himself()
    {
        await UrgentAsync();
        await _out.Clinic.Get<PresenceService>().ConnectAsync(new LiveConnection("omar", Home.Omar.UserId, Guid.NewGuid(), Home.Id));
        await _out.LaterAsync(_out.Rules.Grace);
        await _out.LaterAsync(_out.Rules.SmsAfter);
        await StayAsync(Home.Omar, _out.Rules.ColleagueAfter);
        await _out.Dispatcher.DispatchAsync();

        (await Desk()).Should().BeEmpty("she is not on duty");
        var asked = (await _out.Clinic.NoticesOfAsync(Home.Omar)).Should().ContainSingle().Subject;
        await _out.Clinic.Get<NotificationService>().ReadAsync(Home.Omar, asked.Id);

        var own = (await ToldAsync(Home.Patient.UserId)).Should().ContainSingle().Subject;
        own.AcknowledgedById.Should().Be(Home.Omar.UserId);
        own.ReadAt.Should().BeNull("he has still not read it");
    }

    [Fact]
    public async Task When_the_person_reads_it_himself_the_desk_need_not_any_more()
    {
        await UrgentAsync();
        await _out.LaterAsync(_out.Rules.Grace);
        await _out.LaterAsync(_out.Rules.SmsAfter);
        await _out.LaterAsync(_out.Rules.ColleagueAfter);
        (await Desk()).Should().ContainSingle();

        await _out.Clinic.Get<NotificationService>().ReadAllAsync(Home.Patient);

        (await _out.Clinic.UnreadAsync(Home.Lena)).Should().Be(0);
        (await ToldAsync(Home.Patient.UserId)).Should().OnlyContain(n => n.AcknowledgedById == Home.Patient.UserId);
    }

    [Fact]
    public async Task One_message_that_many_have_not_seen_is_brought_up_once()
    {
        await _out.Clinic.Get<NotificationService>().SendAsync(
            Home.Omar, new NotificationMessage([Home.Patient.UserId, Home.SecondPatient.UserId], [], NotificationKind.SystemMessage, "Fire alarm test", "", null, NotificationSeverity.Critical), Guid.NewGuid());
        await _out.LaterAsync(_out.Rules.Grace);
        await _out.LaterAsync(_out.Rules.SmsAfter);
        await _out.LaterAsync(_out.Rules.ColleagueAfter);
        await _out.LaterAsync(_out.Rules.ColleagueAfter);

        (await Desk()).Should().ContainSingle();
        (await _out.RowsAsync(DeliveryChannel.Colleague)).Should().OnlyContain(d => !d.IsOpen);
    }

    [Fact]
    public async Task At_night_the_phone_waits_for_the_morning_and_the_mail_does_not()
    {
        using var night = new DeliveryClinic(new DateTimeOffset(2026, 6, 17, 21, 0, 0, TimeSpan.Zero)); // 23:00 in Berlin
        await night.Clinic.TellAsync(night.Home.Patient, severity: NotificationSeverity.Critical);
        await night.LaterAsync(night.Rules.Grace);
        await night.LaterAsync(night.Rules.SmsAfter);

        (night.Email.Taken.Count, night.Sms.Taken.Count).Should().Be((1, 0));
        (await night.RowAsync(DeliveryChannel.Sms)).NextAttemptAt.Should().Be(new DateTimeOffset(2026, 6, 18, 5, 0, 0, TimeSpan.Zero), "quiet hours end at 7:00 in Berlin");
        await night.LaterAsync(TimeSpan.FromHours(8));
        night.Sms.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task At_night_whoever_is_on_duty_is_told_although_the_phone_waits()
    {
        using var night = new DeliveryClinic(new DateTimeOffset(2026, 6, 17, 21, 0, 0, TimeSpan.Zero));
        await night.Clinic.TellAsync(night.Home.Patient, severity: NotificationSeverity.Critical, by: night.Home.Omar);
        await night.LaterAsync(night.Rules.Grace);
        await night.LaterAsync(night.Rules.SmsAfter);
        await night.LaterAsync(night.Rules.ColleagueAfter);

        (await night.Clinic.NoticesOfAsync(night.Home.Lena)).Should().ContainSingle();
        night.Sms.Taken.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_read_while_the_line_is_being_opened_does_not_leave()
    {
        _out.Email.Before = async (_, _) =>
        {
            await _out.Clinic.Get<NotificationService>().ReadAllAsync(Home.Patient, gone: CancellationToken.None);
            return null;
        };
        await UrgentAsync();
        await _out.LaterAsync(_out.Rules.Grace);

        _out.Email.Taken.Should().BeEmpty();
        (await _out.RowsAsync()).Should().OnlyContain(d => d.State == DeliveryState.Withdrawn);
        (await _out.RowAsync(DeliveryChannel.Email)).LastError.Should().Be("It was read, or somebody took it on.");
    }

    [Fact]
    public async Task A_call_to_the_room_waits_for_nothing()
    {
        using var night = new DeliveryClinic(new DateTimeOffset(2026, 6, 17, 21, 0, 0, TimeSpan.Zero));
        await night.Clinic.TellAsync(night.Home.Patient, severity: NotificationSeverity.Critical, kind: NotificationKind.PatientCall);

        await night.Dispatcher.DispatchAsync();
        await night.LaterAsync(night.Rules.SmsAfter);

        (night.Email.Taken.Count, night.Sms.Taken.Count).Should().Be((1, 1));
    }

    [Fact]
    public async Task Old_news_stays_here()
    {
        await _out.Clinic.TellAsync(Home.Patient, severity: NotificationSeverity.Critical, kind: NotificationKind.PatientCall);

        await _out.LaterAsync(TimeSpan.FromHours(1)); // nobody ran meanwhile

        _out.Email.Taken.Should().BeEmpty();
        (await _out.RowsAsync()).Should().OnlyContain(d => d.State == DeliveryState.Withdrawn);
    }

    public void Dispose() => _out.Dispose();

    private async Task UrgentAsync() => await _out.Clinic.TellAsync(Home.Patient, severity: NotificationSeverity.Critical, by: Home.Omar);

    private Task<IReadOnlyList<NotificationRow>> Desk() => _out.Clinic.NoticesOfAsync(Home.Lena);

    private async Task StayAsync(Domain.Shared.Actor who, TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += PresenceLease.RenewEvery)
        {
            _out.Clock.Advance(PresenceLease.RenewEvery);
            await _out.Clinic.Get<PresenceService>().SweepAsync();
        }

        _out.Clinic.Get<ConnectionTable>().CountOf(who.UserId).Should().Be(1);
    }

    private async Task<List<Notification>> ToldAsync(Guid account)
    {
        await using var db = _out.Clinic.NewContext();
        return await db.Notifications.AsNoTracking().Where(n => n.RecipientId == account).ToListAsync();
    }
}
