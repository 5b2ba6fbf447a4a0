using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Accounts;

/// <summary>Setting up, renewing and turning off one's own second factor.</summary>
public sealed partial class SecondFactorPage(SecondFactorService factors, SecondFactorChange change, SecondFactorRule rule, CurrentActor me, NavigationManager navigation)
{
    private FieldErrors _errors = new();
    private Actor _me = default!;
    private SecondFactorState? _state;
    private IReadOnlyList<string>? _codes;
    private bool _isNew;

    /// <summary>What the set-up begins with.</summary>
    [SupplyParameterFromForm(FormName = "begin")]
    public PasswordAgain? Begin { get; set; }

    /// <summary>What the set-up ends with.</summary>
    [SupplyParameterFromForm(FormName = "confirm")]
    public CodeForm? Confirm { get; set; }

    /// <summary>For new recovery codes.</summary>
    [SupplyParameterFromForm(FormName = "renew")]
    public PasswordAgain? Renew { get; set; }

    /// <summary>For turning it off.</summary>
    [SupplyParameterFromForm(FormName = "off")]
    public PasswordAgain? Off { get; set; }

    private SecondFactorRule Rule => rule;

    private string Left => _state?.RecoveryLeft switch
    {
        0 => "There are no recovery codes left; please make new ones.",
        1 => "One recovery code is left.",
        var left => $"{left} recovery codes are left.",
    };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        (Begin, Confirm, Renew, Off) = (Begin ?? new(), Confirm ?? new(), Renew ?? new(), Off ?? new());
        _me = await me.GetAsync();
        await ReadAsync();
    }

    private async Task BeginAsync()
    {
        if (Said(await change.BeginAsync(Begin!.Password), "Begin")) await ReadAsync();
    }

    private async Task ConfirmAsync()
    {
        var outcome = await change.ConfirmAsync(Confirm!.Code);
        if (Said(outcome, "Code")) (_codes, _isNew) = (outcome.Value, true);
    }

    private async Task RenewAsync()
    {
        var outcome = await change.RenewAsync(Renew!.Password);
        if (Said(outcome, "Renew")) _codes = outcome.Value;
    }

    private async Task TurnOffAsync()
    {
        if (Said(await change.TurnOffAsync(Off!.Password), "Off")) navigation.NavigateTo("/account/manage?second=off");
    }

    private async Task ReadAsync() => _state = (await factors.ReadAsync(_me)).Value;

    private bool Said<T>(Outcome<T> outcome, string field)
        where T : notnull
    {
        _errors = new FieldErrors();
        if (outcome.Succeeded) return true;
        if (outcome.Refusal.Field is null) _errors.Add(outcome.Refusal);
        else _errors.Add(field, outcome.Refusal.Sentence);
        return false;
    }
}

/// <summary>The password once more; never sent back.</summary>
public sealed class PasswordAgain
{
    /// <summary>It.</summary>
    public string? Password { get; set; }
}
