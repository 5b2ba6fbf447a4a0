using System.Data.Common;
using ClinicLive.Domain.Features.Backup;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ClinicLive.Domain.Data;

/// <summary>A PostgreSQL server, version 13 or later. Read committed throughout: what must hold when many write at once is a rule of the database.</summary>
internal sealed class PostgreSqlKind : DatabaseKind
{
    private const string Collation = "C";
    private const string ServersOwn = "postgres";
    private const long AloneLock = 7_234_003;
    private const string TextType = "text";

    // Five seconds for somebody else's lock, as SQLite waits for its one. A node that hangs, or whose machine is gone, must not keep the locks of what
    // it was about to save for longer than the others can bear: without the two of them the server would wait for it for hours.
    private const string Sessions = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=15s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    /// <inheritdoc/>
    public override string Name => "PostgreSql";

    /// <inheritdoc/>
    internal override string ShortName => "Postgres";

    // A lock of a connection: it is free again when its owner is gone, however that came. Where the database is not there yet, one node makes it under the same
    // lock of the server's own database, and the others find it made.
    /// <inheritdoc/>
    public override async Task<IAsyncDisposable> AloneAsync(ClinicDbContext db, CancellationToken gone = default)
    {
        var own = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false, CommandTimeout = 0 };
        try
        {
            return await LockAsync(own, gone).ConfigureAwait(false);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await using var beside = await LockAsync(new NpgsqlConnectionStringBuilder(own.ConnectionString) { Database = ServersOwn }, gone).ConfigureAwait(false);
            var creator = db.GetService<IRelationalDatabaseCreator>();
            if (!await creator.ExistsAsync(gone).ConfigureAwait(false)) await creator.CreateAsync(gone).ConfigureAwait(false);
        }

