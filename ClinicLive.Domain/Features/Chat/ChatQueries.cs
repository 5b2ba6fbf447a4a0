using ClinicLive.Domain.Data;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>Reads of conversations. All of them see what <see cref="ChatRights"/> lets the person see, and nothing else.</summary>
public sealed class ChatQueries(IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, TimeProvider time)
{
    /// <summary>Most rooms of one page of a list.</summary>
    public const int RoomsPageSize = 50;

    /// <summary>Most messages of one page.</summary>
    public const int MessagesPageSize = 200;

    /// <summary>How the desk is named to patients.</summary>
    public const string DeskName = "Front desk";

    /// <summary>
    /// A person's conversations: for the desk first the patients who wait for an answer, by how long; then the newest first.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="search">Letters of the title, or nothing.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="gone">Ends the read.</param>
    public async Task<IReadOnlyList<ChatRoomRow>> RoomsAsync(Actor actor, string? search = null, int take = RoomsPageSize, CancellationToken gone = default)
    {
        if (search?.Length > ChatRoom.NameLimit) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var rooms = ChatRights.Rooms(db, actor);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = Pattern(PlainText.Fold(search.Trim()));
            var plain = Pattern(search.Trim());
            var isPatient = actor.Role == Role.Patient;
            rooms = rooms.Where(r => (r.Name != null && EF.Functions.Like(r.Name, plain, "\\"))
                || (isPatient
                    ? db.Practitioners.Any(p => p.Id == r.PractitionerId && EF.Functions.Like(p.GivenName + " " + p.FamilyName, plain, "\\"))
                    : db.Patients.Any(p => p.Id == r.PatientId && EF.Functions.Like(p.SearchText, pattern, "\\"))));
        }

