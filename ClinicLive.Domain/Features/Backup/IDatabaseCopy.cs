namespace ClinicLive.Domain.Features.Backup;

/// <summary>What backup and restore need of a kind of database. One per provider.</summary>
public interface IDatabaseCopy
{
    /// <summary>The provider's name, as in the setting <c>Database:Provider</c>.</summary>
    string Provider { get; }

    /// <summary>Writes everything as it stands at one moment into a new file, while others go on writing.</summary>
    Task CopyAsync(string file, CancellationToken gone);

    /// <summary>Looks through a copy. Null where it is broken.</summary>
    Task<DatabaseFacts?> ReadAsync(string file, CancellationToken gone);

    /// <summary>Where a restored database would go.</summary>
    Task<DatabasePlace> LookAsync(CancellationToken gone);

    /// <summary>
    /// Puts a copy in the place, in one last step, and keeps what was there under another name. Where it fails, what was there is there again.
    /// </summary>
    /// <param name="file">The copy; it is used up.</param>
    /// <param name="aside">What the name of the one before gets appended.</param>
    /// <param name="gone">Stops it before the last step.</param>
    Task PutAsync(string file, string aside, CancellationToken gone);
}

/// <summary>What a copy holds.</summary>
/// <param name="Migration">Its last migration.</param>
/// <param name="Rows">Rows by table.</param>
/// <param name="Files">Files of conversations that were sent, with their SHA-256 in hexadecimal.</param>
public sealed record DatabaseFacts(string Migration, IReadOnlyDictionary<string, long> Rows, IReadOnlyDictionary<Guid, string> Files);

/// <summary>How it looks where a database would go.</summary>
public enum DatabasePlace
{
    /// <summary>There is nothing.</summary>
    Empty,

    /// <summary>There is a database that nobody uses.</summary>
    Filled,

    /// <summary>A program uses it.</summary>
    InUse,
}
