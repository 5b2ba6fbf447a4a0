using System.Diagnostics;
using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Benchmarks;

/// <summary>How long a table of visits takes to come in, how much memory the process holds, and how long a check-in with a fresh read of the board takes meanwhile.</summary>
internal static class ImportBenchmark
{
    private const int VisitsEach = 5;

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var rows in sizes) await RunAsync(report, rows);
    }

    private static async Task RunAsync(Report report, int rows)
    {
        var folder = Directory.CreateTempSubdirectory("cliniclive-benchmark-").FullName;
        var services = new ServiceCollection();
        services.AddClinicDomain($"Data Source={Path.Combine(folder, "clinic.db")}", folder);
        await using (var provider = services.BuildServiceProvider()) await MeasureAsync(report, provider, WriteTable(folder, rows), rows);
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(Report report, ServiceProvider provider, string table, int rows)
    {
        var (desk, row) = await FillAsync(provider);
        for (var i = 0; i < 30; i++) row = await ChangeAsync(provider, desk, row, []); // until everything is compiled
        var calm = new List<double>();
        for (var i = 0; i < 300; i++) row = await ChangeAsync(provider, desk, row, calm);

        var (steps, began) = (new Dictionary<ImportStep, TimeSpan>(), Stopwatch.GetTimestamp());
        var working = provider.GetRequiredService<ImportService>().RunAsync(
            Actor.System(desk.OrganizationId), new ImportRequest([new ImportFile(table, "visits.csv")]), told => steps.TryAdd(told.Step, Stopwatch.GetElapsedTime(began)));
        var (busy, most) = (new List<double>(), 0L);
        while (!working.IsCompleted)
        {
            row = await ChangeAsync(provider, desk, row, busy);
            most = Math.Max(most, Environment.WorkingSet);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        var (taken, took) = ((await working).Value ?? throw new InvalidOperationException((await working).Refusal!.Sentence), Stopwatch.GetElapsedTime(began));
        report.Add(
            "a table of visits taken over; rows", rows, null, new Count("", took.TotalSeconds, "s"), new Count("of it in one transaction", (took - steps[ImportStep.Writing]).TotalSeconds, "s"), new Count("resident at most", most >> 20, "MB"),
            new Count("", taken.New(ImportKind.Visit), "visits"), new Count("", taken.New(ImportKind.Patient), "patients"), new Count("", taken.New(ImportKind.Doctor), "doctors"), new Count("", taken.Overlaps, "overlaps"));
        report.Add("a change and a fresh read of the board, while nothing comes in; rows", rows, Times.Of(calm));
        report.Add("the same while it comes in; rows", rows, Times.Of(busy));
    }

    private static string WriteTable(string folder, int rows)
    {
        var path = Path.Combine(folder, "visits.csv");
        using var file = new StreamWriter(path);
        file.WriteLine("id,patient_id,patient_name,dob,doctor_name,start,end,status,reason");
        var first = new DateTimeOffset(2018, 1, 1, 8, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < rows; i++)
        {
            var (patient, start) = (i / VisitsEach, first.AddMinutes(i % 40 * 15).AddDays(i / 400));
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"v{i},p{patient},Patient {patient},{1930 + (patient % 90)}-0{1 + (patient % 9)}-11,Doctor {i % 10} Family{i % 10},{start:yyyy-MM-ddTHH:mm:ss}Z,{start.AddMinutes(15):yyyy-MM-ddTHH:mm:ss}Z,{(i % 17 == 0 ? "cancelled" : i % 23 == 0 ? "no-show" : "completed")},\"Check-up, number {i}\""));
        }

        return path;
    }

    private static async Task<BoardRow> ChangeAsync(ServiceProvider provider, Actor desk, BoardRow row, List<double> times)
    {
        var began = Stopwatch.GetTimestamp();
        var service = provider.GetRequiredService<AppointmentService>();
        var command = new AppointmentCommand(row.Id, row.Status, row.Version, Guid.CreateVersion7());
        var outcome = row.Status == AppointmentStatus.Booked ? await service.MoveAsync(desk, command, AppointmentStatus.Arrived) : await service.UndoAsync(desk, command);
        await provider.GetRequiredService<AppointmentQueries>().DayAsync(desk, DateOnly.FromDateTime(row.Start.UtcDateTime));
        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Sentence);
    }

    private static async Task<(Actor Desk, BoardRow Row)> FillAsync(ServiceProvider provider)
    {
        await using var db = provider.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContext();
        db.TellsNobody = true;
        await db.Database.MigrateAsync();
        var now = TimeProvider.System.GetUtcNow();
        var clinic = new Organization { Id = Guid.CreateVersion7(), Name = "Large", TimeZoneId = "UTC" };
        var desk = new Account(clinic.Id, Role.Receptionist, "desk@clinic.test", "Desk", Actor.System(clinic.Id), now) { NormalizedUserName = "DESK@CLINIC.TEST" };
        var doctor = new Practitioner(clinic.Id, null, "Ada", "Berg");
        var patients = Enumerable.Range(0, 80).Select(i => Patient.Register(Actor.System(clinic.Id), $"Person {i}", null, null, now, DateOnly.FromDateTime(now.UtcDateTime)).Patient!).ToList();
        db.AddRange(clinic, desk, doctor);
        db.AddRange(patients);
        await db.SaveChangesAsync();
        var actor = new Actor(desk.Id, clinic.Id, Role.Receptionist, "Desk");
        BoardRow? first = null;
        for (var i = 0; i < patients.Count; i++)
        {
            var booked = (await provider.GetRequiredService<BookingService>().BookAsync(actor, new NewAppointment(patients[i].Id, doctor.Id, now.AddMinutes(1 + (i * 5)), 5, null, Guid.CreateVersion7()))).Value;
            first ??= booked;
        }

        return (actor, first!);
    }
}
