using System.Globalization;
using System.Runtime.CompilerServices;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Web.Features.Appointments.Calendar;

/// <summary>The words of an appointment in the calendar, made once per row and shared by every screen that shows it.</summary>
internal sealed class CalendarText
{
    private static readonly ConditionalWeakTable<BoardRow, CalendarText> Known = [];

    private CalendarText(BoardRow row, ClinicPolicy policy)
    {
        Id = row.Id.ToString();
        Version = row.Version.ToString(CultureInfo.InvariantCulture);
        Href = $"appointments/{Id}";
        var (start, end) = (Clock(policy.ToLocal(row.Start)), Clock(policy.ToLocal(row.End)));
        Time = $"{start}–{end}";
        HeldUntil = row.HeldUntil?.ToString("O", CultureInfo.InvariantCulture);
        State = row.Status.Words().ToLowerInvariant();
        Rest = $", {start} to {end}, {row.PractitionerName}, {State}";
        Label = row.PatientName + Rest;
    }

    public string Id { get; }

    public string Version { get; }

    public string Href { get; }

    /// <summary>"10:15–10:30".</summary>
    public string Time { get; }

    public string State { get; }

    public string? HeldUntil { get; }

    /// <summary>What a reader hears behind the name: ", 10:15 to 10:30, Dr Osei, booked".</summary>
    public string Rest { get; }

    /// <summary>"Maria Costa, 10:15 to 10:30, Dr Osei, booked".</summary>
    public string Label { get; }

    public static CalendarText Of(BoardRow row, ClinicPolicy policy) =>
        Known.TryGetValue(row, out var known) ? known : Known.GetValue(row, r => new CalendarText(r, policy));

    private static string Clock(DateTimeOffset local) => local.ToString("H:mm", CultureInfo.InvariantCulture);
}
