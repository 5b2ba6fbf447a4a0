using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>How a patient's own check-in stands to the time of the appointment.</summary>
public enum CheckInTime
{
    /// <summary>The appointment is on another of the clinic's days.</summary>
    OtherDay,

    /// <summary>Check-in has not opened yet.</summary>
    TooEarly,

    /// <summary>Now is the time.</summary>
    Open,

    /// <summary>The grace is over: he may still come, and waits behind those who came in time.</summary>
    Late,
}

/// <summary>
/// When a patient may check in by himself: from <see cref="ClinicPolicy.CheckInOpens"/> before the start, on the clinic's day
/// of the appointment. After <see cref="ClinicPolicy.CheckInGrace"/> he is late and has to say that he will wait.
/// </summary>
public static class CheckInWindow
{
    /// <summary>When check-in opens, in UTC.</summary>
    public static DateTimeOffset OpensAt(DateTimeOffset start, ClinicPolicy policy) => start - policy.CheckInOpens;

    /// <summary>Where now stands. Both ends of the window belong to it.</summary>
    public static CheckInTime At(DateTimeOffset start, DateTimeOffset now, ClinicPolicy policy) => true switch
    {
        _ when policy.DayOf(start) != policy.DayOf(now) => CheckInTime.OtherDay,
        _ when now < OpensAt(start, policy) => CheckInTime.TooEarly,
        _ when now <= start + policy.CheckInGrace => CheckInTime.Open,
        _ => CheckInTime.Late,
    };
}
