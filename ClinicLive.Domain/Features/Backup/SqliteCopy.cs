using Microsoft.Data.Sqlite;

namespace ClinicLive.Domain.Features.Backup;

/// <summary>Copies of a SQLite file. Page by page (the online backup of SQLite), so that row numbers which others count on stay the same.</summary>
public sealed class SqliteCopy(string connectionString) : IDatabaseCopy
{
    private static readonly string[] Beside = ["-wal", "-shm", "-journal"];

    private string Place => new SqliteConnectionStringBuilder(connectionString).DataSource;

    /// <inheritdoc/>
    public string Provider => "Sqlite";

    /// <inheritdoc/>
    public async Task CopyAsync(string file, CancellationToken gone)
    {
        await using var from = Connection(Place, SqliteOpenMode.ReadWrite);
        await using var to = Connection(file, SqliteOpenMode.ReadWriteCreate);
        await from.OpenAsync(gone).ConfigureAwait(false);
        await to.OpenAsync(gone).ConfigureAwait(false);
        await Task.Run(() => from.BackupDatabase(to), gone).ConfigureAwait(false); // one read of one moment: with a write-ahead log nobody waits for it
        Execute(to, "PRAGMA journal_mode = DELETE"); // one file; PutAsync switches back
    }

    /// <inheritdoc/>
    public async Task<DatabaseFacts?> ReadAsync(string file, CancellationToken gone)
    {
        try
        {
            await using var copy = Connection(file, SqliteOpenMode.ReadOnly);
            await copy.OpenAsync(gone).ConfigureAwait(false);
            if (Read(copy, "PRAGMA quick_check", r => r.GetString(0)) is not ["ok"]) return null;
            var migration = Read(copy, "SELECT max(MigrationId) FROM __EFMigrationsHistory", r => r.IsDBNull(0) ? "" : r.GetString(0));
            var tables = Read(copy, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'ChatSearch%' ORDER BY name", r => r.GetString(0));
            var rows = tables.ToDictionary(t => t, t => Read(copy, $"SELECT count(*) FROM \"{t}\"", r => r.GetInt64(0))[0], StringComparer.Ordinal);
            var files = tables.Contains("ChatAttachments")
                ? Read(copy, "SELECT Id, Sha256 FROM ChatAttachments WHERE MessageId IS NOT NULL", r => (Id: r.GetGuid(0), Hash: r.GetString(1))).ToDictionary(f => f.Id, f => f.Hash)
                : [];
            return new DatabaseFacts(migration[0], rows, files);
        }
        catch (SqliteException)
        {
            return null; // no database, or a broken one
        }
    }

    /// <inheritdoc/>
    public async Task<DatabasePlace> LookAsync(CancellationToken gone)
    {
        if (!File.Exists(Place)) return DatabasePlace.Empty;
        try
        {
            await using var alone = Connection(Place, SqliteOpenMode.ReadWrite);
            await alone.OpenAsync(gone).ConfigureAwait(false);
            Execute(alone, "PRAGMA busy_timeout = 0");
            Execute(alone, "PRAGMA locking_mode = EXCLUSIVE");
            Execute(alone, "BEGIN EXCLUSIVE"); // refused while any connection is open
            Execute(alone, "ROLLBACK");
            return DatabasePlace.Filled;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is 5 or 6)
        {
            return DatabasePlace.InUse;
        }
        catch (SqliteException)
        {
            return DatabasePlace.Filled; // whatever it is, it is not for us to overwrite unasked
        }
    }

    /// <inheritdoc/>
    public async Task PutAsync(string file, string aside, CancellationToken gone)
    {
        var near = Place + ".restoring"; // the last step is a rename, also where the copy comes from another disk
        File.Move(file, near, overwrite: true);
        await using (var copy = Connection(near, SqliteOpenMode.ReadWrite))
        {
            await copy.OpenAsync(gone).ConfigureAwait(false);
            Execute(copy, "PRAGMA journal_mode = WAL"); // as the program makes it
        }

        var moved = new List<(string From, string To)>();
        try
        {
            foreach (var old in Beside.Prepend("").Select(end => Place + end).Where(File.Exists))
            {
                var to = Place + aside + old[Place.Length..];
                File.Move(old, to);
                moved.Add((old, to));
            }

            File.Move(near, Place);
        }
        catch
        {
            foreach (var (from, to) in moved) File.Move(to, from);
            throw;
        }
    }

    private static SqliteConnection Connection(string file, SqliteOpenMode mode) =>
        new(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ConnectionString);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> take)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(take(reader));
        return rows;
    }
}
