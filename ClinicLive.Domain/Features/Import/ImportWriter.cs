using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.Data.Sqlite;

namespace ClinicLive.Domain.Features.Import;

/// <summary>Writes a stage into the clinic's database: one transaction, one statement for each table.</summary>
internal static class ImportWriter
{
    private const int SqliteConstraint = 19;

    /// <summary>Null when it is done. A refusal has changed nothing: somebody was faster in the same place, or the database cannot write.</summary>
    public static Refusal? Write(ImportStage stage, string connectionString)
    {
        stage.Close();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false, ForeignKeys = true, DefaultTimeout = 30 }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA cache_size = -64000; ATTACH @stage AS stage;";
        command.Parameters.AddWithValue("@stage", stage.Path);
        command.ExecuteNonQuery();
        command.Parameters.Clear();
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            command.Transaction = transaction;
            foreach (var table in stage.Rows.Where(t => t.Rows > 0))
            {
                command.CommandText = $"""INSERT INTO main."{table.Name}" ({table.Columns}) SELECT {table.Columns} FROM stage."{table.Name}" """;
                command.ExecuteNonQuery();
            }

            transaction.Commit();
            return null;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == SqliteConstraint)
        {
            return new Refusal(RefusalKind.Moved, "Somebody changed the clinic's records in the same place meanwhile. Nothing was taken over. Please try again.");
        }
        catch (SqliteException fault) when (Saving.IsPassing(fault))
        {
            return Refusal.Unavailable;
        }
    }
}
