using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>
/// The demo's time. A board that is made at three in the morning or late at night should look like one in the middle of the
/// day, so the plan of the day is made for a reference time between <see cref="Earliest"/> and <see cref="Latest"/>, while
/// whatever is told to have happened lies before the real now, and on the clinic's own day.
/// </summary>
internal sealed class DemoClock
{
    private const int Earliest = 10 * 60;
    private const int Latest = 20 * 60;
    private const int FirstArrival = (7 * 60) + 30;

    private readonly DateTimeOffset _reference;
    private readonly double _pace;

    public DemoClock(ClinicPolicy policy, DateTimeOffset now)
    {
        Policy = policy;
        Now = now;
        Day = policy.DayOf(now);
        NowMinute = (int)policy.ToLocal(now).TimeOfDay.TotalMinutes;
        ReferenceMinute = Math.Clamp(NowMinute, Earliest, Latest);
        _reference = NowMinute == ReferenceMinute ? now : At(Day, ReferenceMinute);

        // Soon after midnight the day is too short for what should have happened; then it happened faster.
        _pace = now >= _reference ? 1 : Math.Min(1, (now - At(Day, 0)) / (_reference - At(Day, FirstArrival)));
    }

    /// <summary>The clinic's settings.</summary>
    public ClinicPolicy Policy { get; }

    /// <summary>The real time.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The clinic's calendar day.</summary>
    public DateOnly Day { get; }

    /// <summary>The real time on the clinic's wall clock, in minutes from midnight.</summary>
    public int NowMinute { get; }

    /// <summary>The time that the plan of the day is made for, in minutes from midnight.</summary>
    public int ReferenceMinute { get; }

    /// <summary>A time on the wall clock.</summary>
    public DateTimeOffset At(DateOnly day, int minute) => Policy.At(day, TimeOnly.MinValue.AddMinutes(minute));

    /// <summary>So long ago.</summary>
    public DateTimeOffset Ago(double minutes) => Now.AddMinutes(-minutes * _pace);

    /// <summary>When something really happened that the plan has at a time before the reference.</summary>
    public DateTimeOffset Happened(double minute)
    {
        var planned = At(Day, (int)minute).AddMinutes(minute - Math.Floor(minute));
        if (planned > _reference) planned = _reference;
        return Now >= _reference ? planned : Now - ((_reference - planned) * _pace);
    }

    /// <summary>A time within office hours of an earlier day.</summary>
    public DateTimeOffset DaysBefore(int days, Random random) => At(Day.AddDays(-days), random.Next(8 * 60, 18 * 60));

    /// <summary>The next days that are not of a weekend.</summary>
    public IEnumerable<DateOnly> ComingWorkingDays(int count) =>
        Enumerable.Range(1, count * 2 + 2).Select(Day.AddDays).Where(IsWorkingDay).Take(count);

    /// <summary>Monday to Friday.</summary>
    public static bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
