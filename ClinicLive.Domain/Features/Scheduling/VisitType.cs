using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>A kind of visit that can be booked (FHIR Appointment.appointmentType, HealthcareService). Retired, it stays on the appointments that have it.</summary>
public sealed class VisitType : LiveEntity
{
    /// <summary>Longest name.</summary>
    public const int NameLimit = 60;

    /// <summary>Longest time that is kept free behind a visit, in minutes.</summary>
    public const int LongestBuffer = 120;

    private VisitType()
    {
    }

    /// <summary>As people call it, for example "Check-up".</summary>
    public string Name { get; private set; } = "";

    /// <summary>Planned length, in minutes.</summary>
    public int Minutes { get; private set; }

    /// <summary>Minutes that are kept free behind it.</summary>
    public int BufferMinutes { get; private set; }

    /// <summary>Patients may book it by themselves.</summary>
    public bool IsOnline { get; private set; }

    /// <summary>Cannot be booked any more.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>A new kind of visit; refuses what <see cref="Change"/> refuses.</summary>
    public static (VisitType? VisitType, Refusal? Refusal) Add(VisitTypeWish wish, ScheduleChange change, Guid? id = null)
    {
        if (Check(wish) is { } refusal) return (null, refusal);
        var type = new VisitType { Id = id ?? Guid.CreateVersion7(), OrganizationId = change.By.OrganizationId, Version = 0 };
        type.Take(wish);
        type.Tell(ActivityKind.VisitTypeAdded, change);
        return (type, null);
    }

    /// <summary>
    /// Another name, length or buffer, or other doctors. Appointments that are booked keep their length. Refuses a name without a
    /// visible character or over <see cref="NameLimit"/>, a length that no appointment has, a buffer over <see cref="LongestBuffer"/>.
    /// </summary>
    public Refusal? Change(VisitTypeWish wish, ScheduleChange change)
    {
        if (Check(wish) is { } refusal) return refusal;
        Take(wish);
        Tell(ActivityKind.VisitTypeChanged, change);
        return null;
    }

    /// <summary>Ends it, or brings it back.</summary>
    public void Retire(bool retired, ScheduleChange change)
    {
        IsRetired = retired;
        Tell(retired ? ActivityKind.VisitTypeRetired : ActivityKind.VisitTypeBroughtBack, change);
    }

    private static Refusal? Check(VisitTypeWish wish)
    {
        if (!PlainText.HasVisibleCharacter(wish.Name) || PlainText.HasBrokenCharacter(wish.Name)) return Refusal.Invalid("Name", "Please type a name.");
        if (wish.Name.Trim().Length > NameLimit) return Refusal.Invalid("Name", $"The name is longer than {NameLimit} characters.");
        if (wish.Minutes is < Appointment.ShortestMinutes or > Appointment.LongestMinutes)
        {
            return Refusal.Invalid("Minutes", $"A visit lasts {Appointment.ShortestMinutes} to {Appointment.LongestMinutes} minutes.");
        }

        return wish.BufferMinutes is < 0 or > LongestBuffer
            ? Refusal.Invalid("BufferMinutes", $"The time kept free is 0 to {LongestBuffer} minutes.")
            : null;
    }

    private void Take(VisitTypeWish wish) =>
        (Name, Minutes, BufferMinutes, IsOnline) = (wish.Name.Trim(), wish.Minutes, wish.BufferMinutes, wish.IsOnline);

    private void Tell(ActivityKind kind, ScheduleChange change)
    {
        Version++;
        Raise(change.Event(Id, Version, kind), change.Line(Id, Version, kind, to: Name[..Math.Min(Name.Length, 40)]));
    }
}

/// <summary>A doctor offers a kind of visit. A kind without any of these is offered by every doctor.</summary>
public sealed class VisitTypeOffer
{
    /// <summary>The kind of visit.</summary>
    public required Guid VisitTypeId { get; init; }

    /// <summary>Who offers it.</summary>
    public required Guid PractitionerId { get; init; }
}

/// <summary>A kind of visit as somebody typed it.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Minutes">Planned length.</param>
/// <param name="BufferMinutes">Minutes kept free behind it.</param>
/// <param name="IsOnline">Patients may book it by themselves.</param>
/// <param name="OfferedBy">The doctors who offer it; empty for all.</param>
public sealed record VisitTypeWish(string Name, int Minutes, int BufferMinutes, bool IsOnline, IReadOnlyCollection<Guid> OfferedBy);
