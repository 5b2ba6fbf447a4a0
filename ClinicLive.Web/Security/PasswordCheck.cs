using System.Diagnostics.CodeAnalysis;
using System.Net;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;

namespace ClinicLive.Web.Security;

/// <summary>
/// The one check of e-mail and password, for the sign-in page and for programs. Unknown, wrong, locked and disabled get the same
/// sentence after the same time (OWASP ASVS 5.0, 6.3.8).
/// </summary>
public sealed class PasswordCheck(UserManager<Account> users, SignInAttempts attempts, SignInThrottle throttle, ILogger<PasswordCheck> log)
{
    /// <summary>Wrong passwords in a row after which an account pauses.</summary>
    public const int Attempts = 5;

    /// <summary>How long it pauses.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    /// <summary>Longest password; more is not worth hashing.</summary>
    public const int PasswordLimit = 256;

    /// <summary>What everybody hears whose sign-in failed, whatever the reason.</summary>
    public static Refusal Wrong { get; } = Refusal.Invalid(
        "Email", "This e-mail address and password do not go together. After five wrong attempts an account pauses for 15 minutes.");

    /// <summary>What is said while the database cannot be written.</summary>
    public static Refusal NotPossibleNow { get; } = new(RefusalKind.Unavailable, "Signing in is not possible just now. Please try again in a moment.");

    // Every "no" takes at least this long, so that the small differences between the reasons do not show.
    internal static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(250);

    // For an address that nobody has: hashing against this costs what hashing against a real one costs.
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(null!, Guid.NewGuid().ToString()));

    /// <summary>The account, when address and password go together and it may sign in.</summary>
    [SuppressMessage("Usage", "MA0166:Use the overload with a TimeProvider argument", Justification = "What an attacker measures is real time, not the clinic's clock.")]
    public async Task<Outcome<Account>> CheckAsync(string? email, string? password, IPAddress? from, CancellationToken gone = default)
    {
        if (Refuse(await throttle.TakeAsync(from, gone), NotPossibleNow) is { } refusal) return refusal;
        var least = Task.Delay(LeastTime, TimeProvider.System, gone);
        try
        {
            if (await VerifyAsync(email, password, gone) is { } account)
            {
                await throttle.GiveBackAsync(from);
                return Outcome<Account>.Done(account);
            }
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            log.LogWarning(fault, "A password could not be checked just now.");
            await throttle.GiveBackAsync(from);
            return NotPossibleNow;
        }

        await least;
        return Wrong;
    }

    /// <summary>Null where an address may try now; else the sentence for one that has used up its attempts, or the other where nobody knows.</summary>
    public static Refusal? Refuse(PaceAnswer answer, Refusal unknown)
    {
        if (answer.IsTaken) return null;
        return answer.IsUnknown ? unknown : new Refusal(
            RefusalKind.TooMany, $"There were too many attempts from your network. Please wait {Math.Max(1, (int)Math.Ceiling(answer.Wait.TotalMinutes))} min and try again.");
    }

    private async Task<Account?> VerifyAsync(string? email, string? password, CancellationToken gone)
    {
        var normalized = users.NormalizeEmail(email?.Trim());
        var attempt = await attempts.TakeAsync(a => a.NormalizedEmail == normalized, gone);
        var account = normalized is null ? null : await users.FindByEmailAsync(email!.Trim());
        var isRight = await IsRightAsync(account, password);
        if (attempt is null || !isRight || account is null or { IsDisabled: true }) return null;
        if (account.TwoFactorEnabled) await attempts.GiveBackAsync(account.Id, attempt, gone); // the code is still to come
        else await attempts.ForgetAsync(account.Id, gone);
        return account;
    }

    private async Task<bool> IsRightAsync(Account? account, string? password)
    {
        var typed = password is { Length: > 0 and <= PasswordLimit } ? password : " ";
        if (account?.PasswordHash is not null) return await users.CheckPasswordAsync(account, typed);
        users.PasswordHasher.VerifyHashedPassword(null!, NobodysHash.Value, typed);
        return false;
    }
}
