using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Backup;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Drafts;
using ClinicLive.Domain.Features.Fhir;
using ClinicLive.Domain.Features.Export;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Features.Insight;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Features.Webhooks;
using ClinicLive.Domain.Features.Replay;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicLive.Domain.Data;

/// <summary>The whole core as services.</summary>
public static class ClinicData
{
    /// <summary>
    /// Adds the database, the bus and every use case and read. All of them keep no state of a person, so they live as
    /// long as the process; a context lives as long as one use case. The path is a folder for the contents of files.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="connectionString">Of the kind's own form.</param>
    /// <param name="storagePath">The folder.</param>
    /// <param name="database">The kind of database; SQLite where none is named.</param>
    public static IServiceCollection AddClinicDomain(this IServiceCollection services, string connectionString, string storagePath, DatabaseKind? database = null)
    {
        var kind = database ?? DatabaseKind.Sqlite;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ClinicMeter>();
        services.AddSingleton<DatabaseTimes>();
        services.AddSingleton<Snapshots>();
        services.AddSingleton<InProcessEventBus>();
        kind.AddBus(services, connectionString);
        services.AddSingleton<LiveSaveInterceptor>();
        services.AddPooledDbContextFactory<ClinicDbContext>((provider, options) =>
        {
            kind.Use(options, connectionString);
            options.AddInterceptors([provider.GetRequiredService<LiveSaveInterceptor>(), provider.GetRequiredService<DatabaseTimes>(), .. kind.Interceptors]);
        });
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContext()); // for Identity's stores

        services.AddSingleton<OrganizationQueries>();
        services.AddSingleton<AppointmentQueries>();
        services.AddSingleton<AppointmentService>();
        services.AddSingleton<PatientVisitQueries>();
        services.AddSingleton<BookingService>();
        services.AddSingleton<QueueService>();
        services.AddSingleton<QueueQueries>();
        services.AddSingleton<BulkService>();
        services.AddSingleton<ExpiredHolds>();
        services.AddSingleton<ScheduleQueries>();
        services.AddSingleton<ScheduleService>();
        services.AddSingleton<ClinicService>();
        services.AddSingleton<VisitTypeQueries>();
        services.AddSingleton<VisitTypeService>();
        services.AddSingleton<FreeSlotQueries>();
        services.AddSingleton<SeriesService>();
        services.AddSingleton<FittingTimes>();
        services.AddSingleton<FreeTimeOffers>();
        services.AddSingleton<WaitingListService>();
        services.AddSingleton<WaitingListQueries>();
        services.AddSingleton<EndOfDay>();
        services.AddSingleton<EndOfDayQueries>();
        services.AddSingleton<ReplayQueries>();
        services.TryAddSingleton(new ImportLimits());
        services.AddSingleton(new ImportFolder(Path.Combine(storagePath, "imports")));
        services.AddSingleton<ImportService>();
        services.AddSingleton<ImportQueries>();
        services.AddSingleton<ExportService>();
        services.AddSingleton<InsightQueries>();
        services.AddSingleton<PatientQueries>();
        services.AddSingleton<PatientService>();
        services.AddSingleton<PractitionerQueries>();
        services.AddSingleton<PractitionerService>();
        services.AddSingleton<AccountQueries>();
        services.AddSingleton<AccountService>();
        services.TryAddSingleton(IdleLimits.Usual);
        services.AddSingleton<SessionTouches>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<SecondFactorService>();
        services.AddSingleton<DraftService>();
        services.AddSingleton<NotificationQueries>();
        services.AddSingleton<AnnouncementQueries>();
        services.AddSingleton<NotificationService>();
        services.AddSingleton<NotificationChoiceService>();
        services.TryAddSingleton(new DeliveryRules());
        services.AddSingleton<DeliverySender>();
        services.AddSingleton<DeliveryDispatcher>();
        services.AddSingleton<DeliveryQueries>();
        services.AddSingleton<OutgoingBacklog>();
        services.AddSingleton<DeliveryService>();
        services.TryAddSingleton(new WebhookSettings());
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddSingleton<WebhookQueries>();
        services.AddSingleton<WebhookService>();
        services.AddSingleton<Reminders>();
        services.AddSingleton<NotificationsFromBeside>();
        services.TryAddSingleton(new PushSettings());
        services.AddSingleton<ServerKeys>();
        services.AddSingleton<PushQueries>();
        services.AddSingleton<PushService>();
        services.AddSingleton<PushSender>();
        services.AddSingleton<PushFanOut>();
        services.AddSingleton<PaceKeeper>();
        services.AddSingleton<RoomTurns>();
        services.AddSingleton<TypingSignals>();
        services.AddSingleton<RoomLookers>();
        services.AddSingleton<ChatService>();
        services.AddSingleton<ChatQueries>();
        services.AddSingleton<ChatSearchQueries>();
        services.AddSingleton<QuickReplyQueries>();
        services.AddSingleton<QuickReplyService>();
        services.AddSingleton<PatientWords>();
        services.AddSingleton<ChatPeopleQueries>();
        services.AddSingleton<LogQueries>();
        services.AddSingleton<FhirQueries>();
        services.AddSingleton<CalendarFeedService>();
        services.AddSingleton<CalendarFeedQueries>();
        services.AddSingleton(new AttachmentFolder(storagePath));
        services.AddSingleton<AttachmentFiles>();
        services.TryAddSingleton(kind.CopyOf(connectionString));
        services.AddSingleton<BackupWriter>();
        services.AddSingleton<BackupReader>();
        services.AddSingleton<AttachmentService>();
        services.AddSingleton<AttachmentQueries>();
        services.AddSingleton<UnsentAttachments>();
        services.AddSingleton<ReplyExpectationQueries>();
        services.AddSingleton<UnansweredAtDesk>();
        services.AddSingleton<CoverService>();
        services.AddSingleton<CoverQueries>();
        services.AddSingleton<CoverKeeper>();
        services.AddSingleton<ChatExportService>();
        services.AddSingleton<DisplayQueries>();
        services.AddSingleton<DisplayService>();
        services.AddSingleton<CheckInGate>();
        services.AddSingleton<OpenDisplays>();
        services.AddSingleton<DisplayHeartbeats>();
        services.AddSingleton<SignInFeedQueries>();
        services.AddSingleton<ConnectionTable>();
        services.AddSingleton<PresenceService>();
        services.AddSingleton<AttentionTable>();
        services.AddSingleton<PresenceQueries>();
        services.AddSingleton<IAttention>(provider => provider.GetRequiredService<PresenceQueries>());
        services.AddScoped<PatientRegistration>(); // uses Identity's scoped UserManager
        return services;
    }

}

/// <summary>Lets the migration tool make a context without the web project: of the kind that is named after two dashes, or of the default.</summary>
internal sealed class DesignTimeContexts : IDesignTimeDbContextFactory<ClinicDbContext>
{
    public ClinicDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<ClinicDbContext>();
        var kind = args.Length == 0 ? DatabaseKind.Sqlite : DatabaseKind.Named(args[0]) ?? throw new ArgumentException($"\"{args[0]}\" is no kind of database.", nameof(args));
        kind.Use(options, kind == DatabaseKind.Sqlite ? "Data Source=:memory:" : "Host=localhost"); // nothing is opened
        return new ClinicDbContext(options.Options);
    }
}
