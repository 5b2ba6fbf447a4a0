using ClinicLive.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Presence;

/// <summary>What an account has open on the other nodes, as their leases say: one small read by the account's key.</summary>
public sealed class PresenceQueries(IDbContextFactory<ClinicDbContext> contexts, PresenceService presence, AttentionTable here, TimeProvider time) : IAttention
{
    /// <summary>Windows and streams on other nodes; seconds old. A node that renews no more counts for <see cref="PresenceLease.BelievedFor"/>.</summary>
    public async Task<(int Windows, int Streams)> ElsewhereAsync(Guid accountId, CancellationToken gone = default)
    {
        var (self, oldest) = (presence.NodeId, time.GetUtcNow() + PresenceLease.Length - PresenceLease.BelievedFor);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var others = await db.PresenceLeases.AsNoTracking().Where(l => l.AccountId == accountId && l.NodeId != self && l.ExpiresAt > oldest)
            .Select(l => new { l.Windows, l.Streams }).ToListAsync(gone).ConfigureAwait(false);
        return (others.Sum(l => l.Windows), others.Sum(l => l.Streams));
    }

    /// <inheritdoc/>
    public async Task<bool> IsLookingAsync(Guid accountId, CancellationToken gone = default)
    {
        if (here.IsLooking(accountId)) return true;
        var (self, now) = (presence.NodeId, time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.PresenceLeases.AnyAsync(l => l.AccountId == accountId && l.NodeId != self && l.ExpiresAt > now && l.LookingUntil > now, gone).ConfigureAwait(false);
    }
}
