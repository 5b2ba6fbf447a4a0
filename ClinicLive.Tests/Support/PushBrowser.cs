using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ClinicLive.Domain.Features.Push;

namespace ClinicLive.Tests.Support;

/// <summary>A browser with keys of its own, which opens what was sealed for it (RFC 8291).</summary>
internal sealed class PushBrowser : IDisposable
{
    private const int SaltLength = 16;
    private const int TagLength = 16;
    private const byte LastRecord = 2;
    private readonly ECDiffieHellman _pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(MessageEncryption.SecretLength);

    private byte[] Key => P256.Write(_pair.ExportParameters(includePrivateParameters: false).Q);

    public PushWish Wish(string endpoint, string name = "Firefox on Android") => new(endpoint, Base64Url.EncodeToString(Key), Base64Url.EncodeToString(_secret), name);

    public string Read(ReadOnlySpan<byte> body)
    {
        var salt = body[..SaltLength].ToArray();
        var content = SaltLength + 5 + body[SaltLength + 4];
        var own = body[(SaltLength + 5)..content];
        using var sender = ECDiffieHellman.Create(P256.Read(own)!.Value);
        var shared = HKDF.DeriveKey(HashAlgorithmName.SHA256, _pair.DeriveRawSecretAgreement(sender.PublicKey), 32, _secret, [.. Encoding.ASCII.GetBytes("WebPush: info\0"), .. Key, .. own]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 16, salt, Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0"));
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 12, salt, Encoding.ASCII.GetBytes("Content-Encoding: nonce\0"));
        var text = new byte[body.Length - content - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(nonce, body[content..^TagLength], body[^TagLength..], text);
        return Encoding.UTF8.GetString(text, 0, Array.LastIndexOf(text, LastRecord));
    }

    public void Dispose() => _pair.Dispose();
}
