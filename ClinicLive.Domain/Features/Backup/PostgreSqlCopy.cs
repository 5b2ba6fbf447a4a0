using Npgsql;

namespace ClinicLive.Domain.Features.Backup;

/// <summary>
/// Copies of a PostgreSQL database, written and brought back by the server's own programs <c>pg_dump</c> and <c>pg_restore</c> (see
/// <see cref="PostgreSqlPrograms"/>). A copy is restored into a new database, which takes the name of the one before in one transaction; for that
/// the account may make databases, and a database <c>postgres</c> can be asked beside it.
/// </summary>
public sealed class PostgreSqlCopy(string connectionString) : IDatabaseCopy
{
    private const string Beside = "postgres";
    private const string Own = "ClinicLive restore";
    private const int NameLimit = 63; // bytes of a name, PostgreSQL's NAMEDATALEN less one
    private readonly NpgsqlConnectionStringBuilder _place = new(connectionString);

    private string Name => _place.Database ?? _place.Username ?? Beside;

    /// <inheritdoc/>
    public string Provider => "PostgreSql";

    /// <inheritdoc/>
    public Task CopyAsync(string file, CancellationToken gone) =>
        PostgreSqlPrograms.RunAsync("pg_dump", _place, ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", "--file", file, "--dbname", Name], null, gone);

    /// <inheritdoc/>
    public async Task<DatabaseFacts?> ReadAsync(string file, CancellationToken gone)
    {
        var facts = new DumpedRows();
        try
        {
            await PostgreSqlPrograms.RunAsync("pg_restore", null, ["--data-only", "--file=-", file], facts.Take, gone).ConfigureAwait(false);
        }
        catch (PostgreSqlProgramException)
        {
            return null; // no dump, or a broken one
        }

        return facts.Facts;
    }

    /// <inheritdoc/>
    public async Task<DatabasePlace> LookAsync(CancellationToken gone)
    {
        await using var beside = await OpenAsync(Beside, gone).ConfigureAwait(false);
        if (!await IsThereAsync(beside, gone).ConfigureAwait(false)) return DatabasePlace.Empty;
        if (await AskAsync(beside, $"SELECT count(*) FROM pg_stat_activity WHERE datname = @name AND backend_type = 'client backend' AND application_name <> '{Own}'", gone).ConfigureAwait(false) > 0) return DatabasePlace.InUse;
        await using var place = await OpenAsync(Name, gone).ConfigureAwait(false);
        return await AskAsync(place, "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')", gone).ConfigureAwait(false) > 0
            ? DatabasePlace.Filled : DatabasePlace.Empty;
    }

    /// <inheritdoc/>
    public async Task PutAsync(string file, string aside, CancellationToken gone)
    {
        var near = WithEnd(".restoring");
        await using var beside = await OpenAsync(Beside, gone).ConfigureAwait(false);
        await SayAsync(beside, $"DROP DATABASE IF EXISTS {Quoted(near)}", gone).ConfigureAwait(false); // left by one that was killed
        await SayAsync(beside, $"CREATE DATABASE {Quoted(near)} TEMPLATE template0 ENCODING 'UTF8'", gone).ConfigureAwait(false);
        try
        {
            await PostgreSqlPrograms.RunAsync("pg_restore", _place, ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname", near, file], null, gone).ConfigureAwait(false);
            await using var step = await beside.BeginTransactionAsync(gone).ConfigureAwait(false);
            if (await IsThereAsync(beside, gone).ConfigureAwait(false)) await SayAsync(beside, $"ALTER DATABASE {Quoted(Name)} RENAME TO {Quoted(WithEnd(aside))}", gone).ConfigureAwait(false);
            await SayAsync(beside, $"ALTER DATABASE {Quoted(near)} RENAME TO {Quoted(Name)}", gone).ConfigureAwait(false);
            await step.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            await SayAsync(beside, $"DROP DATABASE IF EXISTS {Quoted(near)}", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private string WithEnd(string end) => Name[..Math.Min(Name.Length, NameLimit - end.Length)] + end;

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken gone)
    {
        // Not pooled: a connection that stays open would be a program that uses the database.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Database = database, Pooling = false, ApplicationName = Own }.ConnectionString);
        await connection.OpenAsync(gone).ConfigureAwait(false);
        return connection;
    }

    private async Task<long> AskAsync(NpgsqlConnection connection, string sql, CancellationToken gone)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (sql.Contains("@name", StringComparison.Ordinal)) command.Parameters.AddWithValue("@name", Name);
        return (long)(await command.ExecuteScalarAsync(gone).ConfigureAwait(false))!;
    }

    private async Task<bool> IsThereAsync(NpgsqlConnection connection, CancellationToken gone) =>
        await AskAsync(connection, "SELECT count(*) FROM pg_database WHERE datname = @name", gone).ConfigureAwait(false) > 0;

    private static async Task SayAsync(NpgsqlConnection connection, string sql, CancellationToken gone)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(gone).ConfigureAwait(false);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
