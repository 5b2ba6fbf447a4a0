using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Deliveries;

/// <summary>What leaves the app carries no name, no reason and nothing that was written here, whatever the kind and the way.</summary>
public sealed class CanaryTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] Canaries = ["Canary", "Paula", "Patient", "Dr Berg", "at the Park", "Room 1", "Cough", "diagnosis"]; // long enough that no packed content holds one by chance
    private static readonly string[] InLogs = ["Canary", "Paula", "paula", "Berg", "at the Park", "Cough", "diagnosis", "030 123", "030123"];
    private readonly SmtpServer _smtp = new();
    private readonly PushBrowser _browser = new();
    private SmsGateway _gateway = null!;
    private PushServer _push = null!;
    private DeliveryClinic _out = null!;

    public async Task InitializeAsync()
    {
        _gateway = await SmsGateway.StartAsync();
        _push = await PushServer.StartAsync();
        var email = new EmailChannel(new EmailSettings("127.0.0.1", _smtp.Port, "desk@clinic.example", "Your clinic", null, null, StartTls: false));
        _out = new DeliveryClinic(channels: [email, new SmsChannel(new SmsSettings(_gateway.Address, null, null))], hasPush: true);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _push.DisposeAsync();
    }

    public void Dispose()
    {
        _out.Dispose();
        _smtp.Dispose();
        _browser.Dispose();
    }

    [Fact]
    public async Task Nothing_of_a_person_leaves_by_any_way_in_any_kind()
    {
        var choose = _out.Clinic.Get<NotificationChoiceService>();
        await _out.Clinic.Get<PushService>().SubscribeAsync(_out.Home.Patient, Guid.NewGuid(), _browser.Wish(_push.Endpoint("a"), "Paula's phone"));
        foreach (var kind in Enum.GetValues<NotificationKind>())
        {
            foreach (var way in new[] { NotificationChannel.WebPush, NotificationChannel.Email, NotificationChannel.Sms }) await choose.ChooseOutgoingAsync(_out.Home.Patient, kind, way, OutgoingChoice.Always);
            await _out.Clinic.TellAsync(_out.Home.Patient, "Canary: Paula, your diagnosis", kind: kind, severity: NotificationSeverity.Critical, link: "/chat/canary");
        }

        var row = await _out.Clinic.BookAsync(_out.Clinic.Now.AddDays(2)); // reason "Cough"
        await _out.Clinic.Appointments.RescheduleAsync(_out.Home.Lena, row.Command(), row.PractitionerId, row.Start.AddHours(1), 15);
        await _out.LaterAsync(_out.Rules.Grace);
        await _out.LaterAsync(_out.Rules.EmailAfter);
        await _out.LaterAsync(_out.Rules.SmsAfter);
        await _out.LaterAsync(_out.Rules.ColleagueAfter);

        var rows = await _out.RowsAsync();
        rows.Count(d => d.Channel == DeliveryChannel.Email && d.State == DeliveryState.Sent).Should().Be(_smtp.Taken.Count).And.BeGreaterThanOrEqualTo(7);
        _gateway.Taken.Should().HaveCountGreaterThanOrEqualTo(7);
        _smtp.Taken.Should().Contain(m => m.Contains("text/calendar"));
        foreach (var mail in _smtp.Taken) WithoutAddress(SmtpServer.Readable(mail)).Should().NotContainAny(Canaries);
        foreach (var sms in _gateway.Taken) $"{sms.Text}\n{sms.Headers}\n{sms.Reference}".Should().NotContainAny(Canaries);
        _push.Taken.Should().HaveCountGreaterThanOrEqualTo(7);
        foreach (var push in _push.Taken) $"{_browser.Read(push.Body)}\n{push.Headers}".Should().Contain("/notifications/").And.NotContainAny(Canaries);
        _out.Log.Should().NotBeEmpty().And.NotContain(line => InLogs.Any(line.Contains), "a log is outside too");
        rows.Should().NotContain(d => d.LastError != null && Canaries.Any(c => d.LastError.Contains(c)));
    }

    [Fact]
    public async Task What_a_fault_says_of_a_person_is_kept_nowhere()
    {
        using var clinic = new DeliveryClinic();
        clinic.Email.Before = (_, _) => throw new InvalidOperationException("Canary Paula");
        await clinic.Clinic.TellAsync(clinic.Home.Patient, kind: NotificationKind.PatientCall, severity: NotificationSeverity.Critical);

        await clinic.Dispatcher.DispatchAsync();

        clinic.Clinic.Dump("Deliveries").Should().NotContainAny(Canaries).And.Contain("The message could not be sent.");
        clinic.Log.Should().Contain(line => line.Contains("InvalidOperationException")).And.NotContain(line => InLogs.Any(line.Contains));
    }

    // The address of the one who is written to is the one thing of him that a letter needs.
    private static string WithoutAddress(string mail) => System.Text.RegularExpressions.Regex.Replace(mail, @"(?im)^To:.*$", "", System.Text.RegularExpressions.RegexOptions.NonBacktracking);
}
