using ClinicLive.Domain.Features.Appointments;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>
/// What a card says about its state: by colour, sign and word. Times that run tick in the browser. A fragment of the card
/// and no component of its own: eighty of them on a board would cost more than they show.
/// </summary>
internal static class CardStatus
{
    private const string Quiet = "chip o";

    /// <summary>The chips of a row.</summary>
    public static RenderFragment Of(BoardRow row, CardText text) => builder =>
    {
        switch (row.Status)
        {
            case AppointmentStatus.Arrived or AppointmentStatus.Ready:
                Ticking(builder, "clinic-elapsed", ("since", text.Since), ("amber", text.Amber), ("red", text.Red));
                if (row.CalledAt is not null) Chip(builder, "chip k", "called");
                else if (row.Status == AppointmentStatus.Ready) Chip(builder, "chip g", "ready");
                break;
            case AppointmentStatus.Paused:
                Chip(builder, Quiet, "test");
                Ticking(builder, "clinic-elapsed", ("since", text.Since));
                break;
            case AppointmentStatus.InConsultation:
                Ticking(builder, "clinic-elapsed", ("since", text.Since), ("of", text.Planned), ("amber", text.Over), ("red", text.FarOver));
                break;
            case AppointmentStatus.Booked:
                if (row.PatientConfirmed) Chip(builder, Quiet, "confirmed");
                Ticking(builder, "clinic-overdue", ("start", text.Since));
                break;
            case AppointmentStatus.Held:
                Chip(builder, Quiet, "reserved");
                Ticking(builder, "clinic-countdown", ("until", text.Since), ("over", "run out"));
                break;
            case AppointmentStatus.Done:
                builder.AddContent(0, text.Waited);
                break;
            default:
                Chip(builder, Quiet, row.Status == AppointmentStatus.Waitlisted ? "waiting list" : row.Status.Words());
                builder.OpenElement(1, "bdi");
                builder.AddContent(2, row.EndReason);
                builder.CloseElement();
                break;
        }

        if (row.CameLate) Chip(builder, "chip w", "came late");
    };

    private static void Chip(RenderTreeBuilder builder, string look, string word)
    {
        builder.OpenElement(10, "span");
        builder.AddAttribute(11, "class", look);
        builder.AddContent(12, word);
        builder.CloseElement();
    }

    private static void Ticking(RenderTreeBuilder builder, string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        builder.OpenElement(20, element);
        foreach (var (name, value) in attributes) builder.AddAttribute(21, name, value);
        builder.CloseElement();
    }
}
