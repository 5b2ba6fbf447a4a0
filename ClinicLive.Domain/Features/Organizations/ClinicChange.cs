using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Organizations;

/// <summary>Who changes the clinic's rooms or settings, and when.</summary>
/// <param name="By">The acting person.</param>
/// <param name="At">Now, in UTC.</param>
/// <param name="Policy">The settings before.</param>
/// <param name="CommandId">The client's id of the command.</param>
public sealed record ClinicChange(Actor By, DateTimeOffset At, ClinicPolicy Policy, Guid? CommandId = null)
{
    internal ActivityEntry Line(Guid subjectId, int version, ActivityKind kind, string? from = null, string? to = null, string? what = null) => new()
    {
        OrganizationId = By.OrganizationId,
        ActorId = By.UserId,
        Kind = kind,
        Category = ActivityCategory.Clinic,
        SubjectId = subjectId,
        SubjectVersion = version,
        From = Short(from),
        To = Short(to),
        Reason = what,
        At = At,
        CommandId = CommandId,
    };

    private static string? Short(string? text) => text?.Length > 40 ? text[..40] : text;
}
