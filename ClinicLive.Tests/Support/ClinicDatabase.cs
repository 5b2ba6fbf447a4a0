using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicLive.Tests.Support;

/// <summary>
/// The whole core on a SQLite file of its own, with a clock that the test moves. The file is a copy of one that was migrated
/// and filled once per test run: two clinics with people of every role, no appointment, an empty log.
/// </summary>
internal sealed class ClinicDatabase : IDisposable
{
    private static readonly Lazy<(byte[] File, TestClinic Home, TestClinic Other)> Template = new(MakeTemplate);
    private readonly string _folder = Directory.CreateTempSubdirectory("cliniclive-test-").FullName;
    private readonly ServiceProvider _services;

    public ClinicDatabase(Action<IServiceCollection>? configure = null, DateTimeOffset? now = null)
    {
        File.WriteAllBytes(Path, Template.Value.File);
        Clock = now is { } start ? new FakeTimeProvider(start) : new FakeTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ISecretSeal>(new SecretSeal(new EphemeralDataProtectionProvider()));
        services.AddClinicDomain(ConnectionString, FilesFolder);
        services.ConfigureDbContext<ClinicDbContext>(options => options.AddInterceptors(Commands));
        services.AddSingleton<InProcessEventBus>();
        services.Replace(ServiceDescriptor.Singleton<IEventBus>(provider => Bus = new RecordingBus(provider.GetRequiredService<InProcessEventBus>())));
        configure?.Invoke(services);
        Registered = services;
        _services = services.BuildServiceProvider(validateScopes: true);
        _services.GetRequiredService<IEventBus>();
    }

    public FakeTimeProvider Clock { get; }

    /// <summary>What the core consists of.</summary>
    public IServiceCollection Registered { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public RecordingBus Bus { get; private set; } = null!;

    public CommandRecorder Commands { get; } = new();

    public TestClinic Home => Template.Value.Home;

    public TestClinic Other => Template.Value.Other;

    public string Path => System.IO.Path.Combine(_folder, "clinic.db");

    public string FilesFolder => System.IO.Path.Combine(_folder, "files");

    public string ConnectionString => $"Data Source={Path}";

    public AppointmentService Appointments => Get<AppointmentService>();

    public BookingService Booking => Get<BookingService>();

    public AppointmentQueries Boards => Get<AppointmentQueries>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IServiceScope Scope() => _services.CreateScope();

    public ClinicDbContext NewContext() => Get<IDbContextFactory<ClinicDbContext>>().CreateDbContext();

    /// <summary>A connection beside the core's own, as another program would have it.</summary>
    public SqliteConnection OpenBeside(bool foreignKeys = true)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false, ForeignKeys = foreignKeys, DefaultTimeout = 1 }.ConnectionString);
        connection.Open();
        return connection;
    }

    public int Execute(string sql)
    {
        using var connection = OpenBeside();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public long Count(string table, string where = "1 = 1")
    {
        using var connection = OpenBeside();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM \"{table}\" WHERE {where}";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Every cell of a table as text, row by row: equal dumps are equal tables.</summary>
    public string Dump(string table)
    {
        using var connection = OpenBeside();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\" ORDER BY 1";
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetValue(i).ToString())));
        }

        return string.Join('\n', lines);
    }

    /// <summary>Ends the pooled connections, so that the next use opens the file anew.</summary>
    public void CloseConnections()
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(ConnectionString) { ForeignKeys = true, DefaultTimeout = 5 }.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    public void Dispose()
    {
        _services.Dispose();
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

    private static (byte[] File, TestClinic Home, TestClinic Other) MakeTemplate()
    {
        var folder = Directory.CreateTempSubdirectory("cliniclive-template-");
        try
        {
            var path = System.IO.Path.Combine(folder.FullName, "template.db");
            var options = new DbContextOptionsBuilder<ClinicDbContext>();
            ClinicData.UseSqlite(options, $"Data Source={path};Pooling=False");
            TestClinic home;
            TestClinic other;
            using (var db = new ClinicDbContext(options.Options))
            {
                db.Database.Migrate();
                home = TestClinic.AddTo(db, "Clinic at the Park", "Europe/Berlin");
                other = TestClinic.AddTo(db, "Clinic at the Lake", "Europe/Zurich");
                db.SaveChanges(); // without the interceptor: nothing is logged or published
                db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE)");
            }

            return (File.ReadAllBytes(path), home, other);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
