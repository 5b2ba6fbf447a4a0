using System.IO.Compression;
using System.Text;

namespace ClinicLive.Domain.Features.Import;

/// <summary>What a file holds, by its first bytes.</summary>
public enum ImportFormat
{
    /// <summary>FHIR R4 as JSON: a resource, a Bundle, or one after the other (NDJSON).</summary>
    Fhir,

    /// <summary>A table.</summary>
    Csv,

    /// <summary>A calendar (RFC 5545).</summary>
    Calendar,
}

/// <summary>A file that is to be taken over.</summary>
/// <param name="Path">Where it lies on this machine.</param>
/// <param name="Name">What the person calls it.</param>
public sealed record ImportFile(string Path, string Name)
{
    private const int Peeked = 4_096;

    /// <summary>The files of a folder with names that can be taken over, by name; else the file itself.</summary>
    public static IReadOnlyList<ImportFile> Of(string path)
    {
        if (!Directory.Exists(path)) return [new ImportFile(path, System.IO.Path.GetFileName(path))];
        string[] endings = [".json", ".ndjson", ".csv", ".tsv", ".ics"];
        return [.. Directory.EnumerateFiles(path).Where(f => endings.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase) || f.EndsWith($"{e}.gz", StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal).Select(f => new ImportFile(f, System.IO.Path.GetFileName(f)))];
    }

    /// <summary>Deletes a file that came in; for one that was received, never for one of somebody's own.</summary>
    public void Forget() => File.Delete(Path);

    /// <summary>The contents, unpacked, and no more of them than is allowed.</summary>
    internal Stream Open(ImportLimits limits)
    {
        var file = OpenAsItIs();
        try
        {
            Span<byte> magic = stackalloc byte[2];
            var isPacked = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
            file.Position = 0;
            return new BoundedStream(isPacked ? new GZipStream(file, CompressionMode.Decompress) : file, Name, limits.UnpackedBytes, isPacked ? file.Length : null);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What it holds.</summary>
    internal ImportFormat Recognise(ImportLimits limits)
    {
        using var stream = Open(limits);
        var bytes = new byte[Peeked];
        var read = stream.ReadAtLeast(bytes, Peeked, throwOnEndOfStream: false);
        var head = bytes.AsSpan(0, read);
        if (read == 0) throw Unreadable("is empty");
        if (head.StartsWith("PK\u0003\u0004"u8)) throw Unreadable("is a ZIP archive. Please unpack it and choose what is in it");
        if (head.StartsWith("%PDF"u8)) throw Unreadable("is a PDF. Please ask the other system for CSV, FHIR as JSON, or iCalendar");
        var isWide = head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        if (!isWide && head.Contains((byte)0)) throw Unreadable("is no text. CSV, FHIR as JSON and iCalendar can be taken over");
        var text = Encoding.Latin1.GetString(head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head).TrimStart();
        if (text.Length == 0 && read < Peeked) throw Unreadable("is empty");
        if (text.StartsWith('<')) throw Unreadable("is XML or a web page. FHIR is read as JSON; please ask the other system for that");
        if (IsCalendar(isWide ? (head[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(head[2..]) : text)) return ImportFormat.Calendar;
        if (Name.EndsWith(".ics", StringComparison.OrdinalIgnoreCase) || Name.EndsWith(".ics.gz", StringComparison.OrdinalIgnoreCase)) throw Unreadable("is no calendar: it does not begin with BEGIN:VCALENDAR");
        if (text.StartsWith('{')) return ImportFormat.Fhir;
        return text.StartsWith('[') && Name.Contains("json", StringComparison.OrdinalIgnoreCase) ? throw Unreadable("is a list and not FHIR: a resource, a Bundle, or one resource per line") : ImportFormat.Csv;
    }

    private static bool IsCalendar(string text) => text.AsSpan().TrimStart().StartsWith("BEGIN:", StringComparison.OrdinalIgnoreCase);

    internal UnreadableFileException Unreadable(string what, Exception? cause = null) => new($"{Name} {what}.", cause);

    private FileStream OpenAsItIs()
    {
        try
        {
            return new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable("cannot be opened", fault);
        }
    }
}

/// <summary>Reads no more than was allowed, so that a small file that unpacks without end is refused and not written anywhere.</summary>
internal sealed class BoundedStream(Stream inner, string name, long most, long? packed) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (InvalidDataException fault)
        {
            throw new UnreadableFileException($"{name} is packed and its end is missing or damaged.", fault);
        }

        _read += read;
        if (_read > most) throw new UnreadableFileException($"{name} holds more than {most >> 20} MB. Please take it over in parts.");
        if (_read > ImportLimits.RatioMatters && _read / ImportLimits.UnpackedRatio > packed) throw new UnreadableFileException($"{name} unpacks to more than {ImportLimits.UnpackedRatio} times its size. Such a file is not taken.");
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
