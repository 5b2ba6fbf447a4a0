using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Drafts;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Features.Webhooks;
using ClinicLive.Domain.Live;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Data;

/// <summary>
/// The clinic's database. One save is one transaction: the rows and their lines in the activity log; what they tell is
/// published after the commit, by <see cref="LiveSaveInterceptor"/>.
/// </summary>
public sealed class ClinicDbContext(DbContextOptions<ClinicDbContext> options) : IdentityUserContext<Account, Guid>(options)
{
    private List<IClinicEvent>? _toPublish;

    /// <summary>The clinics.</summary>
    public DbSet<Organization> Organizations => Set<Organization>();

    /// <summary>Rooms and desks.</summary>
    public DbSet<Location> Locations => Set<Location>();

    /// <summary>Patient records.</summary>
    public DbSet<Patient> Patients => Set<Patient>();

    /// <summary>Doctors.</summary>
    public DbSet<Practitioner> Practitioners => Set<Practitioner>();

    /// <summary>Appointments.</summary>
    public DbSet<Appointment> Appointments => Set<Appointment>();

    /// <summary>The append-only log.</summary>
    public DbSet<ActivityEntry> Activity => Set<ActivityEntry>();

    /// <summary>Accounts, the same rows that Identity works with.</summary>
    public DbSet<Account> Accounts => Set<Account>();

    /// <summary>Addresses of people's own calendars.</summary>
    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();

    /// <summary>Usual weeks of the clinics, doctors and rooms.</summary>
    public DbSet<WorkingHours> WorkingHours => Set<WorkingHours>();

    /// <summary>Other hours on single dates.</summary>
    public DbSet<HoursException> HoursExceptions => Set<HoursException>();

    /// <summary>Doctors' absences.</summary>
    public DbSet<TimeOff> TimeOff => Set<TimeOff>();

    /// <summary>Kinds of visits.</summary>
    public DbSet<VisitType> VisitTypes => Set<VisitType>();

    /// <summary>Which doctors offer which kind of visit.</summary>
    public DbSet<VisitTypeOffer> VisitTypeOffers => Set<VisitTypeOffer>();

    /// <summary>What those on the waiting list wait for.</summary>
    public DbSet<WaitingEntry> WaitingEntries => Set<WaitingEntry>();

    /// <summary>Times that were offered to those on the waiting list.</summary>
    public DbSet<WaitingOffer> WaitingOffers => Set<WaitingOffer>();

    /// <summary>By what patients are found.</summary>
    public DbSet<PatientTerm> PatientTerms => Set<PatientTerm>();

    /// <summary>Signed-in sessions.</summary>
    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();

    /// <summary>What programs go on with their sessions by.</summary>
    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    /// <summary>Who is connected where.</summary>
    public DbSet<PresenceLease> PresenceLeases => Set<PresenceLease>();

    /// <summary>Who has done how much of what may be done only so often.</summary>
    public DbSet<Pace> Paces => Set<Pace>();

    /// <summary>Webhooks of other systems.</summary>
    public DbSet<Webhook> Webhooks => Set<Webhook>();

    /// <summary>What is sent to webhooks.</summary>
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    /// <summary>The screens in waiting rooms.</summary>
    public DbSet<WaitingRoomDisplay> Displays => Set<WaitingRoomDisplay>();

    /// <summary>What people are typing.</summary>
    public DbSet<FormDraft> FormDrafts => Set<FormDraft>();

    /// <summary>What people were told.</summary>
    public DbSet<Notification> Notifications => Set<Notification>();

    /// <summary>How people want to be told, where they chose.</summary>
    public DbSet<NotificationPreference> NotificationPreferences => Set<NotificationPreference>();

    /// <summary>When nothing sounds for whom, where they chose.</summary>
    public DbSet<QuietHours> QuietHours => Set<QuietHours>();

    /// <summary>What leaves the app, and how that went.</summary>
    public DbSet<Delivery> Deliveries => Set<Delivery>();

    /// <summary>Conversations.</summary>
    public DbSet<ChatRoom> ChatRooms => Set<ChatRoom>();

    /// <summary>Who is in which conversation.</summary>
    public DbSet<ChatParticipant> ChatParticipants => Set<ChatParticipant>();

    /// <summary>What was said.</summary>
    public DbSet<ChatMessage> ChatMessages => Set<ChatMessage>();

    /// <summary>What was said before it was changed or deleted.</summary>
    public DbSet<ChatMessageVersion> ChatMessageVersions => Set<ChatMessageVersion>();

    /// <summary>Signs under messages.</summary>
    public DbSet<ChatReaction> ChatReactions => Set<ChatReaction>();

    /// <summary>Files of conversations.</summary>
    public DbSet<ChatAttachment> ChatAttachments => Set<ChatAttachment>();

    /// <summary>Answers that are given often.</summary>
    public DbSet<QuickReply> ChatQuickReplies => Set<QuickReply>();

    /// <summary>Browsers that may be told with all tabs closed.</summary>
    public DbSet<PushSubscription> PushSubscriptions => Set<PushSubscription>();

    /// <summary>The installation's own pair of keys for web push.</summary>
    public DbSet<ServerKeyRow> PushServerKeys => Set<ServerKeyRow>();

    /// <summary>Hospitals and practices that histories name.</summary>
    public DbSet<Facility> Facilities => Set<Facility>();

    /// <summary>What other systems call records.</summary>
    public DbSet<ImportedKey> ImportedKeys => Set<ImportedKey>();

    /// <summary>What was taken over from other systems.</summary>
    public DbSet<ClinicImport> Imports => Set<ClinicImport>();

    /// <summary>How tables of other systems are read.</summary>
    public DbSet<KeptCsvPlan> KeptCsvPlans => Set<KeptCsvPlan>();

    /// <summary>Keys that protect cookies, so that a restart signs nobody out.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>True for a context that writes down what people know already, such as the demo's or an import's history: nobody is notified of it.</summary>
    public bool TellsNobody { get; set; }

    /// <summary>Publishes an event when the next save has been committed; for changes that are no <see cref="Shared.LiveEntity"/>.</summary>
    public void PublishAfterSave(IClinicEvent clinicEvent) => (_toPublish ??= []).Add(clinicEvent);

    internal IReadOnlyList<IClinicEvent> TakeEventsToPublish()
    {
        var taken = _toPublish;
        _toPublish = null;
        return taken ?? [];
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Forget();
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Forget();
        base.Dispose();
    }

    // The context goes back to the pool; what was never saved must not ring with somebody else's save.
    private void Forget() => (_toPublish, TellsNobody) = (null, false);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ClinicDbContext).Assembly);
        DatabaseKind.Of(this).Shape(builder);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcInstantConverter>();
    }
}
