using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Shell;

/// <summary>Where a person's day begins.</summary>
public static class Home
{
    /// <summary>The start page of a role.</summary>
    public static string Of(Role role) => role switch
    {
        Role.Practitioner => "/doctor",
        Role.Patient => "/portal",
        _ => "/dashboard",
    };
}
