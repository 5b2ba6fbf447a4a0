using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>What for, with whom and when, as it is being chosen. Days and times are the clinic's.</summary>
public sealed class SlotChoice
{
    /// <summary>The doctor, or null for whoever is free first.</summary>
    public Guid? PractitionerId { get; set; }

    /// <summary>The kind of visit, or null in a clinic without any.</summary>
    public Guid? VisitTypeId { get; set; }

    /// <summary>The free time that is chosen, or null.</summary>
    public FreeSlot? Slot { get; set; }

    /// <summary>Day and time are typed instead of chosen among the free ones.</summary>
    public bool IsOther { get; set; }

    /// <summary>The day that is typed, or where to look first.</summary>
    public DateOnly Day { get; set; }

    /// <summary>The begin that is typed, or where to look first.</summary>
    public TimeOnly Time { get; set; }

    /// <summary>Planned length.</summary>
    public int Minutes { get; set; } = 15;
}
