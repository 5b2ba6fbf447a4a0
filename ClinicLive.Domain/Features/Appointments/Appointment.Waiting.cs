using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Appointments;

/// <content>On the waiting list, and in a series.</content>
public sealed partial class Appointment
{
    /// <summary>
    /// A patient who waits for a time. The time and the doctor given here are not taken: they only say until when, and with whom at the
    /// latest, a time would still be of use.
    /// </summary>
    public static (Appointment? Appointment, Refusal? Refusal) Wait(
        Guid patientId, Guid practitionerId, DateTimeOffset start, int minutes, string? reason, Guid visitTypeId, Change change)
    {
        if (!MayAskFor(patientId, change.By)) return (null, Refusal.Forbidden("Only the patient or reception can ask for a place on the waiting list."));
        return Create(patientId, practitionerId, start, minutes, reason, change, AppointmentStatus.Waitlisted, ActivityKind.WaitingListJoined, null, visitTypeId);
    }

    /// <summary>Offers a free time to a patient on the waiting list: the appointment is placed there and reserved for <see cref="HoldFor"/>.</summary>
    public Refusal? OfferAt(Guid practitionerId, DateTimeOffset start, int minutes, Change change)
    {
        if (Status != AppointmentStatus.Waitlisted) return Transitions.RefuseUnknown(Status, AppointmentStatus.Held);
        return Take(AppointmentStatus.Held, change, c => CheckTime(start, minutes, c), place: () =>
        {
            PractitionerId = practitionerId;
            PlaceAt(start, minutes, change);
        });
    }

    /// <summary>
    /// Makes a booked appointment the first of a series, or goes on with the one that it belongs to, and makes the further ones. Only
    /// reception; refuses a time that no appointment may have, at the field "Dates".
    /// </summary>
    public (IReadOnlyList<Appointment> Further, Refusal? Refusal) BeginSeries(IReadOnlyCollection<DateTimeOffset> starts, Change change)
    {
        if (change.By.Role != Role.Receptionist) return ([], Refusal.Forbidden("Only reception books a series."));
        if (Status != AppointmentStatus.Booked) return ([], Refusal.NotAllowed($"The appointment is \"{Status.Words().ToLowerInvariant()}\". A series begins with a booked one."));
        var minutes = (int)(End - Start).TotalMinutes;
        var further = new List<Appointment>(starts.Count);
        foreach (var start in starts)
        {
            var (next, refusal) = Create(
                PatientId, PractitionerId, start, minutes, Reason, change with { CommandId = null }, AppointmentStatus.Booked, ActivityKind.SeriesAppointmentBooked, null, VisitTypeId);
            if (next is null) return ([], refusal! with { Field = "Dates" });
            further.Add(next);
        }

        SeriesId ??= Id;
        foreach (var next in further) (next.SeriesId, next.LocationId) = (SeriesId, LocationId);
        Note(ActivityKind.SeriesBegun, Status, Status, change);
        return (further, null);
    }
}
