using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Fhir;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Benchmarks;

/// <summary>How long finding a patient takes in a clinic of many, by what people type at the desk and by what programs ask.</summary>
internal static class SearchBenchmark
{
    private const int Rounds = 40;

    private static readonly string[] Given = ["Ada", "Zoë", "Jürgen", "Maria", "Olu", "Chen", "Fatima", "Noah", "Ivana", "Petra", "Tomás", "Aiko", "Samuel", "Leyla", "Grace", "Piotr", "Nia", "Hugo", "Mei", "Omar"];
    private static readonly string[] Family = ["Müller", "O'Neill", "García", "Nowak", "Okafor", "Yılmaz", "Smith", "Jones", "Khan", "Rossi", "Novák", "Silva", "Ivanov", "Tanaka", "Haddad", "Larsen", "Dubois", "Costa", "Weber", "Singh"];

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var size in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("cliniclive-benchmark-").FullName;
            var file = $"Data Source={Path.Combine(folder, "clinic.db")}";
            var services = new ServiceCollection();
            services.AddClinicDomain(file, folder);
            await using (var provider = services.BuildServiceProvider()) await MeasureAsync(report, provider, file, size);
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(Report report, ServiceProvider provider, string file, int size)
    {
        var desk = await FillAsync(provider, file, size);
        var (patients, fhir) = (provider.GetRequiredService<PatientQueries>(), provider.GetRequiredService<FhirQueries>());
        foreach (var typed in new[] { "n", "zoe", "nowak", "petra nowak", "petra n", "mei nia", "nowak 4711", "4711", "1961-04-11", "11 Apr 1961", "petra 1961-04-11", "555-0009999", "+44 555 0009999", "9999", "nobody at all" })
        {
            await TimeAsync(report, size, $"desk: {typed}", async () => (await patients.SearchAsync(desk, typed)).Count);
        }

        foreach (var (name, value) in new[] { ("name", "nowak"), ("name", "nobody"), ("family", "nowak"), ("birthdate", "1961-04-11"), ("phone", "555-0009999"), ("identifier", "former-9999") })
        {
            await TimeAsync(report, size, $"FHIR: Patient?{name}={value}", async () => (await fhir.SearchAsync(desk, "Patient", [(name, value)], strict: true)).Value?.Matches.Count ?? throw new InvalidOperationException(name));
        }
    }

    private static async Task TimeAsync(Report report, int size, string name, Func<Task<int>> search)
    {
        var (times, found) = await Times.OfAsync(1, Rounds, _ => search());
        report.Add($"{name}; patients", size, times, new Count("", found, "found"));
    }

    // Patients with their terms, by the entity's own verb and mapping. Terms in the order of their index, as those of a clinic that grew are not;
    // the log, which no search reads, is left out.
    private static async Task<Actor> FillAsync(ServiceProvider provider, string file, int size)
    {
        var contexts = provider.GetRequiredService<IDbContextFactory<ClinicDbContext>>();
        var clinic = new Organization { Id = Guid.CreateVersion7(), Name = "Large", TimeZoneId = "UTC" };
        await using (var db = await contexts.CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
            db.Add(clinic);
            await db.SaveChangesAsync();
        }

        var (now, by) = (TimeProvider.System.GetUtcNow(), Actor.System(clinic.Id));
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await using var connection = new SqliteConnection(file);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """PRAGMA temp_store = FILE; CREATE TEMP TABLE terms ("Term" TEXT, "PatientId" TEXT)""";
        await command.ExecuteNonQueryAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var patient = Prepare(connection, """
                INSERT INTO "Patients" ("Id", "OrganizationId", "Name", "SearchText", "ExternalId", "BirthDate", "Phone", "Version") VALUES (@0, @1, @2, @3, @4, @5, @6, 1)
                """, 7);
            await using var term = Prepare(connection, "INSERT INTO terms VALUES (@0, @1)", 2);
            for (var n = 0; n < size; n++)
            {
                var name = $"{Given[n % Given.Length]} {Family[n / Given.Length % Family.Length]} {n}";
                var made = Patient.Register(by, name, new DateOnly(1925, 1, 1).AddDays(n * 7 % 36_000), $"555-{n:D7}", now, today, externalId: $"former-{n}").Patient!;
                await RunAsync(patient, made.Id, clinic.Id, made.Name, made.SearchText, made.ExternalId!, made.BirthDate!, made.Phone!);
                foreach (var one in FindingTerms.Of(made.Name, made.Phone, made.BirthDate).Terms) await RunAsync(term, one, made.Id);
            }

            await transaction.CommitAsync();
        }

        command.CommandText = """INSERT INTO "PatientTerms" SELECT @clinic, "Term", "PatientId" FROM terms ORDER BY "Term", "PatientId" """;
        command.Parameters.AddWithValue("@clinic", clinic.Id);
        await command.ExecuteNonQueryAsync();
        return new Actor(Guid.NewGuid(), clinic.Id, Role.Receptionist, "Desk");
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"@{i}" });
        return command;
    }

    private static Task<int> RunAsync(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        return command.ExecuteNonQueryAsync();
    }
}
