namespace ClinicLive.Domain.Features.Appointments;

/// <summary>
/// How pressing a visit is (FHIR R4 Appointment.priority, whose numbers are those of iCalendar, RFC 5545 3.8.1.9: 0 is not
/// said, 1 is the highest). Stored as that number.
/// </summary>
public enum AppointmentPriority
{
    /// <summary>Seen in the usual order.</summary>
    Routine = 0,

    /// <summary>Seen before everybody who is not urgent.</summary>
    Urgent = 1,
}