        return await LockAsync(own, gone).ConfigureAwait(false);
    }

    private static async Task<NpgsqlConnection> LockAsync(NpgsqlConnectionStringBuilder where, CancellationToken gone)
    {
        var connection = new NpgsqlConnection(where.ConnectionString);
        try
        {
            await connection.OpenAsync(gone).ConfigureAwait(false);
            await using var take = new NpgsqlCommand($"SET lock_timeout = 0; SELECT pg_advisory_lock({AloneLock})", connection);
            await take.ExecuteNonQueryAsync(gone).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    internal override string Provider => "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <inheritdoc/>
    internal override IEnumerable<IInterceptor> Interceptors { get; } = [new PostgreSqlLike(), new PostgreSqlTexts()]; // one: Entity Framework makes its services, model and all, anew for another

    /// <summary>
    /// Texts are compared and sorted by their bytes, as SQLite does, whatever the server's language is; how long one may be is the services' business
    /// in both kinds, so that one more sign than thought is never a fault here and a success there.
    /// </summary>
    internal override void Shape(ModelBuilder builder)
    {
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if ((property.GetProviderClrType() ?? property.GetValueConverter()?.ProviderClrType ?? property.ClrType) != typeof(string)) continue;
            property.SetCollation(Collation);
            property.SetColumnType(TextType);
        }
    }

    /// <inheritdoc/>
    internal override string Milliseconds(string from, string to) => $"""CAST(ROUND(EXTRACT(EPOCH FROM ("{to}" - "{from}")) * 1000) AS bigint)""";

    /// <inheritdoc/>
    internal override string MondayOf(string column) => $"""CAST(date_trunc('week', CAST("{column}" AS timestamp)) AS date)""";

    /// <inheritdoc/>
    internal override string HourOf(string column, string offset) => $"""CAST(EXTRACT(HOUR FROM ("{column}" AT TIME ZONE 'UTC') + CAST({offset} AS interval)) AS integer)""";

    // Terms hold no sign that means something in a question, see SearchTerms.
    /// <inheritdoc/>
    internal override IQueryable<long> FindMessages(ClinicDbContext db, IReadOnlyList<string> phrases, IReadOnlyList<string>? scopes, long before, int most)
    {
        var question = string.Join(" & ", phrases.Select(p => $"({string.Join(" <-> ", p.Split(' ').Select(t => $"'{t}'"))}:*)"));
        if (scopes is not null) question += $" & ({string.Join(" | ", scopes.Select(s => $"'@{s}'"))})";
        return db.Database.SqlQuery<long>($"""
            SELECT "Number" AS "Value" FROM "ChatSearch" WHERE "Terms" @@ CAST({question} AS tsquery) AND "Number" < {before} ORDER BY "Number" DESC LIMIT {most}
            """);
    }

    /// <inheritdoc/>
    internal override DbConnection OpenForReading(ClinicDbContext db)
    {
        var connection = new NpgsqlConnection(db.Database.GetConnectionString());
        connection.Open();
        return connection;
    }

    /// <inheritdoc/>
    internal override void TakeIn(ClinicDbContext db, ImportStage stage)
    {
        using var connection = new NpgsqlConnection(db.Database.GetConnectionString());
        connection.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var table in stage.Rows.Where(t => t.Rows > 0))
        {
            using var copy = connection.BeginBinaryImport($"""COPY "{table.Name}" ({table.Columns}) FROM STDIN (FORMAT BINARY)""");
            foreach (var row in table.All())
            {
                copy.StartRow();
                for (var i = 0; i < row.Length; i++)
                {
                    if (row[i] is { } value) copy.Write(value, table.Types[i]);
                    else copy.WriteNull();
                }
            }

            copy.Complete();
        }

        transaction.Commit();
    }

    /// <inheritdoc/>
    internal override void AddBus(IServiceCollection services, string connectionString)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PostgresEventBus>(provider, connectionString));
        services.AddSingleton<IEventBus>(provider => provider.GetRequiredService<PostgresEventBus>());
        services.AddHostedService(provider => provider.GetRequiredService<PostgresEventBus>());
    }

    /// <inheritdoc/>
    internal override IDatabaseCopy CopyOf(string connectionString) => new PostgreSqlCopy(connectionString);

    // UTC, so that an instant without a zone in a statement means what it means in SQLite.
    /// <inheritdoc/>
    protected override void UseOwn(DbContextOptionsBuilder options, string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { Timezone = "UTC" };
        connection.ApplicationName ??= "ClinicLive";
        connection.Options ??= Sessions;
        connection.PersistSecurityInfo = true; // the core opens connections of its own beside Entity Framework's
        options.UseNpgsql(connection.ConnectionString, postgres => postgres
                .MigrationsAssembly(typeof(DatabaseKind).Assembly.GetName().Name)
                .SetPostgresVersion(13, 0)
                .ExecutionStrategy(dependencies => new DeadlockRetry(dependencies)))
            .ReplaceService<IMigrationsAssembly, MigrationsOfKind>();
    }

    /// <inheritdoc/>
    protected override DatabaseFault? ReadOwn(DbException fault, IModel? model) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ExclusionViolation } => new DatabaseFault(DatabaseFaultSort.Rule, "appointment_overlap"),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } broken => new DatabaseFault(DatabaseFaultSort.Rule, model is null ? "" : Columns(broken, model)),
        PostgresException { SqlState: ['2', '3', ..] } broken => new DatabaseFault(DatabaseFaultSort.Rule, broken.MessageText),
        PostgresException said => new DatabaseFault(IsPassing(said.SqlState) ? DatabaseFaultSort.Passing : DatabaseFaultSort.Mistake),
        NpgsqlException => new DatabaseFault(DatabaseFaultSort.Passing), // no answer: not reachable, too slow, or the connection broke
        _ => null,
    };

    // Classes 08 (connection), 40 (rolled back, after the tries of DeadlockRetry), 53 (no room, too many connections), 57 (shut down or starting), 58 (the server's system).
    private static bool IsPassing(string state) => state[..2] is "08" or "40" or "53" or "57" or "58"
        || state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ObjectInUse
        || state[..2] is "28" || state is PostgresErrorCodes.InvalidCatalogName; // not let in (yet), or no such database (yet)

    /// <summary>Which columns the broken index is over. The server says only its name: the values belong to patients.</summary>
    private static string Columns(PostgresException broken, IModel model)
    {
        var table = model.GetRelationalModel().Tables.FirstOrDefault(t => t.Name == broken.TableName);
        var columns = table?.Indexes.FirstOrDefault(i => i.Name == broken.ConstraintName)?.Columns
            ?? table?.UniqueConstraints.FirstOrDefault(c => c.Name == broken.ConstraintName)?.Columns;
        return columns is null ? "" : string.Join(", ", columns.Select(c => $"{table!.Name}.{c.Name}"));
    }
}
