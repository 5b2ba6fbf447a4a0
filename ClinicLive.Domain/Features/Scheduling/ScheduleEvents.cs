using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Scheduling;

// Published by: ScheduleService, VisitTypeService. Heard by: the admin's pages, the calendar, whoever is choosing a free time.

/// <summary>Hours, an exception, time off or a kind of visit changed: what is free may be another time now.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="SubjectId">The clinic, doctor or room whose hours they are, the exception, the absence or the kind of visit.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, in UTC.</param>
public sealed record ScheduleChanged(Guid OrganizationId, Guid SubjectId, int Version, ActivityKind Kind, DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Schedule(OrganizationId)];

    /// <inheritdoc/>
    public string Key => $"schedule:{SubjectId:N}";
}

/// <summary>Who changes the schedule, and when.</summary>
/// <param name="By">The acting person.</param>
/// <param name="At">Now, in UTC.</param>
/// <param name="CommandId">The client's id of the command.</param>
public sealed record ScheduleChange(Actor By, DateTimeOffset At, Guid? CommandId = null)
{
    internal ScheduleChanged Event(Guid subjectId, int version, ActivityKind kind) => new(By.OrganizationId, subjectId, version, kind, At);

    internal ActivityEntry Line(Guid subjectId, int version, ActivityKind kind, string? to = null, string? reason = null, bool onBehalf = false) => new()
    {
        OrganizationId = By.OrganizationId,
        ActorId = By.UserId,
        Kind = kind,
        Category = ActivityCategory.Schedule,
        SubjectId = subjectId,
        SubjectVersion = version,
        To = to,
        Reason = reason,
        At = At,
        OnBehalf = onBehalf,
        CommandId = CommandId,
    };
}
