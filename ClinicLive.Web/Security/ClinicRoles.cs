using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Security;

/// <summary>Sets of roles for <c>[Authorize(Roles = ...)]</c>. They decide who sees a page; what a person may do is decided by the services.</summary>
public static class ClinicRoles
{
    /// <summary>Accounts, settings and audit.</summary>
    public const string Admin = nameof(Role.Admin);

    /// <summary>The people of the board.</summary>
    public const string FrontDesk = $"{nameof(Role.Receptionist)},{nameof(Role.Admin)}";

    /// <summary>Everybody who works at the clinic.</summary>
    public const string Staff = $"{nameof(Role.Receptionist)},{nameof(Role.Admin)},{nameof(Role.Practitioner)}";

    /// <summary>Everybody who is signed in.</summary>
    public const string Everybody = $"{nameof(Role.Receptionist)},{nameof(Role.Admin)},{nameof(Role.Practitioner)},{nameof(Role.Patient)}";

    /// <summary>Doctors.</summary>
    public const string Practitioner = nameof(Role.Practitioner);

    /// <summary>Patients.</summary>
    public const string Patient = nameof(Role.Patient);
}
