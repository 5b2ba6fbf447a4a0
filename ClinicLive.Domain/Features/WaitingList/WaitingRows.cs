using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Domain.Features.WaitingList;

/// <summary>Who waits and who is offered a time in one clinic, who waits longest first. Immutable, and shared by every screen of the node.</summary>
/// <param name="Rows">The rows; a row that did not change since the last read is the same object as then.</param>
public sealed record WaitingRows(IReadOnlyList<WaitingRow> Rows)
{
    /// <summary>Nobody.</summary>
    public static WaitingRows Empty { get; } = new([]);
}

/// <summary>Somebody on the waiting list.</summary>
/// <param name="Id">The appointment that waits.</param>
/// <param name="PatientId">Who.</param>
/// <param name="PatientName">The patient's name.</param>
/// <param name="Phone">The patient's telephone, or null.</param>
/// <param name="Status">Waitlisted, or Held while a time is offered.</param>
/// <param name="Version">The appointment's version.</param>
/// <param name="Since">Since when, in UTC.</param>
/// <param name="Reason">Reason for the visit, or null.</param>
/// <param name="VisitTypeId">The kind of visit, or null.</param>
/// <param name="Wish">The wished days and times; null for somebody who asked for one time at the desk, who is offered it by hand.</param>
/// <param name="PractitionerId">The doctor of the offer, or of the time asked for.</param>
/// <param name="PractitionerName">"Dr" and family name.</param>
/// <param name="Start">Begin of the offer, or of the time asked for; without meaning while somebody with a wish waits.</param>
/// <param name="End">Its end.</param>
/// <param name="HeldUntil">When the offer runs out, in UTC; null while none is made.</param>
/// <param name="OffersBefore">How many times were offered so far, this one included.</param>
public sealed record WaitingRow(
    Guid Id,
    Guid PatientId,
    string PatientName,
    string? Phone,
    AppointmentStatus Status,
    int Version,
    DateTimeOffset Since,
    string? Reason,
    Guid? VisitTypeId,
    WishRow? Wish,
    Guid PractitionerId,
    string PractitionerName,
    DateTimeOffset Start,
    DateTimeOffset End,
    DateTimeOffset? HeldUntil,
    int OffersBefore)
{
    /// <summary>Length of the visit.</summary>
    public int Minutes => (int)(End - Start).TotalMinutes;
}

/// <summary>What somebody waits for.</summary>
/// <param name="VisitType">The kind of visit.</param>
/// <param name="Doctor">"Dr" and family name; null for any.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Days">Weekdays.</param>
/// <param name="FromTime">Earliest begin on the clinic's wall clock.</param>
/// <param name="ToTime">Latest end; 00:00 is midnight.</param>
public sealed record WishRow(string VisitType, string? Doctor, DateOnly From, DateOnly To, Weekdays Days, TimeOnly FromTime, TimeOnly ToTime);

/// <summary>What can be wished for.</summary>
/// <param name="VisitTypes">Kinds of visits for this person, by name.</param>
/// <param name="Doctors">The doctors, by name.</param>
public sealed record WaitingChoices(IReadOnlyList<VisitTypeRow> VisitTypes, IReadOnlyList<ScheduleDoctor> Doctors);
