namespace ClinicLive.Domain.Features.Import;

/// <summary>The folder in which imports are made ready; what a crash leaves there is deleted a day later.</summary>
/// <param name="Path">Outside wwwroot.</param>
public sealed record ImportFolder(string Path)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>A path of its own for a new file.</summary>
    internal string NewFile(string kind, DateTimeOffset now)
    {
        Directory.CreateDirectory(Path);
        foreach (var old in new DirectoryInfo(Path).EnumerateFiles().Where(f => now.UtcDateTime - f.LastWriteTimeUtc > Kept)) old.Delete();
        return System.IO.Path.Combine(Path, $"{kind}-{Guid.CreateVersion7():N}");
    }

    /// <summary>Where the rows that an import did not take stand.</summary>
    internal string Rejects(Guid organizationId, Guid id) => System.IO.Path.Combine(Path, $"rejects-{organizationId:N}-{id:N}.csv");

    /// <summary>Copies no more than is allowed; false, and nothing kept, where there is more.</summary>
    internal static async Task<bool> CopyAsync(Stream content, string path, long most, CancellationToken gone)
    {
        var isWhole = false;
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
            var (piece, total) = (new byte[1 << 16], 0L);
            while (await content.ReadAsync(piece, gone).ConfigureAwait(false) is > 0 and var read)
            {
                total += read;
                if (total > most) return false;
                await file.WriteAsync(piece.AsMemory(0, read), gone).ConfigureAwait(false);
            }

            isWhole = true;
            return true;
        }
        finally
        {
            if (!isWhole) File.Delete(path);
        }
    }
}
