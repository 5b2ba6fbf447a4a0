using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>
/// What a save that tells people, or notes that they have read, means for the ways out of the app. The rows join that save. A save that
/// does neither reads nothing here; one that tells people reads once.
/// </summary>
internal static class DeliveryPlan
{
    /// <summary>Adds the ways of what is told for the first time; what was read has none any more, and its screens are told so.</summary>
    public static async Task AddAsync(ClinicDbContext db, DeliveryRules rules, CancellationToken gone)
    {
        List<Notification> told = [], read = [];
        foreach (var entry in db.ChangeTracker.Entries<Notification>().ToList())
        {
            if (entry.State == EntityState.Added && entry.Entity.IsToLeave) told.Add(entry.Entity);
            else if (entry.State == EntityState.Modified && entry.Property(n => n.AcknowledgedAt) is { OriginalValue: null, CurrentValue: not null }) read.Add(entry.Entity);
        }

        if (told.Count > 0) await PlanAsync(db, told, rules, gone).ConfigureAwait(false);
        if (read.Count > 0) await AcknowledgeAsync(db, read, gone).ConfigureAwait(false);
    }

    private static async Task PlanAsync(ClinicDbContext db, List<Notification> told, DeliveryRules rules, CancellationToken gone)
    {
        var people = told.Select(n => n.RecipientId).Distinct().ToList();
        var reaches = await db.Accounts.AsNoTracking().Where(a => people.Contains(a.Id) && !a.IsDisabled)
            .Select(a => new Reach(
                a.Id,
                a.Role,
                db.PushSubscriptions.Any(s => s.AccountId == a.Id),
                a.Email != null,
                db.Patients.Any(p => p.AccountId == a.Id && p.Phone != null),
                db.NotificationPreferences.Where(p => p.AccountId == a.Id).ToList()))
            .ToDictionaryAsync(r => r.AccountId, gone).ConfigureAwait(false);
        foreach (var notification in told)
        {
            if (!reaches.TryGetValue(notification.RecipientId, out var reach)) continue;
            var ways = Ways(notification, reach).ToList();
            if (ways.Count == 0) continue;
            var hasGrace = reach.Role == Role.Patient && notification.Kind != NotificationKind.PatientCall;
            // Patients have the grace; staff, who sit before the app all day, the time that is given before any way.
            var mayWait = ways[0] == DeliveryChannel.Colleague || (reach.Role != Role.Patient && notification.Kind != NotificationKind.PatientCall);
            var first = notification.CreatedAt + (hasGrace ? rules.Grace : TimeSpan.Zero) + (mayWait ? rules.Before(ways[0]) : TimeSpan.Zero);
            for (var step = 0; step < ways.Count; step++)
            {
                db.Deliveries.Add(Delivery.For(notification, ways[step], step, step == 0 ? first : null, hasGrace));
            }

            db.PublishAfterSave(new DeliveriesChanged(notification.OrganizationId, notification.CreatedAt));
        }
    }

    /// <summary>The ways that a notification may have to climb for a person, in this order.</summary>
    private static IEnumerable<DeliveryChannel> Ways(Notification notification, Reach reach) => Enum.GetValues<DeliveryChannel>()
        .Where(way => reach.Has(way) && OutgoingDefaults.Takes(way, notification, reach.Chosen));

    /// <summary>Read by one is acknowledged for all who were told because nobody looked; what has not left stays here.</summary>
    private static async Task AcknowledgeAsync(ClinicDbContext db, List<Notification> read, CancellationToken gone)
    {
        foreach (var one in read.Where(n => n.Severity == NotificationSeverity.Critical).ToList())
        {
            var origin = one.EscalatedFromId ?? one.Id;
            var others = await db.Notifications.Where(n => (n.Id == origin || n.EscalatedFromId == origin) && n.Id != one.Id && n.AcknowledgedAt == null)
                .ToListAsync(gone).ConfigureAwait(false);
            foreach (var other in others)
            {
                // The person himself has still not read it; a colleague who was told in his place need not any more.
                var isOver = other.Id == origin ? other.Acknowledge(one.AcknowledgedAt!.Value, one.AcknowledgedById) : other.MarkRead(one.AcknowledgedAt!.Value, one.AcknowledgedById);
                if (!isOver) continue;
                read.Add(other);
                db.PublishAfterSave(new NotificationsChanged(other.OrganizationId, other.RecipientId, one.AcknowledgedAt!.Value));
            }
        }

        // The rows themselves are left to the dispatcher, which looks before it sends: a person who reads must not meet it on the same row.
        var ids = read.ConvertAll(n => n.Id);
        var clinics = await db.Deliveries.AsNoTracking()
            .Where(d => ids.Contains(d.NotificationId) && (d.State == DeliveryState.Waiting || d.State == DeliveryState.Failed))
            .Select(d => d.OrganizationId).Distinct().ToListAsync(gone).ConfigureAwait(false);
        foreach (var clinic in clinics) db.PublishAfterSave(new DeliveriesChanged(clinic, read[0].AcknowledgedAt!.Value));
    }

    private sealed record Reach(Guid AccountId, Role Role, bool HasPush, bool HasEmail, bool HasPhone, List<NotificationPreference> Chosen)
    {
        public bool Has(DeliveryChannel way) => way switch
        {
            DeliveryChannel.WebPush => HasPush,
            DeliveryChannel.Email => HasEmail,
            DeliveryChannel.Sms => HasPhone,
            _ => true,
        };
    }
}
