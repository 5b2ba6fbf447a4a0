using System.Globalization;
using System.Runtime.CompilerServices;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;

namespace ClinicLive.Web.Features.Practitioners;

/// <summary>A doctor in the panel: the record, and the one word made of being online, an open consultation and what he said.</summary>
/// <param name="Row">The doctor.</param>
/// <param name="Presence">The word as a token.</param>
/// <param name="Words">The word for people.</param>
/// <param name="Waiting">How many wait for him.</param>
/// <param name="Next">Whom "call next" would call.</param>
/// <param name="NextWords">Who that is, and why he is the first.</param>
/// <param name="Late">What his being late depends on, for the browser.</param>
public sealed record DoctorCard(PractitionerRow Row, PractitionerPresence Presence, string Words, int Waiting = 0, BoardRow? Next = null, string? NextWords = null, string? Late = null)
{
    private static readonly ConditionalWeakTable<DayQueues, Cards> Made = [];

    /// <summary>The doctor's id as the page writes it.</summary>
    public string Id { get; } = Row.Id.ToString();

    /// <summary>Specialty and hours.</summary>
    public string Field { get; } = $"{Row.Specialty} · {Row.ConsultationHours}";

    /// <summary>Room and hospital.</summary>
    public string Place { get; } = Row.Room is { } room ? $"{room} · {Row.Hospital}" : Row.Hospital;

    /// <summary>How many wait, in words.</summary>
    public string WaitingWords { get; } = $"{Waiting} waiting";

    /// <summary>The name of the button that calls the first of the line.</summary>
    public string CallLabel { get; } = $"Call next for {Row.DisplayName}";

    /// <summary>For the round picture.</summary>
    public string Initials { get; } = $"{First(Row.GivenName)}{First(Row.FamilyName)}";

    /// <summary>All doctors of a clinic on its day; made once for all screens.</summary>
    public static IReadOnlyList<DoctorCard> Of(DayQueues queues, ClinicPolicy policy) =>
        Made.TryGetValue(queues, out var made) && ReferenceEquals(made.Policy, policy) ? made.All : Make(queues, policy);

    private static IReadOnlyList<DoctorCard> Make(DayQueues queues, ClinicPolicy policy)
    {
        var made = new Cards(policy, [.. queues.Doctors.Rows.Select(row => Of(row, queues.Of(row.Id)!, queues.Day.DoctorsWithPatients.Contains(row.Id), policy))]);
        Made.AddOrUpdate(queues, made);
        return made.All;
    }

    private static DoctorCard Of(PractitionerRow row, DoctorLine line, bool hasOpenConsultation, ClinicPolicy policy)
    {
        var presence = PractitionerPresences.Of(row, hasOpenConsultation);
        var words = presence switch
        {
            PractitionerPresence.Available => "Available",
            PractitionerPresence.InConsultation => "With patient",
            PractitionerPresence.OnBreak => $"Break until {policy.ToLocal(row.BreakUntil!.Value).ToString("H:mm", CultureInfo.InvariantCulture)}",
            PractitionerPresence.NotAvailable => "Not available",
            _ => "Offline",
        };
        var next = hasOpenConsultation && !policy.AllowsParallelConsultations ? null : line.Next;
        var why = next is null ? null : $"{next.PatientName}, {QueueOrder.Reason(next, policy)}";
        return new DoctorCard(row, presence, words, line.Waiting.Count, next, why, line.Delay.Line);
    }

    private static string First(string name) => StringInfo.GetNextTextElement(name.Length > 0 ? name : " ");

    private sealed record Cards(ClinicPolicy Policy, IReadOnlyList<DoctorCard> All);
}
