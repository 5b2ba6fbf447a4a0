using System.Globalization;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>The patient is late; it is his to say whether he waits behind those who came in time.</summary>
/// <param name="Sentence">For the patient.</param>
public sealed record LateForCheckIn(string Sentence) : Refusal(RefusalKind.NotAllowed, Sentence);

/// <content>The patient's own check-in: another door to the same step, opened by the code on a waiting-room screen.</content>
public sealed partial class Appointment
{
    /// <summary>
    /// The patient says himself that he is here. Only his own booked appointment of today, only within the
    /// <see cref="CheckInWindow"/>; after the grace only when he accepts to wait. That he stands before the screen was proved to
    /// the service by the screen's code.
    /// </summary>
    public Refusal? CheckInByCode(Change change, bool acceptsToWait)
    {
        if (change.By.Role != Role.Patient) return Refusal.Forbidden("Only the patient checks in with a code.");
        if (change.By.PatientId != PatientId) return Refusal.NotFound("appointment");
        return Status switch
        {
            AppointmentStatus.Booked => Take(AppointmentStatus.Arrived, change, c => RefuseOutsideWindow(c, acceptsToWait), alsoFor: Role.Patient),
            AppointmentStatus.NoShow => Refusal.NotAllowed("The clinic has noted that you did not come. Please go to the desk."),
            _ => Refusal.NotAllowed($"The appointment is \"{Status.Words().ToLowerInvariant()}\". Only a booked one can be checked in."),
        };
    }

    private Refusal? RefuseOutsideWindow(Change change, bool acceptsToWait) => CheckInWindow.At(Start, change.At, change.Policy) switch
    {
        CheckInTime.OtherDay => RefuseOtherDay(change),
        CheckInTime.TooEarly => Refusal.NotAllowed($"You are early. Check-in opens at {Clock(CheckInWindow.OpensAt(Start, change.Policy), change.Policy)}."),
        CheckInTime.Late when !acceptsToWait => new LateForCheckIn(
            $"Your appointment was at {Clock(Start, change.Policy)}. You can still check in and wait behind those who came in time, or ask at the desk."),
        _ => null,
    };

    private static string Clock(DateTimeOffset instant, ClinicPolicy policy) => policy.ToLocal(instant).ToString("H:mm", CultureInfo.InvariantCulture);
}
