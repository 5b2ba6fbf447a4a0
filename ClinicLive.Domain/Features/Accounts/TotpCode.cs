using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>
/// Codes of authenticator apps: RFC 6238 over RFC 4226, six digits, thirty seconds, SHA-1, which is what all of them know. Identity's own provider makes the
/// same codes, but looks at the machine's clock and does not tell which moment a code belongs to, so it cannot refuse one that comes twice.
/// </summary>
public static class TotpCode
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>How long a code is shown.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648, 6

    /// <summary>A new key of 160 bits (RFC 4226, 4), in base 32.</summary>
    public static string NewKey() => ToBase32(RandomNumberGenerator.GetBytes(20));

    /// <summary>What an authenticator app reads from the QR code.</summary>
    public static string Address(string key, string account, string issuer) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={key}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits=6&period=30";

    /// <summary>The code of a key in one step of thirty seconds.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 6238 names it, apps know no other; an HMAC does not need resistance to collisions.")]
    public static string Of(string key, long step)
    {
        Span<byte> moment = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(moment, step);
        Span<byte> hash = stackalloc byte[20];
        HMACSHA1.HashData(FromBase32(key), moment, hash);
        var at = hash[^1] & 0x0F;
        var number = (BinaryPrimitives.ReadInt32BigEndian(hash[at..]) & 0x7FFFFFFF) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step in which a code was shown: this one, the one before or the next, for clocks that differ; null for none of them.</summary>
    public static long? Match(string key, string code, DateTimeOffset now)
    {
        var step = now.ToUnixTimeSeconds() / (long)Step.TotalSeconds;
        long? match = null;
        for (var at = step - 1; at <= step + 1; at++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(key, at)), Encoding.ASCII.GetBytes(code))) match = at;
        }

        return match;
    }

    /// <summary>Bytes in base 32 without padding.</summary>
    public static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var one in bytes)
        {
            (bits, count) = ((bits << 8) | one, count + 8);
            for (; count >= 5; count -= 5) text.Append(Alphabet[(bits >> (count - 5)) & 31]);
            bits &= (1 << count) - 1;
        }

        if (count > 0) text.Append(Alphabet[(bits << (5 - count)) & 31]);
        return text.ToString();
    }

    private static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>(text.Length);
        var (bits, count) = (0, 0);
        foreach (var sign in text)
        {
            (bits, count) = ((bits << 5) | Alphabet.IndexOf(sign, StringComparison.Ordinal), count + 5);
            if (count < 8) continue;
            bytes.Add((byte)(bits >> (count - 8)));
            count -= 8;
            bits &= (1 << count) - 1;
        }

        return [.. bytes];
    }
}
