using System.Data.Common;
using System.Diagnostics;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClinicLive.Domain.Data;

/// <summary>Measures every command, by what it is (SELECT, INSERT, ...); never what it says.</summary>
internal sealed class DatabaseTimes(ClinicMeter meter) : DbCommandInterceptor
{
    private static readonly string[] Known = ["SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "PRAGMA", "WITH"];

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Note(command, eventData);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Note(command, eventData);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<object?> ScalarExecutedAsync(DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default)
    {
        Note(command, eventData);
        return ValueTask.FromResult(result);
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        meter.DatabaseFaults.Add(1);
        return Task.CompletedTask;
    }

    internal static string OperationOf(string sql)
    {
        var text = sql.AsSpan().TrimStart();
        foreach (var known in Known)
        {
            if (text.StartsWith(known, StringComparison.OrdinalIgnoreCase)) return known == "WITH" ? "SELECT" : known;
        }

        return "OTHER";
    }

    private void Note(DbCommand command, CommandExecutedEventData data)
    {
        if (meter.Database.Enabled) meter.Database.Record(data.Duration.TotalSeconds, new TagList { { "db.operation.name", OperationOf(command.CommandText) } });
    }
}
