using System.Security.Cryptography;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>Where the contents of attachments lie: a folder outside everything that is served.</summary>
/// <param name="Path">An absolute folder that can be written to.</param>
public sealed record AttachmentFolder(string Path);

/// <summary>A file as it was kept.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 in hexadecimal.</param>
public sealed record StoredFile(long Size, string Sha256);

/// <summary>
/// The contents of attachments on the disk, under their ids, two folders deep. What is written goes into a temporary file
/// through to the disk (a failed write is a fault, not a silence), and then gets its name in one step.
/// </summary>
public sealed class AttachmentFiles(AttachmentFolder folder)
{
    private const int Piece = 256 * 1024;
    private const long Reserve = 256L * 1024 * 1024;
    private const string Unfinished = ".part";
    private const string Incoming = "incoming";
    private const string Kept = "chat";

    /// <summary>True when the disk needs what is left of it for the clinic's records.</summary>
    public bool IsNearlyFull => Directory.Exists(folder.Path) && new DriveInfo(folder.Path).AvailableFreeSpace < Reserve;

    /// <summary>A temporary file of its own for something that comes in.</summary>
    public string NewPart()
    {
        var incoming = Path.Combine(folder.Path, Incoming);
        Directory.CreateDirectory(incoming);
        return Path.Combine(incoming, $"{Guid.NewGuid():N}{Unfinished}");
    }

    /// <summary>Writes bytes through to the disk and gives them the name of an attachment.</summary>
    public async Task<StoredFile> KeepAsync(Guid id, ReadOnlyMemory<byte> bytes, bool isThumbnail, CancellationToken gone)
    {
        var part = NewPart();
        try
        {
            await using (var file = Open(part))
            {
                for (var at = 0; at < bytes.Length; at += Piece) await file.WriteAsync(bytes.Slice(at, Math.Min(Piece, bytes.Length - at)), gone).ConfigureAwait(false);
            }

            Move(part, PathOf(id, isThumbnail));
            return new StoredFile(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>A stream to a temporary file, whose writes reach the disk.</summary>
    public static FileStream Open(string part) => new(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.WriteThrough | FileOptions.Asynchronous, BufferSize = 0 });

    /// <summary>Gives a finished temporary file the name of an attachment.</summary>
    public void Take(string part, Guid id) => Move(part, PathOf(id, isThumbnail: false));

    /// <summary>Opens an attachment's content, or null when it is not there.</summary>
    public Stream? Read(Guid id, bool isThumbnail)
    {
        var path = PathOf(id, isThumbnail);
        return File.Exists(path) ? new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }) : null;
    }

    /// <summary>Deletes an attachment's content and its small picture.</summary>
    public void Delete(Guid id)
    {
        foreach (var path in new[] { PathOf(id, isThumbnail: false), PathOf(id, isThumbnail: true) })
        {
            if (File.Exists(path)) File.Delete(path);
        }
    }

    /// <summary>The ids of all contents that were written before a time, and the temporary files of before it, which go at once.</summary>
    public IEnumerable<Guid> WrittenBefore(DateTimeOffset time)
    {
        string[] own = [Path.Combine(folder.Path, Incoming), Path.Combine(folder.Path, Kept)];
        foreach (var path in own.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)))
        {
            if (File.GetLastWriteTimeUtc(path) >= time.UtcDateTime) continue;
            if (path.EndsWith(Unfinished, StringComparison.Ordinal)) File.Delete(path);
            else if (Guid.TryParseExact(Path.GetFileName(path), "N", out var id)) yield return id;
        }
    }

    private string PathOf(Guid id, bool isThumbnail)
    {
        var name = id.ToString("N");
        return Path.Combine(folder.Path, Kept, name[^2..], isThumbnail ? $"{name}.small" : name); // the end of such an id is random, its beginning is the time
    }

    private static void Move(string part, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(part, path, overwrite: true);
    }
}
