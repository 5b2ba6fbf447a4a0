using ClinicLive.Domain.Data;
using ClinicLive.Domain.Data.Demo;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Demo;

/// <summary>The demo clinics in a database of their own, at a time of their own.</summary>
internal sealed class DemoDatabase : IAsyncDisposable
{
    private readonly TestStore _store = TestStore.Empty();
    private readonly ServiceProvider _services;

    private DemoDatabase(DateTimeOffset now)
    {
        Time = new FakeTimeProvider(now);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddSingleton<DemoClinic>();
        services.AddClinicDomain(_store.ConnectionString, Path.GetTempPath(), TestStore.Kind);
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public DemoClinic Clinic => _services.GetRequiredService<DemoClinic>();

    public IPasswordHasher<Account> Passwords => _services.GetRequiredService<IPasswordHasher<Account>>();

    public AppointmentQueries Appointments => _services.GetRequiredService<AppointmentQueries>();

    public QueueQueries Queues => _services.GetRequiredService<QueueQueries>();
    public EndOfDay EndOfDay => _services.GetRequiredService<EndOfDay>();

    public EndOfDayQueries Closings => _services.GetRequiredService<EndOfDayQueries>();

    public static Guid Riverside => DemoCast.Riverside.Id;

    public static Guid Harbour => DemoCast.Harbour.Id;

    /// <summary>A migrated, empty database.</summary>
    public static async Task<DemoDatabase> EmptyAsync(DateTimeOffset now)
    {
        var database = new DemoDatabase(now);
        await using var db = database.Open();
        await db.Database.MigrateAsync();
        return database;
    }

    /// <summary>A database filled at a time of London's wall clock.</summary>
    public static async Task<DemoDatabase> FilledAsync(string london)
    {
        var database = await EmptyAsync(London(london));
        await database.Clinic.FillAsync();
        return database;
    }

    public static DateTimeOffset London(string local) => InZone(local, "Europe/London");

    public static DateTimeOffset InZone(string local, string zone)
    {
        var policy = new Organization { Id = Guid.Empty, Name = "", TimeZoneId = zone }.Policy;
        var time = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        return policy.At(DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time));
    }

    public ClinicDbContext Open() => _services.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContext();

    /// <summary>The appointments of a clinic's today, also the hidden ones.</summary>
    public async Task<List<Appointment>> TodayAsync(Guid organizationId)
    {
        await using var db = Open();
        var organization = await db.Organizations.SingleAsync(o => o.Id == organizationId);
        var day = organization.Policy.DayOf(Time.GetUtcNow());
        return await db.Appointments.AsNoTracking().Where(a => a.OrganizationId == organizationId && a.Day == day).OrderBy(a => a.Start).ThenBy(a => a.Id).ToListAsync();
    }

    /// <summary>The account with an address, as an acting person.</summary>
    public async Task<Actor> ActorAsync(string email)
    {
        await using var db = Open();
        var account = await db.Accounts.SingleAsync(a => a.Email == email);
        return new Actor(
            account.Id, account.OrganizationId, account.Role, account.DisplayName,
            (await db.Practitioners.SingleOrDefaultAsync(p => p.AccountId == account.Id))?.Id,
            (await db.Patients.SingleOrDefaultAsync(p => p.AccountId == account.Id))?.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _store.Dispose();
    }
}
