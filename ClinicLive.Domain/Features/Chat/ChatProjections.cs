using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>How rooms and messages become rows. Whom they are for was decided before, by <see cref="ChatRights"/>.</summary>
internal static class ChatProjections
{
    private const int QuoteLength = 160;

    /// <summary>Rooms as a person's list shows them, in the order that they come in.</summary>
    public static IQueryable<ChatRoomRow> Rooms(ClinicDbContext db, Actor actor, IQueryable<ChatRoom> rooms, DateTimeOffset now)
    {
        var (me, isPatient) = (actor.UserId, actor.Role == Role.Patient);
        return
            from r in rooms.AsNoTracking()
            let own = db.ChatParticipants.Where(p => p.RoomId == r.Id && p.AccountId == me).Select(p => new { p.LastRead, p.VisibleAfter }).FirstOrDefault()
            let patient = db.Patients.Where(p => p.Id == r.PatientId).Select(p => new { p.Name, p.AccountId }).FirstOrDefault()
            let doctor = db.Practitioners.Where(p => p.Id == r.PractitionerId).Select(p => new { Name = "Dr " + p.GivenName + " " + p.FamilyName, p.AccountId }).FirstOrDefault()
            let cover = db.Practitioners.Where(p => p.Id == r.CoveredBy).Select(p => new { Name = "Dr " + p.GivenName + " " + p.FamilyName, p.AccountId }).FirstOrDefault()
            let last = db.ChatMessages.Where(m => m.RoomId == r.Id && m.Sequence == r.LastSequence && (own == null || m.Sequence > own.VisibleAfter))
                .Select(m => new { m.Id, m.Body, m.Kind, m.SenderId }).FirstOrDefault()
            let other = r.Kind == ChatRoomKind.Group || (r.Kind == ChatRoomKind.FrontDesk && isPatient) ? null : isPatient ? doctor.AccountId : patient.AccountId
            select new ChatRoomRow(
                r.Id,
                r.Kind,
                r.Kind == ChatRoomKind.Group ? r.Name! : r.Kind == ChatRoomKind.FrontDesk && isPatient ? ChatQueries.DeskName : isPatient ? doctor.Name : patient.Name,
                r.PatientId,
                other,
                other != null && db.PresenceLeases.Any(l => l.AccountId == other && l.ExpiresAt > now),
                own == null
                    ? db.ChatMessages.Count(m => m.RoomId == r.Id && m.Sequence > r.DeskReadSequence && m.IsFromPatient && m.DeletedAt == null)
                    : db.ChatMessages.Count(m => m.RoomId == r.Id && m.Sequence > own.LastRead && m.Sequence > own.VisibleAfter && m.SenderId != me && m.Kind == ChatMessageKind.Text && m.DeletedAt == null),
                r.LastSequence,
                r.LastMessageAt,
                last == null ? null : last.Body.Substring(0, QuoteLength),
                last == null ? null : last.Kind,
                last == null ? null : last.SenderId,
                last == null ? null : db.Accounts.Where(a => a.Id == last.SenderId).Select(a => a.DisplayName).FirstOrDefault(),
                r.IsClosed,
                r.AssignedTo,
                db.Accounts.Where(a => a.Id == r.AssignedTo).Select(a => a.DisplayName).FirstOrDefault(),
                r.WaitingSince)
            {
                PractitionerId = r.PractitionerId,
                DoctorName = doctor.Name,
                DoctorAccountId = doctor.AccountId,
                CoverName = cover.Name,
                CoverAccountId = cover.AccountId,
                CoverUntil = r.CoverUntil,
                PreviewFiles = last == null ? 0 : db.ChatAttachments.Count(a => a.MessageId == last.Id),
            };
    }

    /// <summary>Messages as a reader sees them, by their order in the room; an answered message that he may not read is not quoted.</summary>
    public static IQueryable<ChatMessageRow> Messages(ClinicDbContext db, Actor actor, IQueryable<ChatMessage> messages) =>
        from m in messages.AsNoTracking()
        join sender in db.Accounts on m.SenderId equals sender.Id
        join answered in ChatRights.Messages(db, actor) on m.ReplyToId equals answered.Id into quotes
        from answered in quotes.DefaultIfEmpty()
        orderby m.Sequence
        select new ChatMessageRow(
            m.Id, m.RoomId, m.Sequence, m.Kind, m.SenderId, sender.DisplayName, m.IsFromPatient, m.Body, m.ClientMessageId, m.SentAt, m.EditedAt, m.DeletedAt,
            db.Accounts.Where(a => a.Id == m.AboutId).Select(a => a.DisplayName).FirstOrDefault(),
            answered == null ? null : new ChatQuote(
                answered.Sequence, db.Accounts.Where(a => a.Id == answered.SenderId).Select(a => a.DisplayName).FirstOrDefault()!, answered.Body.Substring(0, QuoteLength)),
            m.Version);

    /// <summary>The same rows with their files and the signs under them.</summary>
    public static async Task<IReadOnlyList<ChatMessageRow>> WithAllAsync(ClinicDbContext db, Actor actor, List<ChatMessageRow> rows, CancellationToken gone)
    {
        if (rows.Count == 0) return rows;
        var ids = rows.ConvertAll(r => r.Id);
        var files = (await db.ChatAttachments.AsNoTracking().Where(a => a.MessageId != null && ids.Contains(a.MessageId.Value)).OrderBy(a => a.Position).ToListAsync(gone).ConfigureAwait(false))
            .ToLookup(a => a.MessageId!.Value, AttachmentRow.Of);
        var reactions = await db.ChatReactions.AsNoTracking().Where(r => ids.Contains(r.MessageId))
            .Join(db.Accounts, r => r.AccountId, a => a.Id, (r, a) => new { r.MessageId, r.Emoji, r.At, r.AccountId, a.DisplayName })
            .OrderBy(r => r.At).ThenBy(r => r.AccountId).ThenBy(r => r.Emoji).ToListAsync(gone).ConfigureAwait(false);
        if (reactions.Count == 0 && files.Count == 0) return rows;
        var byMessage = reactions.GroupBy(r => r.MessageId).ToDictionary(g => g.Key, g => (IReadOnlyList<ChatReactionRow>)[.. g
            .GroupBy(r => r.Emoji).Select(e => new ChatReactionRow(e.Key, e.Count(), e.Any(r => r.AccountId == actor.UserId), string.Join(", ", e.Select(r => r.DisplayName))))]);
        return [.. rows.Select(r => !byMessage.ContainsKey(r.Id) && !files.Contains(r.Id) ? r : r with
        {
            Reactions = byMessage.GetValueOrDefault(r.Id, []),
            Attachments = r.DeletedAt is null ? [.. files[r.Id]] : [],
        })];
    }
}
