using System.Data.Common;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace ClinicLive.Tests.House;

/// <summary>What the core does when the database cannot, and how the database is set so that nothing acknowledged is lost.</summary>
[Trait("Database", "Sqlite")]
public sealed class StorageTests : IDisposable
{
    private readonly ITestOutputHelper _output;
    private readonly OnOpen _onOpen = new();
    private readonly ClinicDatabase _clinic;

    public StorageTests(ITestOutputHelper output)
    {
        _output = output;
        _clinic = new ClinicDatabase(services => services.ConfigureDbContext<ClinicDbContext>(options => options.AddInterceptors(_onOpen)));
    }

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task The_cores_connections_use_a_write_ahead_log_full_sync_and_foreign_keys()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var db = _clinic.NewContext();
            (await AskAsync(db, "PRAGMA journal_mode")).Should().Be("wal");
            (await AskAsync(db, "PRAGMA synchronous")).Should().Be(2L, "2 is FULL: a power cut loses no committed row");
            (await AskAsync(db, "PRAGMA foreign_keys")).Should().Be(1L);
            _output.WriteLine($"SQLite {await AskAsync(db, "SELECT sqlite_version()")}");
        }
    }

    [Fact]
    public async Task While_another_connection_writes_a_change_is_refused_reads_go_on_and_later_it_works()
    {
        var row = await _clinic.BookAsync();
        _clinic.Bus.Forget();
        var before = _clinic.Dump("Appointments");

        await using (var beside = _clinic.OpenBeside())
        {
            Execute(beside, "BEGIN EXCLUSIVE");
            var refused = await Task.WhenAll(
                _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived),
                _clinic.Booking.BookAsync(Home.Omar, _clinic.Wish(row.Start.AddHours(1))));

            refused.Should().OnlyContain(o => o.Refusal == Refusal.Unavailable);
            (await _clinic.Boards.DayAsync(Home.Lena, new DateOnly(2026, 6, 17))).Rows.Should().ContainSingle();
            Execute(beside, "ROLLBACK");
        }

        _clinic.Dump("Appointments").Should().Be(before);
        _clinic.Bus.Published.Should().BeEmpty();
        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)).Changed.Should().BeTrue();
    }

    [Fact]
    public async Task While_another_connection_has_the_file_for_itself_the_fault_is_a_passing_one_and_later_it_works()
    {
        var row = await _clinic.BookAsync();
        _clinic.CloseConnections();
        await using (var beside = _clinic.OpenBeside())
        {
            Execute(beside, "PRAGMA locking_mode = EXCLUSIVE");
            Execute(beside, "BEGIN EXCLUSIVE");

            var fault = await FaultOrRefusalAsync(() => _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived));

            fault.Should().BeTrue();
            Execute(beside, "ROLLBACK");
        }

        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)).Changed.Should().BeTrue();
    }

    [Theory]
    [InlineData("PRAGMA query_only = ON", "PRAGMA query_only = OFF")] // SQLITE_READONLY
    [InlineData("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000")] // SQLITE_FULL: not one page more
    public async Task A_database_that_takes_no_writes_refuses_changes_reads_go_on_and_later_it_works(string broken, string whole)
    {
        var row = await _clinic.BookAsync();
        var wish = _clinic.Wish(row.Start.AddHours(1), reason: new string('x', 4_000)); // needs a new page
        _clinic.Bus.Forget();
        var before = (_clinic.Dump("Appointments"), _clinic.Dump("ActivityLog"));

        _onOpen.Sql = broken;
        (await _clinic.Booking.BookAsync(Home.Lena, wish)).Refusal.Should().Be(Refusal.Unavailable);
        (await _clinic.Boards.FindAsync(Home.Lena, row.Id)).Should().Be(row);
        _clinic.Bus.Published.Should().BeEmpty();
        (_clinic.Dump("Appointments"), _clinic.Dump("ActivityLog")).Should().Be(before);

        _onOpen.Sql = whole;
        (await _clinic.Booking.BookAsync(Home.Lena, wish)).Changed.Should().BeTrue("the same command can be sent again");
        _clinic.Bus.Published.OfType<AppointmentChanged>().Should().HaveCount(1);
    }

    [Fact]
    public async Task A_mistake_in_the_program_is_not_mistaken_for_a_passing_fault()
    {
        await using var db = _clinic.NewContext();

        var fault = await db.Invoking(d => d.Database.ExecuteSqlRawAsync("SELECT * FROM nothing")).Should().ThrowAsync<SqliteException>();

        Saving.IsPassing(fault.Which).Should().BeFalse();
        Saving.IsPassing(new InvalidOperationException()).Should().BeFalse();
    }

    public void Dispose() => _clinic.Dispose();

    private static async Task<bool> FaultOrRefusalAsync(Func<Task<Outcome<BoardRow>>> act)
    {
        try
        {
            return (await act()).Refusal == Refusal.Unavailable;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return true;
        }
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task<object> AskAsync(ClinicDbContext db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync())!;
    }

    /// <summary>Says something to every connection that the core opens.</summary>
    private sealed class OnOpen : DbConnectionInterceptor
    {
        public string Sql { get; set; } = "SELECT 1";

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Execute(connection, Sql);
            return Task.CompletedTask;
        }
    }
}
