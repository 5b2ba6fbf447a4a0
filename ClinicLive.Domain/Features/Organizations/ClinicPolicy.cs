namespace ClinicLive.Domain.Features.Organizations;

/// <summary>The clinic's settings as a value, and the clinic's own calendar.</summary>
/// <param name="ClinicName">As on its door.</param>
/// <param name="Zone">The clinic's time zone.</param>
/// <param name="WaitAmber">Waiting time from which a row turns amber.</param>
/// <param name="WaitRed">Waiting time from which a row turns red.</param>
/// <param name="PatientCutOff">How long before the start a patient may still cancel or move by himself.</param>
/// <param name="AllowsParallelConsultations">Whether a doctor may have several consultations open at once.</param>
public sealed record ClinicPolicy(
    string ClinicName,
    TimeZoneInfo Zone,
    TimeSpan WaitAmber,
    TimeSpan WaitRed,
    TimeSpan PatientCutOff,
    bool AllowsParallelConsultations)
{
    /// <summary>How long before the start a patient may check in by himself.</summary>
    public TimeSpan CheckInOpens { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long after the start such a check-in is still in time.</summary>
    public TimeSpan CheckInGrace { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after its begin a booked appointment waits for its patient before the clinic itself notes a no-show; null: never by itself.</summary>
    public TimeSpan? NoShowGrace { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>How long a patient waits for the front desk's answer before everybody of the desk is told; null: never.</summary>
    public TimeSpan? DeskEscalate { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>When the house is empty for sure, on the wall clock; null: at midnight.</summary>
    public TimeOnly? DayClosesAt { get; init; }

    /// <summary>How long before the start patients are reminded first; null for no such reminder.</summary>
    public TimeSpan? FirstReminder { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long before the start they are reminded once more; null for no such reminder.</summary>
    public TimeSpan? SecondReminder { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long before the start patients are reminded, earliest first; empty where the clinic reminds nobody.</summary>
    public IReadOnlyList<TimeSpan> RemindBefore => [.. new[] { FirstReminder, SecondReminder }.OfType<TimeSpan>().OrderDescending()];

    /// <summary>The last time, not after an instant, at which the clinic's day was closed: today's closing time if it has come, else that of the day before.</summary>
    public DateTimeOffset LastClosing(DateTimeOffset instant)
    {
        var today = DayOf(instant);
        var closing = At(today, DayClosesAt ?? TimeOnly.MinValue);
        return closing <= instant ? closing : At(today.AddDays(-1), DayClosesAt ?? TimeOnly.MinValue);
    }

    /// <summary>The clinic's calendar day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(ToLocal(instant).DateTime);

    /// <summary>The instant on the clinic's wall clock.</summary>
    public DateTimeOffset ToLocal(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>
    /// The UTC instant of a wall-clock time. A time that the clock skips in spring moves forward by the gap; of a time that
    /// occurs twice in autumn the first is meant.
    /// </summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (Zone.IsInvalidTime(local))
        {
            // The offset before the gap, applied to a skipped time, lands behind the gap by as much as was asked for.
            return new DateTimeOffset(local, Zone.GetUtcOffset(local.AddHours(-3))).ToUniversalTime();
        }

        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
