using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>Which free times are looked for.</summary>
/// <param name="From">First of the clinic's days.</param>
/// <param name="To">Last of the clinic's days.</param>
/// <param name="Minutes">Length of the visit; null takes that of the kind of visit.</param>
/// <param name="VisitTypeId">The kind of visit, for its length, its buffer and the doctors who offer it; null for none.</param>
/// <param name="PractitionerId">The doctor; null for any.</param>
/// <param name="Moving">An appointment that is to be moved: its own time counts as free.</param>
public sealed record FreeSlotSearch(
    DateOnly From, DateOnly To, int? Minutes = null, Guid? VisitTypeId = null, Guid? PractitionerId = null, Guid? Moving = null);

/// <summary>A time at which a visit could begin.</summary>
/// <param name="PractitionerId">With whom.</param>
/// <param name="PractitionerName">"Dr" and the whole name.</param>
/// <param name="Start">Begin, in UTC.</param>
/// <param name="Minutes">Length of the visit.</param>
public sealed record FreeSlot(Guid PractitionerId, string PractitionerName, DateTimeOffset Start, int Minutes);

/// <summary>Free times as they are now. A suggestion: whether one is still free at the save, the database decides.</summary>
/// <param name="Slots">By begin, then by doctor.</param>
/// <param name="Refusal">Why nothing was looked for, or null.</param>
public sealed record FreeSlots(IReadOnlyList<FreeSlot> Slots, Refusal? Refusal = null)
{
    /// <summary>Nothing, and why.</summary>
    internal static FreeSlots Refused(Refusal refusal) => new([], refusal);
}
