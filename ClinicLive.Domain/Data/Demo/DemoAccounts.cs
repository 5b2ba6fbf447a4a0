namespace ClinicLive.Domain.Data.Demo;

/// <summary>Who can sign in to the demo clinics. For the sign-in page, and for nothing outside demo mode.</summary>
public static class DemoAccounts
{
    /// <summary>The password of every demo account.</summary>
    public const string Password = "Clinic-Live-2026";

    /// <summary>The code of the first clinic's waiting-room screen: known to everybody, as the password is.</summary>
    public const string DisplayCode = "demo";

    /// <summary>All demo accounts: the first clinic's staff, then its patients, then the second clinic.</summary>
    public static IReadOnlyList<DemoAccount> All { get; } = [.. DemoCast.Sites.SelectMany(OfSite)];

    private static IEnumerable<DemoAccount> OfSite(DemoSite site) =>
    [
        .. site.Desk.Select(person => new DemoAccount(person.Email, person.RoleLabel, person.Name, site.Name)),
        .. site.Doctors.Select(doctor => new DemoAccount(site.EmailOf(doctor), "Doctor", doctor.Name, site.Name)),
        .. site.Patients.Where(patient => patient.Email is not null)
            .Select(patient => new DemoAccount(patient.Email!, "Patient", patient.Name, site.Name)),
    ];
}

/// <summary>One account of the demo.</summary>
/// <param name="Email">What to sign in with.</param>
/// <param name="RoleLabel">The role in the words of the screen: Admin, Reception, Doctor or Patient.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Clinic">The clinic's name.</param>
public sealed record DemoAccount(string Email, string RoleLabel, string Name, string Clinic);
