using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>
/// The last way: whoever of the front desk is connected is told inside the app that somebody has not seen something urgent; where nobody is,
/// all of reception. Who was told the same thing himself is left out, and nobody is told of one message twice, however many have not seen it.
/// </summary>
internal static class ColleagueOnDuty
{
    /// <summary>Adds the notifications to the save that ends the delivery. Answers how many there are.</summary>
    public static async Task<int> TellAsync(ClinicDbContext db, Notification unseen, DateTimeOffset now, CancellationToken gone)
    {
        var key = $"unseen:{unseen.Key}";
        if (key.Length > Notification.KeyLimit) key = $"unseen:{unseen.Id:N}";
        var desk = await db.Accounts.AsNoTracking()
            .Where(a => a.OrganizationId == unseen.OrganizationId && !a.IsDisabled && a.Id != unseen.RecipientId && (a.Role == Role.Receptionist || a.Role == Role.Admin))
            .Where(a => !db.Notifications.Any(n => n.RecipientId == a.Id && (n.Key == unseen.Key || n.Key == key)))
            .Select(a => new { a.Id, a.Role, IsHere = db.PresenceLeases.Any(l => l.AccountId == a.Id && l.ExpiresAt > now) })
            .ToListAsync(gone).ConfigureAwait(false);
        var told = desk.Exists(a => a.IsHere) ? desk.FindAll(a => a.IsHere) : desk.FindAll(a => a.Role == Role.Receptionist);
        if (told.Count == 0) return 0;

        var who = await db.Accounts.AsNoTracking().Where(a => a.Id == unseen.RecipientId).Select(a => a.DisplayName).SingleAsync(gone).ConfigureAwait(false);
        var isPatient = await db.Patients.AnyAsync(p => p.AccountId == unseen.RecipientId, gone).ConfigureAwait(false);
        // Only what the clinic itself words is for the desk's eyes too; what somebody wrote was for the person alone.
        var isOwnWords = unseen.Key.StartsWith("appointment:", StringComparison.Ordinal) || unseen.Key.StartsWith("reminder:", StringComparison.Ordinal);
        var link = !isOwnWords ? null : unseen.SubjectId is { } subject && await db.Appointments.AnyAsync(a => a.Id == subject, gone).ConfigureAwait(false)
            ? $"/appointments/{subject}"
            : isPatient ? null : unseen.Link;
        var notice = new Notice(unseen.Kind, $"{who} has not seen this yet", isOwnWords ? unseen.Title : "An urgent message. Please see that it is read.", link, key, NotificationSeverity.Critical, unseen.SubjectId);
        foreach (var person in told)
        {
            db.Notifications.Add(Notification.For(unseen.OrganizationId, person.Id, notice, now, escalatedFrom: unseen.Id));
            db.PublishAfterSave(new NotificationsChanged(unseen.OrganizationId, person.Id, now));
        }

        return told.Count;
    }
}