        var ordered = actor.IsFrontDesk
            ? rooms.OrderBy(r => r.WaitingSince == null).ThenBy(r => r.WaitingSince).ThenByDescending(r => r.LastMessageAt).ThenBy(r => r.Id)
            : rooms.OrderByDescending(r => r.LastMessageAt).ThenBy(r => r.Id);
        return await ChatProjections.Rooms(db, actor, ordered.Take(Math.Clamp(take, 1, 4 * RoomsPageSize)), time.GetUtcNow()).ToListAsync(gone).ConfigureAwait(false);
    }

    /// <summary>One room with its people, or null when it does not exist for this person.</summary>
    public async Task<ChatRoomView?> RoomAsync(Actor actor, Guid roomId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await RoomAsync(db, actor, roomId, time.GetUtcNow(), gone).ConfigureAwait(false);
    }

    /// <summary>The messages before a number, newest last; at most <see cref="MessagesPageSize"/>.</summary>
    public async Task<IReadOnlyList<ChatMessageRow>> BeforeAsync(Actor actor, Guid roomId, int before, int limit, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var page = ChatRights.Messages(db, actor).Where(m => m.RoomId == roomId && m.Sequence < before)
            .OrderByDescending(m => m.Sequence).Take(Math.Clamp(limit, 1, MessagesPageSize));
        var rows = await ChatProjections.Messages(db, actor, page).ToListAsync(gone).ConfigureAwait(false);
        return await ChatProjections.WithAllAsync(db, actor, rows, gone).ConfigureAwait(false);
    }

    /// <summary>The messages after a number, newest last; at most <see cref="MessagesPageSize"/>.</summary>
    public async Task<IReadOnlyList<ChatMessageRow>> AfterAsync(Actor actor, Guid roomId, int after, int limit, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var page = ChatRights.Messages(db, actor).Where(m => m.RoomId == roomId && m.Sequence > after)
            .OrderBy(m => m.Sequence).Take(Math.Clamp(limit, 1, MessagesPageSize));
        var rows = await ChatProjections.Messages(db, actor, page).ToListAsync(gone).ConfigureAwait(false);
        return await ChatProjections.WithAllAsync(db, actor, rows, gone).ConfigureAwait(false);
    }

    /// <summary>Some messages of a room, in its order; those that the person may not see are left out.</summary>
    public async Task<IReadOnlyList<ChatMessageRow>> TheseAsync(Actor actor, Guid roomId, IReadOnlyCollection<Guid> messageIds, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await TheseAsync(db, actor, roomId, messageIds, gone).ConfigureAwait(false);
    }

    /// <summary>Everybody who works at the clinic but the person who asks, by name; for staff only.</summary>
    public async Task<IReadOnlyList<ChatPerson>> ColleaguesAsync(Actor actor, CancellationToken gone = default)
    {
        if (!actor.IsStaff) return [];
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.Accounts.AsNoTracking()
            .Where(a => a.OrganizationId == actor.OrganizationId && a.Role != Role.Patient && !a.IsDisabled && a.Id != actor.UserId).OrderBy(a => a.DisplayName).ThenBy(a => a.Id)
            .Select(a => new ChatPerson(a.Id, a.DisplayName, a.Role, db.PresenceLeases.Any(l => l.AccountId == a.Id && l.ExpiresAt > now), 0, 0)).ToListAsync(gone).ConfigureAwait(false);
    }

    /// <summary>How many messages the person has not read in the rooms that the person is in. Changes with <see cref="Topic.ChatList"/>.</summary>
    public async Task<int> OwnUnreadAsync(Actor actor, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await (
            from r in ChatRights.Rooms(db, actor)
            join p in db.ChatParticipants on r.Id equals p.RoomId
            where p.AccountId == actor.UserId && p.LastRead < r.LastSequence
            join m in db.ChatMessages on r.Id equals m.RoomId
            where m.Sequence > p.LastRead && m.Sequence > p.VisibleAfter && m.SenderId != actor.UserId && m.Kind == ChatMessageKind.Text && m.DeletedAt == null
            select m.Number).CountAsync(gone).ConfigureAwait(false);
    }

    /// <summary>
    /// How many messages of patients nobody of the front desk has read; 0 for everybody else. Changes with <see cref="Topic.ChatDesk"/>, and is
    /// read once per change for all screens of the desk.
    /// </summary>
    public async ValueTask<int> DeskUnreadAsync(Actor actor, CancellationToken gone = default) => actor.IsFrontDesk
        ? (await snapshots.ReadAsync<DeskUnread>(Topic.ChatDesk(actor.OrganizationId), (_, shared) => DeskAsync(actor.OrganizationId, shared), gone).ConfigureAwait(false)).Count
        : 0;

    /// <summary>The same read inside a use case's own context.</summary>
    internal static async Task<IReadOnlyList<ChatMessageRow>> TheseAsync(ClinicDbContext db, Actor actor, Guid roomId, IReadOnlyCollection<Guid> messageIds, CancellationToken gone)
    {
        var page = ChatRights.Messages(db, actor).Where(m => m.RoomId == roomId && messageIds.Contains(m.Id)).OrderBy(m => m.Sequence).Take(MessagesPageSize);
        var rows = await ChatProjections.Messages(db, actor, page).ToListAsync(gone).ConfigureAwait(false);
        return await ChatProjections.WithAllAsync(db, actor, rows, gone).ConfigureAwait(false);
    }

    /// <summary>The same read inside a use case's own context.</summary>
    internal static async Task<ChatRoomView?> RoomAsync(ClinicDbContext db, Actor actor, Guid roomId, DateTimeOffset now, CancellationToken gone)
    {
        var visible = ChatRights.Rooms(db, actor).Where(r => r.Id == roomId);
        var row = await ChatProjections.Rooms(db, actor, visible, now).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        if (row is null) return null;
        var room = await visible.AsNoTracking().Select(r => new { r.Version, r.DeskReadSequence }).SingleAsync(gone).ConfigureAwait(false);
        var people = await (
            from p in db.ChatParticipants.AsNoTracking()
            where p.RoomId == roomId && p.LeftAt == null
            join a in db.Accounts on p.AccountId equals a.Id
            orderby a.DisplayName, a.Id
            select new ChatPerson(a.Id, a.DisplayName, a.Role, db.PresenceLeases.Any(l => l.AccountId == a.Id && l.ExpiresAt > now), p.LastDelivered, p.LastRead))
            .ToListAsync(gone).ConfigureAwait(false);
        var own = people.Find(p => p.AccountId == actor.UserId)?.Read ?? room.DeskReadSequence;
        return new ChatRoomView(row, room.Version, own, room.DeskReadSequence, people);
    }

    private async Task<DeskUnread> DeskAsync(Guid organizationId, CancellationToken shared)
    {
        await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
        return new DeskUnread(await (
            from r in db.ChatRooms
            where r.OrganizationId == organizationId && r.Kind == ChatRoomKind.FrontDesk && r.DeskReadSequence < r.LastSequence
            join m in db.ChatMessages on r.Id equals m.RoomId
            where m.Sequence > r.DeskReadSequence && m.IsFromPatient && m.DeletedAt == null
            select m.Number).CountAsync(shared).ConfigureAwait(false));
    }

    private static string Pattern(string part) => $"%{part.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";

    private sealed record DeskUnread(int Count);
}
