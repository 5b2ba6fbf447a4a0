namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Which series is asked for: the appointment that is there is the first of it.</summary>
/// <param name="AppointmentId">The first appointment.</param>
/// <param name="EveryWeeks">Weeks from one to the next.</param>
/// <param name="Times">How many in all, the first included.</param>
public sealed record SeriesWish(Guid AppointmentId, int EveryWeeks, int Times)
{
    /// <summary>Most weeks from one to the next.</summary>
    public const int MostWeeks = 26;

    /// <summary>Fewest appointments of a series.</summary>
    public const int FewestTimes = 2;

    /// <summary>Most appointments of a series.</summary>
    public const int MostTimes = 52;
}

/// <summary>Whether a date of a series can be booked.</summary>
public enum SeriesDateState
{
    /// <summary>It is free.</summary>
    Free,

    /// <summary>The clinic, the doctor or his room is not there at that time, or it lies too far ahead.</summary>
    OutsideHours,

    /// <summary>The doctor is away.</summary>
    TimeOff,

    /// <summary>Another appointment lies there, or too close to it.</summary>
    Taken,
}

/// <summary>One date of a series, as it is now.</summary>
/// <param name="Start">Begin, in UTC; the same time of the clinic's wall clock as the first.</param>
/// <param name="State">Whether it can be booked.</param>
/// <param name="Why">Why it cannot, in a sentence; null when it is free.</param>
/// <param name="Instead">The free time of that day that is nearest, in UTC; null when it is free or the day has none.</param>
public sealed record SeriesDate(DateTimeOffset Start, SeriesDateState State, string? Why = null, DateTimeOffset? Instead = null);

/// <summary>The further dates of a series, by begin.</summary>
/// <param name="Dates">The dates without the first, which is booked already.</param>
public sealed record SeriesPreview(IReadOnlyList<SeriesDate> Dates);

/// <summary>A series that was booked.</summary>
/// <param name="SeriesId">The series.</param>
/// <param name="Booked">How many further appointments this command booked.</param>
public sealed record SeriesBooked(Guid SeriesId, int Booked);
