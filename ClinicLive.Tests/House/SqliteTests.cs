using System.Runtime.CompilerServices;
using ClinicLive.Domain.Data;
using ClinicLive.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace ClinicLive.Tests.House;

/// <summary>Which SQLite the clinic runs on, and that it can do what storage relies on.</summary>
[Trait("Database", "Sqlite")]
public sealed class SqliteTests(ITestOutputHelper output) : IDisposable
{
    // RETURNING, which EF Core's inserts use, came with 3.35.
    private static readonly Version Oldest = new(3, 35, 0);
    private readonly SqliteConnection _connection = Open();

    [Fact]
    public void The_library_is_new_enough_and_is_the_systems_own_where_there_is_one()
    {
        var version = Version.Parse((string)Ask("select sqlite_version()"));
        output.WriteLine($"SQLite {version}");

        version.Should().BeGreaterThanOrEqualTo(Oldest);
        if (OperatingSystem.IsLinux() && System.Runtime.InteropServices.NativeLibrary.TryLoad("libsqlite3.so.0", out _))
        {
            LoadedLibraries().Should().Contain(line => line.Contains("libsqlite3.so.0", StringComparison.Ordinal))
                .And.NotContain(line => line.Contains("libe_sqlite3", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Full_text_search_is_built_in()
    {
        Ask("create virtual table words using fts5(body); insert into words values ('Sore throat since Monday'); select count(*) from words where words match 'throat'")
            .Should().Be(1L);
    }

    [Fact]
    public async Task Whoever_has_to_wait_for_another_save_waits_in_the_library_and_not_in_steps_of_the_driver()
    {
        if (new Version(_connection.ServerVersion) < new Version(3, 40)) return; // older ones are left to the driver
        using var clinic = new ClinicDatabase();
        await using var db = clinic.NewContext();

        for (var again = 0; again < 2; again++) // also when it comes out of the pool
        {
            (await db.Database.SqlQuery<long>($"SELECT timeout AS \"Value\" FROM pragma_busy_timeout").SingleAsync()).Should().Be(5_000);
            await db.Database.CloseConnectionAsync();
        }
    }

    public void Dispose() => _connection.Dispose();

    // Only the maps of this process tell which file answered; a version number alone could be either library's.
    private static string[] LoadedLibraries() => File.ReadAllLines("/proc/self/maps");

    private static SqliteConnection Open()
    {
        // In the program the DbContext brings this about; here nothing of Domain has been touched yet.
        RuntimeHelpers.RunModuleConstructor(typeof(SqliteNativeLibrary).Module.ModuleHandle);
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    private object Ask(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }
}
