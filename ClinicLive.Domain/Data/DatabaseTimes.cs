using System.Data.Common;
using System.Diagnostics;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Domain.Data;

/// <summary>
/// Measures every command, by what it is (SELECT, INSERT, ...); never what it says. Counts and logs those that failed, but not where a rule of the
/// clinic was kept: a slot that is taken is an answer.
/// </summary>
internal sealed class DatabaseTimes(ClinicMeter meter, ILogger<DatabaseTimes>? log = null) : DbCommandInterceptor
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
        Fail(command, eventData);
        return Task.CompletedTask;
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Fail(command, eventData);

    internal static string OperationOf(string sql)
    {
        var text = sql.AsSpan().TrimStart();
        foreach (var known in Known)
        {
            if (text.StartsWith(known, StringComparison.OrdinalIgnoreCase)) return known == "WITH" ? "SELECT" : known;
        }

        return "OTHER";
    }

    private void Fail(DbCommand command, CommandErrorEventData data)
    {
        var sort = DatabaseKind.Read(data.Exception)?.Sort;
        if (sort == DatabaseFaultSort.Rule) return;
        meter.DatabaseFaults.Add(1);
        var said = data.Exception as DbException;
        log?.LogWarning( // by its code: the database's own words may repeat what was written
            "The database could not do a command ({Operation}): {Fault} {Code} ({Sort}).", OperationOf(command.CommandText), data.Exception.GetType().Name, said?.SqlState ?? $"{said?.ErrorCode}", sort);
    }

    private void Note(DbCommand command, CommandExecutedEventData data)
    {
        if (meter.Database.Enabled) meter.Database.Record(data.Duration.TotalSeconds, new TagList { { "db.operation.name", OperationOf(command.CommandText) } });
    }
}
