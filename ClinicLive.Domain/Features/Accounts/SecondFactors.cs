using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>
/// What second factors are made of, in Identity's table of tokens: the sealed key, the last moment whose code was used, and the hashes of the recovery
/// codes. A code is good once, also when it comes twice at the same moment: the statement that takes it decides.
/// </summary>
public sealed class SecondFactors(IDbContextFactory<ClinicDbContext> contexts, ISecretSeal seal, TimeProvider time)
{
    /// <summary>Recovery codes of an account.</summary>
    public const int RecoveryCodes = 10;

    /// <summary>Longest code that is looked at.</summary>
    public const int CodeLimit = 40;

    internal const string Provider = "ClinicLive.SecondFactor";
    internal const string Key = "key";
    internal const string Wanted = "wanted";
    private const string LastStep = "step";
    private const string Recovery = "recovery:";
    private const string Purpose = "ClinicLive.SecondFactor.v1";

    /// <summary>Takes a code of the app or a recovery code. False where it is wrong, or was used before.</summary>
    public async Task<bool> TakeAsync(Guid accountId, string? typed, CancellationToken gone = default)
    {
        var code = Plain(typed);
        if (code.Length == 0) return false;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return code.Length == TotpCode.Digits && code.All(char.IsAsciiDigit)
            ? await TakeStepAsync(db, accountId, code, gone).ConfigureAwait(false)
            : await TakeRecoveryAsync(db, accountId, code, gone).ConfigureAwait(false);
    }

    internal string Seal(string key) => seal.Seal(Purpose, key);

    internal string? Open(string? stored) => stored is null ? null : seal.Open(Purpose, stored);

    internal static IQueryable<IdentityUserToken<Guid>> Of(ClinicDbContext db, Guid accountId) => db.UserTokens.Where(t => t.UserId == accountId && t.LoginProvider == Provider);

    internal static IdentityUserToken<Guid> Row(Guid accountId, string name, string value) => new() { UserId = accountId, LoginProvider = Provider, Name = name, Value = value };

    internal static IdentityUserToken<Guid> StepRow(Guid accountId, long step) => Row(accountId, LastStep, Padded(step));

    /// <summary>New recovery codes, as rows and as they are shown: eighty random bits each, of which only the hash is kept.</summary>
    internal static (List<string> Shown, List<IdentityUserToken<Guid>> Rows) NewRecoveryCodes(Guid accountId)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => TotpCode.ToBase32(RandomNumberGenerator.GetBytes(10))).ToList();
        return (codes.ConvertAll(c => string.Join('-', c.Chunk(4).Select(part => new string(part))).ToLowerInvariant()), codes.ConvertAll(c => Row(accountId, Recovery + Hash(accountId, c), "")));
    }

    internal static bool IsRecovery(IdentityUserToken<Guid> row) => row.Name.StartsWith(Recovery, StringComparison.Ordinal);

    internal static int RecoveryLeft(IEnumerable<string> names) => names.Count(n => n.StartsWith(Recovery, StringComparison.Ordinal));

    /// <summary>A code without the blanks and dashes that people type.</summary>
    internal static string Plain(string? typed) =>
        typed is null || typed.Length > CodeLimit ? "" : new string([.. typed.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);

    private async Task<bool> TakeStepAsync(ClinicDbContext db, Guid accountId, string code, CancellationToken gone)
    {
        var stored = await Of(db, accountId).Where(t => t.Name == Key).Select(t => t.Value).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        if (Open(stored) is not { } key || TotpCode.Match(key, code, time.GetUtcNow()) is not { } step) return false;
        var now = Padded(step);
#pragma warning disable MA0074, CA1309, CA1310 // compared by the database: digits of one length
        return await Of(db, accountId).Where(t => t.Name == LastStep && string.Compare(t.Value, now) < 0)
#pragma warning restore MA0074, CA1309, CA1310
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.Value, now), gone).ConfigureAwait(false) == 1;
    }

    private async Task<bool> TakeRecoveryAsync(ClinicDbContext db, Guid accountId, string code, CancellationToken gone)
    {
        var name = Recovery + Hash(accountId, code);
        if (await Of(db, accountId).SingleOrDefaultAsync(t => t.Name == name, gone).ConfigureAwait(false) is not { } row) return false;
        var account = await db.Accounts.SingleAsync(a => a.Id == accountId, gone).ConfigureAwait(false);
        account.UseRecoveryCode(time.GetUtcNow());
        db.Remove(row);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved; // else it was taken at the same moment
    }

    private static string Padded(long step) => step.ToString("D19", CultureInfo.InvariantCulture);

    private static string Hash(Guid accountId, string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{accountId:N}:{code}")));
}
