using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Activity;

/// <summary>
/// The log as one person may follow it, line by line from any place: appointments, doctors' availability, conversations, for the front desk
/// signing in and out, and the person's own notifications. Rights are those of the moment of the read.
/// </summary>
public sealed class LogQueries(IDbContextFactory<ClinicDbContext> contexts)
{
    /// <summary>Most lines of one read.</summary>
    public const int PageSize = 100;

    private readonly JoinedReads<(Guid OrganizationId, long Sequence), IReadOnlyList<LogLine>> _shared = new();

    /// <summary>Where both logs end now.</summary>
    public async Task<LogPlace> EndAsync(CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var line = await db.Activity.MaxAsync(a => (long?)a.Sequence, gone).ConfigureAwait(false) ?? 0;
        var notification = await db.Notifications.MaxAsync(n => (long?)n.Sequence, gone).ConfigureAwait(false) ?? 0;
        return new LogPlace(line, notification);
    }

    /// <summary>
    /// The lines after a place, oldest first; at most <see cref="PageSize"/>. Staff who ask together from one place read together, unless
    /// somebody's own rights decide about a line: those of a conversation.
    /// </summary>
    public async Task<IReadOnlyList<LogLine>> LinesAfterAsync(Actor actor, long sequence, CancellationToken gone = default)
    {
        if (!actor.IsStaff) return await OwnLinesAsync(actor, sequence, gone).ConfigureAwait(false);
        var all = await _shared.ReadAsync((actor.OrganizationId, sequence), over => ClinicLinesAsync(actor.OrganizationId, sequence, over), gone).ConfigureAwait(false);
        if (all.Count == PageSize || all.Any(l => l.Category == ActivityCategory.Chat)) return await OwnLinesAsync(actor, sequence, gone).ConfigureAwait(false);
        return actor.IsFrontDesk ? all : [.. all.Where(l => l.Category != ActivityCategory.SignIn)];
    }

    private async Task<IReadOnlyList<LogLine>> ClinicLinesAsync(Guid organizationId, long sequence, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await Lines(db.Activity.Where(a => a.Sequence > sequence && a.OrganizationId == organizationId
            && (a.Category == ActivityCategory.Practitioner || a.Category == ActivityCategory.Appointment || a.Category == ActivityCategory.SignIn || a.Category == ActivityCategory.Chat)))
            .ToListAsync(gone).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<LogLine>> OwnLinesAsync(Actor actor, long sequence, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var (rooms, isStaff, isDesk, own) = (ChatRights.Rooms(db, actor), actor.IsStaff, actor.IsFrontDesk, actor.PatientId);
        return await Lines(db.Activity
            .Where(a => a.Sequence > sequence && a.OrganizationId == actor.OrganizationId)
            .Where(a => a.Category == ActivityCategory.Practitioner
                || (a.Category == ActivityCategory.Appointment && (isStaff || db.Appointments.Any(p => p.Id == a.SubjectId && p.PatientId == own)))
                || (a.Category == ActivityCategory.SignIn && isDesk)
                || (a.Category == ActivityCategory.Chat && rooms.Any(r => r.Id == a.SubjectId))))
            .ToListAsync(gone).ConfigureAwait(false);
    }

    private static IQueryable<LogLine> Lines(IQueryable<ActivityEntry> lines) => lines.AsNoTracking().OrderBy(a => a.Sequence).Take(PageSize)
        .Select(a => new LogLine(a.Sequence, a.Category, a.Kind, a.SubjectId, a.SubjectVersion, a.From, a.To, a.At, a.ActorId));

    /// <summary>The person's own notifications after a place, oldest first; at most <see cref="PageSize"/>.</summary>
    public async Task<IReadOnlyList<NotificationRow>> NotificationsAfterAsync(Actor actor, long sequence, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.Notifications.AsNoTracking()
            .Where(n => n.RecipientId == actor.UserId && n.OrganizationId == actor.OrganizationId && n.Sequence > sequence)
            .OrderBy(n => n.Sequence).Take(PageSize)
            .Select(n => new NotificationRow(n.Sequence, n.Id, n.Kind, n.Severity, n.Title, n.Text, n.Link, n.CreatedAt, n.ReadAt))
            .ToListAsync(gone).ConfigureAwait(false);
    }
}

/// <summary>A place in the two logs that a person follows: what happened, and what he was told.</summary>
/// <param name="Line">The last line of the activity log.</param>
/// <param name="Notification">The last notification.</param>
public sealed record LogPlace(long Line, long Notification);

/// <summary>One line of the log for somebody who may read it.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Category">Which part of the clinic's life.</param>
/// <param name="Kind">What was done.</param>
/// <param name="SubjectId">To what: the appointment, the doctor, the conversation, the account.</param>
/// <param name="SubjectVersion">Its version afterwards; of a conversation the message's number, where it is about one.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="ActorId">Who did it; <see cref="Guid.Empty"/> for the clinic itself.</param>
public sealed record LogLine(
    long Sequence, ActivityCategory Category, ActivityKind Kind, Guid SubjectId, int SubjectVersion, string? From, string? To, DateTimeOffset At, Guid ActorId);
