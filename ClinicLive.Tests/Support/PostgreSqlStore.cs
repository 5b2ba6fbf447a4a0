using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text;
using ClinicLive.Domain.Data;
using Npgsql;

namespace ClinicLive.Tests.Support;

/// <summary>
/// What databases of tests are copies of. The server takes most of a second for a copy, whatever is in it, so a test hands its own back: what is
/// in it is deleted and what the template held is put in again, in milliseconds. One that is not fit for that goes away.
/// </summary>
internal sealed class PostgreSqlTemplate : TestTemplate
{
    private const long Grown = 8 * 1024 * 1024; // nobody vacuums

    private const string Tables = "SELECT format('%I', relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname";

    // All that is no row: tables, indexes, columns, rules, triggers and functions.
    private const string ShapeOf = """
        SELECT md5(concat_ws('|',
            (SELECT string_agg(concat_ws(',', oid, relname, relhastriggers), ' ' ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
            (SELECT string_agg(concat_ws(',', oid, tgenabled), ' ' ORDER BY oid) FROM pg_trigger),
            (SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_constraint), (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_attribute)))
        """;

    private readonly ConcurrentBag<string> _idle = [];
    private readonly string _name = PostgreSqlServer.Create();
    private readonly string _again;
    private readonly string _shape;
    private readonly long _size;

    public PostgreSqlTemplate(Action<ClinicDbContext> fill)
    {
        Fill(PostgreSqlServer.ConnectionTo(_name), fill);
        using (var connection = PostgreSqlServer.Open(_name))
        {
            (_again, _shape, _size) = (Again(connection), PostgreSqlServer.Texts(connection, ShapeOf)[0], SizeOf(connection));
        }

        PostgreSqlServer.CloseConnections(_name); // nobody may be in a database that is copied
    }

    public override TestStore Copy() => new PostgreSqlStore(_idle.TryTake(out var name) ? name : PostgreSqlServer.Create(_name), TakeBack);

    private void TakeBack(string name)
    {
        if (IsAsNew(name)) _idle.Add(name);
        else PostgreSqlServer.Drop(name);
    }

    private bool IsAsNew(string name)
    {
        try
        {
            using var connection = PostgreSqlServer.Open(name);
            if (PostgreSqlServer.Texts(connection, "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'").Count > 0) return false;
            if (SizeOf(connection) > _size + Grown || PostgreSqlServer.Texts(connection, ShapeOf)[0] != _shape) return false;
            using var command = connection.CreateCommand();
            command.CommandText = _again;
            command.ExecuteNonQuery();
            return true;
        }
        catch (NpgsqlException fault) when (Saving.IsPassing(fault))
        {
            return false; // a test about a server that takes no writes
        }
    }

    private static long SizeOf(NpgsqlConnection connection) =>
        long.Parse(PostgreSqlServer.Texts(connection, "SELECT sum(pg_total_relation_size(oid))::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")[0], CultureInfo.InvariantCulture);

    // No rule and no trigger takes part in it.
    private static string Again(NpgsqlConnection connection)
    {
        var script = new StringBuilder($"""
            BEGIN;
            SET LOCAL session_replication_role = replica;
            DO $$ DECLARE t text; has_rows boolean; BEGIN
                FOR t IN {Tables} LOOP
                    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || t || ')' INTO has_rows;
                    IF has_rows THEN EXECUTE 'DELETE FROM ' || t; END IF;
                END LOOP;
            END $$;

            """);
        foreach (var table in PostgreSqlServer.Texts(connection, Tables))
        {
            var rows = PostgreSqlServer.Texts(connection, $"SELECT coalesce(json_agg(t)::text, '') FROM {table} t")[0];
            if (rows.Length > 0) script.AppendLine(CultureInfo.InvariantCulture, $"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, '{rows.Replace("'", "''", StringComparison.Ordinal)}');");
        }

        foreach (var sequence in PostgreSqlServer.Texts(connection, "SELECT format('%L, %s, %L', quote_ident(sequencename), coalesce(last_value, start_value), last_value IS NOT NULL) FROM pg_sequences WHERE schemaname = 'public'"))
        {
            script.AppendLine(CultureInfo.InvariantCulture, $"SELECT setval({sequence});");
        }

        return script.Append("COMMIT;").ToString();
    }
}

internal sealed class PostgreSqlStore(string name, Action<string> takeBack) : TestStore
{
    public override string ConnectionString => PostgreSqlServer.ConnectionTo(name);

    public override DbConnection OpenBeside(bool foreignKeys = true)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timezone = "UTC" }.ConnectionString);
        connection.Open();
        if (foreignKeys) return connection;
        using var off = connection.CreateCommand();
        off.CommandText = "SET session_replication_role = replica"; // what foreign keys are to be left alone by
        off.ExecuteNonQuery();
        return connection;
    }

    public override void CloseConnections() => PostgreSqlServer.CloseConnections(name);

    public override void Dispose() => takeBack(name);
}

/// <summary>The server of this run, see <see cref="TestStore"/>. It is made for the run and thrown away after it, with what lies in it.</summary>
internal static class PostgreSqlServer
{
    private const string Beside = "postgres";
    private static readonly string Server = Environment.GetEnvironmentVariable("CLINIC_TEST_SERVER") ?? "Host=127.0.0.1;Username=postgres";

    /// <summary>True where this run has a server.</summary>
    public static bool IsThere => TestStore.Kind == DatabaseKind.PostgreSql;

    public static string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = 30 }.ConnectionString;

    /// <summary>Makes a database and answers its name.</summary>
    public static string Create(string template = "template0")
    {
        var name = $"clinic_test_{Guid.NewGuid():N}";
        Say($"CREATE DATABASE {name} TEMPLATE {template}");
        return name;
    }

    public static void Drop(string database)
    {
        using (var any = new NpgsqlConnection(ConnectionTo(database))) NpgsqlConnection.ClearPool(any);
        Say($"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)");
    }

    public static void CloseConnections(string database) => Say($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");

    /// <summary>The databases whose names begin so.</summary>
    public static List<string> Named(string beginning)
    {
        using var connection = Open(Beside);
        return Texts(connection, $"SELECT datname FROM pg_database WHERE starts_with(datname, '{beginning}')");
    }

    /// <summary>How many are connected to a database.</summary>
    public static int ConnectionsOf(string database)
    {
        using var connection = Open(Beside);
        return Texts(connection, $"SELECT pid::text FROM pg_stat_activity WHERE datname = '{database}'").Count;
    }

    /// <summary>Tells the server something from outside of the tests' databases.</summary>
    public static void Say(string sql)
    {
        using var connection = Open(Beside);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static NpgsqlConnection Open(string database)
    {
        var connection = new NpgsqlConnection(ConnectionTo(database));
        connection.Open();
        return connection;
    }

    /// <summary>The first column of the rows.</summary>
    public static List<string> Texts(NpgsqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }
}
