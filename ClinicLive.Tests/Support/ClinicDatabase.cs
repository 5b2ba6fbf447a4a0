using System.Data.Common;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicLive.Tests.Support;

/// <summary>
/// The whole core on a database of its own (see <see cref="TestStore"/>), with a clock that the test moves. It is a copy of one that was migrated
/// and filled once per test run: two clinics with people of every role, no appointment, an empty log.
/// </summary>
internal sealed class ClinicDatabase : IDisposable
{
    private static readonly Lazy<(TestTemplate Store, TestClinic Home, TestClinic Other)> Template = new(MakeTemplate);
    private readonly TestStore _store = TestStore.CopyOf(Template.Value.Store);
    private readonly string _folder = Directory.CreateTempSubdirectory("cliniclive-test-").FullName;
    private readonly ServiceProvider _services;

    public ClinicDatabase(Action<IServiceCollection>? configure = null, DateTimeOffset? now = null)
    {
        Clock = now is { } start ? new FakeTimeProvider(start) : new FakeTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ISecretSeal>(new SecretSeal(new EphemeralDataProtectionProvider()));
        services.AddClinicDomain(ConnectionString, FilesFolder, TestStore.Kind);
        services.ConfigureDbContext<ClinicDbContext>(options => options.AddInterceptors(Commands));
        services.AddSingleton<InProcessEventBus>();
        services.RemoveAll<PostgresEventBus>(); // one node, whose bus is recorded
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

    public string FilesFolder => Path.Combine(_folder, "files");

    public string ConnectionString => _store.ConnectionString;

    public AppointmentService Appointments => Get<AppointmentService>();

    public BookingService Booking => Get<BookingService>();

    public AppointmentQueries Boards => Get<AppointmentQueries>();

    public LogQueries Log => Get<LogQueries>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IServiceScope Scope() => _services.CreateScope();

    public ClinicDbContext NewContext() => Get<IDbContextFactory<ClinicDbContext>>().CreateDbContext();

    /// <summary>A connection beside the core's own, as another program would have it.</summary>
    public DbConnection OpenBeside(bool foreignKeys = true) => _store.OpenBeside(foreignKeys);

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

    /// <summary>Ends the pooled connections, so that the next use opens the database anew.</summary>
    public void CloseConnections() => _store.CloseConnections();

    public void Dispose()
    {
        _services.Dispose();
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static (TestTemplate Store, TestClinic Home, TestClinic Other) MakeTemplate()
    {
        TestClinic? home = null;
        TestClinic? other = null;
        var store = TestTemplate.Make(db =>
        {
            home = TestClinic.AddTo(db, "Clinic at the Park", "Europe/Berlin");
            other = TestClinic.AddTo(db, "Clinic at the Lake", "Europe/Zurich");
        });
        return (store, home!, other!);
    }
}
