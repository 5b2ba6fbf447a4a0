using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Accounts;

/// <summary>Signing in. Static, because only an answer to a request can set a cookie.</summary>
public sealed partial class LoginPage(AccountSignIn signIn, CurrentActor me, DemoMode demo, NavigationManager navigation)
{
    private FieldErrors _errors = new();
    private Actor? _signedIn;

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm(FormName = "sign-in")]
    public SignInForm? Input { get; set; }

    /// <summary>Where the person wanted to go.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>Set when a session ended without the person's doing.</summary>
    [SupplyParameterFromQuery]
    public string? Ended { get; set; }

    /// <summary>Set after a sign-out.</summary>
    [SupplyParameterFromQuery]
    public string? Out { get; set; }

    private DemoMode Demo => demo;

    private string? Note => this switch
    {
        { _signedIn: not null } => null,
        { Ended: not null } => "You were signed out: elsewhere, or because nobody used the page for a while. Please sign in again to go on.",
        { Out: not null } => "You are signed out.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Input ??= new SignInForm();
        _signedIn = await me.FindAsync();
    }

    private async Task SignInAsync()
    {
        _errors = new FieldErrors();
        _errors.Require("Email", Input!.Email, "Please enter your e-mail address.");
        if (string.IsNullOrEmpty(Input.Password)) _errors.Add("Password", "Please enter your password.");
        if (_errors.Any) return;

        var outcome = await signIn.SignInAsync(Input.Email, Input.Password);
        if (outcome.Refusal == AccountSignIn.CodeNeeded) navigation.NavigateTo(LocalUrl.IsLocal(ReturnUrl) ? $"/account/login/code?ReturnUrl={Uri.EscapeDataString(ReturnUrl!)}" : "/account/login/code");
        else if (outcome.Succeeded) navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
        else _errors.Add(outcome.Refusal); // about the pair, so beside neither
    }
}

/// <summary>What the sign-in page asks for.</summary>
public sealed class SignInForm
{
    /// <summary>The address.</summary>
    public string? Email { get; set; }

    /// <summary>The password; never sent back.</summary>
    public string? Password { get; set; }
}
