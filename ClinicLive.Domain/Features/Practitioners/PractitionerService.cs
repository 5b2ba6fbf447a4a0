using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Practitioners;

/// <summary>Use cases of a doctor about himself.</summary>
public sealed class PractitionerService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>The same without a note.</summary>
    public Task<Outcome<Availability>> SayAvailabilityAsync(Actor actor, Availability availability, int? breakMinutes = null, CancellationToken gone = default) =>
        SayAvailabilityAsync(actor, availability, breakMinutes, note: null, gone);

    /// <summary>
    /// Says whether the acting doctor takes patients. Refuses everybody who is not a doctor, and a break of another length
    /// than <see cref="Practitioner.BreakMinutes"/>. Changes no appointment. The note, if any, is kept in the log.
    /// </summary>
    public async Task<Outcome<Availability>> SayAvailabilityAsync(
        Actor actor, Availability availability, int? breakMinutes, string? note, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;

        for (var attempt = 0; attempt < 3; attempt++)
        {
            var practitioner = await db.Practitioners
                .SingleOrDefaultAsync(p => p.OrganizationId == actor.OrganizationId && p.AccountId == actor.UserId, gone).ConfigureAwait(false);
            if (actor.Role != Role.Practitioner || practitioner is null) return Refusal.Forbidden("Only a doctor can say whether he is available.");

            var (changed, refusal) = practitioner.SayAvailability(availability, breakMinutes, actor, time.GetUtcNow(), note);
            if (refusal is not null) return refusal;
            if (!changed) return Outcome<Availability>.Already(availability);

            var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
            if (saved == SaveResult.Saved) return Outcome<Availability>.Done(availability);
            if (saved != SaveResult.Stale) return Refusal.Unavailable;
            db.ChangeTracker.Clear(); // another tab of the same doctor was faster: the last word counts
        }

        return Refusal.Unavailable;
    }
}
