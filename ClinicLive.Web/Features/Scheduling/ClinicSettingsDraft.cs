using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Web.Features.Scheduling;

/// <summary>The clinic's settings as they are being typed.</summary>
public sealed class ClinicSettingsDraft
{
    /// <summary>A form that shows settings.</summary>
    public ClinicSettingsDraft(ClinicSettings settings)
    {
        (Name, Zone, Amber, Red, Parallel) =
            (settings.Name, settings.TimeZoneId, settings.WaitAmberMinutes, settings.WaitRedMinutes, settings.AllowsParallelConsultations);
        CutOffHours = settings.PatientCutOffMinutes / 60.0;
        (FirstReminderHours, SecondReminderHours) = (settings.FirstReminderMinutes / 60.0, settings.SecondReminderMinutes / 60.0);
        (CheckInOpens, CheckInGrace, NoShowGrace, ClosesAt) =
            (settings.CheckInOpensMinutes, settings.CheckInGraceMinutes, settings.NoShowGraceMinutes, settings.DayClosesAt);
        DeskEscalate = settings.DeskEscalateMinutes;
    }

    /// <summary>As on the clinic's door.</summary>
    public string? Name { get; set; }

    /// <summary>IANA time zone.</summary>
    public string? Zone { get; set; }

    /// <summary>Minutes of waiting until a row turns amber.</summary>
    public int Amber { get; set; }

    /// <summary>Minutes of waiting until a row turns red.</summary>
    public int Red { get; set; }

    /// <summary>Hours before the start until which patients cancel and move.</summary>
    public double CutOffHours { get; set; }

    /// <summary>Whether a doctor may have several consultations open.</summary>
    public bool Parallel { get; set; }

    /// <summary>Minutes before the start from which patients check in.</summary>
    public int CheckInOpens { get; set; }

    /// <summary>Minutes after the start within which that is in time.</summary>
    public int CheckInGrace { get; set; }

    /// <summary>Minutes after the start until a no-show; 0 is never.</summary>
    public int NoShowGrace { get; set; }

    /// <summary>When the day closes; null is midnight.</summary>
    public TimeOnly? ClosesAt { get; set; }

    /// <summary>Minutes until everybody of the desk is told of a patient who waits for an answer; 0 is never.</summary>
    public int DeskEscalate { get; set; }

    /// <summary>Hours before the start at which patients are reminded first; 0 is never.</summary>
    public double FirstReminderHours { get; set; }

    /// <summary>Hours before the start at which they are reminded once more; 0 is never.</summary>
    public double SecondReminderHours { get; set; }

    /// <summary>What is typed, as settings.</summary>
    public ClinicSettings ToSettings() => new(
        (Name ?? "").Trim(), (Zone ?? "").Trim(), Amber, Red, Minutes(CutOffHours), Parallel)
    {
        CheckInOpensMinutes = CheckInOpens,
        CheckInGraceMinutes = CheckInGrace,
        NoShowGraceMinutes = NoShowGrace,
        FirstReminderMinutes = Minutes(FirstReminderHours),
        SecondReminderMinutes = Minutes(SecondReminderHours),
        DeskEscalateMinutes = DeskEscalate,
        DayClosesAt = ClosesAt == TimeOnly.MinValue ? null : ClosesAt, // midnight is what no time means
    };

    private static int Minutes(double hours) => (int)Math.Clamp(Math.Round(hours * 60), -1, int.MaxValue);
}
