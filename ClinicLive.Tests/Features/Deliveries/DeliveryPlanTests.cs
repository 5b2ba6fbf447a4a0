using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Deliveries;

/// <summary>What leaves the app is decided and written in the save that tells, by what the person chose.</summary>
public sealed class DeliveryPlanTests : IDisposable
{
    private readonly DeliveryClinic _out = new();

    private TestClinic Home => _out.Home;

    [Fact]
    public async Task What_is_urgent_climbs_from_email_to_phone_to_a_colleague_and_each_way_has_one_row()
    {
        await _out.Clinic.TellAsync(Home.Patient, severity: NotificationSeverity.Critical);

        var rows = await _out.RowsAsync();
        rows.Select(d => d.Channel).Should().Equal(DeliveryChannel.Email, DeliveryChannel.Sms, DeliveryChannel.Colleague);
        rows.Should().OnlyContain(d => d.State == DeliveryState.Waiting && d.RecipientId == Home.Patient.UserId && d.OrganizationId == Home.Id);
        rows.Select(d => d.NextAttemptAt).Should().Equal(_out.Clinic.Now + _out.Rules.Grace, null, null);
        rows.Select(d => d.Key).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task What_is_not_urgent_stays_inside_unless_it_is_a_reminder()
    {
        await _out.Clinic.TellAsync(Home.Patient);
        (await _out.RowsAsync()).Should().BeEmpty();

        await _out.Clinic.TellAsync(Home.Patient, kind: NotificationKind.Reminder);

        (await _out.RowsAsync()).Should().ContainSingle().Which.Channel.Should().Be(DeliveryChannel.Email);
    }

    [Fact]
    public async Task Whoever_asks_for_more_gets_more_and_whoever_wants_none_gets_none()
    {
        var choose = _out.Clinic.Get<NotificationChoiceService>();
        await choose.ChooseOutgoingAsync(Home.Patient, NotificationKind.SystemMessage, NotificationChannel.Email, OutgoingChoice.Always);
        await choose.ChooseOutgoingAsync(Home.SecondPatient, NotificationKind.SystemMessage, NotificationChannel.Email, OutgoingChoice.Never);
        await choose.ChooseOutgoingAsync(Home.SecondPatient, NotificationKind.SystemMessage, NotificationChannel.Sms, OutgoingChoice.Never);

        await _out.Clinic.TellAsync(Home.Patient);
        await _out.Clinic.TellAsync(Home.SecondPatient, severity: NotificationSeverity.Critical);

        (await _out.RowsAsync()).Select(d => (d.RecipientId, d.Channel)).Should().BeEquivalentTo(
            [(Home.Patient.UserId, DeliveryChannel.Email), (Home.SecondPatient.UserId, DeliveryChannel.Colleague)]);

        await choose.ChooseOutgoingAsync(Home.Patient, NotificationKind.SystemMessage, NotificationChannel.Email, OutgoingChoice.Urgent);
        await _out.Clinic.TellAsync(Home.Patient);
        (await _out.RowsAsync()).Should().HaveCount(2, "the default is back");
    }

    [Fact]
    public async Task Staff_have_no_telephone_here_so_they_get_no_text_message()
    {
        await _out.Clinic.TellAsync(Home.Doctor, severity: NotificationSeverity.Critical);

        (await _out.RowsAsync()).Select(d => d.Channel).Should().Equal(DeliveryChannel.Email, DeliveryChannel.Colleague);
    }

    [Fact]
    public async Task A_save_that_fails_leaves_nothing_to_send()
    {
        var id = Guid.NewGuid();
        await using var db = _out.Clinic.NewContext();
        var notice = new Notice(NotificationKind.SystemMessage, "One", "", null, $"twice:{id}", NotificationSeverity.Critical);
        db.Tell(Home.Id, Home.Patient.UserId, notice, _out.Clinic.Now);
        db.Tell(Home.Id, Home.Patient.UserId, notice, _out.Clinic.Now);

        var saving = () => db.SaveChangesAsync();

        await saving.Should().ThrowAsync<DbUpdateException>();
        (await _out.RowsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_save_without_a_reader_of_choices_is_refused_rather_than_told_to_nobody()
    {
        await using var db = _out.Clinic.NewContext();
        db.Tell(Home.Id, Home.Patient.UserId, new Notice(NotificationKind.SystemMessage, "One", "", null, "one"), _out.Clinic.Now);

        var saving = () => db.SaveChanges();

        saving.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public async Task A_disabled_account_is_sent_nothing()
    {
        _out.Clinic.Execute($"""UPDATE "Accounts" SET "IsDisabled" = TRUE WHERE "Id" = '{Home.SecondPatient.UserId.ToString().ToUpperInvariant()}'""");
        await using var db = _out.Clinic.NewContext();
        db.Tell(Home.Id, Home.SecondPatient.UserId, new Notice(NotificationKind.SystemMessage, "One", "", null, "one", NotificationSeverity.Critical), _out.Clinic.Now);
        await db.SaveChangesAsync();

        (await _out.RowsAsync()).Should().BeEmpty();
    }

    public void Dispose() => _out.Dispose();
}
