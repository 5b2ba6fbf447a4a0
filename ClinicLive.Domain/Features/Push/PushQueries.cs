using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Push;

/// <summary>Reads of a person's own browsers. Nobody reads those of somebody else, and nobody reads an address or a key.</summary>
public sealed class PushQueries(IDbContextFactory<ClinicDbContext> contexts, ServerKeys keys, PushSettings settings)
{
    /// <summary>The key that browsers subscribe with; null where web push is not set up.</summary>
    public async ValueTask<string?> PublicKeyAsync(CancellationToken gone = default) =>
        settings.IsOn ? (await keys.GetAsync(gone).ConfigureAwait(false)).PublicKey : null;

    /// <summary>The browsers that the person switched on, the newest first.</summary>
    public async Task<IReadOnlyList<PushDevice>> DevicesAsync(Actor actor, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.PushSubscriptions.AsNoTracking()
            .Where(s => s.AccountId == actor.UserId && s.OrganizationId == actor.OrganizationId)
            .OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id)
            .Select(s => new PushDevice(s.Id, s.Name, s.EndpointHash, s.CreatedAt, s.LastSentAt, db.SignInSessions.Any(x => x.Id == s.SessionId && x.EndedAt != null && !x.EndedIdle)))
            .ToListAsync(gone).ConfigureAwait(false);
    }
}

/// <summary>One browser as its person sees it.</summary>
/// <param name="Id">The browser.</param>
/// <param name="Name">What the person recognises it by.</param>
/// <param name="EndpointHash">By which the browser in front of the person is found in the list.</param>
/// <param name="CreatedAt">When it was switched on, in UTC.</param>
/// <param name="LastSentAt">When it was last told something, in UTC, or null.</param>
/// <param name="IsAsleep">The person signed out there: nothing is sent until he signs in again.</param>
public sealed record PushDevice(Guid Id, string Name, string EndpointHash, DateTimeOffset CreatedAt, DateTimeOffset? LastSentAt, bool IsAsleep);
