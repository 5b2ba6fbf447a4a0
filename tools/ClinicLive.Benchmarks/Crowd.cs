using System.Globalization;
using System.Runtime.CompilerServices;
using ClinicLive.Benchmarks.Circuits;
using ClinicLive.Domain.Features.Chat;
using Microsoft.Data.Sqlite;

namespace ClinicLive.Benchmarks;

/// <summary>More receptionists for a running clinic, written beside it: copies of the demo's, who have its password.</summary>
internal static class Crowd
{
    // How SQLite is found is the business of the assembly that holds the database; nothing of it may have been used yet.
    static Crowd() => RuntimeHelpers.RunModuleConstructor(typeof(SearchTerms).Module.ModuleHandle);

    public static async Task<IReadOnlyList<string>> AddAsync(RunningClinic clinic, int people)
    {
        await using var connection = new SqliteConnection($"{clinic.Database};Default Timeout=30");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var add = connection.CreateCommand();
        add.CommandText = """CREATE TEMP TABLE one AS SELECT * FROM "Accounts" WHERE "Email" = 'reception@demo.example'""";
        await add.ExecuteNonQueryAsync();
        add.CommandText = """
            UPDATE one SET "Id" = $id, "UserName" = $email, "Email" = $email, "NormalizedUserName" = upper($email), "NormalizedEmail" = upper($email);
            INSERT INTO "Accounts" SELECT * FROM one
            """;
        add.Parameters.AddRange([new SqliteParameter("$id", null), new SqliteParameter("$email", null)]);
        var emails = Enumerable.Range(0, people).Select(i => string.Create(CultureInfo.InvariantCulture, $"desk{i}@benchmark.example")).ToList();
        foreach (var email in emails)
        {
            (add.Parameters["$id"].Value, add.Parameters["$email"].Value) = (Guid.CreateVersion7(), email);
            await add.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return emails;
    }
}
