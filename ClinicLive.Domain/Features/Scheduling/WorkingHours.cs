using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>What kind of thing has hours.</summary>
public enum HoursOwnerKind
{
    /// <summary>The clinic: its opening hours.</summary>
    Clinic,

    /// <summary>A doctor.</summary>
    Practitioner,

    /// <summary>A room.</summary>
    Room,
}

/// <summary>Whose hours they are.</summary>
/// <param name="Kind">The kind of thing.</param>
/// <param name="Id">Its id; the organization's for the clinic.</param>
public readonly record struct HoursOwner(HoursOwnerKind Kind, Guid Id)
{
    /// <summary>The clinic.</summary>
    public static HoursOwner Clinic(Guid organizationId) => new(HoursOwnerKind.Clinic, organizationId);

    /// <summary>A doctor.</summary>
    public static HoursOwner Practitioner(Guid practitionerId) => new(HoursOwnerKind.Practitioner, practitionerId);

    /// <summary>A room.</summary>
    public static HoursOwner Room(Guid locationId) => new(HoursOwnerKind.Room, locationId);
}

/// <summary>The usual week of the clinic, a doctor or a room (FHIR Schedule, HealthcareService.availableTime). One row for each that has said its hours.</summary>
public sealed class WorkingHours : LiveEntity
{
    private WorkingHours()
    {
    }

    /// <summary>The kind of thing whose hours they are.</summary>
    public HoursOwnerKind OwnerKind { get; private init; }

    /// <summary>The clinic, doctor or room.</summary>
    public Guid OwnerId { get; private init; }

    /// <summary>The hours by weekday.</summary>
    public WeekHours Week { get; private set; } = WeekHours.None;

    /// <summary>The first hours of somebody who had none.</summary>
    public static WorkingHours First(HoursOwner owner, WeekHours week, ScheduleChange change, Guid? id = null)
    {
        var hours = new WorkingHours
        {
            Id = id ?? Guid.CreateVersion7(),
            OrganizationId = change.By.OrganizationId,
            OwnerKind = owner.Kind,
            OwnerId = owner.Id,
            Version = 0,
        };
        hours.Set(week, change);
        return hours;
    }

    /// <summary>Other hours.</summary>
    public void Set(WeekHours week, ScheduleChange change)
    {
        Week = week;
        Version++;
        Raise(change.Event(OwnerId, Version, ActivityKind.HoursChanged), change.Line(OwnerId, Version, ActivityKind.HoursChanged, to: OwnerKind.ToString()));
    }
}

/// <summary>Other hours on one date: a holiday, a short day, an extra surgery. Wins over the usual week of its owner.</summary>
public sealed class HoursException : LiveEntity
{
    /// <summary>Longest note.</summary>
    public const int NoteLimit = 100;

    private HoursException()
    {
    }

    /// <summary>The kind of thing whose hours they are.</summary>
    public HoursOwnerKind OwnerKind { get; private init; }

    /// <summary>The clinic, doctor or room.</summary>
    public Guid OwnerId { get; private init; }

    /// <summary>The clinic's calendar day.</summary>
    public DateOnly Date { get; private init; }

    /// <summary>The hours of that day; empty when closed.</summary>
    public IReadOnlyList<HoursSpan> Hours { get; private set; } = [];

    /// <summary>Why, for example "New Year"; shown to staff.</summary>
    public string? Note { get; private set; }

    /// <summary>The first word about a date.</summary>
    public static HoursException First(HoursOwner owner, DateOnly date, IReadOnlyList<HoursSpan> hours, string? note, ScheduleChange change)
    {
        var exception = new HoursException
        {
            OrganizationId = change.By.OrganizationId,
            OwnerKind = owner.Kind,
            OwnerId = owner.Id,
            Date = date,
            Version = 0,
        };
        exception.Set(hours, note, change);
        return exception;
    }

    /// <summary>Other hours, or another note.</summary>
    public void Set(IReadOnlyList<HoursSpan> hours, string? note, ScheduleChange change)
    {
        (Hours, Note) = (hours, note);
        Tell(ActivityKind.HoursExceptionSet, change);
    }

    /// <summary>The usual week counts again; the row goes with the same save.</summary>
    public void TakeBack(ScheduleChange change) => Tell(ActivityKind.HoursExceptionRemoved, change);

    private void Tell(ActivityKind kind, ScheduleChange change)
    {
        Version++;
        Raise(change.Event(Id, Version, kind), change.Line(Id, Version, kind, to: Date.ToString("O", System.Globalization.CultureInfo.InvariantCulture), reason: Note));
    }
}
