using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClinicLive.Domain.Data;

/// <summary>
/// Lets SQLite itself wait for its one writer: it looks again after 1, 2, 5, 10 milliseconds and so on. Without it the driver sleeps
/// 150 ms for every look, so two people who save at the same moment would be a sixth of a second apart. As long in all as before: the
/// connection's own timeout.
/// </summary>
internal sealed class SqliteBusyWait : DbConnectionInterceptor
{
    // Older builds may have been made without a sleep of less than a second; those are left to the driver.
    private static readonly Version SleepsShortly = new(3, 40);

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

    /// <inheritdoc/>
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Set(connection);
        return Task.CompletedTask;
    }

    private static void Set(DbConnection connection)
    {
        if (connection is not SqliteConnection sqlite || !Version.TryParse(sqlite.ServerVersion, out var version) || version < SleepsShortly) return;
        using var wait = sqlite.CreateCommand(); // kept by the connection; said again whenever it comes out of the pool
        wait.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {sqlite.DefaultTimeout * 1_000}");
        wait.ExecuteNonQuery();
    }
}
