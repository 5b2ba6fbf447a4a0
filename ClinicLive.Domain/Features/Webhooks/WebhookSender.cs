using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Webhooks;

/// <summary>How one attempt ended.</summary>
/// <param name="Status">What the other side answered, as an HTTP status; null where it did not.</param>
/// <param name="Why">Why it failed, in plain words; null for a success.</param>
/// <param name="IsFinal">Trying again will not help.</param>
/// <param name="Pause">The least time that the other side asks for before the next attempt.</param>
public sealed record WebhookAttempt(int? Status, string? Why = null, bool IsFinal = false, TimeSpan? Pause = null);

/// <summary>Posts one signed request (Standard Webhooks 1.0.0). Follows no redirects, goes through no proxy, and reads nothing of the answer but its status.</summary>
public sealed class WebhookSender(WebhookSettings settings, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(OutsideAddress.Connections(settings.AllowPrivateAddresses)) { Timeout = Timeout.InfiniteTimeSpan }; // whoever calls says how long it may take

    /// <summary>What is sent for a line of the log, or, without one, for a trial: ids, states and times only.</summary>
    public static byte[] BodyOf(LogLine? line, DateTimeOffset at) => line is null
        ? JsonSerializer.SerializeToUtf8Bytes(new { type = "test", timestamp = at, data = new { text = "This is a test of the webhook." } })
        : JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = TypeOf(line.Category),
            timestamp = line.At,
            data = new { line = line.Sequence, kind = line.Kind.ToString(), id = line.SubjectId, version = line.SubjectVersion, from = line.From, to = line.To },
        });

    /// <summary>Sends.</summary>
    /// <param name="address">Where to, as the admin entered it.</param>
    /// <param name="secret">What it is signed with.</param>
    /// <param name="messageId">The same in every attempt.</param>
    /// <param name="body">The body.</param>
    /// <param name="gone">How long it may take.</param>
    public async Task<WebhookAttempt> SendAsync(string address, string secret, string messageId, byte[] body, CancellationToken gone)
    {
        if (OutsideAddress.Read(address, settings.AllowPrivateAddresses) is not { } place) return new(null, "This address may not be called.", IsFinal: true);
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, place) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.UserAgent.ParseAdd("ClinicLive-Webhook/1");
        request.Headers.Add("webhook-id", messageId);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(secret, messageId, seconds, body));
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone).ConfigureAwait(false);
            return Read(answer);
        }
        catch (HttpRequestException fault)
        {
            return fault.InnerException is PrivateAddressException
                ? new(null, "The address leads to a private network.", IsFinal: true)
                : new(null, fault.HttpRequestError == HttpRequestError.SecureConnectionError ? "The other side's certificate cannot be trusted." : "The other side could not be reached, or broke off.");
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return new(null, "The other side did not answer in time.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private WebhookAttempt Read(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        var pause = answer.Headers.RetryAfter switch
        {
            { Delta: { } length } => length,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return answer.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => new(status),
            HttpStatusCode.Gone => new(status, "The other side answered 410: it wants no more of this.", IsFinal: true),
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => new(status, $"The other side answered {status}: redirects are not followed."),
            _ => new(status, $"The other side answered {status}.", Pause: pause > TimeSpan.Zero ? pause : null),
        };
    }

    private static string TypeOf(ActivityCategory category) => category switch
    {
        ActivityCategory.Appointment => "appointment",
        ActivityCategory.Practitioner => "availability",
        ActivityCategory.SignIn => "sign-in",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "Webhooks are not told of this."),
    };
}
