using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>Reads an actor's rights again, for every command: what a circuit remembers may be minutes old.</summary>
public static class AccountRights
{
    /// <summary>Null while the account is still in the clinic, enabled and in the role that the actor claims.</summary>
    public static async Task<Refusal?> RefuseAsync(ClinicDbContext db, Actor actor, CancellationToken gone)
    {
        if (actor.Role == Role.System) return null;
        var holds = await db.Accounts.AsNoTracking().AnyAsync(
            a => a.Id == actor.UserId && a.OrganizationId == actor.OrganizationId && a.Role == actor.Role && !a.IsDisabled, gone).ConfigureAwait(false);
        return holds ? null : Refusal.Forbidden("Your account no longer has this right. Nothing was changed. Please sign in again.");
    }
}
