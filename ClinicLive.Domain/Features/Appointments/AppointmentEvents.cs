using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Appointments;

// Published by: AppointmentService, BookingService, SeriesService, WaitingListService. Heard by: the dashboard, doctors, the patient's home, the
// detail page, the waiting list.

/// <summary>An appointment was made, moved, rescheduled, confirmed or called.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="AppointmentId">Which appointment.</param>
/// <param name="PatientId">Whose it is.</param>
/// <param name="PractitionerId">With whom.</param>
/// <param name="Day">The clinic's calendar day that it is on now.</param>
/// <param name="DayBefore">The day that it was on before, when it went to another.</param>
/// <param name="Happened">The clinic's calendar day on which this happened.</param>
/// <param name="Version">The row's version after the change.</param>
/// <param name="Kind">What happened.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="By">The account that did it.</param>
/// <param name="At">When, in UTC.</param>
public sealed record AppointmentChanged(
    Guid OrganizationId,
    Guid AppointmentId,
    Guid PatientId,
    Guid PractitionerId,
    DateOnly Day,
    DateOnly? DayBefore,
    DateOnly Happened,
    int Version,
    ActivityKind Kind,
    AppointmentStatus? From,
    AppointmentStatus To,
    Guid By,
    DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics
    {
        get
        {
            yield return Topic.DayBoard(OrganizationId, Day);
            if (DayBefore is { } before && before != Day) yield return Topic.DayBoard(OrganizationId, before);
            if (Happened > Day && (To.IsInHouse() || From?.IsInHouse() == true)) yield return Topic.DayBoard(OrganizationId, Happened); // left over from an earlier day
            if (IsOfClosing) yield return Topic.EndOfDay(OrganizationId);
            yield return Topic.Appointments(OrganizationId);
            yield return Topic.Appointment(AppointmentId);
            yield return Topic.PatientAppointments(PatientId);
            if (ConcernsWaitingList) yield return Topic.WaitingList(OrganizationId);
        }
    }

    // Closed by the clinic itself, or what was closed has moved on.
    private bool IsOfClosing =>
        (By == Guid.Empty && To is AppointmentStatus.LeftUnseen or AppointmentStatus.Done) || From is AppointmentStatus.LeftUnseen or AppointmentStatus.Done;

    /// <inheritdoc/>
    public string Key => $"appointment:{AppointmentId:N}";

    /// <summary>Somebody came on the list, was offered a time, took it or let it go; or a time became free.</summary>
    private bool ConcernsWaitingList => To is AppointmentStatus.Waitlisted or AppointmentStatus.Held || From is AppointmentStatus.Waitlisted or AppointmentStatus.Held
        || Kind == ActivityKind.AppointmentRescheduled || (From?.HoldsSlot() == true && !To.HoldsSlot() && To != AppointmentStatus.Done);
}

/// <summary>History was taken over from another system: the days in between are to be read again, and the rooms.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Appointments">How many appointments.</param>
/// <param name="At">When, in UTC.</param>
public sealed record HistoryImported(Guid OrganizationId, DateOnly From, DateOnly To, int Appointments, DateTimeOffset At) : IClinicEvent
{
    private const int MostDays = 100 * 366;

    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => Enumerable.Range(0, Math.Clamp(To.DayNumber - From.DayNumber + 1, 0, MostDays))
        .Select(day => Topic.DayBoard(OrganizationId, From.AddDays(day)))
        .Prepend(Topic.Patients(OrganizationId)).Prepend(Topic.Schedule(OrganizationId));

    /// <inheritdoc/>
    public string Key => $"history:{From:yyyyMMdd}:{To:yyyyMMdd}";
}
