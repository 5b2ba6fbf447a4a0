using System.Text.Json;

namespace ClinicLive.Domain.Features.Backup;

/// <summary>What a backup says of itself. Its last part, so that a file without it is known to be no whole one.</summary>
public sealed record BackupManifest
{
    /// <summary>The only value of <see cref="Format"/> that this program writes.</summary>
    public const string FormatName = "cliniclive-backup-1";

    /// <summary>The part's own name.</summary>
    public const string PartName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>How the file is made.</summary>
    public required string Format { get; init; }

    /// <summary>The version of the program that made it, for people.</summary>
    public required string Program { get; init; }

    /// <summary>The moment that it shows, in UTC.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The kind of database.</summary>
    public required string Provider { get; init; }

    /// <summary>The last migration of the database: a program that does not know it is too old for this backup.</summary>
    public required string Migration { get; init; }

    /// <summary>Rows by table.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>Every part but this one.</summary>
    public required IReadOnlyList<BackupPart> Parts { get; init; }

    /// <summary>Files of conversations that the database knows and the disk did not have, or not as they were taken in; by id.</summary>
    public required IReadOnlyList<Guid> Missing { get; init; }

    /// <summary>How many parts are files of people.</summary>
    public int Files => Parts.Count(p => p.Name.StartsWith(BackupPart.FilesFolder, StringComparison.Ordinal));

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    internal static BackupManifest? Of(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(bytes, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One part of a backup.</summary>
/// <param name="Name">Its name within the backup, with slashes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 in hexadecimal.</param>
public sealed record BackupPart(string Name, long Size, string Sha256)
{
    /// <summary>The database.</summary>
    public const string Database = "database";

    /// <summary>Where files of people stand.</summary>
    public const string FilesFolder = "files/";
}
