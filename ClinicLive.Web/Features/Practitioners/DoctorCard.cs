using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;

namespace ClinicLive.Web.Features.Practitioners;

/// <summary>A doctor in the panel: the record, and the one word made of being online, an open consultation and what he said.</summary>
/// <param name="Row">The doctor.</param>
/// <param name="Presence">The word as a token.</param>
/// <param name="Words">The word for people.</param>
public sealed record DoctorCard(PractitionerRow Row, PractitionerPresence Presence, string Words)
{
    /// <summary>The doctor's id as the page writes it.</summary>
    public string Id => Row.Id.ToString();

    /// <summary>Specialty and hours.</summary>
    public string Field => $"{Row.Specialty} · {Row.ConsultationHours}";

    /// <summary>Room and hospital.</summary>
    public string Place => Row.Room is { } room ? $"{room} · {Row.Hospital}" : Row.Hospital;

    /// <summary>For the round picture.</summary>
    public string Initials => $"{First(Row.GivenName)}{First(Row.FamilyName)}";

    /// <summary>All doctors of a clinic on its day.</summary>
    public static IReadOnlyList<DoctorCard> Of(PractitionerList doctors, DayBoard day, ClinicPolicy policy)
    {
        var open = day.Lanes[(int)BoardLane.InConsultation].Select(r => r.PractitionerId).ToHashSet();
        return [.. doctors.Rows.Select(row => Of(row, open.Contains(row.Id), policy))];
    }

    /// <summary>One doctor.</summary>
    public static DoctorCard Of(PractitionerRow row, bool hasOpenConsultation, ClinicPolicy policy)
    {
        var presence = PractitionerPresences.Of(row, hasOpenConsultation);
        return new DoctorCard(row, presence, presence switch
        {
            PractitionerPresence.Available => "Available",
            PractitionerPresence.InConsultation => "With patient",
            PractitionerPresence.OnBreak => $"Break until {policy.ToLocal(row.BreakUntil!.Value).ToString("H:mm", CultureInfo.InvariantCulture)}",
            PractitionerPresence.NotAvailable => "Not available",
            _ => "Offline",
        });
    }

    private static string First(string name) => StringInfo.GetNextTextElement(name.Length > 0 ? name : " ");
}
