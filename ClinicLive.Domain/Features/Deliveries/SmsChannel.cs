using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>How this installation sends text messages.</summary>
/// <param name="Gateway">Takes a POST of <c>{"to","from","text","reference"}</c> and answers 2xx when it has taken it.</param>
/// <param name="Token">Sent as a bearer token (RFC 6750), or null.</param>
/// <param name="From">The sender that people see, or null for the gateway's own.</param>
public sealed record SmsSettings(Uri Gateway, string? Token, string? From)
{
    /// <summary>Nothing of the token is ever printed.</summary>
    public override string ToString() => Gateway.Host;
}

/// <summary>
/// Text messages through an HTTP gateway. The reference, also as <c>Idempotency-Key</c>, is the same in every attempt. A gateway that takes a
/// message and whose answer is lost cannot be asked, so such a message is noted as maybe sent.
/// </summary>
public sealed class SmsChannel(SmsSettings? settings) : IDeliveryChannel, IDisposable
{
    private const int ShortestNumber = 5;
    private const int LongestNumber = 15; // ITU-T E.164, 6
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the dispatcher's limit counts
        MaxResponseContentBufferSize = 64 * 1024,
    };

    /// <inheritdoc/>
    public DeliveryChannel Kind => DeliveryChannel.Sms;

    /// <inheritdoc/>
    public bool IsConfigured => settings is not null;

    /// <inheritdoc/>
    public int MostAtOnce => 4;

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(DeliveryMessage message, CancellationToken gone)
    {
        if (settings is null) return DeliveryResult.TryLater("This way is not set up.");
        if (Number(message.Address) is not { } to) return DeliveryResult.NoAddress("There is no telephone number that can be called.");
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Gateway)
        {
            Content = JsonContent.Create(new { to, from = settings.From, text = $"{message.Text.Title}. {message.Link.AbsoluteUri}", reference = message.Key }),
        };
        request.Headers.Add("Idempotency-Key", message.Key);
        if (settings.Token is { Length: > 0 } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (!await message.MayHandOverAsync(gone).ConfigureAwait(false)) return DeliveryResult.NotMine;
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone).ConfigureAwait(false);
            return Read(answer);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return DeliveryResult.TryLater("The gateway cannot be reached.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            return DeliveryResult.Unknown("The gateway did not say whether it took it.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static DeliveryResult Read(HttpResponseMessage answer)
    {
        var said = string.Create(CultureInfo.InvariantCulture, $"The gateway said {(int)answer.StatusCode}.");
        return answer.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => DeliveryResult.Sent,
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => DeliveryResult.TryLater(said, answer.Headers.RetryAfter?.Delta),
            HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => DeliveryResult.Unknown(said), // what stands behind it may have taken it
            >= HttpStatusCode.InternalServerError => DeliveryResult.TryLater(said),
            HttpStatusCode.RequestTimeout => DeliveryResult.TryLater(said),
            // These are about us, not about the message: it is set right, and then it leaves.
            HttpStatusCode.Unauthorized or HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => DeliveryResult.TryLater(said),
            _ => DeliveryResult.Refused(said),
        };
    }

    /// <summary>
    /// The digits of a number as people write it, with the plus of an international one, which has no "(0)" for callers from within. Null when
    /// it has too few or too many to be one: two numbers in one field are none.
    /// </summary>
    private static string? Number(string? written)
    {
        if (written is null) return null;
        var isInternational = written.TrimStart().StartsWith('+');
        var digits = string.Concat((isInternational ? written.Replace("(0)", "", StringComparison.Ordinal) : written).Where(char.IsAsciiDigit));
        return digits.Length is < ShortestNumber or > LongestNumber ? null : isInternational ? $"+{digits}" : digits;
    }
}
