using System.Buffers.Binary;
using System.Text;

namespace ClinicLive.Tests.Support;

/// <summary>Small pictures made by hand, with the notes that cameras write into them.</summary>
internal static class Photos
{
    /// <summary>A JPEG with Exif (orientation and a place), a comment, and something behind its end.</summary>
    public static byte[] Jpeg(string gps, byte turn)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. "MM"u8, 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0, .. Encoding.Latin1.GetBytes(gps)];
        return
        [
            0xFF, 0xD8, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]), .. Segment(0xE1, exif), .. Segment(0xFE, "secret comment"u8),
            .. Segment(0xDB, new byte[65]), .. Segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]), .. Segment(0xDA, [1, 1, 0, 0, 0x3F, 0]), 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD9,
            .. "behind the end"u8,
        ];
    }

    /// <summary>A PNG of one pixel that browsers draw, with a text if there is one.</summary>
    public static byte[] Png(string? text = null)
    {
        var pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        if (text is null) return pixel;
        var body = Encoding.Latin1.GetBytes($"Comment\0{text}");
        var chunk = new byte[12 + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)body.Length);
        "tEXt"u8.CopyTo(chunk.AsSpan(4));
        body.CopyTo(chunk, 8);
        return [.. pixel[..33], .. chunk, .. pixel[33..]];
    }

    /// <summary>A WebP frame with an EXIF chunk.</summary>
    public static byte[] Webp(string gps)
    {
        byte[] chunks = [.. Chunk("VP8X", [0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0]), .. Chunk("VP8 ", new byte[10]), .. Chunk("EXIF", Encoding.Latin1.GetBytes(gps))];
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)(chunks.Length + 4));
        return [.. "RIFF"u8, .. size, .. "WEBP"u8, .. chunks];
    }

    private static byte[] Segment(byte code, ReadOnlySpan<byte> body) => [0xFF, code, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] Chunk(string name, byte[] body)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)body.Length);
        return [.. Encoding.Latin1.GetBytes(name), .. size, .. body, .. new byte[body.Length % 2]];
    }
}
