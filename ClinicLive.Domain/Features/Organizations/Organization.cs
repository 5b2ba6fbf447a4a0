using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Organizations;

/// <summary>One clinic (FHIR Organization) and the settings it works by. No query, event or file crosses it.</summary>
public sealed class Organization : IRaisesChanges
{
    private List<RaisedChange>? _raised;

    /// <summary>The clinic's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The clinic's name, as on its door.</summary>
    public required string Name { get; set; }

    /// <summary>IANA time zone; "today" and working hours are meant in it, across DST changes.</summary>
    public required string TimeZoneId { get; set; }

    /// <summary>Minutes of waiting from which a row turns amber.</summary>
    public int WaitAmberMinutes { get; set; } = 10;

    /// <summary>Minutes of waiting from which a row turns red.</summary>
    public int WaitRedMinutes { get; set; } = 20;

    /// <summary>Minutes before the start from which a patient may cancel or move only through reception.</summary>
    public int PatientCutOffMinutes { get; set; } = 24 * 60;

    /// <summary>Whether a doctor may have several consultations open at once.</summary>
    public bool AllowsParallelConsultations { get; set; }

    /// <summary>Minutes before the start from which a patient may check in by himself.</summary>
    public int CheckInOpensMinutes { get; set; } = 60;

    /// <summary>Minutes after the start within which such a check-in is still in time.</summary>
    public int CheckInGraceMinutes { get; set; } = 15;

    /// <summary>Counts the changes of the settings, from 1.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>The settings as an admin types them.</summary>
    public ClinicSettings Settings => new(Name, TimeZoneId, WaitAmberMinutes, WaitRedMinutes, PatientCutOffMinutes, AllowsParallelConsultations)
    {
        CheckInOpensMinutes = CheckInOpensMinutes,
        CheckInGraceMinutes = CheckInGraceMinutes,
        NoShowGraceMinutes = NoShowGraceMinutes,
        DeskEscalateMinutes = DeskEscalateMinutes,
        DayClosesAt = DayClosesAt,
        FirstReminderMinutes = FirstReminderMinutes,
        SecondReminderMinutes = SecondReminderMinutes,
    };

    /// <summary>Minutes after its begin from which a booked appointment whose patient has not come is a no-show; 0 leaves that to people.</summary>
    public int NoShowGraceMinutes { get; set; } = 45;

    /// <summary>Minutes after which a patient who waits for the front desk's answer is brought before everybody of the desk; 0 is never.</summary>
    public int DeskEscalateMinutes { get; set; } = 30;

    /// <summary>When the house is empty for sure, on the clinic's wall clock: what is still open then is closed. Null means midnight.</summary>
    public TimeOnly? DayClosesAt { get; set; }

    /// <summary>Minutes before the start at which patients are reminded first; 0 for no such reminder.</summary>
    public int FirstReminderMinutes { get; set; } = 24 * 60;

    /// <summary>Minutes before the start at which they are reminded once more; 0 for no such reminder.</summary>
    public int SecondReminderMinutes { get; set; } = 2 * 60;

    /// <summary>The settings as a value that use cases hand to entities.</summary>
    public ClinicPolicy Policy => new(
        Name,
        TimeZoneInfo.FindSystemTimeZoneById(TimeZoneId),
        TimeSpan.FromMinutes(WaitAmberMinutes),
        TimeSpan.FromMinutes(WaitRedMinutes),
        TimeSpan.FromMinutes(PatientCutOffMinutes),
        AllowsParallelConsultations)
    {
        CheckInOpens = TimeSpan.FromMinutes(CheckInOpensMinutes),
        CheckInGrace = TimeSpan.FromMinutes(CheckInGraceMinutes),
        DeskEscalate = DeskEscalateMinutes > 0 ? TimeSpan.FromMinutes(DeskEscalateMinutes) : null,
        FirstReminder = FirstReminderMinutes > 0 ? TimeSpan.FromMinutes(FirstReminderMinutes) : null,
        SecondReminder = SecondReminderMinutes > 0 ? TimeSpan.FromMinutes(SecondReminderMinutes) : null,
        NoShowGrace = NoShowGraceMinutes > 0 ? TimeSpan.FromMinutes(NoShowGraceMinutes) : null,
        DayClosesAt = DayClosesAt,
    };

    /// <summary>Works by other settings from now on; they must have passed <see cref="ClinicSettings.Check"/>.</summary>
    public void Change(ClinicSettings settings, ClinicChange change)
    {
        var before = Settings;
        (Name, TimeZoneId) = (settings.Name.Trim(), settings.TimeZoneId);
        (WaitAmberMinutes, WaitRedMinutes, PatientCutOffMinutes) = (settings.WaitAmberMinutes, settings.WaitRedMinutes, settings.PatientCutOffMinutes);
        AllowsParallelConsultations = settings.AllowsParallelConsultations;
        (CheckInOpensMinutes, CheckInGraceMinutes) = (settings.CheckInOpensMinutes, settings.CheckInGraceMinutes);
        (NoShowGraceMinutes, DayClosesAt, DeskEscalateMinutes) = (settings.NoShowGraceMinutes, settings.DayClosesAt, settings.DeskEscalateMinutes);
        (FirstReminderMinutes, SecondReminderMinutes) = (settings.FirstReminderMinutes, settings.SecondReminderMinutes);
        Version++;
        (_raised ??= []).Add(new RaisedChange(
            new ClinicSettingsChanged(Id, Version, change.At),
            change.Line(Id, Version, ActivityKind.ClinicSettingsChanged, what: $"{before} -> {Settings}")));
    }

    /// <inheritdoc/>
    public IReadOnlyList<RaisedChange> TakeRaised()
    {
        var taken = _raised;
        _raised = null;
        return taken ?? [];
    }
}
