using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>
/// How long a browser may be signed in while nobody does anything in it (OWASP ASVS 5.0, 7.3.1). Pushes and heartbeats are nothing that
/// somebody does.
/// </summary>
/// <param name="Staff">For everybody who works in the clinic: a desk is left for a moment, and the next person stands before it.</param>
/// <param name="Patient">For patients, on devices of their own.</param>
public sealed record IdleLimits(TimeSpan Staff, TimeSpan Patient)
{
    /// <summary>Ten minutes for staff, fifteen for patients.</summary>
    public static IdleLimits Usual { get; } = new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15));

    /// <summary>The limit of a role.</summary>
    public TimeSpan Of(Role role) => role is Role.Patient ? Patient : Staff;
}
