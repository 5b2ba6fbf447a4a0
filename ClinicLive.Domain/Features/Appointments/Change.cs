using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Who changes an appointment, when, by which clinic's rules, and why: what every step of it is given.</summary>
/// <param name="By">The acting person.</param>
/// <param name="At">Now, in UTC.</param>
/// <param name="Policy">The clinic's settings.</param>
/// <param name="Reason">Why, in the person's words.</param>
/// <param name="CommandId">The client's id of the command.</param>
public sealed record Change(Actor By, DateTimeOffset At, ClinicPolicy Policy, string? Reason = null, Guid? CommandId = null)
{
    /// <summary>The reason, or null when nothing visible was typed.</summary>
    public string? GivenReason => PlainText.HasVisibleCharacter(Reason) ? Reason : null;
}
