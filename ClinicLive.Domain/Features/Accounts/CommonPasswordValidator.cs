using Microsoft.AspNetCore.Identity;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>
/// Refuses passwords that attackers try first (OWASP ASVS 5.0, 6.2.4): well-known long ones, one sign or a short piece
/// repeated, runs of the keyboard, and the person's own name or address.
/// </summary>
public sealed class CommonPasswordValidator : IPasswordValidator<Account>
{
    private static readonly string[] WellKnown =
    [
        "password", "passwort", "motdepasse", "contraseña", "letmein", "welcome", "iloveyou", "trustno1", "sunshine", "princess", "football",
        "baseball", "superman", "batman", "dragon", "monkey", "shadow", "master", "qwerty", "qwertz", "azerty", "asdfgh", "zxcvbn", "abcdef",
        "administrator", "admin", "changeme", "secret", "hospital", "clinic", "doctor", "patient", "reception",
    ];

    private static readonly string[] Runs = ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6y7u8i9o0p"];

    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var plain = (password ?? "").ToLowerInvariant();
        var letters = new string([.. plain.Where(char.IsLetter)]);
        var common = IsRepetition(plain)
            || Runs.Any(run => run.Contains(plain, StringComparison.Ordinal) || new string([.. run.Reverse()]).Contains(plain, StringComparison.Ordinal))
            || WellKnown.Any(word => letters == word || letters == word + word)
            || IsOwn(plain, user.Email?.Split('@')[0]) || IsOwn(plain, user.DisplayName);
        return Task.FromResult(common
            ? IdentityResult.Failed(new IdentityError { Code = "CommonPassword", Description = "This password is one that attackers try first. Please choose another." })
            : IdentityResult.Success);
    }

    private static bool IsRepetition(string text) =>
        Enumerable.Range(1, Math.Min(4, text.Length)).Any(n => text.Select((c, i) => c == text[i % n]).All(same => same));

    // The clue must make up most of the password: "anna" inside a long sentence is fine.
    private static bool IsOwn(string text, string? clue) =>
        clue is { Length: >= 4 } && text.Contains(clue, StringComparison.OrdinalIgnoreCase) && text.Length - clue.Length < 6;
}
