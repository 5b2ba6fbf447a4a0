namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>The usual week of a clinic, doctor or room.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Week">The hours by weekday.</param>
/// <param name="Version">The row's version; 0 for an owner that never said any.</param>
public sealed record HoursRow(HoursOwner Owner, WeekHours Week, int Version);

/// <summary>Other hours on one date.</summary>
/// <param name="Id">The exception.</param>
/// <param name="Owner">Whose.</param>
/// <param name="Date">The clinic's day.</param>
/// <param name="Hours">The hours; empty when closed.</param>
/// <param name="Note">Why, or null.</param>
/// <param name="Version">The row's version.</param>
public sealed record HoursExceptionRow(Guid Id, HoursOwner Owner, DateOnly Date, IReadOnlyList<HoursSpan> Hours, string? Note, int Version);

/// <summary>A doctor's absence.</summary>
/// <param name="Id">The absence.</param>
/// <param name="PractitionerId">Who is away.</param>
/// <param name="From">Begin, in UTC.</param>
/// <param name="Until">End, in UTC, exclusive.</param>
/// <param name="Reason">Why; null where none was given, and for whom it is none of his business.</param>
/// <param name="Version">The row's version.</param>
public sealed record TimeOffRow(Guid Id, Guid PractitionerId, DateTimeOffset From, DateTimeOffset Until, string? Reason, int Version)
{
    /// <summary>The doctor who answers this doctor's patients meanwhile, or null.</summary>
    public Guid? CoveredBy { get; init; }
}

/// <summary>A kind of visit.</summary>
/// <param name="Id">The kind of visit.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Minutes">Planned length.</param>
/// <param name="BufferMinutes">Minutes kept free behind it.</param>
/// <param name="IsOnline">Patients may book it by themselves.</param>
/// <param name="IsRetired">Cannot be booked any more.</param>
/// <param name="OfferedBy">The doctors who offer it; empty when all do.</param>
/// <param name="Version">The row's version.</param>
public sealed record VisitTypeRow(
    Guid Id, string Name, int Minutes, int BufferMinutes, bool IsOnline, bool IsRetired, IReadOnlyList<Guid> OfferedBy, int Version)
{
    /// <summary>Whether a doctor offers it.</summary>
    public bool IsOfferedBy(Guid practitionerId) => OfferedBy.Count == 0 || OfferedBy.Contains(practitionerId);
}

/// <summary>A doctor as the schedule knows him.</summary>
/// <param name="Id">The practitioner.</param>
/// <param name="Name">"Dr" and the whole name.</param>
/// <param name="ShortName">"Dr" and the family name.</param>
/// <param name="RoomId">The usual room, or null.</param>
public sealed record ScheduleDoctor(Guid Id, string Name, string ShortName, Guid? RoomId);

/// <summary>A room as the schedule knows it.</summary>
/// <param name="Id">The room.</param>
/// <param name="Name">As on the door.</param>
/// <param name="IsRetired">Not in use any more.</param>
/// <param name="Version">The row's version.</param>
public sealed record ScheduleRoom(Guid Id, string Name, bool IsRetired = false, int Version = 1);
