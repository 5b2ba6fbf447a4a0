using System.Globalization;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Web.Features.Scheduling;

/// <summary>How days and absences are written.</summary>
internal static class ScheduleWords
{
    /// <summary>Monday first, as a week is read.</summary>
    public static IReadOnlyList<DayOfWeek> Week { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>"Friday 20 November 2026".</summary>
    public static string Of(DateOnly day) => day.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>An absence: whole days by their dates, else with times.</summary>
    public static string Of(ClinicPolicy policy, TimeOffRow row)
    {
        var (from, until) = (policy.ToLocal(row.From), policy.ToLocal(row.Until));
        if (from.TimeOfDay == TimeSpan.Zero && until.TimeOfDay == TimeSpan.Zero)
        {
            var last = until.AddDays(-1);
            return from.Date == last.Date ? Day(from) : $"{Day(from)} to {Day(last)}";
        }

        return from.Date == until.Date ? $"{Day(from)}, {Time(from)} to {Time(until)}" : $"{Day(from)}, {Time(from)} to {Day(until)}, {Time(until)}";
    }

    /// <summary>"Fri 20 Nov, 10:15".</summary>
    public static string Of(ClinicPolicy policy, DateTimeOffset instant) => policy.ToLocal(instant).ToString("ddd d MMM, HH:mm", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset local) => local.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);
}
