using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>An appointment as programs read it.</summary>
/// <param name="Id">The appointment.</param>
/// <param name="PatientId">Whose.</param>
/// <param name="PatientName">The patient's name, to the letter.</param>
/// <param name="PractitionerId">With whom.</param>
/// <param name="PractitionerName">"Dr" and family name.</param>
/// <param name="Start">Begin, in UTC.</param>
/// <param name="End">End, in UTC.</param>
/// <param name="Status">The state.</param>
/// <param name="PatientFlow">What the patient sees of the state.</param>
/// <param name="StatusSince">When the state was entered, in UTC.</param>
/// <param name="Room">Where, or null.</param>
/// <param name="Reason">Reason for the visit, or null.</param>
/// <param name="Version">Counts the changes; send it back with the next one.</param>
public sealed record AppointmentView(
    Guid Id,
    Guid PatientId,
    string PatientName,
    Guid PractitionerId,
    string PractitionerName,
    DateTimeOffset Start,
    DateTimeOffset End,
    AppointmentStatus Status,
    PatientFlow PatientFlow,
    DateTimeOffset StatusSince,
    string? Room,
    string? Reason,
    int Version)
{
    /// <summary>The view of a row that its reader was allowed to read.</summary>
    public static AppointmentView Of(BoardRow row) => new(
        row.Id, row.PatientId, row.PatientName, row.PractitionerId, row.PractitionerName, row.Start, row.End,
        row.Status, row.Status.ToPatientFlow(), row.StatusSince, row.Room, row.Reason, row.Version);
}
