using System.Globalization;
using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>The orders of pages. A place is the text by which a row sorts.</summary>
internal static class FhirOrders
{
    /// <summary>Reads the place of a row that is ordered by its id; ids of version 7 are in the order of making.</summary>
    public static Guid? Id(string place) => Guid.TryParseExact(place, "D", out var id) ? id : null;

    /// <summary>The place of an appointment: its day in front, by which the database has an index.</summary>
    public static string Place(AppointmentFacts visit) => string.Create(CultureInfo.InvariantCulture, $"{visit.Start.UtcTicks:D19}.{visit.Id:D}");

    /// <summary>Appointments by begin.</summary>
    public static FhirOrder<Appointment> ByStart { get; } = new(rows => rows.OrderBy(a => a.Day).ThenBy(a => a.Start).ThenBy(a => a.Id), After);

    private static IQueryable<Appointment>? After(IQueryable<Appointment> rows, string place)
    {
        if (place.Split('.') is not [{ Length: 19 } ticks, var text] || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var tick)
            || tick > DateTime.MaxValue.Ticks || Id(text) is not { } id)
        {
            return null;
        }

        var start = new DateTimeOffset(tick, TimeSpan.Zero);
        var day = DateOnly.FromDateTime(start.UtcDateTime);
        var earliest = day > DateOnly.MinValue ? day.AddDays(-1) : day; // the clinic's day is at most one before that of UTC
        return rows.Where(a => a.Day >= earliest && (a.Start > start || (a.Start == start && a.Id > id)));
    }
}
