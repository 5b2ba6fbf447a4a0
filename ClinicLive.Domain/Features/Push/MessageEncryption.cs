using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ClinicLive.Domain.Features.Push;

/// <summary>
/// Encrypts a push message for one browser, so that no push service reads it (RFC 8291, in one record of the content encoding
/// aes128gcm, RFC 8188).
/// </summary>
public static class MessageEncryption
{
    /// <summary>Longest text, in bytes: one record of 4,096 less its header, tag and mark of the end (RFC 8291, 4).</summary>
    public const int MostBytes = 3_993;

    /// <summary>Length of a browser's secret, in bytes.</summary>
    public const int SecretLength = 16;

    private const int SaltLength = 16;
    private const int TagLength = 16;
    private const int RecordSize = 4_096;
    private const byte LastRecord = 2;

    private static readonly byte[] MessageInfo = [.. Encoding.ASCII.GetBytes("WebPush: info"), 0];
    private static readonly byte[] KeyInfo = [.. Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm"), 0];
    private static readonly byte[] NonceInfo = [.. Encoding.ASCII.GetBytes("Content-Encoding: nonce"), 0];

    /// <summary>The message as it goes over the line, with keys and a salt of its own.</summary>
    /// <param name="text">What the browser is to read, at most <see cref="MostBytes"/>.</param>
    /// <param name="receiver">The browser's public key (p256dh), 65 bytes.</param>
    /// <param name="secret">The browser's secret (auth), 16 bytes.</param>
    /// <param name="padTo">Shorter texts are filled up to this length, so that their length tells nothing.</param>
    /// <exception cref="CryptographicException">The receiver's key is no point of the curve.</exception>
    public static byte[] Encrypt(ReadOnlySpan<byte> text, ReadOnlySpan<byte> receiver, ReadOnlySpan<byte> secret, int padTo = 0)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(text, receiver, secret, sender, RandomNumberGenerator.GetBytes(SaltLength), padTo);
    }

    /// <summary>The same with a pair of keys and a salt that are given; both must be used once only.</summary>
    internal static byte[] Encrypt(ReadOnlySpan<byte> text, ReadOnlySpan<byte> receiver, ReadOnlySpan<byte> secret, ECDiffieHellman sender, byte[] salt, int padTo = 0)
    {
        if (text.Length > MostBytes) throw new ArgumentException("The text is too long for one message.", nameof(text));
        using var browser = ECDiffieHellman.Create(P256.Read(receiver) ?? throw new CryptographicException("This is no key of a browser."));
        var own = P256.Write(sender.ExportParameters(includePrivateParameters: false).Q);
        var shared = sender.DeriveRawSecretAgreement(browser.PublicKey);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, secret.ToArray(), [.. MessageInfo, .. receiver, .. own]);
        var contentKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 16, salt, KeyInfo);
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 12, salt, NonceInfo);

        var padded = new byte[Math.Max(text.Length, Math.Min(padTo, MostBytes)) + 1];
        text.CopyTo(padded);
        padded[text.Length] = LastRecord; // zeros follow it
        var headerLength = SaltLength + 4 + 1 + own.Length;
        var message = new byte[headerLength + padded.Length + TagLength];
        salt.CopyTo(message, 0);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(SaltLength), RecordSize);
        message[SaltLength + 4] = (byte)own.Length;
        own.CopyTo(message, SaltLength + 5);
        using var aes = new AesGcm(contentKey, TagLength);
        aes.Encrypt(nonce, padded, message.AsSpan(headerLength, padded.Length), message.AsSpan(headerLength + padded.Length));
        return message;
    }
}
