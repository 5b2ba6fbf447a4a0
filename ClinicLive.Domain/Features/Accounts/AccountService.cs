using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>What an admin does with the clinic's accounts.</summary>
public sealed class AccountService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Ends an account's access. Refuses everybody but an admin, an account of another clinic, and one's own.</summary>
    public Task<Outcome<Guid>> DisableAsync(Actor actor, Guid accountId, CancellationToken gone = default) =>
        ChangeAsync(actor, accountId, "You cannot disable your own account.", (account, _) =>
        {
            account.Disable(actor, time.GetUtcNow());
            return Task.FromResult<Refusal?>(null);
        }, gone);

    /// <summary>Lets an account sign in again.</summary>
    public Task<Outcome<Guid>> EnableAsync(Actor actor, Guid accountId, CancellationToken gone = default) =>
        ChangeAsync(actor, accountId, "Your own account is enabled.", (account, _) =>
        {
            account.Enable(actor, time.GetUtcNow());
            return Task.FromResult<Refusal?>(null);
        }, gone);

    /// <summary>
    /// Gives an account another role. A doctor's or patient's role needs the record of that person; one's own role cannot
    /// be changed, so that a clinic is never left without an admin by accident.
    /// </summary>
    public Task<Outcome<Guid>> ChangeRoleAsync(Actor actor, Guid accountId, Role role, CancellationToken gone = default) =>
        ChangeAsync(actor, accountId, "You cannot change your own role.", async (account, db) =>
        {
            if (role is Role.System || !Enum.IsDefined(role)) return Refusal.Invalid("Role", "This is not a role that an account can have.");
            if (role == Role.Practitioner && !await db.Practitioners.AnyAsync(p => p.AccountId == accountId, gone).ConfigureAwait(false))
            {
                return Refusal.NotAllowed("This account has no doctor's record, so it cannot become a doctor.");
            }

            if (role == Role.Patient && !await db.Patients.AnyAsync(p => p.AccountId == accountId, gone).ConfigureAwait(false))
            {
                return Refusal.NotAllowed("This account has no patient record, so it cannot become a patient.");
            }

            account.ChangeRole(role, actor, time.GetUtcNow());
            return null;
        }, gone);

    /// <summary>Takes the second factor away from somebody who has lost it; all sessions of the account end. One's own is turned off in one's account.</summary>
    public Task<Outcome<Guid>> ResetSecondFactorAsync(Actor actor, Guid accountId, CancellationToken gone = default) =>
        ChangeAsync(actor, accountId, "Your own second factor is turned off on the page of your account.", async (account, db) =>
        {
            db.UserTokens.RemoveRange(await SecondFactors.Of(db, accountId).ToListAsync(gone).ConfigureAwait(false));
            account.ResetSecondFactor(actor, time.GetUtcNow());
            return null;
        }, gone);

    private async Task<Outcome<Guid>> ChangeAsync(
        Actor actor, Guid accountId, string refusalForSelf, Func<Account, ClinicDbContext, Task<Refusal?>> change, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (actor.Role != Role.Admin) return Refusal.Forbidden("Only an admin manages accounts.");
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == accountId && a.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
        if (account is null) return Refusal.NotFound("account");
        if (account.Id == actor.UserId) return Refusal.NotAllowed(refusalForSelf);
        if (await change(account, db).ConfigureAwait(false) is { } refusal) return refusal;
        if (!db.ChangeTracker.HasChanges()) return Outcome<Guid>.Already(accountId);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved ? Outcome<Guid>.Done(accountId) : Refusal.Unavailable;
    }
}
