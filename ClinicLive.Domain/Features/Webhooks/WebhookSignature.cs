using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClinicLive.Domain.Features.Webhooks;

/// <summary>The signature of Standard Webhooks 1.0.0: HMAC-SHA256 over the id, the moment of the attempt and the body.</summary>
public static class WebhookSignature
{
    /// <summary>What a secret begins with.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    /// <param name="secret">The secret, with its prefix.</param>
    /// <param name="messageId">The header <c>webhook-id</c>.</param>
    /// <param name="seconds">The header <c>webhook-timestamp</c>: seconds since 1970, UTC.</param>
    /// <param name="body">The body, byte for byte.</param>
    public static string Of(string secret, string messageId, long seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret[Prefix.Length..]));
        hash.AppendData(Encoding.UTF8.GetBytes($"{messageId}.{seconds.ToString(CultureInfo.InvariantCulture)}."));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
