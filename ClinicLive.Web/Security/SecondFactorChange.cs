using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Web.Security;

/// <summary>
/// A person changes the own second factor, after the password was typed again: somebody at an unlocked screen must not be able to lock the owner out.
/// Turning it on or off ends the other sessions; the one at hand goes on.
/// </summary>
public sealed class SecondFactorChange(
    ClinicDbContext db, UserManager<Account> users, SecondFactorService factors, SecondFactorRule rule, AccountSignIn signIn, OpenSessions screens, SignInThrottle throttle, IHttpContextAccessor requests)
{
    /// <summary>Where a refused password is said.</summary>
    public const string PasswordField = "Password";

    private HttpContext Request => requests.HttpContext ?? throw new InvalidOperationException("This renews the cookie: it needs a request.");

    /// <summary>Makes a key that waits for its first code.</summary>
    public Task<Outcome<SecondFactorSetup>> BeginAsync(string? password, CancellationToken gone = default) => WithPasswordAsync(password, actor => factors.BeginAsync(actor, gone), gone);

    /// <summary>Turns it on by that code. Answers the recovery codes.</summary>
    public async Task<Outcome<IReadOnlyList<string>>> ConfirmAsync(string? code, CancellationToken gone = default) => CurrentActor.From(Request.User) is { } actor
        ? await SafelyAsync(() => GoingOnAsync(actor, () => factors.ConfirmAsync(actor, code, gone), gone)) : SignedOut;

    /// <summary>Makes new recovery codes.</summary>
    public Task<Outcome<IReadOnlyList<string>>> RenewAsync(string? password, CancellationToken gone = default) => WithPasswordAsync(password, actor => factors.RenewAsync(actor, gone), gone);

    /// <summary>Turns it off. Refused where the clinic requires it.</summary>
    public Task<Outcome<Guid>> TurnOffAsync(string? password, CancellationToken gone = default) => WithPasswordAsync<Guid>(
        password, async actor => rule.IsFor(actor.Role) ? Refusal.NotAllowed("Your clinic asks everybody who works there for a second factor.") : await GoingOnAsync(actor, () => factors.TurnOffAsync(actor, gone), gone), gone);

    private static Refusal SignedOut => Refusal.Forbidden("Please sign in again.");

    private async Task<Outcome<T>> WithPasswordAsync<T>(string? password, Func<Actor, Task<Outcome<T>>> change, CancellationToken gone)
        where T : notnull
    {
        if (CurrentActor.From(Request.User) is not { } actor) return SignedOut;
        var from = Request.Connection.RemoteIpAddress;
        if (PasswordCheck.Refuse(await throttle.TakeAsync(from, gone), Refusal.Unavailable) is { } refusal) return refusal;
        return await SafelyAsync<T>(async () =>
        {
            var account = await db.Accounts.SingleAsync(a => a.Id == actor.UserId, gone);
            var isRight = password is { Length: > 0 and <= PasswordCheck.PasswordLimit } && await users.CheckPasswordAsync(account, password);
            db.ChangeTracker.Clear();
            if (!isRight) return Refusal.Invalid(PasswordField, "This is not your current password.");
            await throttle.GiveBackAsync(from);
            return await change(actor);
        });
    }

    // The checks of this session wait while its stamp changes; then it gets a cookie with the new one.
    private async Task<Outcome<T>> GoingOnAsync<T>(Actor actor, Func<Task<Outcome<T>>> change, CancellationToken gone)
        where T : notnull
    {
        Outcome<T>? outcome = null;
        Account? account = null;
        await screens.RestampAsync(CurrentActor.SessionOf(Request.User), async () =>
        {
            outcome = await change();
            if (!outcome.Succeeded || !outcome.Changed) return null;
            account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.UserId, gone);
            return account.SecurityStamp;
        });
        if (account is not null) await signIn.GoOnAsync(account);
        return outcome!;
    }

    private static async Task<Outcome<T>> SafelyAsync<T>(Func<Task<Outcome<T>>> change)
        where T : notnull
    {
        try
        {
            return await change();
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return Refusal.Unavailable;
        }
    }
}
