using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Organizations;

/// <summary>The clinic's settings as an admin types them.</summary>
/// <param name="Name">As on its door.</param>
/// <param name="TimeZoneId">IANA time zone, for example "Europe/London".</param>
/// <param name="WaitAmberMinutes">Minutes of waiting from which a row turns amber.</param>
/// <param name="WaitRedMinutes">Minutes of waiting from which a row turns red.</param>
/// <param name="PatientCutOffMinutes">Minutes before the start from which a patient may cancel or move only through reception.</param>
/// <param name="AllowsParallelConsultations">Whether a doctor may have several consultations open at once.</param>
public sealed record ClinicSettings(
    string Name, string TimeZoneId, int WaitAmberMinutes, int WaitRedMinutes, int PatientCutOffMinutes, bool AllowsParallelConsultations)
{
    /// <summary>Longest name.</summary>
    public const int NameLimit = 100;

    /// <summary>Longest wait that can be a threshold, in minutes.</summary>
    public const int LongestWait = 240;

    /// <summary>Longest cut-off: two weeks, in minutes.</summary>
    public const int LongestCutOff = 14 * 24 * 60;

    /// <summary>Null when the clinic can work by them, else the refusal at the field that is wrong. A time zone must be one of the IANA list that this machine knows.</summary>
    public Refusal? Check()
    {
        if (!PlainText.HasVisibleCharacter(Name) || PlainText.HasBrokenCharacter(Name)) return Refusal.Invalid(nameof(Name), "Please type the clinic's name.");
        if (Name.Trim().Length > NameLimit) return Refusal.Invalid(nameof(Name), $"The name is longer than {NameLimit} characters.");
        if (!IsZone(TimeZoneId)) return Refusal.Invalid(nameof(TimeZoneId), "This time zone is not known. Please type one like Europe/London.");
        if (WaitAmberMinutes is < 1 or > LongestWait) return Refusal.Invalid(nameof(WaitAmberMinutes), $"Please type 1 to {LongestWait} minutes.");
        if (WaitRedMinutes is < 1 or > LongestWait) return Refusal.Invalid(nameof(WaitRedMinutes), $"Please type 1 to {LongestWait} minutes.");
        if (WaitRedMinutes <= WaitAmberMinutes) return Refusal.Invalid(nameof(WaitRedMinutes), "Red must come later than amber.");
        return PatientCutOffMinutes is < 0 or > LongestCutOff ? Refusal.Invalid(nameof(PatientCutOffMinutes), "Please type 0 hours to two weeks.") : null;
    }

    /// <summary>True for a time zone of the IANA list that this machine knows. A Windows name would be found too on some machines, and then not on the next one.</summary>
    public static bool IsZone(string id) => id.Contains('/', StringComparison.Ordinal) || id == "UTC" ? TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.Id == id : false;
}
