using System.Globalization;
using ClinicLive.Domain.Features.Insight;

namespace ClinicLive.Web.Features.Insight;

/// <summary>The tables of the page, by the names under which they can be downloaded.</summary>
public static class InsightTables
{
    /// <summary>Waits over the day.</summary>
    public const string Waits = "waits";

    /// <summary>Load per doctor and use of time.</summary>
    public const string Doctors = "doctors";

    /// <summary>No-shows and cancellations by week.</summary>
    public const string Weeks = "weeks";

    /// <summary>A table as CSV, or null when there is none of that name. Durations in minutes, shares in percent.</summary>
    public static string? Csv(InsightReport report, string table) => table switch
    {
        Waits => CsvText.Of(
            ["Hour", "Patients", "Mean wait (min)", "Median wait (min)", "Nine of ten within (min)"],
            report.Hours.Select(h => new object?[] { Hour(h.Hour), h.Patients, Minutes(h.Mean), Minutes(h.Median), Minutes(h.Ninety) })),
        Doctors => CsvText.Of(
            ["Doctor", "Days", "Appointments", "Seen", "No-shows", "Cancelled", "Working time (min)", "Booked (min)", "Booked (%)", "With patients (min)", "With patients (%)"],
            report.Doctors.Select(d => new object?[]
            {
                d.Name, d.Days, d.Appointments, d.Seen, d.NoShows, d.Cancelled, Minutes(d.Available), Minutes(d.Booked), Percent(d.BookedShare), Minutes(d.WithPatients), Percent(d.WithPatientsShare),
            })),
        Weeks => CsvText.Of(
            ["Week from", "Appointments", "Seen", "No-shows", "Cancelled", "No-shows (%)"],
            report.Weeks.Select(w => new object?[] { w.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), w.Appointments, w.Seen, w.NoShows, w.Cancelled, Percent(w.NoShowShare) })),
        _ => null,
    };

    /// <summary>"9:00".</summary>
    public static string Hour(int hour) => string.Create(CultureInfo.InvariantCulture, $"{hour}:00");

    private static string Minutes(TimeSpan length) => length.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Percent(double? share) => share is { } some ? (some * 100).ToString("0.#", CultureInfo.InvariantCulture) : "";
}
