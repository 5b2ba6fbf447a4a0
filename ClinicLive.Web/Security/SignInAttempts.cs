using System.Linq.Expressions;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Web.Security;

/// <summary>
/// Wrong attempts of an account in a row, whichever of its secrets was wrong. An attempt counts before anything is looked at, in one statement: however
/// many come at the same moment, no more than <see cref="PasswordCheck.Attempts"/> are looked at. (Identity reads, checks and then writes, which parallel attempts pass together.)
/// </summary>
public sealed class SignInAttempts(ClinicDbContext db, TimeProvider time)
{
    /// <summary>Counts an attempt; null when the account pauses, or there is none.</summary>
    public async Task<SignInAttempt?> TakeAsync(Expression<Func<Account, bool>> whose, CancellationToken gone)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? until = now + PasswordCheck.Pause;
        var taken = await db.Accounts.Where(whose).Where(a => a.LockoutEnd == null || a.LockoutEnd <= now).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.LockoutEnd, a => a.AccessFailedCount + 1 >= PasswordCheck.Attempts ? until : null)
                .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1 >= PasswordCheck.Attempts ? 0 : a.AccessFailedCount + 1),
            gone);
        return taken == 1 ? new SignInAttempt(until.Value) : null;
    }

    /// <summary>The sign-in is complete: those before are forgotten.</summary>
    public Task ForgetAsync(Guid accountId, CancellationToken gone) => db.Accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(
        set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), gone);

    /// <summary>
    /// This one attempt was right, but the sign-in is not complete: those before still count. Otherwise whoever has the password would try codes for ever,
    /// with the password in between. A pause is only taken back by the attempt that began it.
    /// </summary>
    public async Task GiveBackAsync(Guid accountId, SignInAttempt attempt, CancellationToken gone)
    {
        DateTimeOffset? until = attempt.WouldPauseUntil;
        var given = await db.Accounts.Where(a => a.Id == accountId && a.LockoutEnd == null && a.AccessFailedCount > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount - 1), gone);
        if (given == 1) return;
        await db.Accounts.Where(a => a.Id == accountId && a.LockoutEnd == until)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, PasswordCheck.Attempts - 1).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), gone);
    }
}

/// <summary>An attempt that was counted.</summary>
/// <param name="WouldPauseUntil">Until when the account pauses if this was the one too many, in UTC.</param>
public sealed record SignInAttempt(DateTimeOffset WouldPauseUntil);
