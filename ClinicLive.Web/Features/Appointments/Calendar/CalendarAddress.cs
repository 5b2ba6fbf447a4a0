using System.Globalization;

namespace ClinicLive.Web.Features.Appointments.Calendar;

/// <summary>How much of the calendar is shown at once.</summary>
public enum CalendarView
{
    /// <summary>One day, a column for each doctor.</summary>
    Day,

    /// <summary>Monday to Sunday, of one doctor or of all.</summary>
    Week,
}

/// <summary>What a calendar's address asks for. What it cannot mean is today, all doctors, the day.</summary>
/// <param name="View">Day or week.</param>
/// <param name="Date">The day, or one of the week's.</param>
/// <param name="PractitionerId">One doctor, or null for all.</param>
/// <param name="ShowsEnded">Also what was called off or missed.</param>
public sealed record CalendarAddress(CalendarView View, DateOnly Date, Guid? PractitionerId, bool ShowsEnded)
{
    private const string Iso = "yyyy-MM-dd";
    private static readonly DateOnly Earliest = new(1970, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    /// <summary>The first day shown.</summary>
    public DateOnly First => View == CalendarView.Day ? Date : Date.AddDays(-(((int)Date.DayOfWeek + 6) % 7));

    /// <summary>The days shown.</summary>
    public IReadOnlyList<DateOnly> Days => View == CalendarView.Day ? [Date] : [.. Enumerable.Range(0, 7).Select(First.AddDays)];

    /// <summary>The same view, one day or week back.</summary>
    public CalendarAddress Previous => On(Date.AddDays(View == CalendarView.Day ? -1 : -7));

    /// <summary>The same view, one day or week on.</summary>
    public CalendarAddress Next => On(Date.AddDays(View == CalendarView.Day ? 1 : 7));

    /// <summary>What the head of the page says.</summary>
    public string Title => View == CalendarView.Day
        ? Date.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture)
        : $"{First.ToString(First.Month == First.AddDays(6).Month ? "%d" : "d MMMM", CultureInfo.InvariantCulture)} – {First.AddDays(6).ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}";

    /// <summary>The address, relative to the start page.</summary>
    public string Href =>
        $"appointments?view={(View == CalendarView.Day ? "day" : "week")}&date={Date.ToString(Iso, CultureInfo.InvariantCulture)}"
        + (PractitionerId is { } doctor ? $"&doctor={doctor}" : "") + (ShowsEnded ? "&ended=show" : "");

    /// <summary>Reads an address.</summary>
    public static CalendarAddress Read(string? view, string? date, string? doctor, string? ended, DateOnly today) => new(
        view == "week" ? CalendarView.Week : CalendarView.Day,
        ReadDay(date) ?? today,
        Guid.TryParse(doctor, out var id) ? id : null,
        ended == "show");

    /// <summary>A day as addresses and date fields write it, or null.</summary>
    public static DateOnly? ReadDay(string? day) =>
        DateOnly.TryParseExact(day, Iso, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read >= Earliest && read <= Latest ? read : null;

    /// <summary>The same view on another day.</summary>
    public CalendarAddress On(DateOnly day) => this with { Date = day < Earliest ? Earliest : day > Latest ? Latest : day };
}
