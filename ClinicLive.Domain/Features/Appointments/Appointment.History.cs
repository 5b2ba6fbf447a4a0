using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Appointments;

/// <content>Appointments that another system knew before.</content>
public sealed partial class Appointment
{
    /// <summary>Longest id of another system, in UTF-16 units.</summary>
    public const int ExternalIdLimit = 100;

    /// <summary>Longest stay of a history: other systems also tell of nights in hospital.</summary>
    public static readonly TimeSpan LongestStay = TimeSpan.FromDays(366);

    /// <summary>The mark in the history of what overlaps.</summary>
    public const string OverlapMark = "Another appointment of the doctor lies in its time.";

    /// <summary>The id in the system that it was taken over from, unique in the clinic; null for one made here.</summary>
    public string? ExternalId { get; private init; }

    /// <summary>Taken over although another appointment of the practitioner lies in its time, which is past: kept, and marked. It holds no slot.</summary>
    public bool HasOverlap { get; private set; }

    /// <summary>
    /// Takes over an appointment as another system had it, whatever its time; by an admin. Only what is over or agreed can be taken
    /// over: booked, done, cancelled, no-show, left unseen. What is past holds no slot, and may overlap; what is agreed for later
    /// holds its slot like any other, so it is refused where its time is taken.
    /// </summary>
    public static (Appointment? Appointment, Refusal? Refusal) TakeOver(PastAppointment past, Guid patientId, bool overlaps, Change change)
    {
        if (change.By.Role is not (Role.Admin or Role.System)) return (null, Refusal.Forbidden("Only an admin can take over history."));
        if (CheckPast(past) is { } refusal) return (null, refusal);
        var isLiving = past.Status.HoldsSlot() && past.End > change.At;
        if (isLiving && (past.End - past.Start).TotalMinutes is < ShortestMinutes or > LongestMinutes) return (null, Refusal.Invalid("End", $"An appointment that is still to come lasts {ShortestMinutes} to {LongestMinutes} minutes."));
        if (isLiving && overlaps) return (null, Refusal.NotAllowed("Another appointment of the doctor lies in that time, which is still to come. Please book another time."));
        var appointment = new Appointment
        {
            OrganizationId = change.By.OrganizationId,
            PatientId = patientId,
            PractitionerId = past.PractitionerId,
            LocationId = past.LocationId,
            Reason = PlainText.HasVisibleCharacter(past.Reason) ? past.Reason : null,
            ExternalId = past.ExternalId,
            Version = 0,
        };
        appointment.PlaceAt(past.Start, (int)(past.End - past.Start).TotalMinutes, change);
        appointment.Enter(past.Status, change);
        appointment.StatusSince = (past.Finished ?? (past.Start < change.At ? past.Start : change.At)).ToUniversalTime();
        (appointment.HoldsSlot, appointment.HasOverlap) = (isLiving, overlaps);
        (appointment.ArrivedAt, appointment.ConsultationStartedAt, appointment.FinishedAt) = (past.Arrived, past.Started, past.Finished);
        appointment.Note(ActivityKind.AppointmentImported, null, past.Status, overlaps ? change with { Reason = OverlapMark } : change);
        return (appointment, null);
    }

    /// <summary>Null when what another system had can be one of ours.</summary>
    internal static Refusal? CheckPast(PastAppointment past)
    {
        if (string.IsNullOrWhiteSpace(past.ExternalId) || past.ExternalId.Length > ExternalIdLimit || PlainText.HasBrokenCharacter(past.ExternalId))
        {
            return Refusal.Invalid("ExternalId", $"An id of 1 to {ExternalIdLimit} characters is needed.");
        }

        if (past.End <= past.Start) return Refusal.Invalid("End", "It ends before it begins.");
        if (past.End - past.Start < TimeSpan.FromMinutes(1) || past.End - past.Start > LongestStay) return Refusal.Invalid("End", $"It lasts less than a minute or more than {LongestStay.TotalDays:0} days.");
        if (past.Start.Year is < 1900 or > 2200) return Refusal.Invalid("Start", "The year cannot be right.");
        if (past.Status is not (AppointmentStatus.Booked or AppointmentStatus.Done or AppointmentStatus.Cancelled or AppointmentStatus.NoShow or AppointmentStatus.LeftUnseen))
        {
            return Refusal.Invalid("Status", $"\"{past.Status.Words()}\" cannot be taken over: only what is booked, done, cancelled, a no-show or left unseen.");
        }

        if (past.Started < past.Arrived || past.Finished < past.Started || past.Finished < past.Arrived) return Refusal.Invalid("Times", "It began before the patient came, or ended before it began.");
        return RefuseReason(past.Reason);
    }
}

/// <summary>An appointment as another system had it. Instants in UTC.</summary>
/// <param name="ExternalId">Its id there.</param>
/// <param name="PractitionerId">With whom, here.</param>
/// <param name="Start">Planned begin.</param>
/// <param name="End">Planned end.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Arrived">When the patient came, or null.</param>
/// <param name="Started">When the consultation began, or null.</param>
/// <param name="Finished">When it ended, or null.</param>
/// <param name="Reason">Reason for the visit, or null.</param>
/// <param name="LocationId">In which room, here, or null.</param>
public sealed record PastAppointment(
    string ExternalId,
    Guid PractitionerId,
    DateTimeOffset Start,
    DateTimeOffset End,
    AppointmentStatus Status,
    DateTimeOffset? Arrived = null,
    DateTimeOffset? Started = null,
    DateTimeOffset? Finished = null,
    string? Reason = null,
    Guid? LocationId = null)
{
    /// <summary>Called off, so that its time was free for others.</summary>
    internal bool IsCalledOff => Status == AppointmentStatus.Cancelled;
}
