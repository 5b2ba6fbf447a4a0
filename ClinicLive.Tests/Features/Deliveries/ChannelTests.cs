using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Deliveries;

/// <summary>E-mail and text messages against servers on this machine that take, refuse, hang, and take without an answer.</summary>
public sealed class ChannelTests : IAsyncLifetime, IDisposable
{
    private readonly SmtpServer _smtp = new();
    private SmsGateway _gateway = null!;
    private SmsChannel _sms = null!;
    private int _handedOver;

    private EmailChannel Email => new(new EmailSettings("127.0.0.1", _smtp.Port, "front.desk@clinic.example", "Your clinic", null, null, StartTls: false));

    public async Task InitializeAsync()
    {
        _gateway = await SmsGateway.StartAsync();
        _sms = new SmsChannel(new SmsSettings(_gateway.Address, "secret-token", "Clinic"));
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    public void Dispose()
    {
        _sms.Dispose();
        _smtp.Dispose();
    }

    [Fact]
    public async Task A_mail_has_text_and_html_says_nothing_but_that_there_is_something_and_is_no_reason_for_holiday_answers()
    {
        (await Email.SendAsync(Letter(), default)).Should().Be(DeliveryResult.Sent);

        var mail = SmtpServer.Readable(_smtp.Taken.Should().ContainSingle().Subject);
        mail.Should().Contain("multipart/alternative").And.Contain("text/plain").And.Contain("text/html").And.Contain("Auto-Submitted: auto-generated")
            .And.Contain("https://clinic.example/notifications/").And.Contain("You have a new message from your clinic").And.Contain("Message-ID: <")
            .And.NotContain("text/calendar");
        _handedOver.Should().Be(1);
    }

    [Fact]
    public async Task A_mail_about_an_appointment_has_a_calendar_file_whose_sequence_is_the_appointments()
    {
        var visit = new CalendarEntry(Guid.NewGuid(), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(15), "Appointment", "Your clinic", AppointmentStatus.Booked, 3, DateTimeOffset.UnixEpoch);

        await Email.SendAsync(Letter() with { Calendar = visit }, default);
        _handedOver = 0;
        await Email.SendAsync(Letter() with { Calendar = visit with { Sequence = 4, Status = AppointmentStatus.Cancelled } }, default);

        var mails = _smtp.Taken.Select(SmtpServer.Readable).ToList();
        mails[0].Should().Contain("text/calendar").And.Contain("appointment.ics").And.Contain("SEQUENCE:3").And.Contain("STATUS:CONFIRMED").And.Contain($"UID:{visit.Id}");
        mails[1].Should().Contain("SEQUENCE:4").And.Contain("STATUS:CANCELLED").And.Contain($"UID:{visit.Id}");
    }

    [Theory]
    [InlineData(OutsideMood.RefuseForNow, DeliveryEnd.TryLater, 0)]
    [InlineData(OutsideMood.RefuseForEver, DeliveryEnd.Refused, 0)]
    [InlineData(OutsideMood.RefuseUs, DeliveryEnd.TryLater, 0)]
    [InlineData(OutsideMood.Hang, DeliveryEnd.TryLater, 0)]
    [InlineData(OutsideMood.DropAnswer, DeliveryEnd.Unknown, 1)]
    [InlineData(OutsideMood.HangAfterTaking, DeliveryEnd.Unknown, 1)]
    public async Task Of_a_mail_it_is_known_whether_the_server_can_have_it(OutsideMood mood, DeliveryEnd end, int handedOver)
    {
        _smtp.Mood = () => mood;
        using var limit = new CancellationTokenSource();

        var sending = Email.SendAsync(Letter(), limit.Token);
        if (mood is OutsideMood.Hang or OutsideMood.HangAfterTaking)
        {
            await WaitFor.TrueAsync(() => _smtp.Hanging == 1);
            await limit.CancelAsync();
        }

        (await sending).End.Should().Be(end);
        _handedOver.Should().Be(handedOver);
    }

    [Fact]
    public async Task A_mail_that_somebody_else_took_up_meanwhile_does_not_leave()
    {
        (await Email.SendAsync(Letter() with { MayHandOverAsync = _ => Task.FromResult(false) }, default)).End.Should().Be(DeliveryEnd.NotMine);

        _smtp.Taken.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nobody")]
    public async Task Without_an_address_there_is_nowhere_to_send_a_mail(string? address) =>
        (await Email.SendAsync(Letter() with { Address = address }, default)).End.Should().Be(DeliveryEnd.NoAddress);

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_later()
    {
        _smtp.Dispose();
        await _gateway.DisposeAsync();

        (await Email.SendAsync(Letter(), default)).End.Should().Be(DeliveryEnd.TryLater);
        (await _sms.SendAsync(Letter() with { Address = "030 123456" }, default)).End.Should().Be(DeliveryEnd.TryLater);
    }

    [Theory]
    [InlineData("+49 (30) 123-456", "+4930123456")]
    [InlineData("+49 (0)30 123456", "+4930123456")]
    [InlineData("030/123456", "030123456")]
    [InlineData("(0)30 123456", "030123456")]
    [InlineData("030 123456", "030123456")]
    public async Task A_text_message_goes_to_the_digits_with_a_reference_that_stays(string written, string digits)
    {
        var letter = Letter() with { Address = written };

        (await _sms.SendAsync(letter, default)).Should().Be(DeliveryResult.Sent);

        var taken = _gateway.Taken.Should().ContainSingle().Subject;
        (taken.To, taken.Reference, taken.Text).Should().Be((digits, letter.Key, $"You have a new message from your clinic. {letter.Link}"));
        taken.Headers.Should().Contain($"Idempotency-Key: {letter.Key}").And.Contain("Authorization: Bearer secret-token");
    }

    [Theory]
    [InlineData(OutsideMood.RefuseForNow, DeliveryEnd.TryLater)]
    [InlineData(OutsideMood.RefuseForEver, DeliveryEnd.Refused)]
    [InlineData(OutsideMood.RefuseUs, DeliveryEnd.TryLater)]
    [InlineData(OutsideMood.Hang, DeliveryEnd.Unknown)]
    [InlineData(OutsideMood.DropAnswer, DeliveryEnd.Unknown)]
    [InlineData(OutsideMood.HangAfterTaking, DeliveryEnd.Unknown)]
    public async Task Of_a_text_message_it_is_known_what_the_gateway_said(OutsideMood mood, DeliveryEnd end)
    {
        _gateway.Mood = () => mood;
        using var limit = new CancellationTokenSource();

        var sending = _sms.SendAsync(Letter() with { Address = "030 123456" }, limit.Token);
        if (mood is OutsideMood.Hang or OutsideMood.HangAfterTaking)
        {
            await WaitFor.TrueAsync(() => _gateway.Hanging == 1);
            await limit.CancelAsync();
        }

        (await sending).End.Should().Be(end);
        _handedOver.Should().Be(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("none")]
    [InlineData("12")]
    [InlineData("030 1234567 / 0171 2345678")]
    [InlineData("+1234567890123456")]
    public async Task Without_a_number_there_is_nowhere_to_send_a_text_message(string? number) =>
        (await _sms.SendAsync(Letter() with { Address = number }, default)).End.Should().Be(DeliveryEnd.NoAddress);

    [Fact]
    public void A_way_without_settings_is_not_set_up_and_settings_print_no_secret()
    {
        new EmailChannel(null).IsConfigured.Should().BeFalse();
        new SmsChannel(null).IsConfigured.Should().BeFalse();
        new EmailSettings("mail", 587, "a@b.example", "Clinic", "user", "secret", true).ToString().Should().Be("mail:587");
        new SmsSettings(new Uri("https://sms.example/x"), "secret", null).ToString().Should().Be("sms.example");
    }

    private DeliveryMessage Letter()
    {
        var id = Guid.NewGuid();
        return new DeliveryMessage(
            id, $"{id:N}:Email", Guid.NewGuid(), Guid.NewGuid(), id, NotificationKind.SystemMessage, NotificationSeverity.Critical, OutgoingText.Of(NotificationKind.SystemMessage),
            new Uri($"https://clinic.example/notifications/{id}"), "paula@patients.example", _ => Task.FromResult(Interlocked.Increment(ref _handedOver) == 1));
    }
}
