using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>How far what leaves the app is behind, of all clinics together: numbers for whoever runs the program, without anything of a person.</summary>
public sealed class OutgoingBacklog(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Days that dead letters are counted back.</summary>
    public const int CountedDays = 7;

    /// <summary>Reads it: four short reads by index.</summary>
    public async Task<Backlog> ReadAsync(CancellationToken gone = default)
    {
        var now = time.GetUtcNow();
        var since = now.AddDays(-CountedDays);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var due = await db.Deliveries.AsNoTracking().Where(d => d.NextAttemptAt <= now)
            .GroupBy(d => d.Channel).Select(g => new { Channel = g.Key, Count = g.Count(), Oldest = g.Min(d => d.NextAttemptAt) }).ToListAsync(gone).ConfigureAwait(false);
        var dead = await db.Deliveries.AsNoTracking().Where(d => d.CreatedAt >= since && (d.State == DeliveryState.Dead || d.State == DeliveryState.MaybeSent))
            .GroupBy(d => d.Channel).Select(g => new { Channel = g.Key, Count = g.Count() }).ToListAsync(gone).ConfigureAwait(false);
        var hooks = await db.WebhookDeliveries.AsNoTracking().Where(d => d.NextAttemptAt <= now)
            .GroupBy(d => 1).Select(g => new { Count = g.Count(), Oldest = g.Min(d => d.NextAttemptAt) }).FirstOrDefaultAsync(gone).ConfigureAwait(false);
        var deadHooks = await db.WebhookDeliveries.AsNoTracking().CountAsync(d => d.State == WebhookDeliveryState.Dead && d.CreatedAt >= since, gone).ConfigureAwait(false);
        return new Backlog(
            [.. Enum.GetValues<DeliveryChannel>().Select(c => new WayBacklog(
                c, due.Find(d => d.Channel == c)?.Count ?? 0, Behind(due.Find(d => d.Channel == c)?.Oldest), dead.Find(d => d.Channel == c)?.Count ?? 0))],
            hooks?.Count ?? 0, Behind(hooks?.Oldest), deadHooks);

        TimeSpan Behind(DateTimeOffset? oldest) => oldest is { } at && at < now ? now - at : TimeSpan.Zero;
    }
}

/// <summary>What is behind.</summary>
/// <param name="Ways">Each way out.</param>
/// <param name="WebhooksDue">Webhook requests that are due.</param>
/// <param name="WebhooksBehind">How long the oldest of them has been.</param>
/// <param name="WebhooksDead">Webhook requests of the last days that were given up.</param>
public sealed record Backlog(IReadOnlyList<WayBacklog> Ways, int WebhooksDue, TimeSpan WebhooksBehind, int WebhooksDead);

/// <summary>What is behind on one way.</summary>
/// <param name="Channel">The way.</param>
/// <param name="Due">Messages that are due.</param>
/// <param name="Behind">How long the oldest of them has been.</param>
/// <param name="Dead">Messages of the last days that were given up, or of which nobody can know.</param>
public sealed record WayBacklog(DeliveryChannel Channel, int Due, TimeSpan Behind, int Dead);
