namespace ClinicLive.Domain.Features.WaitingList;

/// <summary>What somebody waits for, as it was typed. Days and times are the clinic's.</summary>
/// <param name="PatientId">For whom.</param>
/// <param name="VisitTypeId">The kind of visit; it says how long the visit is.</param>
/// <param name="PractitionerId">With whom; null for any doctor who offers it.</param>
/// <param name="From">First possible day.</param>
/// <param name="To">Last possible day.</param>
/// <param name="Days">Possible weekdays.</param>
/// <param name="FromTime">The visit begins at this time of the day or later.</param>
/// <param name="ToTime">The visit is over by this time of the day; 00:00 is the midnight behind the day.</param>
/// <param name="Reason">Reason for the visit.</param>
/// <param name="CommandId">The client's id of this command.</param>
public sealed record WaitingWish(
    Guid PatientId,
    Guid VisitTypeId,
    Guid? PractitionerId,
    DateOnly From,
    DateOnly To,
    Weekdays Days,
    TimeOnly FromTime,
    TimeOnly ToTime,
    string? Reason,
    Guid CommandId);
