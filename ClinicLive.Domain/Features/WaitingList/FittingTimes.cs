using System.Runtime.CompilerServices;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.WaitingList;

/// <summary>
/// The free times that fit a wish: within its days and times, later than an offer would run out, none that was offered to this patient
/// before, and none at which he has another appointment.
/// </summary>
public sealed class FittingTimes(FreeSlotQueries free, OrganizationQueries organizations, TimeProvider time)
{
    private const int DaysAtOnce = 14;

    /// <summary>The fitting times by begin, computed as far as somebody reads on.</summary>
    /// <param name="db">For what was offered before and what the patient has.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="entry">The wish.</param>
    /// <param name="patientId">Who waits.</param>
    /// <param name="read">Free times found before in the same run; kept for the next wish until something is taken.</param>
    /// <param name="gone">Stops the search.</param>
    internal async IAsyncEnumerable<FreeSlot> FindAsync(
        ClinicDbContext db, Actor actor, WaitingEntry entry, Guid patientId, Dictionary<FreeSlotSearch, IReadOnlyList<FreeSlot>> read,
        [EnumeratorCancellation] CancellationToken gone)
    {
        var policy = await organizations.PolicyAsync(entry.OrganizationId, gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var (today, earliest) = (policy.DayOf(now), now + Appointment.HoldFor);
        List<WaitingOffer>? offered = null;
        List<Stretch>? own = null;
        for (var from = entry.From > today ? entry.From : today; from <= entry.To; from = from.AddDays(DaysAtOnce))
        {
            var to = from.AddDays(DaysAtOnce - 1);
            var search = new FreeSlotSearch(from, to < entry.To ? to : entry.To, VisitTypeId: entry.VisitTypeId, PractitionerId: entry.PractitionerId);
            if (!read.TryGetValue(search, out var slots)) read[search] = slots = (await free.FindAsync(actor, search, gone).ConfigureAwait(false)).Slots;
            foreach (var slot in slots)
            {
                if (slot.Start < earliest || !entry.Fits(policy, slot.Start, slot.Minutes)) continue;
                offered ??= await db.WaitingOffers.AsNoTracking().Where(o => o.AppointmentId == entry.AppointmentId).ToListAsync(gone).ConfigureAwait(false);
                if (offered.Exists(o => o.Covers(slot))) continue;
                own ??= await db.Appointments.AsNoTracking().Where(a => a.PatientId == patientId && a.HoldsSlot && a.End > now)
                    .Select(a => new Stretch(a.Start, a.End)).ToListAsync(gone).ConfigureAwait(false);
                if (own.Exists(o => o.From < slot.Start.AddMinutes(slot.Minutes) && o.To > slot.Start)) continue;
                yield return slot;
            }
        }
    }
}
