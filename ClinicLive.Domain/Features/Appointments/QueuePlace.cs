using ClinicLive.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Gives whoever has just come his place among those who wait for the same doctor, in the save that lets him in.</summary>
internal static class QueuePlace
{
    /// <summary>Does nothing for an appointment whose patient has not just come.</summary>
    internal static async Task SettleAsync(ClinicDbContext db, Appointment arrived, CancellationToken gone)
    {
        if (!arrived.HasJustArrived) return;
        var waiting = await db.Appointments.AsNoTracking()
            .Where(a => a.OrganizationId == arrived.OrganizationId && a.PractitionerId == arrived.PractitionerId && a.HoldsSlot && a.Id != arrived.Id
                && (a.Status == AppointmentStatus.Arrived || a.Status == AppointmentStatus.Ready))
            .Select(a => new { a.ArrivedAt, Place = a.QueuedAt ?? a.Start })
            .ToListAsync(gone).ConfigureAwait(false);
        arrived.QueueBehind(waiting.Select(w => (w.ArrivedAt ?? w.Place, w.Place)));
    }
}
