using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace ClinicLive.Tests.Support;

/// <summary>The way that SQLite takes to the rows of a command: its steps, as it words them.</summary>
internal static partial class QueryPlan
{
    public static IReadOnlyList<string> Of(ClinicDatabase clinic, string sql)
    {
        using var connection = clinic.OpenBeside();
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        foreach (var name in Parameters().Matches(sql).Select(m => m.Value).Distinct()) command.Parameters.Add(new SqliteParameter(name, 1));
        using var reader = command.ExecuteReader();
        List<string> steps = [];
        while (reader.Read()) steps.Add(reader.GetString(3));
        return steps;
    }

    [GeneratedRegex("@\\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Parameters();
}
