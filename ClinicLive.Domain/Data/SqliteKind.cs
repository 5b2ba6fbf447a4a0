using System.Data.Common;
using ClinicLive.Domain.Features.Backup;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Live;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Domain.Data;

/// <summary>One file in WAL mode, one writer at a time.</summary>
internal sealed class SqliteKind : DatabaseKind
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;

    /// <inheritdoc/>
    public override string Name => "Sqlite";

    /// <inheritdoc/>
    internal override string ShortName => Name;

    // One node has the file; its migrations lock it themselves.
    /// <inheritdoc/>
    public override Task<IAsyncDisposable> AloneAsync(ClinicDbContext db, CancellationToken gone = default) => Task.FromResult<IAsyncDisposable>(new Nobody());

    /// <inheritdoc/>
    internal override string Provider => "Microsoft.EntityFrameworkCore.Sqlite";

    /// <inheritdoc/>
    internal override IEnumerable<IInterceptor> Interceptors => [new SqliteBusyWait()];

    /// <inheritdoc/>
    internal override void Shape(ModelBuilder builder)
    {
        // The mappings are written for what both kinds can do; this one needs nothing more.
    }

    // Over julianday(), which is exact to the millisecond.
    /// <inheritdoc/>
    internal override string Milliseconds(string from, string to) => $"""CAST(ROUND((julianday("{to}") - julianday("{from}")) * 86400000) AS INTEGER)""";

    // Six days back, then on to the next Monday.
    /// <inheritdoc/>
    internal override string MondayOf(string column) => $"""date("{column}", '-6 days', 'weekday 1')""";

    /// <inheritdoc/>
    internal override string HourOf(string column, string offset) => $"""CAST(strftime('%H', "{column}", {offset}) AS INTEGER)""";

    // The index gives its newest rows first and stops; joined with the messages it would be sorted as a whole, whatever is asked for.
    /// <inheritdoc/>
    internal override IQueryable<long> FindMessages(ClinicDbContext db, IReadOnlyList<string> phrases, IReadOnlyList<string>? scopes, long before, int most)
    {
        var question = string.Join(" AND ", phrases.Select(p => $"\"{p}\" *"));
        var match = $"{{SearchText}} : ({question}){(scopes is null ? "" : $" AND {{Scope}} : ({string.Join(" OR ", scopes)})")}";
        return db.Database.SqlQuery<long>($"""
            SELECT rowid AS "Value" FROM "ChatSearch" WHERE "ChatSearch" MATCH {match} AND rowid < {before} ORDER BY rowid DESC LIMIT {most}
            """);
    }

    /// <inheritdoc/>
    internal override DbConnection OpenForReading(ClinicDbContext db)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ConnectionString);
        connection.Open();
        return connection;
    }

    // The stage is a file of the same kind: it is attached, and each table is one statement.
    /// <inheritdoc/>
    internal override void TakeIn(ClinicDbContext db, ImportStage stage)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false, ForeignKeys = true, DefaultTimeout = 30 }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA cache_size = -64000; ATTACH @stage AS stage;";
        command.Parameters.AddWithValue("@stage", stage.Path);
        command.ExecuteNonQuery();
        command.Parameters.Clear();
        using var transaction = connection.BeginTransaction(deferred: false);
        command.Transaction = transaction;
        foreach (var table in stage.Rows.Where(t => t.Rows > 0))
        {
            command.CommandText = $"""INSERT INTO main."{table.Name}" ({table.Columns}) SELECT {table.Columns} FROM stage."{table.Name}" """;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    // One node has the file.
    /// <inheritdoc/>
    internal override void AddBus(IServiceCollection services, string connectionString) =>
        services.AddSingleton<IEventBus>(provider => provider.GetRequiredService<InProcessEventBus>());

    /// <inheritdoc/>
    internal override IDatabaseCopy CopyOf(string connectionString) => new SqliteCopy(connectionString);

    // Foreign keys, a short wait for a locked file, and one pool per file.
    /// <inheritdoc/>
    protected override void UseOwn(DbContextOptionsBuilder options, string connectionString) => options
        .UseSqlite(
            new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = 5 }.ConnectionString,
            sqlite => sqlite.MigrationsAssembly(typeof(DatabaseKind).Assembly.GetName().Name))
        .ReplaceService<IMigrationsAssembly, MigrationsOfKind>();

    /// <inheritdoc/>
    protected override DatabaseFault? ReadOwn(DbException fault, IModel? model) => fault is not SqliteException said ? null : said.SqliteErrorCode switch
    {
        Busy or Locked or ReadOnly or IoError or Full or CannotOpen => new DatabaseFault(DatabaseFaultSort.Passing),
        Constraint => new DatabaseFault(DatabaseFaultSort.Rule, Rule(said.Message)),
        _ => new DatabaseFault(DatabaseFaultSort.Mistake),
    };

    // "SQLite Error 19: 'UNIQUE constraint failed: Table.Column, Table.Other'." or "... 'appointment_overlap'."
    private static string Rule(string message)
    {
        var (from, to) = (message.IndexOf('\'', StringComparison.Ordinal), message.LastIndexOf('\''));
        if (from < 0 || to <= from) return "";
        var said = message[(from + 1)..to];
        const string Before = "UNIQUE constraint failed: ";
        return said.StartsWith(Before, StringComparison.Ordinal) ? said[Before.Length..] : said;
    }

    private sealed class Nobody : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
