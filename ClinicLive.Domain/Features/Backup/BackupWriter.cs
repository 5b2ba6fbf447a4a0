using System.Data.Common;
using System.Formats.Tar;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Backup;

/// <summary>
/// Takes a backup while the clinic works: the database as it stands at one moment, then the files of people, then the manifest. A row of a file is
/// written after its content, so every file that the database of that moment knows is there. One packed tar file (POSIX pax), which gets its name when it is whole.
/// </summary>
public sealed class BackupWriter(IDatabaseCopy database, AttachmentFolder storage, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Piece = 256 * 1024;

    /// <summary>Writes a backup. Refuses where there is something of that name, and where nothing can be written or read.</summary>
    /// <param name="path">A file that does not exist yet, or a folder that does: then the name is made of the time.</param>
    /// <param name="gone">Breaks it off; nothing is left then.</param>
    public async Task<Outcome<WrittenBackup>> WriteAsync(string path, CancellationToken gone = default)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, $"cliniclive-{time.GetUtcNow():yyyyMMdd-HHmmss}.tar.gz") : Path.GetFullPath(path);
        if (Path.Exists(file)) return Refusal.NotAllowed($"There is {file} already, and a backup overwrites nothing.");
        if (Path.GetDirectoryName(file) is not { } folder || !Directory.Exists(folder)) return Refusal.NotAllowed($"There is no folder for {file}.");
        var part = file + ".part";
        try
        {
            BackupManifest? manifest;
            long size;
            var copy = file + ".db.part";
            try
            {
                await using (var only = Create(part)) // held while it is written: a second backup under this name is refused
                {
                    await Create(copy).DisposeAsync().ConfigureAwait(false);
                    manifest = await WriteAsync(only, copy, gone).ConfigureAwait(false);
                    await only.FlushAsync(gone).ConfigureAwait(false);
                    size = only.Length;
                }

                if (manifest is null) return Refusal.NotAllowed("The copy of the database is not whole; the backup was given up.");
                if (File.Exists(file)) return Refusal.NotAllowed($"There is {file} already, and a backup overwrites nothing.");
                File.Move(part, file);
                return Outcome<WrittenBackup>.Done(new WrittenBackup(file, size, manifest));
            }
            finally
            {
                File.Delete(copy);
                File.Delete(part);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DbException)
        {
            return Refusal.NotAllowed($"The backup could not be written: {fault.Message}");
        }
    }

    private async Task<BackupManifest?> WriteAsync(FileStream to, string copy, CancellationToken gone)
    {
        var now = time.GetUtcNow();
        await database.CopyAsync(copy, gone).ConfigureAwait(false);
        if (await database.ReadAsync(copy, gone).ConfigureAwait(false) is not { } facts) return null;
        var parts = new List<BackupPart>();
        var packed = new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true);
        await using (packed.ConfigureAwait(false))
        {
            await using var tar = new TarWriter(packed, TarEntryFormat.Pax);
            parts.Add((await AddAsync(tar, BackupPart.Database, copy, now, gone).ConfigureAwait(false))!);
            foreach (var path in FilesOfPeople())
            {
                var name = BackupPart.FilesFolder + Path.GetRelativePath(storage.Path, path).Replace('\\', '/');
                if (await AddAsync(tar, name, path, now, gone).ConfigureAwait(false) is { } added) parts.Add(added);
            }

            var manifest = new BackupManifest
            {
                Format = BackupManifest.FormatName, Program = Version, TakenAt = now, Provider = database.Provider, Migration = facts.Migration, Rows = facts.Rows, Parts = parts,
                Missing = MissingOf(facts, parts),
            };
            using var text = new MemoryStream(manifest.ToBytes());
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.PartName) { DataStream = text, ModificationTime = now, Mode = OwnerOnly }, gone).ConfigureAwait(false);
            return manifest;
        }
    }

    // Read twice, first for the sum: a file of people never changes once it has its name.
    private static async Task<BackupPart?> AddAsync(TarWriter tar, string name, string path, DateTimeOffset now, CancellationToken gone)
    {
        try
        {
            await using var content = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, BufferSize = Piece, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, gone).ConfigureAwait(false));
            content.Position = 0;
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = now, Mode = OwnerOnly }, gone).ConfigureAwait(false);
            return new BackupPart(name, content.Length, hash);
        }
        catch (FileNotFoundException)
        {
            return null; // taken away meanwhile: an upload that was not sent
        }
    }

    // What is just coming in has no row, and what an import makes ready is gone with it.
    private IEnumerable<string> FilesOfPeople() => !Directory.Exists(storage.Path) ? [] : Directory.EnumerateFiles(storage.Path, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetRelativePath(storage.Path, f).Replace('\\', '/').Split('/') is var place
            && !place[0].StartsWith('.') && place[0] != "incoming" && (place[0] != "imports" || place[^1].StartsWith("rejects-", StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    private static List<Guid> MissingOf(DatabaseFacts facts, List<BackupPart> parts)
    {
        var kept = parts.ToDictionary(p => p.Name[(p.Name.LastIndexOf('/') + 1)..], p => p.Sha256, StringComparer.Ordinal);
        return [.. facts.Files.Where(f => kept.GetValueOrDefault(f.Key.ToString("N")) != f.Value).Select(f => f.Key)];
    }

    private static string Version => typeof(BackupWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = Piece, Options = FileOptions.WriteThrough | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly; // patients' records and the keys of all cookies
        return new FileStream(path, options);
    }
}

/// <summary>A backup that is whole.</summary>
/// <param name="File">Where it lies.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Manifest">What is in it.</param>
public sealed record WrittenBackup(string File, long Size, BackupManifest Manifest);
