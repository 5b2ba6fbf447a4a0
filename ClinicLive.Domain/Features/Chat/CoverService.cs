using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// Handing a patient's unanswered conversation with a doctor to another doctor, by hand. The front desk hands over without reading a
/// word of it; the doctor himself hands over his own; a colleague takes it over by himself only while the doctor is away. Who began
/// and who ended it stands in the conversation and in the activity log.
/// </summary>
public sealed class CoverService(IDbContextFactory<ClinicDbContext> contexts, RoomTurns turns, ScheduleQueries schedule, TimeProvider time)
{
    private const int Attempts = 6;

    /// <summary>
    /// Lets another doctor answer: until the own doctor is there again if he is away, else until he answers. Refuses a conversation in
    /// which everything is answered, and a doctor without an account.
    /// </summary>
    public Task<Outcome<Guid>> HandOverAsync(Actor actor, Guid roomId, Guid practitionerId, CancellationToken gone = default) =>
        ChangeAsync(actor, roomId, async (db, room) =>
        {
            var now = time.GetUtcNow();
            var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
            var awayUntil = ReplyExpectationQueries.AwayUntil(book, room.PractitionerId!.Value, now);
            var isOwn = actor.PractitionerId == room.PractitionerId;
            if (actor.Role == Role.Practitioner && !isOwn)
            {
                if (awayUntil is null && room.CoveredBy != actor.PractitionerId) return Refusal.NotFound("conversation");
                if (practitionerId != actor.PractitionerId) return Refusal.Forbidden("Only the doctor himself or the front desk hands a conversation to somebody else.");
            }

            return await RoomCovers.BeginAsync(db, room, practitionerId, awayUntil, null, actor, now, gone).ConfigureAwait(false);
        }, gone);

    /// <summary>The conversation is its own doctor's again: for him, for the doctor who covers it, and for the front desk.</summary>
    public Task<Outcome<Guid>> EndAsync(Actor actor, Guid roomId, CancellationToken gone = default) =>
        ChangeAsync(actor, roomId, async (db, room) =>
        {
            if (actor.Role == Role.Practitioner && actor.PractitionerId != room.PractitionerId && actor.PractitionerId != room.CoveredBy) return Refusal.NotFound("conversation");
            await RoomCovers.EndAsync(db, room, staysEnded: true, actor, time.GetUtcNow(), gone).ConfigureAwait(false);
            return null;
        }, gone);

    private async Task<Outcome<Guid>> ChangeAsync(Actor actor, Guid roomId, Func<ClinicDbContext, ChatRoom, Task<Refusal?>> change, CancellationToken gone)
    {
        if (!actor.IsStaff) return Refusal.NotFound("conversation");
        using var turn = await turns.TakeAsync(roomId, gone).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            db.ChangeTracker.Clear();
            var room = await db.ChatRooms.SingleOrDefaultAsync(r => r.Id == roomId && r.OrganizationId == actor.OrganizationId && r.Kind == ChatRoomKind.Direct, gone).ConfigureAwait(false);
            if (room is null) return Refusal.NotFound("conversation");
            if (await change(db, room).ConfigureAwait(false) is { } refusal) return refusal;
            if (!db.ChangeTracker.HasChanges()) return Outcome<Guid>.Already(roomId);
            await ChatService.TellListsAsync(db, roomId, gone).ConfigureAwait(false);
            var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
            if (saved == SaveResult.Saved) return Outcome<Guid>.Done(roomId);
            if (saved != SaveResult.Stale) return Refusal.Unavailable;
        }

        return Refusal.Unavailable;
    }
}
