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
        ActivityKind.AppointmentRescheduled => "Rescheduled by",
        ActivityKind.AppointmentConfirmed => "Confirmed by",
        ActivityKind.PatientCalled => "Called by",
        ActivityKind.AppointmentMoveUndone => $"Undone: {Words(line.From)} → {Words(line.To)} by",
        _ => $"{Words(line.From)} → {Words(line.To)} by",
    };

    private static string Words(string? status) => Enum.TryParse<AppointmentStatus>(status, out var known) ? known.Words() : "–";
}
