using System.Collections.Concurrent;
using System.Data.Common;
using System.Net.Http.Json;
using System.Text.Json;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ClinicLive.Tests.House;

/// <summary>What only PostgreSQL has to be asked: everything else is asked of both kinds of database by the tests of the features.</summary>
public sealed class PostgreSqlTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    public void Dispose() => _clinic.Dispose();

    [PostgreSqlFact]
    public async Task Who_writes_a_line_of_the_log_while_another_has_not_committed_waits_and_gets_a_higher_number()
    {
        var sql = $"""
            INSERT INTO "ActivityLog" ("OrganizationId", "ActorId", "Kind", "Category", "SubjectId", "SubjectVersion", "At", "OnBehalf")
            VALUES ('{Home.Id}', '{Home.Id}', 'AppointmentMoved', 'Appointment', '{Home.Id}', 1, now(), FALSE) RETURNING "Sequence"
            """;
        await using var first = _clinic.OpenBeside();
        await using var second = _clinic.OpenBeside();
        await using var transaction = await first.BeginTransactionAsync();
        var low = await AskAsync<long>(first, sql, transaction);

        var waiting = AskAsync<long>(second, sql);
        await WaitFor.TrueAsync(() => _clinic.Count("pg_stat_activity", "wait_event = 'advisory' AND datname = current_database()") == 1);

        waiting.IsCompleted.Should().BeFalse();
        _clinic.Count("ActivityLog").Should().Be(0, "nothing with a higher number may be seen before it");
        await transaction.CommitAsync();
        (await waiting).Should().BeGreaterThan(low);
        _clinic.Count("ActivityLog").Should().Be(2);
    }

    [PostgreSqlFact]
    public async Task A_transaction_that_the_server_ended_for_a_deadlock_is_done_again_once_and_told_once()
    {
        var row = await _clinic.BookAsync();
        _clinic.Bus.Forget();
        var ended = 0;
        _clinic.Commands.Before = sql => sql.Contains("INSERT INTO \"ActivityLog\"", StringComparison.Ordinal) && Interlocked.Increment(ref ended) <= 2
            ? throw new PostgresException("deadlock detected", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected) : Task.CompletedTask;

        var moved = await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived);

        moved.Changed.Should().BeTrue();
        ended.Should().Be(3);
        _clinic.Bus.Published.OfType<AppointmentChanged>().Should().ContainSingle();
        _clinic.Count("ActivityLog").Should().Be(2);
    }

    [PostgreSqlFact]
    public async Task A_server_that_keeps_ending_it_is_told_as_busy_and_nothing_is_published()
    {
        var row = await _clinic.BookAsync();
        _clinic.Bus.Forget();
        _clinic.Commands.Before = sql => sql.Contains("INSERT INTO \"ActivityLog\"", StringComparison.Ordinal)
            ? throw new PostgresException("deadlock detected", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected) : Task.CompletedTask;

        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)).Refusal.Should().Be(Refusal.Unavailable);

        _clinic.Bus.Published.Should().BeEmpty();
        _clinic.Commands.Before = null;
        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)).Changed.Should().BeTrue();
    }

    [PostgreSqlFact]
    public async Task A_database_that_takes_no_writes_refuses_changes_reads_go_on_and_later_it_works()
    {
        var row = await _clinic.BookAsync();
        var name = new NpgsqlConnectionStringBuilder(_clinic.ConnectionString).Database;
        PostgreSqlServer.Say($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        _clinic.CloseConnections();
        await AnsweredAsync(row);

        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)).Refusal.Should().Be(Refusal.Unavailable);
        (await _clinic.Boards.FindAsync(Home.Lena, row.Id)).Should().Be(row);

        PostgreSqlServer.Say($"ALTER DATABASE {name} SET default_transaction_read_only = off");
        _clinic.CloseConnections();
        await AnsweredAsync(row);
        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)).Changed.Should().BeTrue();
    }

    [PostgreSqlFact]
    public async Task A_mistake_in_the_program_is_not_mistaken_for_a_passing_fault_and_a_server_that_is_away_is_one()
    {
        await using var db = _clinic.NewContext();
        var mistake = await db.Invoking(d => d.Database.ExecuteSqlRawAsync("SELECT * FROM nothing")).Should().ThrowAsync<PostgresException>();
        Saving.IsPassing(mistake.Which).Should().BeFalse();

        await using var away = new NpgsqlConnection("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");
        var unreachable = await away.Invoking(c => c.OpenAsync()).Should().ThrowAsync<NpgsqlException>();
        Saving.IsPassing(unreachable.Which).Should().BeTrue();
    }

    [PostgreSqlFact]
    public async Task Texts_are_sorted_and_compared_by_their_bytes_whatever_the_servers_language_is()
    {
        await using var beside = _clinic.OpenBeside();

        (await AskAsync<long>(beside, """
            SELECT count(*) FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C' AND table_name <> '__EFMigrationsHistory'
            """)).Should().Be(0);
    }

    [PostgreSqlFact]
    public async Task Nodes_that_start_together_prepare_the_database_one_after_another()
    {
        await using var db = _clinic.NewContext();
        await using var other = _clinic.NewContext();
        var first = await DatabaseKind.PostgreSql.AloneAsync(db);

        var second = DatabaseKind.PostgreSql.AloneAsync(other);
        await WaitFor.TrueAsync(() => _clinic.Count("pg_stat_activity", "wait_event = 'advisory' AND datname = current_database()") == 1);

        second.IsCompleted.Should().BeFalse();
        await first.DisposeAsync();
        await (await second).DisposeAsync();
    }

    [PostgreSqlFact]
    public async Task Nodes_that_start_together_before_there_is_a_database_make_it_once()
    {
        var (name, failed) = ($"clinic_test_{Guid.NewGuid():N}", new ConcurrentQueue<string>());
        try
        {
            await using var db = Context();
            await using var other = Context();
            var first = await DatabaseKind.PostgreSql.AloneAsync(db);
            var second = DatabaseKind.PostgreSql.AloneAsync(other);
            await WaitFor.TrueAsync(() => _clinic.Count("pg_stat_activity", $"wait_event = 'advisory' AND datname = '{name}'") == 1);
            second.IsCompleted.Should().BeFalse();

            await db.Database.MigrateAsync();
            await first.DisposeAsync();
            await using var alone = await second;
            failed.Clear(); // a new database has no list of migrations to be asked for, which the first one notes
            await other.Database.MigrateAsync();

            (await other.Database.GetPendingMigrationsAsync()).Should().BeEmpty();
            failed.Should().BeEmpty();
        }
        finally
        {
            PostgreSqlServer.Drop(name);
        }

        ClinicDbContext Context()
        {
            var options = new DbContextOptionsBuilder<ClinicDbContext>();
            DatabaseKind.PostgreSql.Use(options, PostgreSqlServer.ConnectionTo(name));
            return new ClinicDbContext(options.LogTo(failed.Enqueue, Microsoft.Extensions.Logging.LogLevel.Error).Options);
        }
    }

    [PostgreSqlFact]
    public async Task The_whole_app_starts_with_the_demo_is_ready_and_lets_people_in()
    {
        using var store = TestStore.Empty();
        await using var host = await AppHost.StartAsync(settings: new Dictionary<string, string>
        {
            ["Database:Provider"] = "PostgreSql", ["ConnectionStrings:Clinic"] = store.ConnectionString,
        });
        using var client = host.CreateClient();

        using var ready = await client.GetAsync("/health/ready");
        ready.IsSuccessStatusCode.Should().BeTrue();
        using var signedIn = await client.PostAsJsonAsync("/api/auth/login", new { email = "reception@demo.example", password = "Clinic-Live-2026" });
        signedIn.IsSuccessStatusCode.Should().BeTrue();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());
        (await client.GetFromJsonAsync<JsonElement>("/api/appointments")).GetArrayLength().Should().BeGreaterThan(10, "today's board is full");
    }

    // The pool learns of its closed connections by the first use of each.
    private Task AnsweredAsync(BoardRow row) => WaitFor.TrueAsync(async () =>
    {
        try
        {
            return await _clinic.Boards.FindAsync(Home.Lena, row.Id) is not null;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return false;
        }
    });

    private static async Task<T> AskAsync<T>(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
