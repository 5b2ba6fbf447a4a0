using System.Collections.Concurrent;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// Begins and ends covers with the absences that they belong to: what is unanswered when a doctor goes is given to the one who covers
/// him, and comes back when the absence is over, was taken back, or names somebody else. An account that was disabled covers nothing.
/// </summary>
public sealed class CoverKeeper(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, CoverQueries queries, RoomTurns turns, IEventBus bus, TimeProvider time)
{
    private const int AtOnce = 200;
    private readonly ConcurrentDictionary<Guid, string> _listed = new();

    /// <summary>Looks once; answers how many conversations changed hands.</summary>
    public async Task<int> SweepAsync(CancellationToken gone = default)
    {
        var changed = 0;
        foreach (var clinic in await organizations.ClinicsAsync(gone).ConfigureAwait(false))
        {
            var by = Actor.System(clinic.Id);
            changed += await EachAsync(clinic.Id, Over, (db, room, now) => RoomCovers.EndAsync(db, room, staysEnded: false, by, now, gone), gone).ConfigureAwait(false);
            changed += await EachAsync(clinic.Id, Due, async (db, room, now) =>
            {
                var absence = await RoomCovers.Running(db, clinic.Id, now).AsNoTracking().FirstAsync(t => t.PractitionerId == room.PractitionerId && t.Id != room.CoverDeclinedFor, gone).ConfigureAwait(false);
                await RoomCovers.BeginAsync(db, room, absence.CoveredBy!.Value, absence.Until, absence.Id, by, now, gone).ConfigureAwait(false);
            }, gone).ConfigureAwait(false);
            await TellOfTimeAsync(clinic.Id, gone).ConfigureAwait(false);
        }

        return changed;
    }

    // Who is shown as waiting for nobody also changes because time passes, and nothing else rings then.
    private async Task TellOfTimeAsync(Guid organizationId, CancellationToken gone)
    {
        var listed = string.Join(' ', (await queries.ListAsync(organizationId, gone).ConfigureAwait(false)).Select(r => r.RoomId.ToString("N") + (r.AwayUntil is null ? "" : "a")));
        var before = _listed.GetValueOrDefault(organizationId, "");
        _listed[organizationId] = listed;
        if (listed != before) bus.Publish(new WaitForDoctorChanged(organizationId, Guid.Empty, time.GetUtcNow()));
    }

    private static IQueryable<ChatRoom> Over(ClinicDbContext db, Guid organizationId, DateTimeOffset now) => db.ChatRooms.Where(
        r => r.OrganizationId == organizationId && r.CoveredBy != null
            && (r.CoverUntil <= now
                || (r.CoverTimeOffId != null && !db.TimeOff.Any(t => t.Id == r.CoverTimeOffId && t.CoveredBy == r.CoveredBy && t.Until > now))
                || db.TimeOff.Any(t => t.PractitionerId == r.CoveredBy && t.From <= now && t.Until > now)
                || !db.Practitioners.Any(p => p.Id == r.CoveredBy && db.Accounts.Any(a => a.Id == p.AccountId && !a.IsDisabled && a.Role == Role.Practitioner))));

    private static IQueryable<ChatRoom> Due(ClinicDbContext db, Guid organizationId, DateTimeOffset now) => Due(db, organizationId, now, now - ChatRoom.WaitCounts);

    private static IQueryable<ChatRoom> Due(ClinicDbContext db, Guid organizationId, DateTimeOffset now, DateTimeOffset oldest) => db.ChatRooms.Where(
        r => r.OrganizationId == organizationId && r.Kind == ChatRoomKind.Direct && r.WaitingSince >= oldest && r.CoveredBy == null
            && RoomCovers.Running(db, organizationId, now).Any(t => t.PractitionerId == r.PractitionerId && t.Id != r.CoverDeclinedFor
                && db.Practitioners.Any(p => p.Id == t.CoveredBy && db.Accounts.Any(a => a.Id == p.AccountId && !a.IsDisabled && a.Role == Role.Practitioner))));

    // What somebody changes at the same moment is looked at again the next time.
    private async Task<int> EachAsync(
        Guid organizationId, Func<ClinicDbContext, Guid, DateTimeOffset, IQueryable<ChatRoom>> which, Func<ClinicDbContext, ChatRoom, DateTimeOffset, Task> act, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var count = 0;
        foreach (var id in await which(db, organizationId, now).OrderBy(r => r.WaitingSince).Select(r => r.Id).Take(AtOnce).ToListAsync(gone).ConfigureAwait(false))
        {
            using var turn = await turns.TakeAsync(id, gone).ConfigureAwait(false);
            db.ChangeTracker.Clear();
            if (await which(db, organizationId, now).SingleOrDefaultAsync(r => r.Id == id, gone).ConfigureAwait(false) is not { } room) continue;
            await act(db, room, now).ConfigureAwait(false);
            if (!db.ChangeTracker.HasChanges()) continue;
            await ChatService.TellListsAsync(db, id, gone).ConfigureAwait(false);
            if (await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved) count++;
        }

        return count;
    }
}
