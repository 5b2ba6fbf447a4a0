using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>A line of the log in words.</summary>
public static class HistoryWords
{
    /// <summary>What happened.</summary>
    public static string Of(HistoryLine line) => line.Kind switch
    {
        ActivityKind.AppointmentRequested => "Requested by",
        ActivityKind.AppointmentHeld => "Time reserved by",
        ActivityKind.AppointmentBooked => "Booked by",
        ActivityKind.AppointmentWalkedIn => "Walked in, entered by",
        ActivityKind.AppointmentImported => "Taken over from another system by",
        ActivityKind.AppointmentRescheduled => line.After is { } doctor ? $"Rescheduled to {doctor} by" : "Rescheduled by",
        ActivityKind.AppointmentMadeUrgent => "Said to be urgent by",
        ActivityKind.AppointmentMadeRoutine => "No longer urgent, said by",
        ActivityKind.AppointmentGivenToDoctor => $"Given from {line.Before} to {line.After} by",
        ActivityKind.AppointmentDoctorTakenBack => $"Back from {line.Before} to {line.After} by",
        ActivityKind.PatientCameBack => "Back from the test, noted by",
        ActivityKind.RoomChosen => $"{line.After ?? "The doctor's usual room"} chosen by",
        ActivityKind.WaitingListJoined => "Put on the waiting list by",
        ActivityKind.SeriesBegun => "Made the first of a series by",
        ActivityKind.SeriesAppointmentBooked => "Booked in a series by",
        ActivityKind.AppointmentConfirmed => "Confirmed by",
        ActivityKind.PatientCalled => "Called by",
        ActivityKind.AppointmentMoveUndone => $"Undone: {Words(line.From)} → {Words(line.To)} by",
        _ => $"{Words(line.From)} → {Words(line.To)} by",
    };

    private static string Words(string? status) => Enum.TryParse<AppointmentStatus>(status, out var known) ? known.Words() : "–";
}
