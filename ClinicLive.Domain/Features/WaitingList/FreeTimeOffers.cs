using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.WaitingList;

/// <summary>
/// The clinic itself at work for its waiting lists: whenever a time is free that fits a wish, whoever has waited longest for it is offered
/// it for <see cref="Appointment.HoldFor"/>.
/// </summary>
public sealed class FreeTimeOffers(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, FittingTimes fitting, TimeProvider time)
{
    /// <summary>
    /// Offers every free time that fits a wish to whoever has waited longest for it, in all clinics; answers how many it offered. The clinic
    /// itself acts. Changes nothing when there is nothing to offer, and several runs at once are one: a wish moves from its version, and the
    /// database refuses a time that is taken.
    /// </summary>
    public async Task<int> OfferFreeTimesAsync(CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var waiting = await (
            from a in db.Appointments.AsNoTracking()
            where a.Status == AppointmentStatus.Waitlisted
            join e in db.WaitingEntries.AsNoTracking() on a.Id equals e.AppointmentId
            orderby e.Since, e.AppointmentId
            select new { Entry = e, a.PatientId, a.Version }).ToListAsync(gone).ConfigureAwait(false);
        var offered = 0;
        var read = new Dictionary<Guid, Dictionary<FreeSlotSearch, IReadOnlyList<FreeSlot>>>();
        foreach (var next in waiting)
        {
            var clinic = next.Entry.OrganizationId;
            var slots = read.TryGetValue(clinic, out var known) ? known : read[clinic] = [];
            var actor = Actor.System(clinic);
            await foreach (var slot in fitting.FindAsync(db, actor, next.Entry, next.PatientId, slots, gone).ConfigureAwait(false))
            {
                db.ChangeTracker.Clear();
                var appointment = await db.Appointments.SingleAsync(a => a.Id == next.Entry.AppointmentId, gone).ConfigureAwait(false);
                if (appointment.Status != AppointmentStatus.Waitlisted || appointment.Version != next.Version) break; // somebody was faster
                var policy = await organizations.PolicyAsync(clinic, gone).ConfigureAwait(false);
                if (Offer(db, appointment, slot, new Change(actor, time.GetUtcNow(), policy)) is not null) break;
                var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
                if (saved == SaveResult.Unavailable) return offered; // the next run begins again with who waits longest
                if (saved == SaveResult.Saved) offered++;
                slots.Clear(); // what is free is something else now
                if (saved != SaveResult.Overlap) break;
            }
        }

        return offered;
    }

    /// <summary>Places an appointment that waits at a free time and remembers that it was offered; both leave with the next save.</summary>
    internal static Refusal? Offer(ClinicDbContext db, Appointment appointment, FreeSlot slot, Change change)
    {
        if (appointment.OfferAt(slot.PractitionerId, slot.Start, slot.Minutes, change) is { } refusal) return refusal;
        db.Add(new WaitingOffer
        {
            AppointmentId = appointment.Id, PractitionerId = slot.PractitionerId, Start = slot.Start, End = slot.Start.AddMinutes(slot.Minutes), At = change.At,
        });
        return null;
    }
}
