using Microsoft.AspNetCore.Identity;

namespace ClinicLive.Web.Security;

/// <summary>Identity's refusals in the clinic's words.</summary>
internal sealed class PasswordSentences : IdentityErrorDescriber
{
    public override IdentityError PasswordTooShort(int length) =>
        new() { Code = nameof(PasswordTooShort), Description = $"Please use at least {length} characters. A few words in a row are easy to remember." };

    public override IdentityError PasswordMismatch() => new() { Code = nameof(PasswordMismatch), Description = "This is not your current password." };
}
