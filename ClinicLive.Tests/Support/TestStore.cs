using System.Data.Common;
using ClinicLive.Domain.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Support;

/// <summary>
/// A database of a test's own, as a copy of a template that was made once per run. Its kind is what CLINIC_TEST_DATABASE names: "Sqlite", where
/// nothing is named, or "PostgreSql" on the server that CLINIC_TEST_SERVER names by a connection string.
/// </summary>
internal abstract class TestStore : IDisposable
{
    /// <summary>The kind of database that this run is about.</summary>
    public static DatabaseKind Kind { get; } = Environment.GetEnvironmentVariable("CLINIC_TEST_DATABASE") is { Length: > 0 } name
        ? DatabaseKind.Named(name) ?? throw new InvalidOperationException($"CLINIC_TEST_DATABASE is \"{name}\".")
        : DatabaseKind.Sqlite;

    public abstract string ConnectionString { get; }

    /// <summary>A copy of what a template was filled with.</summary>
    public static TestStore CopyOf(TestTemplate template) => template.Copy();

    /// <summary>A migrated, otherwise empty one.</summary>
    public static TestStore Empty() => EmptyTemplate.Value.Copy();

    /// <summary>A connection beside the core's own, as another program would have it.</summary>
    public abstract DbConnection OpenBeside(bool foreignKeys = true);

    /// <summary>Ends the pooled connections, so that the next use opens the database anew.</summary>
    public abstract void CloseConnections();

    public abstract void Dispose();

    private static readonly Lazy<TestTemplate> EmptyTemplate = new(() => TestTemplate.Make(_ => { }));
}

/// <summary>What databases of tests are copies of.</summary>
internal abstract class TestTemplate
{
    /// <summary>A migrated database, filled and saved without the interceptor: nothing is logged or published.</summary>
    public static TestTemplate Make(Action<ClinicDbContext> fill) =>
        TestStore.Kind == DatabaseKind.PostgreSql ? new PostgreSqlTemplate(fill) : new SqliteTemplate(fill);

    public abstract TestStore Copy();

    protected static void Fill(string connectionString, Action<ClinicDbContext> fill)
    {
        var options = new DbContextOptionsBuilder<ClinicDbContext>();
        TestStore.Kind.Use(options, connectionString);
        options.AddInterceptors(TestStore.Kind.Interceptors);
        using var db = new ClinicDbContext(options.Options);
        db.Database.Migrate();
        fill(db);
        db.SaveChanges();
    }
}

internal sealed class SqliteTemplate : TestTemplate
{
    private readonly byte[] _file;

    public SqliteTemplate(Action<ClinicDbContext> fill)
    {
        var folder = Directory.CreateTempSubdirectory("cliniclive-template-");
        try
        {
            var path = Path.Combine(folder.FullName, "template.db");
            Fill($"Data Source={path};Pooling=False", db =>
            {
                fill(db);
                db.SaveChanges();
                db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE)");
            });
            _file = File.ReadAllBytes(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public override TestStore Copy() => new SqliteStore(_file);
}

internal sealed class SqliteStore : TestStore
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cliniclive-test-").FullName;

    public SqliteStore(byte[] file) => File.WriteAllBytes(Path.Combine(_folder, "clinic.db"), file);

    public override string ConnectionString => $"Data Source={Path.Combine(_folder, "clinic.db")}";

    public override DbConnection OpenBeside(bool foreignKeys = true)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false, ForeignKeys = foreignKeys, DefaultTimeout = 1 }.ConnectionString);
        connection.Open();
        return connection;
    }

    public override void CloseConnections()
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(ConnectionString) { ForeignKeys = true, DefaultTimeout = 5 }.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    public override void Dispose()
    {
        CloseConnections();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A shared read that nobody waits for any more has just opened the file again; the folder is a temporary one.
        }
    }
}
