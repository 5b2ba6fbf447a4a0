using System.Globalization;
using ClinicLive.Domain.Features.Practitioners;

namespace ClinicLive.Web.Features.Appointments.Calendar;

/// <summary>One doctor's day as a column. Stays the same object as long as nothing in it changed.</summary>
/// <param name="Day">The clinic's day.</param>
/// <param name="Doctor">Whose column it is.</param>
/// <param name="IsToday">The line of the present moment runs through it.</param>
/// <param name="Rows">The appointments, by begin.</param>
public sealed record CalendarColumn(DateOnly Day, PractitionerRow Doctor, bool IsToday, IReadOnlyList<PlacedRow> Rows)
{
    /// <summary>The day as scripts and addresses write it.</summary>
    public string Date { get; } = Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>"Monday 23 November, Dr Ada Berg", for readers and on paper.</summary>
    public string Label { get; } = $"{Day.ToString("dddd d MMMM", CultureInfo.InvariantCulture)}, {Doctor.DisplayName}";

    /// <summary>The same column as before when nothing of it would look different.</summary>
    public CalendarColumn OrBefore(CalendarColumn? before) =>
        before is not null && before.Day == Day && before.IsToday == IsToday && ReferenceEquals(before.Rows, Rows)
        && before.Doctor.Id == Doctor.Id && before.Doctor.DisplayName == Doctor.DisplayName
            ? before
            : this;
}
