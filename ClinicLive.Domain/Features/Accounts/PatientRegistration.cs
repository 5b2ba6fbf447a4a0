using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>A patient makes an account for himself. The account and the patient record are saved together or not at all.</summary>
public sealed class PatientRegistration(
    IDbContextFactory<ClinicDbContext> contexts, UserManager<Account> users, OrganizationQueries organizations, TimeProvider time)
{
    private const string HasAccount = "There is an account with this e-mail address already. Please sign in instead.";

    /// <summary>
    /// Registers a patient with a clinic. Refuses an unknown clinic, an unusable name, address or password, and an address
    /// that has an account already, naming the field.
    /// </summary>
    public async Task<Outcome<Account>> RegisterAsync(
        Guid organizationId, string name, string email, DateOnly? birthDate, string? phone, string password, CancellationToken gone = default)
    {
        if ((await organizations.ClinicsAsync(gone).ConfigureAwait(false)).All(c => c.Id != organizationId))
        {
            return Refusal.Invalid("Clinic", "Please choose your clinic.");
        }

        var now = time.GetUtcNow();
        var policy = await organizations.PolicyAsync(organizationId, gone).ConfigureAwait(false);
        var self = Actor.System(organizationId);
        var account = new Account(organizationId, Role.Patient, email.Trim(), name, self, now);
        var (patient, refusal) = Patient.Register(self with { UserId = account.Id }, name, birthDate, phone, now, policy.DayOf(now), accountId: account.Id);
        if (patient is null) return refusal!;
        if (await RefusePasswordAsync(account, password).ConfigureAwait(false) is { } weak) return weak;
        foreach (var validator in users.UserValidators)
        {
            var checkedUser = await validator.ValidateAsync(users, account).ConfigureAwait(false);
            if (!checkedUser.Succeeded) return Refusal.Invalid("Email", EmailSentence(checkedUser));
        }

        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        account.NormalizedEmail = users.NormalizeEmail(account.Email);
        account.NormalizedUserName = users.NormalizeName(account.UserName);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        db.Add(account);
        db.Add(patient);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<Account>.Done(account),
            SaveResult.AddressTaken => Refusal.Invalid("Email", HasAccount), // registered twice at once
            _ => Refusal.Unavailable,
        };
    }

    private async Task<Refusal?> RefusePasswordAsync(Account account, string password)
    {
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, account, password).ConfigureAwait(false);
            if (!result.Succeeded) return Refusal.Invalid("Password", string.Join(" ", result.Errors.Select(e => e.Description)));
        }

        return null;
    }

    private static string EmailSentence(IdentityResult result) =>
        result.Errors.Any(e => e.Code is "DuplicateEmail" or "DuplicateUserName")
            ? HasAccount
            : "This is not an e-mail address that can be used.";
}
