using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>Reads of what leaves the app: for the desk what is about to, for the admin all of it.</summary>
public sealed class DeliveryQueries(IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, IEnumerable<IDeliveryChannel> channels, TimeProvider time)
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 50;

    /// <summary>Days that the numbers of the admin's page look back.</summary>
    public const int CountedDays = 7;

    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(1);

    /// <summary>How much goes out to patients soon and can still be taken back; one read of one row per change for all desks. Nothing for others than the front desk.</summary>
    public async ValueTask<GoingOut> GoingOutAsync(Actor actor, CancellationToken gone = default)
    {
        if (!actor.IsFrontDesk) return GoingOut.Nothing;
        return await snapshots.ReadAsync<GoingOut>(Topic.Deliveries(actor.OrganizationId), async (_, shared) =>
        {
            await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
            var since = time.GetUtcNow() - LongestGrace;
            return await db.Deliveries.AsNoTracking()
                .Where(d => d.OrganizationId == actor.OrganizationId && d.State == DeliveryState.Waiting && d.CreatedAt >= since && d.HasGrace && d.Step == 0 && d.NextAttemptAt != null)
                .Where(d => db.Notifications.Any(n => n.Id == d.NotificationId && n.AcknowledgedAt == null))
                .GroupBy(d => d.OrganizationId)
                .Select(g => new GoingOut(g.Count(), g.Min(d => d.NextAttemptAt), g.Max(d => d.NextAttemptAt)))
                .FirstOrDefaultAsync(shared).ConfigureAwait(false) ?? GoingOut.Nothing;
        }, gone).ConfigureAwait(false);
    }

    /// <summary>The ways and how many deliveries of the last days stand where; null for everybody but the clinic's admin.</summary>
    public async Task<DeliveryOverview?> OverviewAsync(Actor actor, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await RefusedAsync(db, actor, gone).ConfigureAwait(false)) return null;
        var since = time.GetUtcNow().AddDays(-CountedDays);
        var counts = await db.Deliveries.AsNoTracking().Where(d => d.OrganizationId == actor.OrganizationId && d.CreatedAt >= since)
            .GroupBy(d => new { d.Channel, d.State }).Select(g => new DeliveryCount(g.Key.Channel, g.Key.State, g.Count())).ToListAsync(gone).ConfigureAwait(false);
        return new DeliveryOverview([.. channels.OrderBy(c => c.Kind).Select(c => new WayState(c.Kind, c.IsConfigured))], counts);
    }

    /// <summary>One page of deliveries, newest first; only those that need somebody where asked. Nothing for everybody but the clinic's admin.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> PageAsync(Actor actor, bool onlyDead, int page = 0, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await RefusedAsync(db, actor, gone).ConfigureAwait(false)) return [];
        var rows = db.Deliveries.AsNoTracking().Where(d => d.OrganizationId == actor.OrganizationId);
        if (onlyDead) rows = rows.Where(d => d.State == DeliveryState.Dead || d.State == DeliveryState.MaybeSent);
        return await (
            from d in rows.OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Skip(Math.Clamp(page, 0, 1_000) * PageSize).Take(PageSize)
            join n in db.Notifications on d.NotificationId equals n.Id
            join a in db.Accounts on d.RecipientId equals a.Id
            orderby d.CreatedAt descending, d.Id descending
            select new DeliveryRow(d.Id, d.Version, d.Channel, d.State, n.Kind, a.DisplayName, d.Attempts, d.NextAttemptAt, d.LastError, d.CreatedAt, d.EndedAt, n.AcknowledgedAt))
            .ToListAsync(gone).ConfigureAwait(false);
    }

    private static async Task<bool> RefusedAsync(ClinicDbContext db, Actor actor, CancellationToken gone) =>
        actor.Role != Role.Admin || await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is not null;
}

/// <summary>What is about to go out to patients. Immutable and shared.</summary>
/// <param name="Count">How many messages.</param>
/// <param name="Next">When the first of them leaves, in UTC; null where there is none.</param>
/// <param name="Last">When the last of them leaves, in UTC; null where there is none.</param>
public sealed record GoingOut(int Count, DateTimeOffset? Next, DateTimeOffset? Last)
{
    /// <summary>Nothing.</summary>
    public static GoingOut Nothing { get; } = new(0, null, null);
}

/// <summary>The ways out of the app and what became of what took them.</summary>
/// <param name="Ways">Each way of this installation.</param>
/// <param name="Counts">How many stand where.</param>
public sealed record DeliveryOverview(IReadOnlyList<WayState> Ways, IReadOnlyList<DeliveryCount> Counts)
{
    /// <summary>How many of a way stand in one of these states.</summary>
    public int Of(DeliveryChannel channel, params DeliveryState[] states) => Counts.Where(c => c.Channel == channel && states.Contains(c.State)).Sum(c => c.Count);
}

/// <summary>A way out of the app.</summary>
/// <param name="Channel">Which.</param>
/// <param name="IsConfigured">Whether it is set up.</param>
public sealed record WayState(DeliveryChannel Channel, bool IsConfigured);

/// <summary>How many deliveries of a way stand somewhere.</summary>
/// <param name="Channel">The way.</param>
/// <param name="State">Where.</param>
/// <param name="Count">How many.</param>
public sealed record DeliveryCount(DeliveryChannel Channel, DeliveryState State, int Count);

/// <summary>A delivery as the admin sees it: who and which kind, never what it says.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Version">The row's version.</param>
/// <param name="Channel">The way.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Recipient">Who is told.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttemptAt">When it is looked at again, in UTC, or null.</param>
/// <param name="LastError">Why the last attempt did not succeed, or null.</param>
/// <param name="CreatedAt">When it was written, in UTC.</param>
/// <param name="EndedAt">When it came to its end, in UTC, or null.</param>
/// <param name="AcknowledgedAt">When somebody took it on, in UTC, or null.</param>
public sealed record DeliveryRow(
    Guid Id,
    int Version,
    DeliveryChannel Channel,
    DeliveryState State,
    NotificationKind Kind,
    string Recipient,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string? LastError,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? AcknowledgedAt)
{
    /// <summary>True where somebody can send it again by hand.</summary>
    public bool MaySendAgain => State is DeliveryState.Dead or DeliveryState.MaybeSent or DeliveryState.Skipped or DeliveryState.NotConfigured;
}
