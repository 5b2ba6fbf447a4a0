using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Accounts;

/// <summary>Roles in the words of the clinic.</summary>
public static class RoleWords
{
    /// <summary>The role as people say it.</summary>
    public static string Word(this Role role) => role switch
    {
        Role.Admin => "Admin",
        Role.Receptionist => "Reception",
        Role.Practitioner => "Doctor",
        Role.Patient => "Patient",
        _ => role.ToString(),
    };
}
