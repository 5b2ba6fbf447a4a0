using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClinicLive.Tests.Support;

/// <summary>Every command that the core sends to the database, as its text.</summary>
internal sealed class CommandRecorder : DbCommandInterceptor
{
    private readonly ConcurrentQueue<string> _sent = [];

    /// <summary>Awaited before each command is sent: lets a test stop the core in the middle of a use case.</summary>
    public Func<string, Task>? Before { get; set; }

    public IReadOnlyList<string> Sent => [.. _sent];

    /// <summary>How often the board of a day was read.</summary>
    public int BoardReads => _sent.Count(sql =>
        sql.Contains("FROM \"Appointments\"", StringComparison.Ordinal) && sql.Contains("\"Day\" =", StringComparison.Ordinal));

    public void Forget() => _sent.Clear();

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _sent.Enqueue(command.CommandText);
        if (Before is { } before) await before(command.CommandText);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        _sent.Enqueue(command.CommandText);
        if (Before is { } before) await before(command.CommandText);
        return result;
    }
}
