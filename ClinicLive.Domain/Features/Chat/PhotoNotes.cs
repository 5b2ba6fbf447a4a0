using System.Buffers.Binary;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// Takes out of a photo what its camera noted beside the picture: place, time, device, names. Only which side is up is kept
/// (JPEG: JEITA CP-3451 Exif, tag 0x0112). A file that is not built as its kind says is refused, and what lies behind its end is dropped.
/// </summary>
internal static class PhotoNotes
{
    private const byte Marker = 0xFF;
    private const long MostPixels = 50_000_000; // what a browser can draw without harm; a camera's picture has 12 to 48 million

    /// <summary>The same picture without notes; null when the file is broken, or has more than fifty million pixels.</summary>
    public static byte[]? Remove(AttachmentKind kind, byte[] file)
    {
        try
        {
            return kind switch
            {
                AttachmentKind.Jpeg => Jpeg(file),
                AttachmentKind.Png => Png(file),
                AttachmentKind.Webp => Webp(file),
                _ => file,
            };
        }
        catch (Exception fault) when (fault is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return null; // it ends in the middle of a part
        }
    }

    // ITU-T T.81: segments until SOS, then the scans until EOI. Kept are those that make up the picture, JFIF, the colour profile and Adobe's colour note.
    private static byte[]? Jpeg(byte[] file)
    {
        if (file is not [Marker, 0xD8, ..]) return null;
        using var kept = new MemoryStream(file.Length);
        kept.Write([Marker, 0xD8]);
        var turn = 1;
        var isWritten = false;
        var at = 2;
        while (true)
        {
            while (file[at] == Marker && file[at + 1] == Marker) at++; // fill bytes
            if (file[at] != Marker) return null;
            var code = file[at + 1];
            if (code == 0xD9)
            {
                kept.Write([Marker, 0xD9]);
                return kept.ToArray();
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            var segment = file.AsSpan(at, 2 + length);
            if (code is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)
                && BinaryPrimitives.ReadUInt16BigEndian(segment[5..]) is var height
                && (height == 0 || IsTooLarge(BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), height))) return null; // a height that is said only at the end is no camera's
            if (code == 0xE1 && segment[4..].StartsWith("Exif\0\0"u8)) turn = Turn(segment[10..]);
            var isKept = code switch
            {
                0xE0 => true,
                0xE2 => segment[4..].StartsWith("ICC_PROFILE\0"u8),
                0xEE => segment[4..].StartsWith("Adobe"u8),
                >= 0xE1 and <= 0xEF => false,
                0xFE => false,
                _ => true,
            };
            if (!isWritten && turn is > 1 and <= 8 && code is not (0xE0 or 0xE1))
            {
                kept.Write(TurnOnly((byte)turn));
                isWritten = true;
            }

            if (isKept) kept.Write(segment);
            at += 2 + length;
            if (code != 0xDA) continue;

            // The compressed picture: up to the next marker that is no stuffed zero and no restart.
            var from = at;
            while (!(file[at] == Marker && file[at + 1] is not (0x00 or Marker or (>= 0xD0 and <= 0xD7)))) at++;
            kept.Write(file.AsSpan(from, at - from));
        }
    }

    private static int Turn(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 14) return 1;
        var isLittle = tiff[0] == 'I';
        ushort Short(ReadOnlySpan<byte> from) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(from) : BinaryPrimitives.ReadUInt16BigEndian(from);
        var at = (int)(isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]));
        if (at < 8 || at + 2 > tiff.Length) return 1;
        var count = Short(tiff[at..]);
        for (var i = 0; i < count && at + 2 + ((i + 1) * 12) <= tiff.Length; i++)
        {
            var entry = tiff.Slice(at + 2 + (i * 12), 12);
            if (Short(entry) == 0x0112) return Short(entry[8..]);
        }

        return 1;
    }

    private static byte[] TurnOnly(byte turn) =>
    [
        Marker, 0xE1, 0x00, 0x22, .. "Exif\0\0"u8, .. "MM"u8, 0x00, 0x2A, 0x00, 0x00, 0x00, 0x08,
        0x00, 0x01, 0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, turn, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    ];

    // PNG (ISO/IEC 15948): chunks until IEND. Dropped are texts, times, Exif and whatever this list does not know.
    private static byte[]? Png(byte[] file)
    {
        string[] known = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "bKGD", "hIST", "pHYs", "sPLT", "cICP", "acTL", "fcTL", "fdAT"];
        using var kept = new MemoryStream(file.Length);
        kept.Write(file.AsSpan(0, 8));
        for (var at = 8; ;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > ChatAttachment.SizeLimit) return null;
            var name = System.Text.Encoding.Latin1.GetString(file, at + 4, 4);
            var chunk = file.AsSpan(at, 12 + (int)length);
            if (at == 8 && name != "IHDR") return null;
            if (name == "IHDR" && IsTooLarge(BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]), BinaryPrimitives.ReadUInt32BigEndian(chunk[12..]))) return null;
            if (known.Contains(name, StringComparer.Ordinal)) kept.Write(chunk);
            at += chunk.Length;
            if (name == "IEND") return kept.ToArray();
        }
    }

    // WebP (RFC 9649): RIFF chunks. EXIF and XMP go, and the flags that announce them.
    private static byte[]? Webp(byte[] file)
    {
        var end = Math.Min(file.Length, 8 + (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4)), ChatAttachment.SizeLimit));
        using var kept = new MemoryStream(file.Length);
        kept.Write(file.AsSpan(0, 12));
        string[] known = ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"];
        for (var at = 12; at + 8 <= end;)
        {
            var name = System.Text.Encoding.Latin1.GetString(file, at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4));
            if (length > ChatAttachment.SizeLimit) return null;
            var whole = 8 + (int)length;
            var chunk = file.AsSpan(at, whole).ToArray();
            if (WebpSize(name, chunk) is { } size && IsTooLarge(size.Width, size.Height)) return null;
            if (name == "VP8X") chunk[8] &= 0xF3;
            if (known.Contains(name, StringComparer.Ordinal))
            {
                kept.Write(chunk);
                if (length % 2 == 1) kept.WriteByte(0);
            }

            at += whole + (int)(length % 2);
        }

        if (kept.Length == 12) return null;
        var clean = kept.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(clean.AsSpan(4), (uint)(clean.Length - 8));
        return clean;
    }

    private static (long Width, long Height)? WebpSize(string name, byte[] chunk) => name switch
    {
        "VP8X" => (1 + (chunk[12] | chunk[13] << 8 | chunk[14] << 16), 1 + (chunk[15] | chunk[16] << 8 | chunk[17] << 16)),
        "VP8 " => ((chunk[14] | chunk[15] << 8) & 0x3FFF, (chunk[16] | chunk[17] << 8) & 0x3FFF),
        "VP8L" => (1 + ((chunk[9] | chunk[10] << 8) & 0x3FFF), 1 + ((chunk[10] >> 6 | chunk[11] << 2 | chunk[12] << 10) & 0x3FFF)),
        _ => null,
    };

    private static bool IsTooLarge(long width, long height) => width * Math.Max(1, height) > MostPixels;
}
