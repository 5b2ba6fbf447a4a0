using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Accounts;

/// <summary>Changing one's own password.</summary>
public sealed partial class PasswordPage(PasswordChange change, NavigationManager navigation)
{
    private FieldErrors _errors = new();

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm(FormName = "password")]
    public PasswordForm? Input { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Input ??= new PasswordForm();

    private async Task ChangeAsync()
    {
        _errors = new FieldErrors();
        var input = Input!;
        if (string.IsNullOrEmpty(input.Current)) _errors.Add("Current", "Please enter your current password.");
        if (string.IsNullOrEmpty(input.New)) _errors.Add("New", "Please choose a new password.");
        else if (input.New.Length > PasswordCheck.PasswordLimit) _errors.Add("New", $"Please use at most {PasswordCheck.PasswordLimit} characters.");
        else if (input.New != input.Again) _errors.Add("Again", "The two passwords are not the same.");
        if (_errors.Any) return;

        var outcome = await change.ChangeAsync(input.Current!, input.New!);
        if (outcome.Succeeded) navigation.NavigateTo("/account/manage?changed=1");
        else _errors.Add(outcome.Refusal, "Current", "New");
    }
}

/// <summary>What the password page asks for. Nothing of it is ever sent back.</summary>
public sealed class PasswordForm
{
    /// <summary>The password until now.</summary>
    public string? Current { get; set; }

    /// <summary>The password from now on.</summary>
    public string? New { get; set; }

    /// <summary>The same once more.</summary>
    public string? Again { get; set; }
}
