using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClinicLive.Domain.Features.Displays;

/// <summary>
/// The six digits on a waiting-room screen that prove that somebody stands before it: a time-based one-time password
/// (RFC 6238) with HMAC-SHA-256, a step of 30 seconds from the Unix epoch, over the screen's secret.
/// </summary>
public static class CheckInCode
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>Bytes of a secret: as many as the hash gives (RFC 6238, 3, R6 and R7).</summary>
    public const int SecretBytes = 32;

    /// <summary>How long one code is on the screen (RFC 6238, 4.1: X).</summary>
    public static readonly TimeSpan StepLength = TimeSpan.FromSeconds(30);

    /// <summary>The number of the step that an instant lies in (RFC 6238, 4.2: T).</summary>
    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / (long)StepLength.TotalSeconds;

    /// <summary>When a step ends and the next code comes, in UTC.</summary>
    public static DateTimeOffset EndOf(long step) => DateTimeOffset.FromUnixTimeSeconds((step + 1) * (long)StepLength.TotalSeconds);

    /// <summary>The code of a step, always of <see cref="Digits"/> digits.</summary>
    public static string At(byte[] secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(secret, counter, hash);
        var offset = hash[^1] & 0x0F; // RFC 4226, 5.3: dynamic truncation
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & int.MaxValue;
        return (number % (long)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>
    /// True for the code on the screen now, and for the one before it: who types it while it changes is not sent back
    /// (RFC 6238, 5.2). Takes as long for a wrong code as for a right one.
    /// </summary>
    public static bool IsGood(byte[] secret, string typed, DateTimeOffset now)
    {
        if (typed.Length != Digits) return false;
        var bytes = Encoding.UTF8.GetBytes(typed);
        var step = StepAt(now);
        var isNow = CryptographicOperations.FixedTimeEquals(bytes, Encoding.UTF8.GetBytes(At(secret, step)));
        var wasJustNow = CryptographicOperations.FixedTimeEquals(bytes, Encoding.UTF8.GetBytes(At(secret, step - 1)));
        return isNow | wasJustNow;
    }
}
