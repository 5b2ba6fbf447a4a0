using System.Diagnostics;
using System.Globalization;
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
    private const int Batch = 5_000;
    private const int Times = 40;

    private static readonly string[] Given = ["Ada", "Zoë", "Jürgen", "Maria", "Olu", "Chen", "Fatima", "Noah", "Ivana", "Petra", "Tomás", "Aiko", "Samuel", "Leyla", "Grace", "Piotr", "Nia", "Hugo", "Mei", "Omar"];
    private static readonly string[] Family = ["Müller", "O'Neill", "García", "Nowak", "Okafor", "Yılmaz", "Smith", "Jones", "Khan", "Rossi", "Novák", "Silva", "Ivanov", "Tanaka", "Haddad", "Larsen", "Dubois", "Costa", "Weber", "Singh"];

    public static async Task RunAsync(int[] sizes)
    {
        Console.WriteLine("| patients | search | found | p50 ms | p95 ms | longest ms |\n|---|---|---|---|---|---|");
        foreach (var size in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("cliniclive-benchmark-").FullName;
            var services = new ServiceCollection();
            services.AddClinicDomain($"Data Source={Path.Combine(folder, "clinic.db")}", folder);
            await using (var provider = services.BuildServiceProvider()) await MeasureAsync(provider, size);
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(ServiceProvider provider, int size)
    {
        var desk = await FillAsync(provider, size);
        var (patients, fhir) = (provider.GetRequiredService<PatientQueries>(), provider.GetRequiredService<FhirQueries>());
        foreach (var typed in new[] { "nowak", "petra nowak", "nowak 4711", "1961-04-11", "petra 1961-04-11", "555-0099999", "ow", "nobody at all" })
        {
            await TimeAsync(size, $"desk: {typed}", async () => (await patients.SearchAsync(desk, typed)).Count);
        }

        foreach (var (name, value) in new[] { ("name", "nowak"), ("name", "nobody"), ("family", "nowak"), ("birthdate", "1961-04-11"), ("phone", "555-0099999") })
        {
            await TimeAsync(size, $"FHIR: Patient?{name}={value}", async () => (await fhir.SearchAsync(desk, "Patient", [(name, value)], strict: true)).Value?.Matches.Count ?? throw new InvalidOperationException(name));
        }
    }

    private static async Task TimeAsync(int size, string name, Func<Task<int>> search)
    {
        var (times, found) = (new List<double>(), await search());
        for (var i = 0; i < Times; i++)
        {
            var began = Stopwatch.GetTimestamp();
            found = await search();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {size:N0} | {name} | {found} | {times[Times / 2]:0.0} | {times[Times * 95 / 100]:0.0} | {times[^1]:0.0} |"));
    }

    private static async Task<Actor> FillAsync(ServiceProvider provider, int size)
    {
        var contexts = provider.GetRequiredService<IDbContextFactory<ClinicDbContext>>();
        var clinic = new Organization { Id = Guid.CreateVersion7(), Name = "Large", TimeZoneId = "UTC" };
        await using (var db = await contexts.CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
            db.Add(clinic);
            await db.SaveChangesAsync();
        }

        var now = TimeProvider.System.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        for (var i = 0; i < size; i += Batch)
        {
            await using var db = await contexts.CreateDbContextAsync();
            db.TellsNobody = true;
            db.AddRange(Enumerable.Range(i, Math.Min(Batch, size - i)).Select(n => Patient.Register(
                Actor.System(clinic.Id), $"{Given[n % Given.Length]} {Family[n / Given.Length % Family.Length]} {n}", new DateOnly(1925, 1, 1).AddDays(n * 7 % 36_000), $"555-{n:D7}", now, today).Patient!));
            await db.SaveChangesAsync();
        }

        return new Actor(Guid.NewGuid(), clinic.Id, Role.Receptionist, "Desk");
    }
}
