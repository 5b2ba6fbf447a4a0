using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Data.Demo;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Web.Features.Calendars;
using ClinicLive.Web.Hosting.Operations;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Web.Hosting;

/// <summary>The core, its background work and its database.</summary>
public static class ClinicServices
{
    /// <summary>Adds the core and what runs beside the screens.</summary>
    public static WebApplicationBuilder AddClinicServices(this WebApplicationBuilder builder)
    {
        var provider = builder.Configuration["Database:Provider"] ?? "Sqlite";
        var database = DatabaseKind.Named(provider)
            ?? throw new ClinicSettingException("Database:Provider", $"is \"{provider}\", but only {string.Join(" and ", DatabaseKind.All.Select(k => $"\"{k.Name}\""))} can be used");

        OperationsAddress.Add(builder); // first, so that it stops last
        RefuseUnreadable(database, builder.Configuration.GetConnectionString("Clinic"));
        builder.AddImports();
        builder.Services.AddClinicDomain(builder.Configuration.GetConnectionString("Clinic")!, builder.Configuration["Storage:Path"]!, database);
        builder.Services.AddSingleton(new DemoMode(
            builder.Configuration.GetValue("Demo:Enabled", builder.Environment.IsDevelopment()), builder.Configuration["Demo:TimeZone"]));
        builder.Services.AddSingleton<DemoClinic>();
        builder.Services.AddHostedService<PresenceSweeper>();
        builder.Services.AddHostedService<PaceSweeper>();
        builder.Services.AddHostedService<QuietCollector>();
        builder.Services.AddHostedService<HoldSweeper>();
        builder.Services.AddHostedService<FreeTimeWatch>();
        builder.Services.AddHostedService<EndOfDaySweeper>();
        builder.Services.AddHostedService<AttachmentSweeper>();
        builder.Services.AddHostedService<DeskWaitSweeper>();
        builder.Services.AddHostedService<CoverWatch>();
        builder.Services.AddHostedService<ClinicDayWatch>();
        builder.Services.AddHostedService<NotificationSweeper>();
        if (builder.Configuration.GetValue("Reminders:Enabled", true)) builder.Services.AddHostedService<ReminderSweeper>();
        builder.AddDeliveries();
        builder.AddWebPush();
        builder.Services.AddDisplays();
        builder.Services.AddSingleton<CalendarDoor>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]).AddCheck<StoppingHealth>("stopping", tags: ["ready"]);
        return builder;
    }

    private static void RefuseUnreadable(DatabaseKind database, string? connection)
    {
        try
        {
            database.Use(new DbContextOptionsBuilder<ClinicDbContext>(), connection ?? "");
        }
        catch (ArgumentException fault)
        {
            throw new ClinicSettingException("ConnectionStrings:Clinic", $"is no connection string for {database.Name}", fault);
        }
    }

    /// <summary>Brings the database to this version, and fills an empty one in demo mode.</summary>
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync(app.Lifetime.ApplicationStopping);
        IAsyncDisposable alone;
        try
        {
            alone = await DatabaseKind.Of(db).AloneAsync(db, app.Lifetime.ApplicationStopping);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            throw new ClinicSettingException("ConnectionStrings:Clinic", "names a database that cannot be opened or written to", fault);
        }

        await using (alone) await PrepareAloneAsync(app, db);
    }

    private static async Task PrepareAloneAsync(WebApplication app, ClinicDbContext db)
    {
        try
        {
            await db.Database.MigrateAsync(app.Lifetime.ApplicationStopping);
            // Made while no other node can: two that begin on an empty database would each make a key of its own, and not know the other's.
            app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(PrepareDatabaseAsync)).Protect([]);
            await OlderPatients.MakeFindableAsync(app.Services.GetRequiredService<IDbContextFactory<ClinicDbContext>>(), app.Lifetime.ApplicationStopping);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            throw new ClinicSettingException("ConnectionStrings:Clinic", "names a database that cannot be opened or written to", fault);
        }

        var mode = app.Services.GetRequiredService<DemoMode>();
        if (!mode.Enabled) return;
        if (mode.TimeZoneId is { } zone && !ClinicSettings.IsZone(zone)) throw new ClinicSettingException("Demo:TimeZone", $"is \"{zone}\", which is no IANA time zone");
        var demo = app.Services.GetRequiredService<DemoClinic>();
        await demo.FillAsync(mode.TimeZoneId, app.Lifetime.ApplicationStopping);
        await demo.EnsureTodayAsync(app.Lifetime.ApplicationStopping);
    }
}
