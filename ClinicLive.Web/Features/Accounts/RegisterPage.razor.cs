using System.Globalization;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Accounts;

/// <summary>A patient makes an account. What was typed stays, whatever is wrong with it; only passwords are typed again.</summary>
public sealed partial class RegisterPage(PatientSignUp signUp, OrganizationQueries organizations, NavigationManager navigation)
{
    private FieldErrors _errors = new();
    private IReadOnlyList<ClinicChoice> _clinics = [];

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm(FormName = "register")]
    public RegisterForm? Input { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Input ??= new RegisterForm();
        _clinics = await organizations.ClinicsAsync();
        if (_clinics is [var only]) Input.Clinic ??= only.Id.ToString();
    }

    private async Task RegisterAsync()
    {
        if (Read() is not { } typed) return;
        var outcome = await signUp.SignUpAsync(typed);
        if (outcome.Succeeded) navigation.NavigateTo("/");
        else _errors.Add(outcome.Refusal, "Clinic", "Name", "Email", "BirthDate", "Phone", "Password");
    }

    // All that is missing at once; what only the core can tell comes after.
    private SignUp? Read()
    {
        var input = Input!;
        _errors = new FieldErrors();
        if (!Guid.TryParse(input.Clinic, out var clinic)) _errors.Add("Clinic", "Please choose your clinic.");
        _errors.Require("Name", input.Name, "Please enter your name.");
        if (input.Name?.Length > Patient.NameLimit) _errors.Add("Name", $"The name is longer than {Patient.NameLimit} characters.");
        _errors.Require("Email", input.Email, "Please enter your e-mail address.");
        if (input.Email?.Length > 256) _errors.Add("Email", "This is not an e-mail address that can be used.");
        var birthDate = ReadDate(input.BirthDate);
        if (birthDate is null) _errors.Add("BirthDate", "Please enter your date of birth.");
        if (string.IsNullOrEmpty(input.Password)) _errors.Add("Password", "Please choose a password.");
        else if (input.Password.Length > PasswordCheck.PasswordLimit) _errors.Add("Password", $"Please use at most {PasswordCheck.PasswordLimit} characters.");
        else if (input.Password != input.Again) _errors.Add("Again", "The two passwords are not the same.");
        return _errors.Any ? null : new SignUp(clinic, input.Name!, input.Email!, birthDate, input.Phone, input.Password!);
    }

    private static DateOnly? ReadDate(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}

/// <summary>What the registration page asks for, as text: nothing that was typed is lost because it could not be read.</summary>
public sealed class RegisterForm
{
    /// <summary>The chosen clinic's id.</summary>
    public string? Clinic { get; set; }

    /// <summary>Full name.</summary>
    public string? Name { get; set; }

    /// <summary>Address.</summary>
    public string? Email { get; set; }

    /// <summary>As yyyy-MM-dd.</summary>
    public string? BirthDate { get; set; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>The password; never sent back.</summary>
    public string? Password { get; set; }

    /// <summary>The password once more; never sent back.</summary>
    public string? Again { get; set; }
}
