using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// Which rooms and messages exist for a person, as filters of the database; whatever reads or writes conversations begins
/// here. Participants see their rooms; the front desk sees the front-desk rooms of its clinic and no conversation between
/// doctor and patient; an account that was disabled or has another role now sees nothing.
/// </summary>
internal static class ChatRights
{
    /// <summary>The rooms that a person is in.</summary>
    public static IQueryable<ChatRoom> Rooms(ClinicDbContext db, Actor actor)
    {
        var (isDesk, mayDirect, holders) = (actor.IsFrontDesk, actor.Role is Role.Patient or Role.Practitioner, Holders(db, actor));
        return db.ChatRooms.Where(r => r.OrganizationId == actor.OrganizationId
            && holders.Any()
            && ((isDesk && r.Kind == ChatRoomKind.FrontDesk)
                || ((mayDirect || r.Kind != ChatRoomKind.Direct)
                    && db.ChatParticipants.Any(p => p.RoomId == r.Id && p.AccountId == actor.UserId && p.LeftAt == null))));
    }

    /// <summary>The messages that a person may read, of all or among some.</summary>
    public static IQueryable<ChatMessage> Messages(ClinicDbContext db, Actor actor, IQueryable<ChatMessage>? among = null)
    {
        var (isDesk, mayDirect, holders) = (actor.IsFrontDesk, actor.Role is Role.Patient or Role.Practitioner, Holders(db, actor));
        return (among ?? db.ChatMessages).Where(m => m.OrganizationId == actor.OrganizationId
            && holders.Any()
            && db.ChatRooms.Any(r => r.Id == m.RoomId && ((isDesk && r.Kind == ChatRoomKind.FrontDesk)
                || ((mayDirect || r.Kind != ChatRoomKind.Direct)
                    && db.ChatParticipants.Any(p => p.RoomId == m.RoomId && p.AccountId == actor.UserId && p.LeftAt == null && m.Sequence > p.VisibleAfter)))));
    }

    private static IQueryable<Account> Holders(ClinicDbContext db, Actor actor) => db.Accounts.Where(
        a => a.Id == actor.UserId && a.OrganizationId == actor.OrganizationId && a.Role == actor.Role && !a.IsDisabled);
}
