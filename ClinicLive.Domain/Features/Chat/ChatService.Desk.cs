using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <content>The front desk's work on its rooms.</content>
public sealed partial class ChatService
{
    /// <summary>Gives a front-desk room to somebody of the desk: to oneself, or to a colleague who takes over.</summary>
    public Task<Outcome<Guid>> AssignAsync(Actor actor, Guid roomId, Guid accountId, CancellationToken gone = default) =>
        ChangeRoomAsync(actor, roomId, mustBeStaff: true, async (db, room) =>
        {
            if (!actor.IsFrontDesk) return (null, OnlyDesk);
            var mayWork = await db.Accounts.AnyAsync(
                a => a.Id == accountId && a.OrganizationId == actor.OrganizationId && !a.IsDisabled && (a.Role == Role.Receptionist || a.Role == Role.Admin), gone).ConfigureAwait(false);
            return mayWork ? room.Assign(accountId, actor, time.GetUtcNow()) : (null, Refusal.Invalid("Person", "Please choose somebody of the front desk."));
        }, gone);

    /// <summary>Puts a front-desk room away; the next message opens it again.</summary>
    public Task<Outcome<Guid>> CloseAsync(Actor actor, Guid roomId, CancellationToken gone = default) =>
        ChangeRoomAsync(actor, roomId, mustBeStaff: true, (_, room) => Task.FromResult(actor.IsFrontDesk ? room.Close(actor, time.GetUtcNow()) : (null, OnlyDesk)), gone);

    /// <summary>Takes a front-desk room up again.</summary>
    public Task<Outcome<Guid>> ReopenAsync(Actor actor, Guid roomId, CancellationToken gone = default) =>
        ChangeRoomAsync(actor, roomId, mustBeStaff: true, (_, room) => Task.FromResult(actor.IsFrontDesk ? room.Reopen(actor, time.GetUtcNow()) : (null, OnlyDesk)), gone);

    private static Refusal OnlyDesk => Refusal.Forbidden("Only the front desk can do this.");
}
