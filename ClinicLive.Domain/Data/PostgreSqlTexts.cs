using System.Data.Common;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClinicLive.Domain.Data;

/// <summary>
/// PostgreSQL takes no text with a zero or with half of a character in it, not even to look for it. What is kept was checked before, by the
/// services; what is only looked for gets the sign for "broken" in its place, as SQLite's driver does, and finds nothing.
/// </summary>
internal sealed class PostgreSqlTexts : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Mend(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Mend(command);
        return ValueTask.FromResult(result);
    }

    private static void Mend(DbCommand command)
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            if (parameter.Value is string text && PlainText.HasBrokenCharacter(text))
            {
                parameter.Value = string.Concat(text.EnumerateRunes().Select(r => r.Value == 0 ? "\uFFFD" : r.ToString())); // halves come out of it as that sign
            }
        }
    }
}
