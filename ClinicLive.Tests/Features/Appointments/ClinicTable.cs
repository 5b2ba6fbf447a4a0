using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;
using static ClinicLive.Domain.Shared.Role;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>
/// The clinic's table of transitions, written down from the clinic's rules and not from the program. Where the two differ,
/// one of them is wrong.
/// </summary>
internal static class ClinicTable
{
    private static readonly Role[] Nobody = [];

    /// <summary>Who may move an appointment from one state to another, and which of them must say why.</summary>
    public static readonly IReadOnlyDictionary<(AppointmentStatus From, AppointmentStatus To), (Role[] Who, Role[] WithReason)> Moves =
        new Dictionary<(AppointmentStatus, AppointmentStatus), (Role[], Role[])>
        {
            [(Requested, Booked)] = ([Receptionist, Role.System], Nobody),
            [(Requested, Waitlisted)] = ([Receptionist, Role.System], Nobody),
            [(Waitlisted, Held)] = ([Receptionist, Role.System], Nobody),
            [(Held, Booked)] = ([Patient, Receptionist], Nobody),
            [(Held, Waitlisted)] = ([Role.System, Patient, Receptionist], Nobody), // expired, or declined: also on the phone
            [(Booked, Arrived)] = ([Receptionist], Nobody), // a patient only by check-in code, which is another door
            [(Arrived, Ready)] = ([Receptionist], Nobody),
            [(Arrived, InConsultation)] = ([Practitioner, Receptionist], Nobody),
            [(Ready, InConsultation)] = ([Practitioner, Receptionist], Nobody),
            [(InConsultation, Paused)] = ([Practitioner], Nobody),
            [(Paused, InConsultation)] = ([Practitioner], Nobody),
            [(InConsultation, Done)] = ([Practitioner, Admin, Role.System], [Admin, Role.System]),
            [(Paused, Done)] = ([Practitioner, Admin, Role.System], [Admin, Role.System]),
            [(Requested, Cancelled)] = ([Patient, Receptionist, Practitioner, Admin], [Patient, Receptionist, Practitioner, Admin]),
            [(Waitlisted, Cancelled)] = ([Patient, Receptionist, Practitioner, Admin], [Patient, Receptionist, Practitioner, Admin]),
            [(Held, Cancelled)] = ([Patient, Receptionist, Practitioner, Admin, Role.System], [Patient, Receptionist, Practitioner, Admin, Role.System]), // "released"
            [(Booked, Cancelled)] = ([Patient, Receptionist, Practitioner, Admin], [Patient, Receptionist, Practitioner, Admin]),
            [(Arrived, Cancelled)] = ([Receptionist], [Receptionist]),
            [(Ready, Cancelled)] = ([Receptionist], [Receptionist]),
            [(Arrived, LeftUnseen)] = ([Receptionist, Role.System], [Receptionist, Role.System]),
            [(Ready, LeftUnseen)] = ([Receptionist, Role.System], [Receptionist, Role.System]),
            [(Booked, NoShow)] = ([Receptionist, Role.System], Nobody),
            [(NoShow, Arrived)] = ([Receptionist], Nobody),
            [(Cancelled, Booked)] = ([Receptionist], Nobody),
            [(NoShow, Booked)] = ([Receptionist], Nobody),
            [(Requested, EnteredInError)] = ([Admin], [Admin]),
            [(Waitlisted, EnteredInError)] = ([Admin], [Admin]),
            [(Held, EnteredInError)] = ([Admin], [Admin]),
            [(Booked, EnteredInError)] = ([Admin], [Admin]),
            [(Arrived, EnteredInError)] = ([Admin], [Admin]),
            [(Ready, EnteredInError)] = ([Admin], [Admin]),
            [(InConsultation, EnteredInError)] = ([Admin], [Admin]),
            [(Paused, EnteredInError)] = ([Admin], [Admin]),
            [(Done, EnteredInError)] = ([Admin], [Admin]),
            [(Cancelled, EnteredInError)] = ([Admin], [Admin]),
            [(NoShow, EnteredInError)] = ([Admin], [Admin]),
            [(LeftUnseen, EnteredInError)] = ([Admin], [Admin]),
        };

    /// <summary>Moves back: whoever made the last one, within five minutes; reception and admin also later and of others, with a reason.</summary>
    public static readonly IReadOnlySet<(AppointmentStatus From, AppointmentStatus To)> Undos = new HashSet<(AppointmentStatus, AppointmentStatus)>
    {
        (Arrived, Booked),
        (Ready, Arrived),
        (InConsultation, Ready),
        (InConsultation, Arrived), // where the clinic does not use Ready
        (Done, InConsultation),
        (LeftUnseen, Arrived),
        (LeftUnseen, Ready),
    };

    /// <summary>States whose time is taken.</summary>
    public static readonly IReadOnlySet<AppointmentStatus> Taken = new HashSet<AppointmentStatus> { Held, Booked, Arrived, Ready, InConsultation, Paused };

    public static IReadOnlyList<AppointmentStatus> States { get; } = Enum.GetValues<AppointmentStatus>();

    public static bool Has(AppointmentStatus from, AppointmentStatus to) => Moves.ContainsKey((from, to)) || Undos.Contains((from, to));
}
