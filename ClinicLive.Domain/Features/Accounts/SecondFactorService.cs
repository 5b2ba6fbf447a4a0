using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>What a person does with the own second factor. Whoever calls has asked for the password just now.</summary>
public sealed class SecondFactorService(IDbContextFactory<ClinicDbContext> contexts, SecondFactors factors, TimeProvider time)
{
    private const string Issuer = "ClinicLive";

    /// <summary>Whether there is one, how many recovery codes are left, and the key that waits to be confirmed.</summary>
    public async Task<Outcome<SecondFactorState>> ReadAsync(Actor actor, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == actor.UserId && a.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false) is not { } account) return Refusal.NotFound("account");
        var rows = await SecondFactors.Of(db, actor.UserId).AsNoTracking().ToListAsync(gone).ConfigureAwait(false);
        var wanted = account.TwoFactorEnabled ? null : factors.Open(rows.Find(r => r.Name == SecondFactors.Wanted)?.Value);
        return Outcome<SecondFactorState>.Done(new SecondFactorState(account.TwoFactorEnabled, SecondFactors.RecoveryLeft(rows.Select(r => r.Name)), wanted is null ? null : SetupOf(wanted, account.Email!)));
    }

    /// <summary>Makes a key, which is good for nothing until a code of it is confirmed. Refuses while there is a second factor.</summary>
    public Task<Outcome<SecondFactorSetup>> BeginAsync(Actor actor, CancellationToken gone = default) => ChangeAsync(actor, async (db, account) =>
    {
        if (account.TwoFactorEnabled) return Refusal.NotAllowed("Your second factor is on already.");
        db.UserTokens.RemoveRange(await SecondFactors.Of(db, account.Id).ToListAsync(gone).ConfigureAwait(false));
        if (await db.TrySaveAsync(gone).ConfigureAwait(false) != SaveResult.Saved) return Refusal.Unavailable; // the row of the same name, before the new one
        var key = TotpCode.NewKey();
        db.UserTokens.Add(SecondFactors.Row(account.Id, SecondFactors.Wanted, factors.Seal(key)));
        return Outcome<SecondFactorSetup>.Done(SetupOf(key, account.Email!));
    }, gone);

    /// <summary>Turns it on when the code shows that the app has the key. Answers the recovery codes, which are shown this once.</summary>
    public Task<Outcome<IReadOnlyList<string>>> ConfirmAsync(Actor actor, string? code, CancellationToken gone = default) => ChangeAsync<IReadOnlyList<string>>(actor, async (db, account) =>
    {
        if (account.TwoFactorEnabled) return Refusal.NotAllowed("Your second factor is on already.");
        var rows = await SecondFactors.Of(db, account.Id).ToListAsync(gone).ConfigureAwait(false);
        var wanted = rows.Find(r => r.Name == SecondFactors.Wanted);
        if (factors.Open(wanted?.Value) is not { } key) return Refusal.NotAllowed("Please begin again.");
        var typed = SecondFactors.Plain(code);
        if (typed.Length != TotpCode.Digits || TotpCode.Match(key, typed, time.GetUtcNow()) is not { } step) return Refusal.Invalid("Code", "This is not the code that the app shows now. Does the phone's clock go right?");
        var (shown, recovery) = SecondFactors.NewRecoveryCodes(account.Id);
        db.UserTokens.Remove(wanted!);
        db.UserTokens.Add(SecondFactors.Row(account.Id, SecondFactors.Key, factors.Seal(key)));
        db.UserTokens.Add(SecondFactors.StepRow(account.Id, step)); // this code was used now
        db.UserTokens.AddRange(recovery);
        account.TurnOnSecondFactor(actor, time.GetUtcNow());
        return Outcome<IReadOnlyList<string>>.Done(shown);
    }, gone);

    /// <summary>New recovery codes; the old ones are good for nothing then.</summary>
    public Task<Outcome<IReadOnlyList<string>>> RenewAsync(Actor actor, CancellationToken gone = default) => ChangeAsync<IReadOnlyList<string>>(actor, async (db, account) =>
    {
        if (!account.TwoFactorEnabled) return Refusal.NotAllowed("Your second factor is off.");
        var rows = await SecondFactors.Of(db, account.Id).ToListAsync(gone).ConfigureAwait(false);
        var (shown, recovery) = SecondFactors.NewRecoveryCodes(account.Id);
        db.UserTokens.RemoveRange(rows.Where(SecondFactors.IsRecovery));
        db.UserTokens.AddRange(recovery);
        account.RenewRecoveryCodes(actor, time.GetUtcNow());
        return Outcome<IReadOnlyList<string>>.Done(shown);
    }, gone);

    /// <summary>Turns it off and forgets the key.</summary>
    public Task<Outcome<Guid>> TurnOffAsync(Actor actor, CancellationToken gone = default) => ChangeAsync(actor, async (db, account) =>
    {
        if (!account.TwoFactorEnabled) return Outcome<Guid>.Already(account.Id);
        db.UserTokens.RemoveRange(await SecondFactors.Of(db, account.Id).ToListAsync(gone).ConfigureAwait(false));
        account.TurnOffSecondFactor(actor, time.GetUtcNow());
        return Outcome<Guid>.Done(account.Id);
    }, gone);

    private async Task<Outcome<T>> ChangeAsync<T>(Actor actor, Func<ClinicDbContext, Account, Task<Outcome<T>>> change, CancellationToken gone)
        where T : notnull
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Id == actor.UserId && a.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false) is not { } account) return Refusal.NotFound("account");
        var outcome = await change(db, account).ConfigureAwait(false);
        if (!outcome.Succeeded || !outcome.Changed) return outcome;
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved ? outcome : Refusal.Unavailable; // or twice at the same moment: the first one counts
    }

    private static SecondFactorSetup SetupOf(string key, string email) => new(string.Join(' ', key.Chunk(4).Select(part => new string(part))), TotpCode.Address(key, email, Issuer));
}

/// <summary>A person's second factor.</summary>
/// <param name="IsOn">Whether a sign-in needs a code.</param>
/// <param name="RecoveryLeft">Recovery codes that were not used yet.</param>
/// <param name="Waiting">What is to be confirmed; null where nothing is.</param>
public sealed record SecondFactorState(bool IsOn, int RecoveryLeft, SecondFactorSetup? Waiting);

/// <summary>What an authenticator app needs.</summary>
/// <param name="Key">The key in groups of four, for typing.</param>
/// <param name="Address">The same for the QR code.</param>
public sealed record SecondFactorSetup(string Key, string Address);
