using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ClinicLive.Domain.Features.Push;

/// <summary>The pair of keys by which push services and browsers know this installation (VAPID, RFC 8292).</summary>
public sealed class ServerKey
{
    private readonly ECParameters _pair;

    private ServerKey(ECParameters pair) => (_pair, PublicKey) = (pair, Base64Url.EncodeToString(P256.Write(pair.Q)));

    /// <summary>The public half, as browsers want it: 65 bytes in base64url.</summary>
    public string PublicKey { get; }

    /// <summary>The private half: 32 bytes in base64url.</summary>
    internal string PrivateKey => Base64Url.EncodeToString(_pair.D!);

    /// <summary>A new pair.</summary>
    public static ServerKey Make()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new ServerKey(pair.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>A pair that was kept; null when the two do not belong together.</summary>
    public static ServerKey? TryRead(string publicKey, string privateKey)
    {
        if (PushSettings.FromBase64Url(publicKey, P256.PointLength) is not { } point || PushSettings.FromBase64Url(privateKey, P256.ScalarLength) is not { } secret) return null;
        return P256.Read(point, secret) is { } pair ? new ServerKey(pair) : null;
    }

    /// <summary>
    /// The value of the Authorization header for one push service: a token that says for whom it is, until when, and where its sender can
    /// be reached, signed with ES256 (RFC 8292, 2 and 3; RFC 7515).
    /// </summary>
    /// <param name="service">The push service.</param>
    /// <param name="subject">Where its operator can write to.</param>
    /// <param name="until">At most 24 hours ahead.</param>
    public string Authorize(Uri service, string subject, DateTimeOffset until)
    {
        var header = Part(new { typ = "JWT", alg = "ES256" });
        var claims = Part(new { aud = service.GetLeftPart(UriPartial.Authority), exp = until.ToUnixTimeSeconds(), sub = subject });
        using var key = ECDsa.Create(_pair);
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"vapid t={header}.{claims}.{Base64Url.EncodeToString(signature)}, k={PublicKey}";
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
