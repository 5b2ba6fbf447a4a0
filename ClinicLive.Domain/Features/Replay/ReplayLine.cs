using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;

namespace ClinicLive.Domain.Features.Replay;

/// <summary>One line of the log about an appointment, as a replay needs it.</summary>
/// <param name="Sequence">Position in the log.</param>
/// <param name="AppointmentId">Which appointment.</param>
/// <param name="Version">The appointment's version after it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="From">The state before; null when the appointment was made.</param>
/// <param name="To">The state after.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Reason">Why, in the person's words.</param>
/// <param name="ActorId">Who did it; <see cref="Guid.Empty"/> for the clinic itself.</param>
/// <param name="By">How he is named; null for the clinic itself.</param>
/// <param name="NewStart">The begin from here on, where the line gives one.</param>
/// <param name="NewEnd">The end that belongs to it.</param>
/// <param name="NewPractitionerId">The practitioner that belongs to it.</param>
/// <param name="QueuedAt">The place in the line of a patient who came with this line.</param>
/// <param name="BeforeId">The doctor or room before, where it was from one to another.</param>
/// <param name="AfterId">The doctor or room after.</param>
public sealed record ReplayLine(
    long Sequence,
    Guid AppointmentId,
    int Version,
    ActivityKind Kind,
    AppointmentStatus? From,
    AppointmentStatus To,
    DateTimeOffset At,
    string? Reason,
    Guid ActorId,
    string? By,
    DateTimeOffset? NewStart = null,
    DateTimeOffset? NewEnd = null,
    Guid? NewPractitionerId = null,
    DateTimeOffset? QueuedAt = null,
    Guid? BeforeId = null,
    Guid? AfterId = null);

/// <summary>What a doctor said about himself, as the log has it.</summary>
/// <param name="PractitionerId">Who.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Availability">What he said.</param>
public sealed record AvailabilityLine(Guid PractitionerId, DateTimeOffset At, Availability Availability);
