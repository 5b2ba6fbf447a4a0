using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>The second factor of an account: whether there is one. What it is made of lies beside.</summary>
public sealed partial class Account
{
    /// <summary>From now on a sign-in needs a code. The account's other sessions end.</summary>
    public void TurnOnSecondFactor(Actor by, DateTimeOffset at) => Turn(on: true, ActivityKind.SecondFactorTurnedOn, by, at);

    /// <summary>From now on the password is enough. The account's other sessions end.</summary>
    public void TurnOffSecondFactor(Actor by, DateTimeOffset at) => Turn(on: false, ActivityKind.SecondFactorTurnedOff, by, at);

    /// <summary>An admin takes it away from somebody who has lost it. All of the account's sessions end.</summary>
    public void ResetSecondFactor(Actor by, DateTimeOffset at) => Turn(on: false, ActivityKind.SecondFactorReset, by, at);

    /// <summary>The recovery codes were made anew.</summary>
    public void RenewRecoveryCodes(Actor by, DateTimeOffset at) => Note(ActivityKind.RecoveryCodesRenewed, by.UserId, at, null, null);

    /// <summary>Somebody signed in with a recovery code.</summary>
    public void UseRecoveryCode(DateTimeOffset at) => Note(ActivityKind.RecoveryCodeUsed, Id, at, null, null);

    private void Turn(bool on, ActivityKind kind, Actor by, DateTimeOffset at)
    {
        if (TwoFactorEnabled == on) return;
        TwoFactorEnabled = on;
        RenewStamps();
        Note(kind, by.UserId, at, null, null);
    }
}
