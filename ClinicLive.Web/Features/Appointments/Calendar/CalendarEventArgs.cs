using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Appointments.Calendar;

/// <summary>
/// An appointment was let go somewhere (calendar.js): where it came from and what the screen showed when it was taken up. A
/// client can send anything; what it means is checked by the service.
/// </summary>
public sealed class CalendarDropEventArgs : EventArgs
{
    /// <summary>The appointment.</summary>
    public Guid Id { get; set; }

    /// <summary>The version on the screen when it was taken up.</summary>
    public int Version { get; set; }

    /// <summary>The state on the screen then.</summary>
    public string? Status { get; set; }

    /// <summary>The doctor of the column.</summary>
    public Guid Doctor { get; set; }

    /// <summary>The day of the column.</summary>
    public string? Day { get; set; }

    /// <summary>The minute of the day, on the clinic's wall clock.</summary>
    public int Minute { get; set; }

    /// <summary>The length.</summary>
    public int Minutes { get; set; }
}

/// <summary>An empty time was chosen (calendar.js).</summary>
public sealed class CalendarSlotEventArgs : EventArgs
{
    /// <summary>The doctor of the column.</summary>
    public Guid Doctor { get; set; }

    /// <summary>The day of the column.</summary>
    public string? Day { get; set; }

    /// <summary>The minute of the day, on the clinic's wall clock.</summary>
    public int Minute { get; set; }

    /// <summary>How long it is free, up to the usual length.</summary>
    public int Minutes { get; set; }
}

/// <summary>Tells the compiler of markup about the events that calendar.js raises. The name is the framework's.</summary>
[EventHandler("oncaldrop", typeof(CalendarDropEventArgs))]
[EventHandler("oncalslot", typeof(CalendarSlotEventArgs))]
public static class EventHandlers;
