using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Web.Features.Portal;

/// <summary>The patient's words for the state, and what to do now.</summary>
public static class FlowWords
{
    /// <summary>Before a time is taken that cannot be changed alone any more.</summary>
    public const string Soon = "It is soon: to change it afterwards, please call the clinic.";

    /// <summary>The state in a few words.</summary>
    public static string Of(AppointmentStatus status) => status.ToPatientFlow() switch
    {
        PatientFlow.Requested => "Request sent",
        PatientFlow.WaitingList => "On the waiting list",
        PatientFlow.Held => "Time reserved",
        PatientFlow.Booked => "Booked",
        PatientFlow.Waiting => "Waiting",
        PatientFlow.InConsultation => "With the doctor",
        PatientFlow.Done => "Done",
        PatientFlow.Cancelled => "Cancelled",
        _ => "Missed",
    };

    /// <summary>He waits and has been called: where to go is all that counts now, and no place in line.</summary>
    public static bool IsCalled(BoardRow row) => QueueOrder.IsHere(row) && QueueOrder.IsCalled(row);

    /// <summary>One sentence that says what to do.</summary>
    public static string WhatToDo(BoardRow row, bool isToday) => row.Status switch
    {
        _ when IsCalled(row) => $"Please come to {row.Room ?? "the consultation room"}.",
        AppointmentStatus.Requested => "The clinic will answer soon. You will see it here.",
        AppointmentStatus.Waitlisted => "As soon as a time is free, it is offered to you here.",
        AppointmentStatus.Held => "Please confirm it before the time runs out.",
        AppointmentStatus.Booked when isToday => "Please check in at the desk when you arrive.",
        AppointmentStatus.Booked => "Nothing to do now. See you then.",
        AppointmentStatus.Arrived or AppointmentStatus.Ready => "Please take a seat. We will call you here.",
        AppointmentStatus.Paused when row.BackAt is not null => "Welcome back. Please take a seat, the doctor calls you in.",
        AppointmentStatus.Paused => $"When your test is done, please come back to {row.Room ?? "the consultation room"}.",
        AppointmentStatus.InConsultation => "You are with the doctor.",
        AppointmentStatus.Done => "Thank you for coming. Get well soon.",
        AppointmentStatus.NoShow or AppointmentStatus.LeftUnseen => "We missed you. Please call the clinic for a new appointment.",
        _ => "This appointment was cancelled. Please call the clinic if you need another one.",
    };
}
