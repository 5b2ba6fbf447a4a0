using System.Globalization;
using System.Runtime.CompilerServices;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>
/// The words of a card, made once per row and shared by every screen that shows it: with eighty cards on a thousand
/// boards, words of one's own would be most of a board's memory.
/// </summary>
internal sealed class CardText
{
    private static readonly ConditionalWeakTable<BoardRow, CardText> Known = [];

    private CardText(BoardRow row, ClinicPolicy policy, DateOnly day)
    {
        Id = row.Id.ToString();
        Version = row.Version.ToString(CultureInfo.InvariantCulture);
        Href = $"appointments/{Id}";
        Time = policy.ToLocal(row.Start).ToString(policy.DayOf(row.Start) == day ? "H:mm" : "ddd H:mm", CultureInfo.InvariantCulture);
        What = $"{row.PractitionerName}{(row.Room is null ? "" : $" · {row.Room}")} · {row.Minutes} min{(row.Reason is null ? "" : " · ")}";
        Amber = Minutes(policy.WaitAmber.TotalMinutes);
        Red = Minutes(policy.WaitRed.TotalMinutes);
        Planned = Minutes(row.Minutes);
        Over = Minutes(row.Minutes + 1);
        FarOver = Minutes(row.Minutes + 10);
        Since = row.Status switch
        {
            AppointmentStatus.Arrived or AppointmentStatus.Ready => row.ArrivedAt,
            AppointmentStatus.InConsultation => row.ConsultationStartedAt + row.PausedFor,
            AppointmentStatus.Booked => row.Start,
            AppointmentStatus.Held => row.HeldUntil,
            _ => row.StatusSince,
        } is { } since ? since.ToString("O", CultureInfo.InvariantCulture) : null;
        Waited = row.Waited(row.StatusSince) is { } waited ? $"waited {(int)waited.TotalMinutes} min" : null;
    }

    public string Id { get; }

    public string Version { get; }

    public string Href { get; }

    public string Time { get; }

    public string What { get; }

    /// <summary>The instant that the card's clock runs from, or to.</summary>
    public string? Since { get; }

    public string Amber { get; }

    public string Red { get; }

    public string Planned { get; }

    public string Over { get; }

    public string FarOver { get; }

    public string? Waited { get; }

    /// <summary>The words of a row. Settings of the clinic that change show with the row's next change.</summary>
    public static CardText Of(BoardRow row, ClinicPolicy policy, DateOnly day) =>
        Known.TryGetValue(row, out var known) ? known : Known.GetValue(row, r => new CardText(r, policy, day));

    private static string Minutes(double minutes) => minutes.ToString("0", CultureInfo.InvariantCulture);
}
