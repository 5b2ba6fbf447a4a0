using System.Globalization;
using System.Runtime.CompilerServices;
using ClinicLive.Benchmarks.Circuits;
using ClinicLive.Domain.Features.Chat;
using Microsoft.Data.Sqlite;

namespace ClinicLive.Benchmarks.Browser;

/// <summary>Fills one conversation of a running clinic, beside it, with very many messages of both sides.</summary>
internal static class LongTalk
{
    // How SQLite is found is the business of the assembly that holds the database; nothing of it has been used yet.
    static LongTalk() => RuntimeHelpers.RunModuleConstructor(typeof(SearchTerms).Module.ModuleHandle);

    public static string Text(int number) => string.Create(CultureInfo.InvariantCulture, $"Message {number:00000}: the knee is better today, and the tablets in the morning agree with me.");

    public static async Task<Guid> DoctorAsync(RunningClinic clinic, string email)
    {
        await using var connection = new SqliteConnection(clinic.Database);
        await connection.OpenAsync();
        await using var ask = connection.CreateCommand();
        ask.CommandText = """SELECT p."Id" FROM "Practitioners" p JOIN "Accounts" a ON a."Id" = p."AccountId" WHERE a."Email" = $email""";
        ask.Parameters.AddWithValue("$email", email);
        return Guid.Parse((string)(await ask.ExecuteScalarAsync())!);
    }

    public static async Task FillAsync(RunningClinic clinic, Guid room, int messages)
    {
        await using var connection = new SqliteConnection($"{clinic.Database};Default Timeout=30");
        await connection.OpenAsync();
        var (organization, already, people) = await RoomAsync(connection, room);
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO "ChatMessages" ("Id", "OrganizationId", "RoomId", "Sequence", "Kind", "SenderId", "IsFromPatient", "SentAt", "ClientMessageId", "Body", "SearchText", "Version")
            VALUES ($id, $clinic, $room, $sequence, 'Text', $sender, $patient, $at, $client, $body, $terms, 1)
            """;
        foreach (var name in new[] { "$id", "$clinic", "$room", "$sequence", "$sender", "$patient", "$at", "$client", "$body", "$terms" }) insert.Parameters.Add(new SqliteParameter(name, null));
        var last = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1);
        for (var number = 1; number <= messages; number++)
        {
            var (sender, isPatient) = people[number / 3 % 2];
            insert.Parameters["$id"].Value = Guid.CreateVersion7();
            insert.Parameters["$clinic"].Value = organization;
            insert.Parameters["$room"].Value = room;
            insert.Parameters["$sequence"].Value = already + number;
            insert.Parameters["$sender"].Value = sender;
            insert.Parameters["$patient"].Value = isPatient;
            insert.Parameters["$at"].Value = last.AddMinutes(number - messages);
            insert.Parameters["$client"].Value = Guid.NewGuid();
            insert.Parameters["$body"].Value = Text(number);
            insert.Parameters["$terms"].Value = SearchTerms.Of(Text(number));
            await insert.ExecuteNonQueryAsync();
        }

        await using var count = connection.CreateCommand();
        count.CommandText = """
            UPDATE "ChatRooms" SET "LastSequence" = $last, "LastMessageAt" = $at WHERE "Id" = $room;
            UPDATE "ChatParticipants" SET "LastRead" = $last, "LastDelivered" = $last WHERE "RoomId" = $room
            """;
        count.Parameters.AddWithValue("$last", already + messages);
        count.Parameters.AddWithValue("$at", last);
        count.Parameters.AddWithValue("$room", room);
        await count.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    // What was said already, the two of the room, and which of them is the patient.
    private static async Task<(Guid Organization, int Already, (Guid Id, bool IsPatient)[] People)> RoomAsync(SqliteConnection connection, Guid room)
    {
        await using var ask = connection.CreateCommand();
        ask.CommandText = """
            SELECT r."OrganizationId", p."AccountId", a."Role" = 'Patient', r."LastSequence" FROM "ChatRooms" r JOIN "ChatParticipants" p ON p."RoomId" = r."Id" JOIN "Accounts" a ON a."Id" = p."AccountId" WHERE r."Id" = $room
            """;
        ask.Parameters.AddWithValue("$room", room);
        await using var rows = await ask.ExecuteReaderAsync();
        var (organization, already, people) = (Guid.Empty, 0, new List<(Guid, bool)>());
        while (await rows.ReadAsync())
        {
            (organization, already) = (rows.GetGuid(0), rows.GetInt32(3));
            people.Add((rows.GetGuid(1), rows.GetBoolean(2)));
        }

        return people.Count == 2 ? (organization, already, [.. people]) : throw new InvalidOperationException("Two people talk in a direct room.");
    }
}
