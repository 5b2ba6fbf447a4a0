using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// Tells people of messages, in the save that sends them: the first one after what the person has read, and no other until he
/// has read it; nobody is told of a room that he looks at. Never what was said. The front desk is not told: its list and its count are the place where it works.
/// </summary>
internal static class ChatNotices
{
    /// <summary>Adds a notice for everybody else in the room who had nothing unread.</summary>
    public static async Task AddAsync(ClinicDbContext db, ChatRoom room, Actor sender, ChatMessage message, RoomLookers lookers, CancellationToken gone)
    {
        var others = await db.ChatParticipants.AsNoTracking().Where(p => p.RoomId == room.Id && p.LeftAt == null && p.AccountId != sender.UserId)
            .Select(p => new { p.AccountId, p.LastRead, p.VisibleAfter }).ToListAsync(gone).ConfigureAwait(false);
        foreach (var other in others.Where(o => !lookers.IsLooking(o.AccountId, room.Id)))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"chat:{room.Id:N}:{other.LastRead}");
            if (await db.Notifications.AnyAsync(n => n.RecipientId == other.AccountId && n.Key == key, gone).ConfigureAwait(false)) continue;
            var from = room.Kind switch
            {
                ChatRoomKind.Group => $"New messages in {room.Name}",
                ChatRoomKind.FrontDesk => "A message from the front desk",
                _ => $"A message from {sender.DisplayName}",
            };
            db.Tell(room.OrganizationId, other.AccountId, new Notice(NotificationKind.ChatMessage, from, "", $"/chat/{room.Id}", key, SubjectId: room.Id), message.SentAt);
        }
    }

    /// <summary>Whom the desk's answer was asked for need not see to it any more: the wait that was brought before everybody is over.</summary>
    public static async Task AnsweredAsync(ClinicDbContext db, ChatRoom room, Actor by, DateTimeOffset at, CancellationToken gone)
    {
        if (room.EscalatedAt is not null || db.Entry(room).Property(r => r.EscalatedAt).OriginalValue is null) return;
        var key = UnansweredAtDesk.KeyOf(room.Id);
        var desk = db.Accounts.Where(a => a.OrganizationId == room.OrganizationId && (a.Role == Role.Receptionist || a.Role == Role.Admin)).Select(a => a.Id);
        var told = await db.Notifications.Where(n => n.ReadAt == null && desk.Contains(n.RecipientId) && n.SubjectId == room.Id && n.Key.StartsWith(key))
            .ToListAsync(gone).ConfigureAwait(false);
        foreach (var notice in told)
        {
            notice.MarkRead(at, by.UserId);
            db.PublishAfterSave(new NotificationsChanged(room.OrganizationId, notice.RecipientId, at));
        }
    }

    /// <summary>What was read in the room need not be read in the list of notices again, and nothing waits for somebody who has left it.</summary>
    public static async Task MarkReadAsync(ClinicDbContext db, Guid organizationId, Guid accountId, Guid roomId, DateTimeOffset at, CancellationToken gone)
    {
        var told = await db.Notifications.Where(n => n.RecipientId == accountId && n.SubjectId == roomId && n.ReadAt == null).ToListAsync(gone).ConfigureAwait(false);
        if (told.Count == 0) return;
        foreach (var notice in told) notice.MarkRead(at, accountId);
        db.PublishAfterSave(new NotificationsChanged(organizationId, accountId, at));
    }
}
