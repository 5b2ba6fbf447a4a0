using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>How this installation sends e-mail.</summary>
/// <param name="Host">The mail server.</param>
/// <param name="Port">Its port; 587 is submission (RFC 6409).</param>
/// <param name="From">The address that mails come from.</param>
/// <param name="FromName">The name beside it; the same for all clinics of the installation.</param>
/// <param name="UserName">Signs in with it, or null.</param>
/// <param name="Password">The word that belongs to it.</param>
/// <param name="StartTls">Whether the line is encrypted before anything is said (RFC 3207).</param>
public sealed record EmailSettings(string Host, int Port, string From, string FromName, string? UserName, string? Password, bool StartTls)
{
    /// <summary>Nothing of the password is ever printed.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>
/// E-mail over SMTP (RFC 5321), as text and as HTML (RFC 2046, 5.1.4), for an appointment with a calendar file. The server acts on a mail only
/// after all of its content, so until the first byte of content is asked for, whatever fails is known not to be sent.
/// </summary>
public sealed class EmailChannel(EmailSettings? settings) : IDeliveryChannel
{
    /// <inheritdoc/>
    public DeliveryChannel Kind => DeliveryChannel.Email;

    /// <inheritdoc/>
    public bool IsConfigured => settings is not null;

    /// <inheritdoc/>
    public int MostAtOnce => 4;

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(DeliveryMessage message, CancellationToken gone)
    {
        if (settings is null) return DeliveryResult.TryLater("This way is not set up.");
        if (!MailAddress.TryCreate(message.Address, out var to)) return DeliveryResult.NoAddress("There is no e-mail address.");
        var content = new Content(Encoding.UTF8.GetBytes($"{message.Text.Text}\r\n\r\n{message.Link.AbsoluteUri}\r\n"), message.MayHandOverAsync, gone);
        using var mail = Compose(message, to, content, settings);
        using var server = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.StartTls, UseDefaultCredentials = false };
        if (settings.UserName is { Length: > 0 } user) server.Credentials = new NetworkCredential(user, settings.Password);
        try
        {
            await server.SendMailAsync(mail, gone).WaitAsync(gone).ConfigureAwait(false);
            return DeliveryResult.Sent;
        }
        catch (Exception) when (content.IsNotMine)
        {
            return DeliveryResult.NotMine;
        }
        catch (SmtpException fault) when (Answer(fault) is { } code)
        {
            // Only an answer to the recipient or to the content is about this mail. Any other "never", such as to our signing in (RFC 4954, 6), is
            // about us: it is set right, and then the mail leaves.
            var isAboutThisMail = fault is SmtpFailedRecipientException || content.IsHandedOver;
            return code < 500 ? DeliveryResult.TryLater($"The mail server said {code}.")
                : isAboutThisMail ? DeliveryResult.Refused($"The mail server said {code}.")
                : DeliveryResult.TryLater($"The mail server takes nothing from us: it said {code}.");
        }
        catch (Exception fault) when (fault is SmtpException or IOException or OperationCanceledException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            return content.IsHandedOver ? DeliveryResult.Unknown("The mail server did not say whether it took it.") : DeliveryResult.TryLater("The mail server cannot be reached.");
        }
    }

    // RFC 5321, 4.2.1: 4yz is "not now", 5yz is "never". Anything else is no answer to what was asked.
    private static int? Answer(SmtpException fault) => (int)fault.StatusCode is >= 400 and < 600 and var code ? code : null;

    private static MailMessage Compose(DeliveryMessage message, MailAddress to, Content content, EmailSettings settings)
    {
        var mail = new MailMessage(new MailAddress(settings.From, settings.FromName, Encoding.UTF8), new MailAddress(to.Address))
        {
            Subject = message.Text.Title,
            SubjectEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", $"<{message.DeliveryId:N}@{new MailAddress(settings.From).Host}>"); // the same in every attempt
        mail.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday answers
        mail.AlternateViews.Add(new AlternateView(content, new ContentType("text/plain; charset=utf-8")) { TransferEncoding = TransferEncoding.Base64 });
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(Html(message), Encoding.UTF8, MediaTypeNames.Text.Html));
        if (message.Calendar is { } visit)
        {
            var file = new Attachment(new MemoryStream(Encoding.UTF8.GetBytes(visit.ToICalendar())), new ContentType("text/calendar; charset=utf-8; method=PUBLISH")) { TransferEncoding = TransferEncoding.Base64 };
            file.ContentDisposition!.FileName = "appointment.ics";
            mail.Attachments.Add(file);
        }

        return mail;
    }

    private static string Html(DeliveryMessage message)
    {
        var (title, text, link) = (WebUtility.HtmlEncode(message.Text.Title), WebUtility.HtmlEncode(message.Text.Text), WebUtility.HtmlEncode(message.Link.AbsoluteUri));
        return $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
            <body style="font-family:system-ui,sans-serif;line-height:1.5"><h1 style="font-size:18px">{title}</h1><p>{text}</p><p><a href="{link}">{link}</a></p></body></html>
            """;
    }

    /// <summary>The first part of the content: being read means that the server has asked for it, so it is noted before a byte of it goes.</summary>
    private sealed class Content(byte[] bytes, Func<CancellationToken, Task<bool>> mayHandOver, CancellationToken gone) : Stream
    {
        private int _position;
        private bool _isAsked;

        public bool IsHandedOver { get; private set; }

        public bool IsNotMine => _isAsked && !IsHandedOver;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (!_isAsked) AskAsync().GetAwaiter().GetResult();
            return Take(buffer.AsSpan(offset, count));
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_isAsked) await AskAsync().ConfigureAwait(false);
            return Take(buffer.Span);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private async Task AskAsync()
        {
            _isAsked = true;
            IsHandedOver = await mayHandOver(gone).ConfigureAwait(false);
            if (!IsHandedOver) throw new IOException("This mail is somebody else's.");
        }

        private int Take(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, bytes.Length - _position);
            bytes.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
    }
}
