using System.Diagnostics.CodeAnalysis;

namespace ClinicLive.Domain.Features.WaitingList;

/// <summary>A set of days of the week.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "A set of days.")]
public enum Weekdays
{
    /// <summary>No day.</summary>
    None = 0,

    /// <summary>Monday.</summary>
    Monday = 1,

    /// <summary>Tuesday.</summary>
    Tuesday = 2,

    /// <summary>Wednesday.</summary>
    Wednesday = 4,

    /// <summary>Thursday.</summary>
    Thursday = 8,

    /// <summary>Friday.</summary>
    Friday = 16,

    /// <summary>Saturday.</summary>
    Saturday = 32,

    /// <summary>Sunday.</summary>
    Sunday = 64,

    /// <summary>Every day.</summary>
    All = 127,
}

/// <summary>Questions about sets of weekdays.</summary>
public static class WeekdaySets
{
    /// <summary>The days of the week from Monday.</summary>
    public static IReadOnlyList<DayOfWeek> FromMonday { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>The set of this one day.</summary>
    public static Weekdays Of(DayOfWeek day) => (Weekdays)(1 << (((int)day + 6) % 7));

    /// <summary>Whether the day is one of them.</summary>
    public static bool Has(this Weekdays set, DayOfWeek day) => (set & Of(day)) != Weekdays.None;
}
