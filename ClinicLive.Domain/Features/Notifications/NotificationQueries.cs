using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Notifications;

/// <summary>Reads of a person's own notifications. Nobody reads those of somebody else.</summary>
public sealed class NotificationQueries(IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, OrganizationQueries organizations)
{
    /// <summary>Rows of one page when nothing else is asked for.</summary>
    public const int PageSize = 50;

    /// <summary>Most rows of one page.</summary>
    public const int LongestPage = 200;

    /// <summary>Unread ones that the bell holds, newest first: as many as pop up at once.</summary>
    public const int NewestSize = 3;

    /// <summary>How many the person has not read.</summary>
    public async ValueTask<int> UnreadCountAsync(Actor actor, CancellationToken gone = default) => (await BellAsync(actor, gone).ConfigureAwait(false)).Unread;

    /// <summary>What the bell shows. One read per change for all screens of the person on the node.</summary>
    public ValueTask<Bell> BellAsync(Actor actor, CancellationToken gone = default) =>
        snapshots.ReadAsync<Bell>(Topic.Notifications(actor.UserId), async (before, shared) =>
        {
            await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
            var unread = Own(db, actor).Where(n => n.ReadAt == null);
            var count = await unread.CountAsync(shared).ConfigureAwait(false);
            var newest = count == 0 ? [] : await Rows(unread).Take(NewestSize).ToListAsync(shared).ConfigureAwait(false);
            return new Bell(count, RowReuse.Merge(before?.Newest, newest, r => r.Id), await ChoicesAsync(db, actor, shared).ConfigureAwait(false));
        }, gone);

    /// <summary>One page of the person's notifications, newest first.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="before">The <see cref="NotificationRow.Sequence"/> of the last row of the page before, or null for the first page.</param>
    /// <param name="size">Rows of the page, at most <see cref="LongestPage"/>.</param>
    /// <param name="gone">Stops the read.</param>
    public async Task<IReadOnlyList<NotificationRow>> PageAsync(
        Actor actor, NotificationFilter filter, long? before = null, int size = PageSize, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var own = Own(db, actor);
        if (filter.UnreadOnly) own = own.Where(n => n.ReadAt == null);
        if (filter.Kind is { } kind) own = own.Where(n => n.Kind == kind);
        if (before is { } last) own = own.Where(n => n.Sequence < last);
        return await Rows(own).Take(Math.Clamp(size, 1, LongestPage)).ToListAsync(gone).ConfigureAwait(false);
    }

    /// <summary>One of the person's notifications; null for one of somebody else as for one that does not exist.</summary>
    public async Task<NotificationRow?> FindAsync(Actor actor, Guid notificationId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await Rows(Own(db, actor).Where(n => n.Id == notificationId)).SingleOrDefaultAsync(gone).ConfigureAwait(false);
    }

    private static IQueryable<Notification> Own(ClinicDbContext db, Actor actor) =>
        db.Notifications.AsNoTracking().Where(n => n.RecipientId == actor.UserId && n.OrganizationId == actor.OrganizationId);

    private static IQueryable<NotificationRow> Rows(IQueryable<Notification> notifications) => notifications
        .OrderByDescending(n => n.Sequence)
        .Select(n => new NotificationRow(n.Sequence, n.Id, n.Kind, n.Severity, n.Title, n.Text, n.Link, n.CreatedAt, n.ReadAt));

    private async Task<NotificationChoices> ChoicesAsync(ClinicDbContext db, Actor actor, CancellationToken shared)
    {
        var policy = await organizations.PolicyAsync(actor.OrganizationId, shared).ConfigureAwait(false);
        var chosen = await db.NotificationPreferences.AsNoTracking().Where(p => p.AccountId == actor.UserId)
            .Select(p => new { p.Kind, p.Channel, p.IsOn }).ToListAsync(shared).ConfigureAwait(false);
        var quiet = await db.QuietHours.AsNoTracking().SingleOrDefaultAsync(q => q.AccountId == actor.UserId, shared).ConfigureAwait(false);
        var zone = quiet is not null && TimeZoneInfo.TryFindSystemTimeZoneById(quiet.TimeZoneId, out var own) ? own : policy.Zone;
        return new NotificationChoices(
            [.. chosen.Where(p => !p.IsOn).Select(p => (p.Kind, p.Channel))],
            quiet?.From ?? NotificationChoices.DefaultQuietFrom,
            quiet?.Until ?? NotificationChoices.DefaultQuietUntil,
            zone)
        {
            Asked = [.. chosen.Where(p => p.IsOn).Select(p => (p.Kind, p.Channel))],
        };
    }
}

/// <summary>Which notifications are asked for.</summary>
/// <param name="UnreadOnly">Only those that the person has not read.</param>
/// <param name="Kind">Only those of one kind.</param>
public sealed record NotificationFilter(bool UnreadOnly = false, NotificationKind? Kind = null)
{
    /// <summary>All of them.</summary>
    public static NotificationFilter All { get; } = new();
}

/// <summary>What the bell needs to know. Immutable, and shared by all screens of one person.</summary>
/// <param name="Unread">How many are unread.</param>
/// <param name="Newest">The newest unread ones, newest first.</param>
/// <param name="Choices">How the person wants to be told.</param>
public sealed record Bell(int Unread, IReadOnlyList<NotificationRow> Newest, NotificationChoices Choices);

/// <summary>One notification as its recipient sees it.</summary>
/// <param name="Sequence">Position among all; later ones are higher.</param>
/// <param name="Id">The notification.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Severity">How much attention it asks for.</param>
/// <param name="Title">What happened.</param>
/// <param name="Text">The rest of it.</param>
/// <param name="Link">Where one goes on, or null.</param>
/// <param name="CreatedAt">When, in UTC.</param>
/// <param name="ReadAt">When it was read, in UTC, or null.</param>
public sealed record NotificationRow(
    long Sequence,
    Guid Id,
    NotificationKind Kind,
    NotificationSeverity Severity,
    string Title,
    string Text,
    string? Link,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ReadAt);
