using System.Text;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>What a file is. Stored by name. Anything else is refused.</summary>
public enum AttachmentKind
{
    /// <summary>A PDF document.</summary>
    Pdf,

    /// <summary>A JPEG photo.</summary>
    Jpeg,

    /// <summary>A PNG picture.</summary>
    Png,

    /// <summary>A WebP picture.</summary>
    Webp,

    /// <summary>Plain text in UTF-8.</summary>
    Text,

    /// <summary>A recorded voice message: WebM, Ogg or MP4 sound, as browsers record it.</summary>
    Voice,
}

/// <summary>
/// Recognises what a file is. Extension, declared type and first bytes must agree; nothing is believed alone.
/// </summary>
public static class AttachmentKinds
{
    /// <summary>How many first bytes are enough to tell.</summary>
    public const int HeadLength = 64;

    private static readonly (AttachmentKind Kind, string Extension, string Type, string[] Declared, Func<byte[], bool> IsIt)[] Known =
    [
        (AttachmentKind.Pdf, "pdf", "application/pdf", ["application/pdf"], head => StartsWith(head, "%PDF-"u8)),
        (AttachmentKind.Jpeg, "jpg", "image/jpeg", ["image/jpeg", "image/jpg"], head => StartsWith(head, [0xFF, 0xD8, 0xFF])),
        (AttachmentKind.Jpeg, "jpeg", "image/jpeg", ["image/jpeg", "image/jpg"], head => StartsWith(head, [0xFF, 0xD8, 0xFF])),
        (AttachmentKind.Png, "png", "image/png", ["image/png"], head => StartsWith(head, [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A])),
        (AttachmentKind.Webp, "webp", "image/webp", ["image/webp"], head => StartsWith(head, "RIFF"u8) && head.AsSpan(8).StartsWith("WEBP"u8)),
        (AttachmentKind.Text, "txt", "text/plain; charset=utf-8", ["text/plain"], IsText),
        (AttachmentKind.Voice, "webm", "audio/webm", ["audio/webm", "video/webm"], head => StartsWith(head, [0x1A, 0x45, 0xDF, 0xA3])),
        (AttachmentKind.Voice, "ogg", "audio/ogg", ["audio/ogg"], head => StartsWith(head, "OggS"u8)),
        (AttachmentKind.Voice, "m4a", "audio/mp4", ["audio/mp4"], head => head.AsSpan(4).StartsWith("ftyp"u8)),
    ];

    /// <summary>What is allowed, for people.</summary>
    public const string Words = "PDF, JPG, PNG, WebP and TXT files";

    /// <summary>What a file picker offers.</summary>
    public const string Accept = ".pdf,.jpg,.jpeg,.png,.webp,.txt";

    /// <summary>What the file is, or null when its name, its declared type and its first bytes do not agree on one that is allowed.</summary>
    public static AttachmentKind? Recognise(string name, string? declared, byte[] head)
    {
        var extension = Extension(name);
        var type = (declared ?? "").Split(';')[0].Trim();
        foreach (var known in Known)
        {
            if (known.Extension == extension && known.Declared.Contains(type, StringComparer.OrdinalIgnoreCase) && (head.Length >= 12 || known.Kind == AttachmentKind.Text) && known.IsIt(head)) return known.Kind;
        }

        return null;
    }

    /// <summary>The type that is declared when a file is handed out.</summary>
    public static string ContentType(AttachmentKind kind, string name) => Known.FirstOrDefault(k => k.Kind == kind && k.Extension == Extension(name)).Type ?? "application/octet-stream";

    /// <summary>True for pictures that are shown on the page.</summary>
    public static bool IsImage(this AttachmentKind kind) => kind is AttachmentKind.Jpeg or AttachmentKind.Png or AttachmentKind.Webp;

    private static string Extension(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    private static bool StartsWith(byte[] head, ReadOnlySpan<byte> begin) => head.AsSpan().StartsWith(begin);

    // No sign that only programs use; whether all of it is UTF-8 is looked at while it is stored.
    private static bool IsText(byte[] head) => !head.Any(b => b < 0x20 && b is not (0x09 or 0x0A or 0x0C or 0x0D)) && !StartsWith(head, "%PDF-"u8);
}

/// <summary>Looks at text that comes in pieces: nothing but UTF-8 without the signs that only programs use.</summary>
internal sealed class TextCheck
{
    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetDecoder();

    /// <summary>False when this piece cannot be text.</summary>
    public bool Take(ReadOnlySpan<byte> piece, bool isLast)
    {
        foreach (var b in piece)
        {
            if (b < 0x20 && b is not (0x09 or 0x0A or 0x0C or 0x0D)) return false;
        }

        var chars = new char[piece.Length + 2];
        try
        {
            _decoder.GetChars(piece, chars, isLast);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
