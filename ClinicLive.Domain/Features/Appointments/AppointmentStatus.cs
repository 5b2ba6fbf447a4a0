namespace ClinicLive.Domain.Features.Appointments;

/// <summary>The one state of an appointment; the patient's flow is derived from it. FHIR R4 names stand behind each.</summary>
public enum AppointmentStatus
{
    /// <summary>Asked for by the patient (Appointment: proposed).</summary>
    Requested,

    /// <summary>On the waiting list (Appointment: waitlist).</summary>
    Waitlisted,

    /// <summary>A slot is reserved for a short time (Appointment: pending, Slot: busy-tentative).</summary>
    Held,

    /// <summary>Agreed (Appointment: booked, Encounter: planned).</summary>
    Booked,

    /// <summary>The patient is here and waits (Appointment and Encounter: arrived).</summary>
    Arrived,

    /// <summary>Checked in and prepared, still waiting (Appointment: checked-in, Encounter: triaged).</summary>
    Ready,

    /// <summary>With the doctor (Appointment: fulfilled, Encounter: in-progress).</summary>
    InConsultation,

    /// <summary>Sent for a test and coming back (Appointment: fulfilled, Encounter: onleave).</summary>
    Paused,

    /// <summary>Over (Appointment: fulfilled, Encounter: finished).</summary>
    Done,

    /// <summary>Called off (Appointment and Encounter: cancelled).</summary>
    Cancelled,

    /// <summary>The patient did not come (Appointment: noshow).</summary>
    NoShow,

    /// <summary>The patient came and left before being seen (Appointment and Encounter: cancelled).</summary>
    LeftUnseen,

    /// <summary>Should never have existed; hidden everywhere, kept in the log (entered-in-error).</summary>
    EnteredInError,
}

/// <summary>What the patient sees of the state.</summary>
public enum PatientFlow
{
    /// <summary>A request was sent.</summary>
    Requested,

    /// <summary>On the waiting list.</summary>
    WaitingList,

    /// <summary>A slot is reserved and the time to confirm runs.</summary>
    Held,

    /// <summary>The appointment stands.</summary>
    Booked,

    /// <summary>In the waiting room.</summary>
    Waiting,

    /// <summary>With the doctor.</summary>
    InConsultation,

    /// <summary>Over.</summary>
    Done,

    /// <summary>Called off.</summary>
    Cancelled,

    /// <summary>Missed; book again.</summary>
    Missed,

    /// <summary>Not shown.</summary>
    Hidden,
}

/// <summary>What follows from a state.</summary>
public static class AppointmentStatuses
{
    /// <summary>States whose time belongs to the appointment: no other one of the practitioner may overlap it.</summary>
    public static bool HoldsSlot(this AppointmentStatus status) => status
        is AppointmentStatus.Held or AppointmentStatus.Booked or AppointmentStatus.Arrived
        or AppointmentStatus.Ready or AppointmentStatus.InConsultation or AppointmentStatus.Paused;

    /// <summary>States in which the patient is in the house and not with the doctor.</summary>
    public static bool IsWaiting(this AppointmentStatus status) => status
        is AppointmentStatus.Arrived or AppointmentStatus.Ready or AppointmentStatus.Paused;

    /// <summary>States in which the patient is in the house: they stay on today's board until they end, also past midnight.</summary>
    public static bool IsInHouse(this AppointmentStatus status) => status.IsWaiting() || status == AppointmentStatus.InConsultation;

    /// <summary>What the patient sees.</summary>
    public static PatientFlow ToPatientFlow(this AppointmentStatus status) => status switch
    {
        AppointmentStatus.Requested => PatientFlow.Requested,
        AppointmentStatus.Waitlisted => PatientFlow.WaitingList,
        AppointmentStatus.Held => PatientFlow.Held,
        AppointmentStatus.Booked => PatientFlow.Booked,
        AppointmentStatus.Arrived or AppointmentStatus.Ready or AppointmentStatus.Paused => PatientFlow.Waiting,
        AppointmentStatus.InConsultation => PatientFlow.InConsultation,
        AppointmentStatus.Done => PatientFlow.Done,
        AppointmentStatus.NoShow or AppointmentStatus.LeftUnseen => PatientFlow.Missed,
        AppointmentStatus.EnteredInError => PatientFlow.Hidden,
        _ => PatientFlow.Cancelled,
    };

    /// <summary>The state in the words of the people who work with it.</summary>
    public static string Words(this AppointmentStatus status) => status switch
    {
        AppointmentStatus.Waitlisted => "On the waiting list",
        AppointmentStatus.Arrived => "Waiting",
        AppointmentStatus.Ready => "Ready",
        AppointmentStatus.InConsultation => "In consultation",
        AppointmentStatus.Paused => "Away for a test",
        AppointmentStatus.NoShow => "No-show",
        AppointmentStatus.LeftUnseen => "Left unseen",
        AppointmentStatus.EnteredInError => "Entered in error",
        _ => status.ToString(),
    };
}
