using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Web.Security;

/// <summary>
/// The second step of a sign-in: the code. Between the steps a browser carries a sealed note of whose password was right, which is good for five minutes
/// and for nothing but this step. Wrong codes count with wrong passwords, and a locked account gets the same answer after the same time.
/// </summary>
public sealed class SecondStep(
    IDataProtectionProvider protection, SecondFactors factors, SignInAttempts attempts, SignInThrottle throttle, ClinicDbContext db, IWebHostEnvironment environment, TimeProvider time, ILogger<SecondStep> log)
{
    /// <summary>How long the note is good.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What everybody hears whose code was not taken, whatever the reason.</summary>
    public static Refusal Wrong { get; } = Refusal.Invalid("Code", "This code is wrong or was used already. After five wrong attempts an account pauses for 15 minutes.");

    private const string CookieName = "clinic-step";
    private const string Place = "/account/login";

    private readonly IDataProtector _seal = protection.CreateProtector("ClinicLive.SecondStep.v1");

    /// <summary>Notes that the password of this account was right.</summary>
    public void Begin(HttpContext context, Account account)
    {
        using var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(account.Id.ToByteArray());
            writer.Write(account.SecurityStamp!);
            writer.Write((time.GetUtcNow() + Patience).UtcTicks);
        }

        context.Response.Cookies.Append(CookieName, WebEncoders.Base64UrlEncode(_seal.Protect(plain.ToArray())), Options());
    }

    /// <summary>Whose password was right in this browser just now; null where there is no note, or none that is good.</summary>
    public SecondStepNote? Read(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 and < 2_000 } text) return null;
        try
        {
            using var reader = new BinaryReader(new MemoryStream(_seal.Unprotect(WebEncoders.Base64UrlDecode(text))));
            var note = new SecondStepNote(new Guid(reader.ReadBytes(16)), reader.ReadString());
            return reader.ReadInt64() > time.GetUtcNow().UtcTicks ? note : null;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException or ArgumentException or IOException)
        {
            return null; // what a stranger sends
        }
    }

    /// <summary>The note is not needed any more.</summary>
    public void End(HttpContext context) => context.Response.Cookies.Delete(CookieName, Options());

    /// <summary>The account, when the code is good. A code is good once.</summary>
    [SuppressMessage("Usage", "MA0166:Use the overload with a TimeProvider argument", Justification = "What an attacker measures is real time, not the clinic's clock.")]
    public async Task<Outcome<Account>> CheckAsync(SecondStepNote note, string? code, IPAddress? from, CancellationToken gone = default)
    {
        if (PasswordCheck.Refuse(await throttle.TakeAsync(from, gone), PasswordCheck.NotPossibleNow) is { } refusal) return refusal;
        var least = Task.Delay(PasswordCheck.LeastTime, TimeProvider.System, gone);
        try
        {
            if (await VerifyAsync(note, code, gone) is { } account)
            {
                await throttle.GiveBackAsync(from);
                return Outcome<Account>.Done(account);
            }
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            log.LogWarning(fault, "A code could not be checked just now.");
            await throttle.GiveBackAsync(from);
            return PasswordCheck.NotPossibleNow;
        }

        await least;
        return Wrong;
    }

    private async Task<Account?> VerifyAsync(SecondStepNote note, string? code, CancellationToken gone)
    {
        if (await attempts.TakeAsync(a => a.Id == note.AccountId, gone) is null) return null;
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == note.AccountId && !a.IsDisabled && a.TwoFactorEnabled, gone);
        if (account is null || account.SecurityStamp != note.Stamp) return null; // the password or the role changed meanwhile
        if (!await factors.TakeAsync(account.Id, code, gone)) return null;
        await attempts.ForgetAsync(account.Id, gone);
        return account;
    }

    private CookieOptions Options() => new()
    {
        HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = !environment.IsDevelopment(), Path = Place, MaxAge = Patience,
    };
}

/// <summary>Whose password was right.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Stamp">Its security stamp at that moment.</param>
public sealed record SecondStepNote(Guid AccountId, string Stamp);
