using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <content>A time for somebody on the waiting list.</content>
public sealed partial class AppointmentService
{
    /// <summary>
    /// Offers a patient on the waiting list a time of any doctor of the clinic: see <see cref="Appointment.OfferAt"/>. Of two
    /// who give one slot away at once, or one patient two slots, one is told who was faster.
    /// </summary>
    public Task<Outcome<BoardRow>> OfferAsync(
        Actor actor, AppointmentCommand command, Guid practitionerId, DateTimeOffset start, int minutes, CancellationToken gone = default) =>
        ChangeAsync(
            actor,
            command,
            line => line.Kind == ActivityKind.AppointmentMoved && line.To == nameof(AppointmentStatus.Held),
            a => a.Status == AppointmentStatus.Held && a.PractitionerId == practitionerId && a.Start == start && a.End == start.AddMinutes(minutes),
            (a, change, book) => a.OfferAt(practitionerId, start, minutes, change) ?? book.RefuseOffer(a.VisitTypeId, practitionerId) ?? book.Refuse(practitionerId, a.Start, a.End),
            gone,
            async db => await db.Practitioners.AnyAsync(p => p.Id == practitionerId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false)
                ? null
                : Refusal.Invalid("Practitioner", "Please choose a doctor of this clinic."));
}
