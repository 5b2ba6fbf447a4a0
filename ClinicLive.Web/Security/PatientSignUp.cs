using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Security;

/// <summary>What a patient typed to make an account.</summary>
/// <param name="Clinic">The clinic chosen.</param>
/// <param name="Name">Full name.</param>
/// <param name="Email">Address.</param>
/// <param name="BirthDate">Date of birth.</param>
/// <param name="Phone">Telephone.</param>
/// <param name="Password">The new password.</param>
public sealed record SignUp(Guid Clinic, string Name, string Email, DateOnly? BirthDate, string? Phone, string Password);

/// <summary>Registers a patient who came by himself, and signs him in.</summary>
public sealed class PatientSignUp(
    PatientRegistration registration, AccountSignIn signIn, SignInThrottle throttle, IHttpContextAccessor requests, ILogger<PatientSignUp> log)
{
    /// <summary>
    /// Registers and signs in. Counts as attempts at the door: the answer tells whether an address has an account, which nobody
    /// may ask about in bulk.
    /// </summary>
    public async Task<Outcome<Account>> SignUpAsync(SignUp typed, CancellationToken gone = default)
    {
        if (PasswordCheck.Refuse(await throttle.TakeAsync(requests.HttpContext?.Connection.RemoteIpAddress, gone), Refusal.Unavailable) is { } refusal)
        {
            if (refusal.Kind == RefusalKind.TooMany) signIn.SayTooMany();
            return refusal;
        }

        try
        {
            var outcome = await registration.RegisterAsync(typed.Clinic, typed.Name, typed.Email, typed.BirthDate, typed.Phone, typed.Password, gone);
            if (outcome.Succeeded) await BeginAsync(outcome.Value, gone);
            return outcome;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            log.LogWarning(fault, "A patient could not be registered just now.");
            return Refusal.Unavailable;
        }
    }

    // The account is there, whatever happens now: without a session the next page is the sign-in page.
    private async Task BeginAsync(Account account, CancellationToken gone)
    {
        try
        {
            await signIn.BeginAsync(account, gone);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            log.LogWarning(fault, "A session could not be written just now.");
        }
    }
}
