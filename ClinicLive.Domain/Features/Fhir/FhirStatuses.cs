using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>The one state of an appointment as FHIR's Appointment.status and Encounter.status (HL7 FHIR R4 value sets appointmentstatus and encounter-status).</summary>
public static class FhirStatuses
{
    /// <summary>The code of Appointment.status.</summary>
    public static string AppointmentCode(AppointmentStatus status) => status switch
    {
        AppointmentStatus.Requested => "proposed",
        AppointmentStatus.Waitlisted => "waitlist",
        AppointmentStatus.Held => "pending",
        AppointmentStatus.Booked => "booked",
        AppointmentStatus.Arrived => "arrived",
        AppointmentStatus.Ready => "checked-in",
        AppointmentStatus.InConsultation or AppointmentStatus.Paused or AppointmentStatus.Done => "fulfilled",
        AppointmentStatus.NoShow => "noshow",
        AppointmentStatus.EnteredInError => "entered-in-error",
        _ => "cancelled",
    };

    /// <summary>The code of Encounter.status; null while there is no encounter.</summary>
    public static string? EncounterCode(AppointmentStatus status) => status switch
    {
        AppointmentStatus.Booked => "planned",
        AppointmentStatus.Arrived => "arrived",
        AppointmentStatus.Ready => "triaged",
        AppointmentStatus.InConsultation => "in-progress",
        AppointmentStatus.Paused => "onleave",
        AppointmentStatus.Done => "finished",
        AppointmentStatus.Cancelled or AppointmentStatus.LeftUnseen => "cancelled",
        AppointmentStatus.EnteredInError => "entered-in-error",
        _ => null,
    };

    /// <summary>The states in which there is an encounter.</summary>
    internal static AppointmentStatus[] WithEncounter { get; } = [.. Enum.GetValues<AppointmentStatus>().Where(s => EncounterCode(s) is not null)];

    /// <summary>The states that an appointment's code stands for; empty for a code that is none of ours.</summary>
    internal static AppointmentStatus[] OfAppointmentCode(string code) => [.. Enum.GetValues<AppointmentStatus>().Where(s => AppointmentCode(s) == code)];

    /// <summary>The states that an encounter's code stands for; empty for a code that is none of ours.</summary>
    internal static AppointmentStatus[] OfEncounterCode(string code) => [.. Enum.GetValues<AppointmentStatus>().Where(s => EncounterCode(s) == code)];
}
