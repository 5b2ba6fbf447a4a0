using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Notifications;

/// <summary>One message to a set of people.</summary>
/// <param name="Recipients">Accounts that are told.</param>
/// <param name="PatientIds">Patients whose accounts are told; who has none is left out.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Text">The rest of it; may be empty.</param>
/// <param name="Link">Where one goes on: a local path, or null.</param>
/// <param name="Severity">How much attention it asks for.</param>
public sealed record NotificationMessage(
    IReadOnlyCollection<Guid> Recipients,
    IReadOnlyCollection<Guid> PatientIds,
    NotificationKind Kind,
    string Title,
    string Text,
    string? Link = null,
    NotificationSeverity Severity = NotificationSeverity.Normal);

/// <summary>Telling people, and noting what they have read.</summary>
public sealed class NotificationService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Most people that one message goes to.</summary>
    public const int MostRecipients = 1_000;

    /// <summary>
    /// Sends one message to people of the actor's clinic and answers to how many. Staff only. Leaves out who has no account,
    /// is disabled, belongs to another clinic or is the sender himself; refuses when nobody is left. The same command id
    /// twice is one message and the same answer.
    /// </summary>
    public async Task<Outcome<NotificationsSent>> SendAsync(Actor actor, NotificationMessage message, Guid commandId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (!actor.IsStaff && actor.Role != Role.System) return Refusal.Forbidden("Only the clinic's staff can send messages.");
        return await CommandLog.OnceAsync(() => AnswerRepeatedAsync(db, actor, message, commandId, gone), () => SendOnceAsync(db, actor, message, commandId, gone)).ConfigureAwait(false);
    }

    private async Task<Outcome<NotificationsSent>> SendOnceAsync(ClinicDbContext db, Actor actor, NotificationMessage message, Guid commandId, CancellationToken gone)
    {
        var notice = NoticeOf(message, commandId);
        if (Notification.Check(notice) is { } unusable) return unusable;
        if (message.Recipients.Count + message.PatientIds.Count > MostRecipients) return Refusal.Invalid("Recipients", $"A message goes to at most {MostRecipients} people.");

        var people = await Meant(db, actor, message).Where(a => !a.IsDisabled).Select(a => a.Id).ToListAsync(gone).ConfigureAwait(false);
        if (people.Count == 0) return Refusal.NotAllowed("None of these people has an account that could be told. Nothing was sent.");

        var now = time.GetUtcNow();
        foreach (var person in people) db.Tell(actor.OrganizationId, person, notice, now);
        db.Activity.Add(new ActivityEntry
        {
            OrganizationId = actor.OrganizationId,
            ActorId = actor.UserId,
            Kind = ActivityKind.NotificationSent,
            Category = ActivityCategory.Notification,
            SubjectId = commandId,
            To = people.Count.ToString(CultureInfo.InvariantCulture),
            At = now,
            CommandId = commandId,
        });
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved
            ? Outcome<NotificationsSent>.Done(new(people.Count, db.Notifications.Local.First().Id))
            : Refusal.Unavailable;
    }

    /// <summary>Notes that the actor has read one of his own. One of somebody else looks like one that does not exist.</summary>
    public async Task<Outcome<Guid>> ReadAsync(Actor actor, Guid notificationId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        var notification = await db.Notifications
            .SingleOrDefaultAsync(n => n.Id == notificationId && n.RecipientId == actor.UserId && n.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
        if (notification is null) return Refusal.NotFound("notification");
        var now = time.GetUtcNow();
        if (!notification.MarkRead(now, actor.UserId)) return Outcome<Guid>.Already(notificationId);
        db.PublishAfterSave(new NotificationsChanged(actor.OrganizationId, actor.UserId, now));
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved ? Outcome<Guid>.Done(notificationId) : Refusal.Unavailable;
    }

    /// <summary>
    /// Notes that the actor has read all of his own, and answers how many that were. Given a position, what came after it
    /// stays unread: nobody has read what came while he pressed.
    /// </summary>
    public async Task<Outcome<NotificationsRead>> ReadAllAsync(Actor actor, long upTo = long.MaxValue, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        var now = time.GetUtcNow();
        try
        {
            var unread = db.Notifications.Where(n => n.RecipientId == actor.UserId && n.OrganizationId == actor.OrganizationId && n.ReadAt == null && n.Sequence <= upTo);
            // The urgent ones, which are few, may concern others who were told of them, so they are read one by one.
            var urgent = await unread.Where(n => n.Severity == NotificationSeverity.Critical).ToListAsync(gone).ConfigureAwait(false);
            var count = urgent.Count(n => n.MarkRead(now, actor.UserId));
            count += await unread.Where(n => n.Severity != NotificationSeverity.Critical)
                .ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, now).SetProperty(x => x.AcknowledgedAt, now).SetProperty(x => x.AcknowledgedById, actor.UserId), gone)
                .ConfigureAwait(false);
            if (count == 0) return Outcome<NotificationsRead>.Already(new(0));
            db.PublishAfterSave(new NotificationsChanged(actor.OrganizationId, actor.UserId, now));
            var wasLeaving = await db.Deliveries.AnyAsync(d => d.OrganizationId == actor.OrganizationId && d.State == DeliveryState.Waiting && d.RecipientId == actor.UserId, gone).ConfigureAwait(false);
            if (wasLeaving) db.PublishAfterSave(new DeliveriesChanged(actor.OrganizationId, now));
            await db.SaveChangesAsync(gone).ConfigureAwait(false); // also where nothing is left to write: it rings
            return Outcome<NotificationsRead>.Done(new(count));
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return Refusal.Unavailable;
        }
    }

    // The same message to the same people is answered as before; anything else under this id was never sent, and is not said to have been.
    private static async Task<Outcome<NotificationsSent>?> AnswerRepeatedAsync(ClinicDbContext db, Actor actor, NotificationMessage message, Guid commandId, CancellationToken gone)
    {
        if (await CommandLog.FindAsync(db, actor, commandId, gone).ConfigureAwait(false) is not { } line) return null;
        var notice = NoticeOf(message, commandId);
        var sent = await db.Notifications.AsNoTracking().Where(n => n.OrganizationId == actor.OrganizationId && n.Key == notice.Key).OrderBy(n => n.Sequence).ToListAsync(gone).ConfigureAwait(false);
        var told = sent.ConvertAll(n => n.RecipientId);
        var isSame = line.Kind == ActivityKind.NotificationSent && line.ActorId == actor.UserId && sent.TrueForAll(n => n.Says(notice))
            && await Meant(db, actor, message).CountAsync(a => told.Contains(a.Id), gone).ConfigureAwait(false) == told.Count;
        return isSame
            ? Outcome<NotificationsSent>.Already(new(int.Parse(line.To!, CultureInfo.InvariantCulture), sent.Select(n => n.Id).FirstOrDefault()))
            : Refusal.Invalid("commandId", "This command id was used for something else. Nothing was sent.");
    }

    private static Notice NoticeOf(NotificationMessage message, Guid commandId) =>
        new(message.Kind, message.Title, message.Text, message.Link, $"sent:{commandId:N}", message.Severity);

    private static IQueryable<Account> Meant(ClinicDbContext db, Actor actor, NotificationMessage message) => db.Accounts.AsNoTracking()
        .Where(a => a.OrganizationId == actor.OrganizationId && a.Id != actor.UserId
            && (message.Recipients.Contains(a.Id) || db.Patients.Any(p => p.AccountId == a.Id && message.PatientIds.Contains(p.Id))));
}

/// <summary>How many people were told.</summary>
/// <param name="Count">Accounts.</param>
/// <param name="FirstId">The notification of the first of them.</param>
public sealed record NotificationsSent(int Count, Guid FirstId = default);

/// <summary>How many were unread before.</summary>
/// <param name="Count">Notifications.</param>
public sealed record NotificationsRead(int Count);
