using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Accounts;

/// <summary>The second step of signing in, for accounts that have one. Static, because only an answer to a request can set a cookie.</summary>
public sealed partial class LoginCodePage(AccountSignIn signIn, NavigationManager navigation)
{
    private FieldErrors _errors = new();

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm(FormName = "code")]
    public CodeForm? Input { get; set; }

    /// <summary>Where the person wanted to go.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Input ??= new CodeForm();
        if (!signIn.WaitsForCode) navigation.NavigateTo("/account/login"); // nobody's password was right here, or too long ago
    }

    private async Task FinishAsync()
    {
        _errors = new FieldErrors();
        _errors.Require("Code", Input!.Code, "Please type the code.");
        if (_errors.Any) return;
        var outcome = await signIn.FinishAsync(Input.Code);
        if (outcome.Succeeded) navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
        else _errors.Add(outcome.Refusal, "Code");
    }
}

/// <summary>What the second step asks for.</summary>
public sealed class CodeForm
{
    /// <summary>The code of the app, or a recovery code; never sent back.</summary>
    public string? Code { get; set; }
}
