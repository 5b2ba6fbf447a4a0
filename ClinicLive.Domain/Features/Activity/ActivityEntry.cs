namespace ClinicLive.Domain.Features.Activity;

/// <summary>
/// One line of the append-only log: who did what to which thing, from what to what, when and why. Written in the same
/// transaction as the change it tells of and never changed or deleted (the database refuses both). Corresponds to FHIR
/// R4 AuditEvent.
/// </summary>
public sealed class ActivityEntry
{
    /// <summary>Position in the log, given by the database; later lines have higher numbers.</summary>
    public long Sequence { get; private init; }

    /// <summary>The clinic it happened in.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>The account that did it; <see cref="Guid.Empty"/> for the clinic itself.</summary>
    public required Guid ActorId { get; init; }

    /// <summary>What was done, as a verb of the clinic.</summary>
    public required ActivityKind Kind { get; init; }

    /// <summary>Which part of the clinic's life it belongs to.</summary>
    public required ActivityCategory Category { get; init; }

    /// <summary>The thing it was done to.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The thing's version after the change; 0 where it has none.</summary>
    public int SubjectVersion { get; init; }

    /// <summary>The state before, or null.</summary>
    public string? From { get; init; }

    /// <summary>The state after, or null.</summary>
    public string? To { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, in the person's words, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>True when it was done for somebody else whose step it is, such as reception starting a doctor's consultation.</summary>
    public bool OnBehalf { get; init; }

    /// <summary>The doctor or room before, where the change was from one to another.</summary>
    public Guid? BeforeId { get; init; }

    /// <summary>The doctor or room after.</summary>
    public Guid? AfterId { get; init; }
    /// <summary>The begin, in UTC, that the appointment has from this line on; null where the line gives it no time.</summary>
    public DateTimeOffset? NewStart { get; init; }

    /// <summary>The end that belongs to <see cref="NewStart"/>.</summary>
    public DateTimeOffset? NewEnd { get; init; }

    /// <summary>The practitioner that belongs to <see cref="NewStart"/>.</summary>
    public Guid? NewPractitionerId { get; init; }

    /// <summary>The time by which a patient who came with this line stands in the doctor's line, in UTC; settled before the save.</summary>
    public DateTimeOffset? QueuedAt { get; internal set; }

    /// <summary>When an appointment would have begun before it went to another time, in UTC. Where it went stands in the next such line, or in its row.</summary>
    public DateTimeOffset? StartBefore { get; init; }

    /// <summary>When it would have ended before, in UTC.</summary>
    public DateTimeOffset? EndBefore { get; init; }

    /// <summary>The client's id of the command; unique per clinic for ever, so that a repeated command is one change.</summary>
    public Guid? CommandId { get; init; }
}
