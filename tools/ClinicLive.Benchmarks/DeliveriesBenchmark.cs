using System.Diagnostics;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Benchmarks;

/// <summary>How long a check-in, its undo and a fresh read of the board take while thousands of reminders leave, and while none does.</summary>
internal static class DeliveriesBenchmark
{
    private const int People = 1_000;

    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var reminders in sizes) await RunAsync(report, reminders);
    }

    private static async Task RunAsync(Report report, int reminders)
    {
        var folder = Directory.CreateTempSubdirectory("cliniclive-benchmark-").FullName;
        var channel = new SlowChannel();
        var services = new ServiceCollection();
        services.AddSingleton(new DeliveryRules { Grace = TimeSpan.Zero });
        services.AddSingleton<IDeliveryChannel>(channel);
        services.AddClinicDomain($"Data Source={Path.Combine(folder, "clinic.db")}", folder);
        await using (var provider = services.BuildServiceProvider())
        {
            await MeasureAsync(report, provider, channel, reminders);
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(Report report, ServiceProvider provider, SlowChannel channel, int reminders)
    {
        var (desk, row, people) = await FillAsync(provider);
        for (var i = 0; i < 30; i++) row = await ChangeAsync(provider, desk, row, []); // until everything is compiled
        var calm = new List<double>();
        for (var i = 0; i < 300; i++) row = await ChangeAsync(provider, desk, row, calm);

        var notifications = provider.GetRequiredService<NotificationService>();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < reminders / People; i++)
        {
            var sent = await notifications.SendAsync(Actor.System(desk.OrganizationId), new NotificationMessage(people, [], NotificationKind.Reminder, "Your appointment is near", ""), Guid.CreateVersion7());
            if (sent.Refusal is { } refusal) throw new InvalidOperationException(refusal.Sentence);
        }

        var written = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        var working = Task.Run(() => provider.GetRequiredService<DeliveryDispatcher>().DispatchAsync(DeliveryChannel.Email));
        var busy = new List<double>();
        while (!working.IsCompleted) row = await ChangeAsync(provider, desk, row, busy);
        var count = await working;
        var took = Stopwatch.GetElapsedTime(began);

        report.Add("reminders written and sent", reminders, null, new Count("to write", written.TotalSeconds, "s"), new Count("to send", took.TotalSeconds, "s"), new Count("taken", count, ""), new Count("twice", channel.Doubles, ""));
        report.Add("a change and a fresh read of the board, while nothing leaves; reminders", reminders, Times.Of(calm));
        report.Add("the same while they leave; reminders", reminders, Times.Of(busy));
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

    private static async Task<(Actor Desk, BoardRow Row, List<Guid> People)> FillAsync(ServiceProvider provider)
    {
        await using var db = provider.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContext();
        db.TellsNobody = true;
        await db.Database.MigrateAsync();
        var now = TimeProvider.System.GetUtcNow();
        var clinic = new Organization { Id = Guid.CreateVersion7(), Name = "Large", TimeZoneId = "UTC" };
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var system = Actor.System(clinic.Id);
        var desk = new Account(clinic.Id, Role.Receptionist, "desk@clinic.test", "Desk", system, now) { NormalizedUserName = "DESK@CLINIC.TEST" };
        var doctor = new Practitioner(clinic.Id, null, "Ada", "Berg");
        var accounts = Enumerable.Range(0, People).Select(i => new Account(clinic.Id, Role.Patient, $"p{i}@clinic.test", $"Patient {i}", system, now) { NormalizedUserName = $"P{i}@CLINIC.TEST" }).ToList();
        var patients = accounts.ConvertAll(a => Patient.Register(system, a.DisplayName, null, null, now, today, accountId: a.Id).Patient!);
        db.AddRange(clinic, desk, doctor);
        db.AddRange(accounts);
        db.AddRange(patients);
        await db.SaveChangesAsync();
        var actor = new Actor(desk.Id, clinic.Id, Role.Receptionist, "Desk");
        BoardRow? first = null;
        for (var i = 0; i < 80; i++)
        {
            var wish = new NewAppointment(patients[i].Id, doctor.Id, now.AddMinutes(1 + (i * 5)), 5, null, Guid.CreateVersion7());
            var booked = (await provider.GetRequiredService<BookingService>().BookAsync(actor, wish)).Value;
            first ??= booked;
        }

        return (actor, first!, accounts.ConvertAll(a => a.Id));
    }

    /// <summary>The other side, which takes ten milliseconds for each.</summary>
    private sealed class SlowChannel : IDeliveryChannel
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _taken = new();

        public DeliveryChannel Kind => DeliveryChannel.Email;

        public bool IsConfigured => true;

        public int MostAtOnce => 4;

        public int Count => _taken.Count;

        public int Doubles => _taken.Values.Count(times => times > 1);

        public async Task<DeliveryResult> SendAsync(DeliveryMessage message, CancellationToken gone)
        {
            if (!await message.MayHandOverAsync(gone)) return DeliveryResult.NotMine;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, gone);
            _taken.AddOrUpdate(message.Key, 1, (_, times) => times + 1);
            return DeliveryResult.Sent;
        }
    }
}
