using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>
/// Ids of the demo's people and things: the same on every machine, so that a link, a test or a screenshot of one demo fits
/// any other. Version 7 like all ids of the clinic, with the hash of a name in the place of the random part.
/// </summary>
internal static class DemoIds
{
    private static readonly DateOnly Opening = new(2026, 1, 1);

    /// <summary>The id of something that belongs to no day, such as a person.</summary>
    public static Guid Of(string name) => Of(name, Opening);

    /// <summary>The id of something that belongs to a day; ids sort by that day.</summary>
    public static Guid Of(string name, DateOnly day)
    {
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {day.ToString("O", CultureInfo.InvariantCulture)}"));
        Span<byte> bytes = stackalloc byte[16];
        hash.AsSpan(0, 16).CopyTo(bytes);
        Span<byte> milliseconds = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, midnight.ToUnixTimeMilliseconds());
        milliseconds[2..].CopyTo(bytes);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F)); // RFC 9562: version 7
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F)); // ... and its variant
        return new Guid(bytes, bigEndian: true);
    }
}
