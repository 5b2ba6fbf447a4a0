using System.Security.Cryptography;

namespace ClinicLive.Domain.Features.Push;

/// <summary>Points of the curve P-256 as push messages write them: 65 bytes, uncompressed (SEC 1, 2.3.3).</summary>
internal static class P256
{
    public const int PointLength = 65;
    public const int ScalarLength = 32;
    private const byte Uncompressed = 4;

    public static byte[] Write(ECPoint point) => [Uncompressed, .. point.X!, .. point.Y!];

    /// <summary>The point as a public key; null when it is no point of the curve.</summary>
    public static ECParameters? Read(ReadOnlySpan<byte> point, byte[]? d = null)
    {
        if (point.Length != PointLength || point[0] != Uncompressed) return null;
        var key = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..33].ToArray(), Y = point[33..].ToArray() },
            D = d,
        };
        try
        {
            using var known = ECDiffieHellman.Create(key); // refuses what lies beside the curve
            return key;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
