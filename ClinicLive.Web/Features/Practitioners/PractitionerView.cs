using ClinicLive.Domain.Features.Practitioners;

namespace ClinicLive.Web.Features.Practitioners;

/// <summary>A doctor as programs read him.</summary>
/// <param name="Id">The doctor.</param>
/// <param name="UserId">His account, or null.</param>
/// <param name="DisplayName">How he is named.</param>
/// <param name="GivenName">Given name.</param>
/// <param name="FamilyName">Family name.</param>
/// <param name="Specialty">Field of medicine.</param>
/// <param name="ConsultationHours">When he sees patients, as shown.</param>
/// <param name="Hospital">The hospital or practice.</param>
/// <param name="Room">His usual room, or null.</param>
/// <param name="Online">At least one live connection.</param>
/// <param name="Available">He takes patients, as he said himself.</param>
/// <param name="BreakUntil">When his break ends, in UTC, or null.</param>
/// <param name="Presence">The one word: offline, available, in-consultation, on-break, not-available.</param>
/// <param name="Version">Counts the changes of his record.</param>
public sealed record PractitionerView(
    Guid Id,
    Guid? UserId,
    string DisplayName,
    string GivenName,
    string FamilyName,
    string Specialty,
    string ConsultationHours,
    string Hospital,
    string? Room,
    bool Online,
    bool Available,
    DateTimeOffset? BreakUntil,
    string Presence,
    int Version)
{
    /// <summary>The view of a row.</summary>
    public static PractitionerView Of(PractitionerRow row, bool hasOpenConsultation) => new(
        row.Id, row.AccountId, row.DisplayName, row.GivenName, row.FamilyName, row.Specialty, row.ConsultationHours, row.Hospital, row.Room,
        row.Online, row.Availability == Availability.Available, row.BreakUntil, PractitionerPresences.Of(row, hasOpenConsultation).Token(), row.Version);
}
