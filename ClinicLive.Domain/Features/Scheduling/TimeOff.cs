using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>A doctor is away: holiday, illness, a course. Nobody can be booked into it; what was booked before stays until somebody moves it.</summary>
public sealed class TimeOff : LiveEntity
{
    /// <summary>Longest reason.</summary>
    public const int ReasonLimit = 200;

    /// <summary>Longest absence, in days.</summary>
    public const int LongestDays = 731;

    private TimeOff()
    {
    }

    /// <summary>Who is away.</summary>
    public Guid PractitionerId { get; private init; }

    /// <summary>Begin, in UTC.</summary>
    public DateTimeOffset From { get; private init; }

    /// <summary>End, in UTC, exclusive.</summary>
    public DateTimeOffset Until { get; private init; }

    /// <summary>Why; for the doctor, admins and reception only.</summary>
    public string? Reason { get; private init; }

    /// <summary>The doctor who answers this doctor's patients meanwhile, or null.</summary>
    public Guid? CoveredBy { get; private set; }

    /// <summary>Enters an absence. Refuses an end before the begin, one that is over, one of more than <see cref="LongestDays"/> days, and a reason that is too long.</summary>
    public static (TimeOff? TimeOff, Refusal? Refusal) Enter(
        Guid practitionerId, DateTimeOffset from, DateTimeOffset until, string? reason, ScheduleChange change, Guid? coveredBy = null)
    {
        if (until <= from) return (null, Refusal.Invalid("Until", "The end must be after the begin."));
        if (until <= change.At) return (null, Refusal.Invalid("Until", "This time has passed."));
        if (until - from > TimeSpan.FromDays(LongestDays)) return (null, Refusal.Invalid("Until", "This is longer than two years."));
        if (PlainText.HasBrokenCharacter(reason)) return (null, Refusal.Invalid("Reason", "A character of the reason is broken. Please type it again."));
        if (coveredBy == practitionerId) return (null, Refusal.Invalid("CoveredBy", "Please choose another doctor."));
        if (reason?.Length > ReasonLimit) return (null, Refusal.Invalid("Reason", $"The reason is longer than {ReasonLimit} characters."));
        var timeOff = new TimeOff
        {
            OrganizationId = change.By.OrganizationId,
            PractitionerId = practitionerId,
            From = from.ToUniversalTime(),
            Until = until.ToUniversalTime(),
            CoveredBy = coveredBy,
            Reason = PlainText.HasVisibleCharacter(reason) ? reason.Trim() : null,
            Version = 0,
        };
        timeOff.Tell(ActivityKind.TimeOffEntered, change);
        return (timeOff, null);
    }

    /// <summary>Somebody else covers it, or nobody; false when that is so already.</summary>
    public bool SetCover(Guid? coveredBy, ScheduleChange change)
    {
        if (CoveredBy == coveredBy) return false;
        CoveredBy = coveredBy;
        Tell(ActivityKind.TimeOffCoverSet, change);
        return true;
    }

    /// <summary>The doctor is there after all; the row goes with the same save.</summary>
    public void TakeBack(ScheduleChange change) => Tell(ActivityKind.TimeOffTakenBack, change);

    private void Tell(ActivityKind kind, ScheduleChange change)
    {
        Version++;
        Raise(change.Event(Id, Version, kind), change.Line(Id, Version, kind, onBehalf: change.By.PractitionerId != PractitionerId));
    }
}
