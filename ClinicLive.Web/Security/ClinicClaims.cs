using System.Security.Claims;

namespace ClinicLive.Web.Security;

/// <summary>What a signed-in principal carries. Everything about a person's rights is read from these and from nothing that a client sends.</summary>
public static class ClinicClaims
{
    /// <summary>The account's id.</summary>
    public const string Account = ClaimTypes.NameIdentifier;

    /// <summary>How the person is named on screen.</summary>
    public const string DisplayName = ClaimTypes.Name;

    /// <summary>The account's one role, by the name of the enum.</summary>
    public const string Role = ClaimTypes.Role;

    /// <summary>The clinic.</summary>
    public const string Organization = "org";

    /// <summary>The doctor's record, for doctors.</summary>
    public const string Practitioner = "practitioner";

    /// <summary>The patient record, for patients.</summary>
    public const string Patient = "patient";

    /// <summary>The sign-in that this principal belongs to; ending it ends every screen that carries it.</summary>
    public const string Session = "sid";

    /// <summary>Present in a session that must set a second factor up before anything else.</summary>
    public const string LacksSecondFactor = "lacks-second-factor";

    /// <summary>Identity's name for the value that changes with the password, the role and when the account is disabled.</summary>
    public const string SecurityStamp = "AspNet.Identity.SecurityStamp";
}
