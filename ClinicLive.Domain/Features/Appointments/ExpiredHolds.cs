using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Lets go of reserved slots whose time to confirm is over, in every clinic.</summary>
public sealed class ExpiredHolds(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    private const string Why = "The reservation ran out.";

    /// <summary>
    /// Releases what has run out: an offer goes back to the waiting list, any other reservation is cancelled. Answers how
    /// many. One that somebody confirms at the same moment stays his: the save then finds a newer version.
    /// </summary>
    public async Task<int> ReleaseAsync(CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var expired = await db.Appointments.AsNoTracking()
            .Where(a => a.Status == AppointmentStatus.Held && a.HeldUntil < now)
            .Select(a => a.Id).ToListAsync(gone).ConfigureAwait(false);
        var released = 0;
        foreach (var id in expired)
        {
            db.ChangeTracker.Clear();
            var appointment = await db.Appointments.SingleAsync(a => a.Id == id, gone).ConfigureAwait(false);
            if (appointment.Status != AppointmentStatus.Held || appointment.HeldUntil >= now) continue;
            var policy = await organizations.PolicyAsync(appointment.OrganizationId, gone).ConfigureAwait(false);
            var change = new Change(Actor.System(appointment.OrganizationId), now, policy, Why);
            var refusal = appointment.StatusBefore == AppointmentStatus.Waitlisted ? appointment.Release(change) : appointment.Cancel(change);
            if (refusal is null && await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved) released++;
        }

        return released;
    }
}
