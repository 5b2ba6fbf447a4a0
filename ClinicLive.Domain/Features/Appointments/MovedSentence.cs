using System.Globalization;
using ClinicLive.Domain.Features.Activity;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>"Moved 4 s ago by Lena: Booked → Waiting."</summary>
public static class MovedSentence
{
    /// <summary>Says who did what, from what to what, and how long ago.</summary>
    public static string For(string by, ActivityKind kind, AppointmentStatus? from, AppointmentStatus to, TimeSpan ago) => kind switch
    {
        ActivityKind.AppointmentRescheduled => $"Rescheduled {Ago(ago)} by {by}. Yours was not applied.",
        ActivityKind.PatientCalled => $"Called {Ago(ago)} by {by}. Please look again.",
        ActivityKind.AppointmentConfirmed => $"Confirmed {Ago(ago)} by {by}. Please look again.",
        ActivityKind.AppointmentMadeUrgent => $"Marked as urgent {Ago(ago)} by {by}. Please look again.",
        ActivityKind.AppointmentMadeRoutine => $"No longer urgent since {Ago(ago)}, said by {by}. Please look again.",
        ActivityKind.AppointmentGivenToDoctor or ActivityKind.AppointmentDoctorTakenBack => $"Given to another doctor {Ago(ago)} by {by}. Yours was not applied.",
        ActivityKind.PatientCameBack => $"Back from the test, noted {Ago(ago)} by {by}. Please look again.",
        ActivityKind.RoomChosen => $"Another room was chosen {Ago(ago)} by {by}. Please look again.",
        _ => $"Moved {Ago(ago)} by {by}{(from is { } f ? $" from {f.Words()} to {to.Words()}" : "")}. Yours was not applied.",
    };

    private static string Ago(TimeSpan ago) => ago switch
    {
        { TotalSeconds: < 1 } => "just now",
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalSeconds:0} s ago"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalMinutes:0} min ago"),
        { TotalHours: < 24 } => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalHours:0} h ago"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalDays:0} days ago"),
    };
}
