using System.Globalization;
using System.Text;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>What a card says about its state: by colour, sign and word. Times that run tick in the browser.</summary>
internal static class CardStatus
{
    private const string Quiet = "chip o";

    /// <summary>Writes the chips of a row.</summary>
    public static void Draw(StringBuilder face, BoardRow row, ClinicPolicy policy)
    {
        var (amber, red) = (Minutes(policy.WaitAmber.TotalMinutes), Minutes(policy.WaitRed.TotalMinutes));
        switch (row.Status)
        {
            case AppointmentStatus.Arrived or AppointmentStatus.Ready:
                Ticking(face, "clinic-elapsed", ("since", Instant(row.ArrivedAt)), ("amber", amber), ("red", red));
                if (row.Priority == AppointmentPriority.Urgent) Chip(face, "chip l", row.CalledAt is null ? "urgent" : "urgent, called");
                else if (row.CalledAt is not null) Chip(face, "chip k", "called");
                else if (row.Status == AppointmentStatus.Ready) Chip(face, "chip g", "ready");
                break;
            case AppointmentStatus.Paused:
                if (row.BackAt is null) Chip(face, Quiet, "test");
                else Chip(face, "chip k", QueueOrder.IsCalled(row) ? "back, called" : "back from test");
                Ticking(face, "clinic-elapsed", ("since", Instant(row.StatusSince)));
                break;
            case AppointmentStatus.InConsultation:
                Ticking(face, "clinic-elapsed", ("since", Instant(row.ConsultationStartedAt + row.PausedFor)), ("of", Minutes(row.Minutes)), ("amber", Minutes(row.Minutes + 1)), ("red", Minutes(row.Minutes + 10)));
                break;
            case AppointmentStatus.Booked:
                if (row.Priority == AppointmentPriority.Urgent) Chip(face, "chip l", "urgent");
                else if (row.PatientConfirmed) Chip(face, Quiet, "confirmed");
                Ticking(face, "clinic-overdue", ("start", Instant(row.Start)));
                break;
            case AppointmentStatus.Held:
                Chip(face, Quiet, "reserved");
                Ticking(face, "clinic-countdown", ("until", Instant(row.HeldUntil)), ("over", "run out"));
                break;
            case AppointmentStatus.Done:
                if (row.IsClosedByClinic) Chip(face, Quiet, "closed by the clinic");
                if (row.Waited(row.StatusSince) is { } waited) face.Append(CultureInfo.InvariantCulture, $"waited {(int)waited.TotalMinutes} min");
                break;
            default:
                Chip(face, Quiet, row.Status == AppointmentStatus.Waitlisted ? "waiting list" : row.Status.Words());
                face.Append(CultureInfo.InvariantCulture, $"<bdi>{CardText.Text(row.EndReason)}</bdi>");
                break;
        }

        if (row.CameLate && row.Status.IsWaiting()) Chip(face, "chip w", "came late");
    }

    private static void Chip(StringBuilder face, string look, string word) =>
        face.Append(CultureInfo.InvariantCulture, $"""<span class="{look}">{CardText.Text(word)}</span>""");

    private static void Ticking(StringBuilder face, string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        face.Append('<').Append(element);
        foreach (var (name, value) in attributes)
        {
            if (value is not null) face.Append(CultureInfo.InvariantCulture, $" {name}=\"{value}\"");
        }

        face.Append("></").Append(element).Append('>');
    }

    private static string? Instant(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture);

    private static string Minutes(double minutes) => minutes.ToString("0", CultureInfo.InvariantCulture);
}
