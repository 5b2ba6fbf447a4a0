using System.Data.Common;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Backup;

/// <summary>
/// Brings a backup back. All of it is unpacked beside the place and every sum is checked before anything is touched; then the files take their
/// place, and the database last: where it is not there, nothing is there. What was there before is kept under another name.
/// </summary>
public sealed class BackupReader(IDatabaseCopy database, AttachmentFolder storage, IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    private const string Staging = ".restoring";
    private const int ManifestLimit = 64 * 1024 * 1024;
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Reads the whole of a backup and checks it, and changes nothing.</summary>
    public Task<Outcome<BackupManifest>> CheckAsync(string path, CancellationToken gone = default) =>
        WithStagingAsync(folder => UnpackAsync(path, folder, gone));

    /// <summary>Restores. Refuses a place that is in use; one that is not empty, unless <paramref name="replaces"/>; and a backup that is damaged or newer than this program.</summary>
    public Task<Outcome<BackupManifest>> RestoreAsync(string path, bool replaces, CancellationToken gone = default) => WithStagingAsync(async folder =>
    {
        if (await RefusePlaceAsync(replaces, gone).ConfigureAwait(false) is { } before) return before;
        var unpacked = await UnpackAsync(path, folder, gone).ConfigureAwait(false);
        if (!unpacked.Succeeded) return unpacked;
        if (await RefusePlaceAsync(replaces, gone).ConfigureAwait(false) is { } after) return after; // it may have been started meanwhile
        await TakePlaceAsync(folder, gone).ConfigureAwait(false);
        return unpacked;
    });

    private async Task<Refusal?> RefusePlaceAsync(bool replaces, CancellationToken gone)
    {
        var place = await database.LookAsync(gone).ConfigureAwait(false);
        if (place == DatabasePlace.InUse) return Refusal.NotAllowed("A program uses the database. Stop it first; a restore under a running clinic would lose what it writes.");
        if (replaces) return null;
        if (place == DatabasePlace.Filled) return Refusal.NotAllowed("There is a database already. With --replace it is kept under another name and the backup takes its place.");
        return Contents().Any() ? Refusal.NotAllowed("There are files already under Storage:Path. With --replace they are kept under another name and those of the backup take their place.") : null;
    }

    private async Task<Outcome<BackupManifest>> WithStagingAsync(Func<string, Task<Outcome<BackupManifest>>> work)
    {
        var folder = Path.Combine(storage.Path, Staging);
        try
        {
            Directory.CreateDirectory(storage.Path);
            await using var only = new FileStream(folder + ".lock", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.DeleteOnClose });
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true); // left by one that was killed
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, OwnerFolder);
            try
            {
                return await work(folder).ConfigureAwait(false);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DbException)
        {
            return Refusal.NotAllowed($"The backup could not be restored: {fault.Message}");
        }
    }

    private async Task<Outcome<BackupManifest>> UnpackAsync(string path, string folder, CancellationToken gone)
    {
        if (!File.Exists(path)) return Refusal.NotAllowed($"There is no {path}.");
        var found = new Dictionary<string, BackupPart>(StringComparer.Ordinal);
        BackupManifest? manifest = null;
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            await using var packed = new GZipStream(file, CompressionMode.Decompress);
            await using var tar = new TarReader(packed);
            while (await tar.GetNextEntryAsync(copyData: false, gone).ConfigureAwait(false) is { } entry)
            {
                if (entry.EntryType != TarEntryType.RegularFile || manifest is not null || PlaceOf(folder, entry.Name) is not { } to) return Damaged(entry.Name);
                if (entry.Name == BackupManifest.PartName) manifest = entry.Length <= ManifestLimit ? BackupManifest.Of(await BytesAsync(entry, gone).ConfigureAwait(false)) : null;
                else found.Add(entry.Name, await KeepAsync(entry, to, gone).ConfigureAwait(false));
                if (entry.Name == BackupManifest.PartName && manifest is null) return Damaged(entry.Name);
            }

            await packed.CopyToAsync(Stream.Null, gone).ConfigureAwait(false); // to its own sum at the end
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            return Damaged("the file");
        }

        if (manifest is null) return Refusal.NotAllowed("The backup is not whole: its manifest is missing. Nothing was changed.");
        return await CheckAsync(manifest, found, folder, gone).ConfigureAwait(false) is { } refusal ? refusal : Outcome<BackupManifest>.Done(manifest);
    }

    private async Task<Refusal?> CheckAsync(BackupManifest manifest, Dictionary<string, BackupPart> found, string folder, CancellationToken gone)
    {
        if (manifest.Format != BackupManifest.FormatName) return Refusal.NotAllowed($"The backup is written in a way that this program does not know ({manifest.Format}); it comes from a newer version. Nothing was changed.");
        if (!manifest.Provider.Equals(database.Provider, StringComparison.OrdinalIgnoreCase)) return Refusal.NotAllowed($"The backup is one of {manifest.Provider}, and the settings say {database.Provider}. Nothing was changed.");
        if (manifest.Parts.FirstOrDefault(p => found.GetValueOrDefault(p.Name) != p) is { } wrong) return Damaged(wrong.Name);
        if (found.Count != manifest.Parts.Count || !found.ContainsKey(BackupPart.Database)) return Damaged(BackupManifest.PartName);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (!db.Database.GetMigrations().Contains(manifest.Migration)) return Refusal.NotAllowed($"The backup comes from a newer version of the program ({manifest.Migration}). Install that version, then restore. Nothing was changed.");
        var facts = await database.ReadAsync(Path.Combine(folder, BackupPart.Database), gone).ConfigureAwait(false);
        return facts is null || facts.Migration != manifest.Migration || facts.Rows.Count != manifest.Rows.Count || facts.Rows.Any(r => manifest.Rows.GetValueOrDefault(r.Key, -1) != r.Value)
            ? Damaged(BackupPart.Database) : null;
    }

    // The files first and the database last. Whatever goes wrong in between is put back as it was.
    private async Task TakePlaceAsync(string folder, CancellationToken gone)
    {
        var aside = $".before-restore-{time.GetUtcNow():yyyyMMdd-HHmmss}";
        var moved = new Stack<(string From, string To)>();
        try
        {
            var old = Path.Combine(storage.Path, aside);
            foreach (var path in Contents().ToList()) Move(path, Path.Combine(Directory.CreateDirectory(old).FullName, Path.GetFileName(path)));
            var files = Path.Combine(folder, BackupPart.FilesFolder.TrimEnd('/'));
            if (Directory.Exists(files)) foreach (var path in Directory.EnumerateFileSystemEntries(files).ToList()) Move(path, Path.Combine(storage.Path, Path.GetFileName(path)));
            await database.PutAsync(Path.Combine(folder, BackupPart.Database), aside, gone).ConfigureAwait(false);
        }
        catch
        {
            while (moved.TryPop(out var one)) Directory.Move(one.To, one.From);
            throw;
        }

        void Move(string from, string to)
        {
            Directory.Move(from, to); // files as well
            moved.Push((from, to));
        }
    }

    private IEnumerable<string> Contents() => Directory.Exists(storage.Path)
        ? Directory.EnumerateFileSystemEntries(storage.Path).Where(p => !Path.GetFileName(p).StartsWith('.') && (File.Exists(p) || Directory.EnumerateFileSystemEntries(p).Any()))
        : [];

    private static async Task<BackupPart> KeepAsync(TarEntry entry, string to, CancellationToken gone)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        await using (var file = new FileStream(to, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 18, Options = FileOptions.WriteThrough | FileOptions.Asynchronous }))
        {
            if (entry.DataStream is { } content) await content.CopyToAsync(file, gone).ConfigureAwait(false);
        }

        await using var written = File.OpenRead(to); // what counts is what is on the disk
        return new BackupPart(entry.Name, written.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(written, gone).ConfigureAwait(false)));
    }

    private static async Task<byte[]> BytesAsync(TarEntry entry, CancellationToken gone)
    {
        using var bytes = new MemoryStream();
        if (entry.DataStream is { } content) await content.CopyToAsync(bytes, gone).ConfigureAwait(false);
        return bytes.ToArray();
    }

    // A name must lead into the folder and nowhere else.
    private static string? PlaceOf(string folder, string name)
    {
        var isOurs = name is BackupPart.Database or BackupManifest.PartName || name.StartsWith(BackupPart.FilesFolder, StringComparison.Ordinal);
        var to = Path.GetFullPath(Path.Combine(folder, name));
        return isOurs && to.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !name.Split('/').Any(p => p is "" or "." or ".." || (p.StartsWith('.') && p.Length > 1)) ? to : null;
    }

    private static Refusal Damaged(string part) => Refusal.NotAllowed($"The backup is damaged ({part}). Nothing was changed.");
}
