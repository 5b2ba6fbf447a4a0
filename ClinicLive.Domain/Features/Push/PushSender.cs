using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Push;

/// <summary>What a push service answered.</summary>
public enum PushAnswer
{
    /// <summary>It has the message.</summary>
    Taken,

    /// <summary>The browser is no longer there (RFC 8030, 7.3).</summary>
    Gone,

    /// <summary>Not now.</summary>
    TryLater,

    /// <summary>Never: too large, not signed as it wants, or no place that may be called.</summary>
    Refused,

    /// <summary>It may have the message: the line broke after it was sent.</summary>
    Unknown,
}

/// <summary>How one attempt at one browser ended.</summary>
/// <param name="Answer">What the push service said.</param>
/// <param name="Why">In plain words, without the address; null for a success.</param>
/// <param name="Pause">The least time that it asks for before the next attempt.</param>
public sealed record PushAttempt(PushAnswer Answer, string? Why = null, TimeSpan? Pause = null);

/// <summary>Hands one encrypted message to a push service (RFC 8030), and says who we are (RFC 8292).</summary>
public sealed class PushSender(ServerKeys keys, PushSettings settings, TimeProvider time) : IDisposable
{
    /// <summary>All messages are this long before they are encrypted, in bytes, so that their length tells nothing.</summary>
    public const int PaddedLength = 700;

    private const int MostTokens = 200;
    private const int MostBytesOfAnswer = 4 * 1024;
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(12);
    private static readonly TimeSpan TokenUse = TimeSpan.FromHours(11);
    private static readonly TimeSpan DefaultPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);
    private readonly HttpClient _http = new(Handler(settings)) { Timeout = Timeout.InfiniteTimeSpan }; // whoever calls says how long it may take
    private readonly ConcurrentDictionary<string, (string Value, DateTimeOffset Until)> _tokens = new(StringComparer.Ordinal);

    /// <summary>Sends one message to one browser.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="body">The encrypted message.</param>
    /// <param name="timeToLive">How long the push service keeps it for a browser that is not connected.</param>
    /// <param name="isUrgent">Wakes a device that saves its battery (RFC 8030, 5.3).</param>
    /// <param name="topic">A later message of the same topic replaces one that was not delivered yet; at most 32 characters of base64url.</param>
    /// <param name="gone">How long it may take.</param>
    public async Task<PushAttempt> SendAsync(PushSubscription browser, byte[] body, TimeSpan timeToLive, bool isUrgent, string topic, CancellationToken gone)
    {
        if (OutsideAddress.Read(browser.Endpoint, settings.AllowPrivateAddresses) is not { } address) return new(PushAnswer.Refused, "The address of the push service is not allowed.");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", await TokenAsync(address, gone).ConfigureAwait(false));
        request.Headers.Add("TTL", ((long)timeToLive.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Urgency", isUrgent ? "high" : "normal");
        request.Headers.Add("Topic", topic);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone).ConfigureAwait(false);
            return Read(answer);
        }
        catch (HttpRequestException fault) when (fault.InnerException is PrivateAddressException)
        {
            return new(PushAnswer.Refused, "The address of the push service leads to a private network.");
        }
        catch (HttpRequestException fault)
        {
            var isBeforeTheLine = fault.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
            return isBeforeTheLine ? new(PushAnswer.TryLater, "The push service could not be reached.") : new(PushAnswer.Unknown, "The line to the push service broke.");
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return new(PushAnswer.Unknown, "The push service did not answer in time.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Handler(PushSettings settings)
    {
        var handler = OutsideAddress.Connections(settings.AllowPrivateAddresses);
        handler.MaxResponseDrainSize = MostBytesOfAnswer;
        return handler;
    }

    private PushAttempt Read(HttpResponseMessage answer) => answer.StatusCode switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => new(PushAnswer.Taken),
        HttpStatusCode.NotFound or HttpStatusCode.Gone => new(PushAnswer.Gone, "The browser has given its subscription up."),
        HttpStatusCode.RequestEntityTooLarge => new(PushAnswer.Refused, "The push service finds the message too large."),
        HttpStatusCode.TooManyRequests => new(PushAnswer.TryLater, "The push service wants fewer messages.", PauseOf(answer) ?? DefaultPause),
        >= HttpStatusCode.InternalServerError => new(PushAnswer.TryLater, $"The push service answered {(int)answer.StatusCode}.", PauseOf(answer)),
        _ => new(PushAnswer.Refused, $"The push service answered {(int)answer.StatusCode}."),
    };

    private TimeSpan? PauseOf(HttpResponseMessage answer)
    {
        var asked = answer.Headers.RetryAfter switch
        {
            { Delta: { } pause } => pause,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return asked is not { } length ? null : length <= TimeSpan.Zero ? DefaultPause : length < LongestPause ? length : LongestPause;
    }

    // One token per push service and half a day: making one costs a signature, and services like to see the same one again.
    private async ValueTask<string> TokenAsync(Uri address, CancellationToken gone)
    {
        var now = time.GetUtcNow();
        var service = address.GetLeftPart(UriPartial.Authority);
        if (_tokens.TryGetValue(service, out var known) && known.Until > now) return known.Value;
        if (_tokens.Count >= MostTokens) _tokens.Clear();
        var token = (await keys.GetAsync(gone).ConfigureAwait(false)).Authorize(address, settings.Subject, now + TokenLife);
        _tokens[service] = (token, now + TokenUse);
        return token;
    }
}
