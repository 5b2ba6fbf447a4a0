using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Fhir;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Benchmarks;

/// <summary>
/// A clinic in a file of its own, with ten doctors who are there every day from 7 to 21, and as many appointments as asked for: twenty
/// of each doctor on each day, from some days ahead back into the past. All are active, which is the worst case (the index of what holds a slot holds them all), unless the past is over.
/// </summary>
internal sealed class LargeClinic : IAsyncDisposable
{
    private const int PerDay = 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("cliniclive-benchmark-").FullName;
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly Guid _patient;
    private readonly int _daysAhead;
    private readonly ServiceProvider _services;

    private LargeClinic(int daysAhead)
    {
        _daysAhead = daysAhead;
        var services = new ServiceCollection();
        services.AddClinicDomain(ConnectionString, Path.GetTempPath());
        _services = services.BuildServiceProvider();
        var now = TimeProvider.System.GetUtcNow();
        var desk = new Account(_id, Role.Receptionist, "desk@clinic.test", "Reception", Actor.System(_id), now) { NormalizedUserName = "DESK@CLINIC.TEST" };
        Reception = new Actor(desk.Id, _id, Role.Receptionist, desk.DisplayName);
        using var db = _services.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContext();
        db.Database.Migrate();
        var clinic = new Organization { Id = _id, Name = "Large", TimeZoneId = "Europe/London" };
        Today = clinic.Policy.DayOf(now);
        var change = new ScheduleChange(Actor.System(_id), now);
        var (patient, _) = Patient.Register(Actor.System(_id), "Pat", null, null, now, Today);
        _patient = patient!.Id;
        var doctors = Enumerable.Range(0, 10).Select(i => new Practitioner(_id, null, "Doctor", $"Number {i}")).ToList();
        Doctors = doctors.ConvertAll(d => d.Id);
        db.AddRange(clinic, desk, patient);
        db.AddRange(doctors);
        var day = WeekHours.Daily(new HoursSpan(new TimeOnly(7, 0), new TimeOnly(21, 0)));
        db.Add(WorkingHours.First(HoursOwner.Clinic(_id), day, change));
        db.AddRange(Doctors.Select(id => WorkingHours.First(HoursOwner.Practitioner(id), day, change)));
        db.SaveChanges();
    }

    public Actor Reception { get; }

    public DateOnly Today { get; }

    public IReadOnlyList<Guid> Doctors { get; }

    public FreeSlotQueries Slots => _services.GetRequiredService<FreeSlotQueries>();

    public ScheduleQueries Schedule => _services.GetRequiredService<ScheduleQueries>();

    public QueueQueries Board => _services.GetRequiredService<QueueQueries>();

    public AppointmentService Appointments => _services.GetRequiredService<AppointmentService>();

    public FhirQueries Fhir => _services.GetRequiredService<FhirQueries>();

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "clinic.db")}";

    public static async Task<LargeClinic> MakeAsync(int appointments, int daysAhead = 120, bool isPastOver = false)
    {
        var clinic = new LargeClinic(daysAhead);
        await clinic.FillAsync(appointments, isPastOver);
        return clinic;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task FillAsync(int appointments, bool isPastOver)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO "Appointments" ("Id", "OrganizationId", "PatientId", "PractitionerId", "Start", "End", "Day", "Status", "StatusSince", "StatusBy",
                "HoldsSlot", "MayRunParallel", "PatientConfirmed", "CameLate", "CancelledLate", "PausedFor", "Sequence", "Version", "Priority", "WalkedIn")
            VALUES ($id, $clinic, $patient, $doctor, $start, $end, $day, $status, $start, $nobody, $holds, 0, 0, 0, 0, '00:00:00', 0, 1, 0, 0)
            """;
        foreach (var name in new[] { "$id", "$clinic", "$patient", "$doctor", "$start", "$end", "$day", "$nobody", "$status", "$holds" }) insert.Parameters.Add(new SqliteParameter(name, null));
        (insert.Parameters["$clinic"].Value, insert.Parameters["$patient"].Value, insert.Parameters["$nobody"].Value) = (_id, _patient, Guid.Empty);
        for (var i = 0; i < appointments; i++)
        {
            var day = Today.AddDays(_daysAhead - (i / (PerDay * Doctors.Count)));
            var start = day.ToDateTime(new TimeOnly(8, 0), DateTimeKind.Utc).AddMinutes(i / Doctors.Count % PerDay * 30);
            insert.Parameters["$id"].Value = Guid.CreateVersion7();
            insert.Parameters["$doctor"].Value = Doctors[i % Doctors.Count];
            (insert.Parameters["$start"].Value, insert.Parameters["$end"].Value, insert.Parameters["$day"].Value) = (start, start.AddMinutes(15), day);
            var isOver = isPastOver && day < Today;
            (insert.Parameters["$status"].Value, insert.Parameters["$holds"].Value) = (isOver ? "Done" : "Booked", !isOver);
            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }
}
