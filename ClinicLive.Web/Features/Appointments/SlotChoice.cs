namespace ClinicLive.Web.Features.Appointments;

/// <summary>With whom and when, as it is being chosen. Local time of the clinic.</summary>
public sealed class SlotChoice
{
    /// <summary>The doctor, or null while none is chosen.</summary>
    public Guid? PractitionerId { get; set; }

    /// <summary>The clinic's day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Begin on the clinic's wall clock.</summary>
    public TimeOnly Time { get; set; }

    /// <summary>Planned length.</summary>
    public int Minutes { get; set; } = 15;
}
