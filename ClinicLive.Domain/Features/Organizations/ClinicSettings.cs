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

    /// <summary>Longest time before the start from which patients check in by themselves: half a day, in minutes.</summary>
    public const int LongestCheckIn = 12 * 60;

    /// <summary>Earliest reminder before the start: two weeks, in minutes.</summary>
    public const int EarliestReminder = 14 * 24 * 60;

    /// <summary>Longest grace after the start, in minutes.</summary>
    public const int LongestGrace = 24 * 60;

    /// <summary>Minutes before the start from which a patient may check in by himself.</summary>
    public int CheckInOpensMinutes { get; init; } = 60;

    /// <summary>Minutes after the start within which such a check-in is still in time.</summary>
    public int CheckInGraceMinutes { get; init; } = 15;

    /// <summary>Minutes after its begin from which a booked appointment whose patient has not come is a no-show; 0 leaves that to people.</summary>
    public int NoShowGraceMinutes { get; init; } = 45;

    /// <summary>Minutes after which a patient who waits for the front desk's answer is brought before everybody of the desk; 0 is never.</summary>
    public int DeskEscalateMinutes { get; init; } = 30;

    /// <summary>When the house is empty for sure, on the clinic's wall clock: what is still open then is closed. Null means midnight.</summary>
    public TimeOnly? DayClosesAt { get; init; }

    /// <summary>Minutes before the start at which patients are reminded first; 0 for no such reminder.</summary>
    public int FirstReminderMinutes { get; init; } = 24 * 60;

    /// <summary>Minutes before the start at which they are reminded once more; 0 for no such reminder.</summary>
    public int SecondReminderMinutes { get; init; } = 2 * 60;

    /// <summary>Null when the clinic can work by them, else the refusal at the field that is wrong. A time zone must be one of the IANA list that this machine knows.</summary>
    public Refusal? Check()
    {
        if (!PlainText.HasVisibleCharacter(Name) || PlainText.HasBrokenCharacter(Name)) return Refusal.Invalid(nameof(Name), "Please type the clinic's name.");
        if (Name.Trim().Length > NameLimit) return Refusal.Invalid(nameof(Name), $"The name is longer than {NameLimit} characters.");
        if (!IsZone(TimeZoneId)) return Refusal.Invalid(nameof(TimeZoneId), "This time zone is not known. Please type one like Europe/London.");
        if (WaitAmberMinutes is < 1 or > LongestWait) return Refusal.Invalid(nameof(WaitAmberMinutes), $"Please type 1 to {LongestWait} minutes.");
        if (WaitRedMinutes is < 1 or > LongestWait) return Refusal.Invalid(nameof(WaitRedMinutes), $"Please type 1 to {LongestWait} minutes.");
        if (WaitRedMinutes <= WaitAmberMinutes) return Refusal.Invalid(nameof(WaitRedMinutes), "Red must come later than amber.");
        if (PatientCutOffMinutes is < 0 or > LongestCutOff) return Refusal.Invalid(nameof(PatientCutOffMinutes), "Please type 0 hours to two weeks.");
        if (CheckInOpensMinutes is < 0 or > LongestCheckIn) return Refusal.Invalid(nameof(CheckInOpensMinutes), $"Please type 0 to {LongestCheckIn} minutes.");
        if (CheckInGraceMinutes is < 0 or > LongestGrace) return Refusal.Invalid(nameof(CheckInGraceMinutes), $"Please type 0 to {LongestGrace} minutes.");
        if (NoShowGraceMinutes is < 0 or > LongestGrace) return Refusal.Invalid(nameof(NoShowGraceMinutes), $"Please type 0 to {LongestGrace} minutes.");
        if (DeskEscalateMinutes is < 0 or > LongestGrace) return Refusal.Invalid(nameof(DeskEscalateMinutes), $"Please type 0 to {LongestGrace} minutes.");
        if (FirstReminderMinutes is < 0 or > EarliestReminder) return Refusal.Invalid(nameof(FirstReminderMinutes), "Please type 0 hours to two weeks.");
        if (SecondReminderMinutes is < 0 or > EarliestReminder) return Refusal.Invalid(nameof(SecondReminderMinutes), "Please type 0 hours to two weeks.");
        if (SecondReminderMinutes > 0 && SecondReminderMinutes >= FirstReminderMinutes) return Refusal.Invalid(nameof(SecondReminderMinutes), "The second reminder must come later than the first.");
        return NoShowGraceMinutes > 0 && NoShowGraceMinutes < CheckInGraceMinutes
            ? Refusal.Invalid(nameof(NoShowGraceMinutes), $"Nobody is a no-show while he may still check in: please type 0 or at least {CheckInGraceMinutes} minutes.")
            : null;
    }

    /// <summary>True for a time zone of the IANA list that this machine knows. A Windows name would be found too on some machines, and then not on the next one.</summary>
    public static bool IsZone(string id) => id.Contains('/', StringComparison.Ordinal) || id == "UTC" ? TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.Id == id : false;
}
