using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <content>Opening rooms, and who is in them.</content>
public sealed partial class ChatService
{
    /// <summary>Most people of one group.</summary>
    public const int MostPeople = 50;

    /// <summary>
    /// The one room of a patient and a doctor, made when there is none yet; however many ask at once, it is one. Only the two of
    /// them can open it.
    /// </summary>
    public async Task<Outcome<Guid>> OpenDirectAsync(Actor actor, Guid patientId, Guid practitionerId, CancellationToken gone = default)
    {
        if (actor.PatientId != patientId && actor.PractitionerId != practitionerId) return Refusal.NotFound("conversation");
        if (actor.Role is not (Role.Patient or Role.Practitioner)) return Refusal.Forbidden("Only the patient and the doctor can open this conversation.");
        return await OpenAsync(
            actor,
            r => r.Kind == ChatRoomKind.Direct && r.PatientId == patientId && r.PractitionerId == practitionerId,
            async db =>
            {
                var doctor = await db.Practitioners.Where(p => p.Id == practitionerId && p.OrganizationId == actor.OrganizationId).Select(p => new { p.AccountId }).SingleOrDefaultAsync(gone).ConfigureAwait(false);
                var patient = await db.Patients.Where(p => p.Id == patientId && p.OrganizationId == actor.OrganizationId).Select(p => new { p.AccountId }).SingleOrDefaultAsync(gone).ConfigureAwait(false);
                if (doctor is null || patient is null) return (null, Refusal.NotFound("conversation"));
                if (doctor.AccountId is not { } doctorAccount || patient.AccountId is not { } patientAccount)
                {
                    return (null, Refusal.NotAllowed(patient.AccountId is null ? "This patient has no account yet and could not read messages." : "This doctor has no account yet and could not read messages."));
                }

                var now = time.GetUtcNow();
                var room = ChatRoom.Direct(patientId, practitionerId, actor, now);
                db.AddRange(room, new ChatParticipant(room, patientAccount, now), new ChatParticipant(room, doctorAccount, now));
                Tell(db, room.Id, patientAccount, doctorAccount);
                return (room, null);
            },
            gone).ConfigureAwait(false);
    }

    /// <summary>The one room of a patient and the front desk, made when there is none yet. For the patient himself and for staff of the desk.</summary>
    public async Task<Outcome<Guid>> OpenFrontDeskAsync(Actor actor, Guid patientId, CancellationToken gone = default)
    {
        if (!actor.IsFrontDesk && (actor.Role != Role.Patient || actor.PatientId != patientId)) return Refusal.NotFound("conversation");
        return await OpenAsync(
            actor,
            r => r.Kind == ChatRoomKind.FrontDesk && r.PatientId == patientId,
            async db =>
            {
                var patient = await db.Patients.Where(p => p.Id == patientId && p.OrganizationId == actor.OrganizationId).Select(p => new { p.AccountId }).SingleOrDefaultAsync(gone).ConfigureAwait(false);
                if (patient is null) return (null, Refusal.NotFound("conversation"));
                if (patient.AccountId is not { } account) return (null, Refusal.NotAllowed("This patient has no account yet and could not read messages."));
                var now = time.GetUtcNow();
                var room = ChatRoom.FrontDesk(patientId, actor, now);
                db.AddRange(room, new ChatParticipant(room, account, now));
                Tell(db, room.Id, account);
                return (room, null);
            },
            gone).ConfigureAwait(false);
    }

    /// <summary>
    /// A group of colleagues, with at most one patient among them: patients never see each other. The same command id twice makes
    /// one group. Refuses patients, and accounts that are not of this clinic.
    /// </summary>
    public async Task<Outcome<Guid>> CreateGroupAsync(Actor actor, string name, IReadOnlyCollection<Guid> accountIds, Guid commandId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (!actor.IsStaff) return Refusal.Forbidden("Only people of the clinic can make a group.");
        if (await MadeBeforeAsync(db, actor, commandId, gone).ConfigureAwait(false) is { } same) return same;
        Guid[] everybody = [.. accountIds.Append(actor.UserId).Distinct()];
        if (everybody.Length > MostPeople) return Refusal.Invalid("People", $"A group has at most {MostPeople} people.");
        if (everybody.Length < 2) return Refusal.Invalid("People", "Please choose at least one person.");
        if (await RefusePeopleAsync(db, actor, everybody, gone).ConfigureAwait(false) is { } refusedPeople) return refusedPeople;

        var now = time.GetUtcNow();
        var (room, refusal) = ChatRoom.Group(name, actor, now, commandId);
        if (room is null) return refusal!;
        db.Add(room);
        foreach (var account in everybody) db.Add(new ChatParticipant(room, account, now));
        Tell(db, room.Id, everybody);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<Guid>.Done(room.Id),
            SaveResult.RepeatedCommand when await MadeBeforeAsync(db, actor, commandId, gone).ConfigureAwait(false) is { } before => before,
            _ => Refusal.Unavailable,
        };
    }

    /// <summary>Gives a group another name.</summary>
    public Task<Outcome<Guid>> RenameAsync(Actor actor, Guid roomId, string name, CancellationToken gone = default) =>
        ChangeRoomAsync(actor, roomId, mustBeStaff: true, (_, room) => Task.FromResult(room.Rename(name, actor, time.GetUtcNow())), gone);

    /// <summary>Takes somebody into a group. <paramref name="seesHistory"/> says whether what was said before is shown to him.</summary>
    public Task<Outcome<Guid>> AddParticipantAsync(Actor actor, Guid roomId, Guid accountId, bool seesHistory, CancellationToken gone = default) =>
        ChangeRoomAsync(actor, roomId, mustBeStaff: true, async (db, room) =>
        {
            if (room.Kind != ChatRoomKind.Group) return (null, Refusal.NotAllowed("People can be added to groups only."));
            var inside = await db.ChatParticipants.Where(p => p.RoomId == roomId && p.LeftAt == null).Select(p => p.AccountId).ToListAsync(gone).ConfigureAwait(false);
            if (inside.Contains(accountId)) return (null, null);
            if (inside.Count >= MostPeople) return (null, Refusal.NotAllowed($"A group has at most {MostPeople} people."));
            if (await RefusePeopleAsync(db, actor, [.. inside, accountId], gone).ConfigureAwait(false) is { } refused) return (null, refused);

            var now = time.GetUtcNow();
            var before = await db.ChatParticipants.SingleOrDefaultAsync(p => p.RoomId == roomId && p.AccountId == accountId, gone).ConfigureAwait(false);
            if (before is null) db.Add(new ChatParticipant(room, accountId, now, seesHistory));
            else before.ComeIn(room, now, seesHistory);
            Tell(db, roomId, accountId);
            return (room.NoteJoined(accountId, actor, now), null);
        }, gone);

    /// <summary>Takes somebody out of a group: from then on he reads nothing of it.</summary>
    public Task<Outcome<Guid>> RemoveParticipantAsync(Actor actor, Guid roomId, Guid accountId, CancellationToken gone = default) => GoAsync(actor, roomId, accountId, gone);

    /// <summary>Goes from a group.</summary>
    public Task<Outcome<Guid>> LeaveAsync(Actor actor, Guid roomId, CancellationToken gone = default) => GoAsync(actor, roomId, actor.UserId, gone);

    private Task<Outcome<Guid>> GoAsync(Actor actor, Guid roomId, Guid accountId, CancellationToken gone) =>
        ChangeRoomAsync(actor, roomId, mustBeStaff: accountId != actor.UserId, async (db, room) =>
        {
            if (room.Kind != ChatRoomKind.Group) return (null, Refusal.NotAllowed("Only a group can be left."));
            var place = await db.ChatParticipants.SingleOrDefaultAsync(p => p.RoomId == roomId && p.AccountId == accountId && p.LeftAt == null, gone).ConfigureAwait(false);
            if (place is null) return (null, null);
            var now = time.GetUtcNow();
            place.Leave(now);
            await ChatNotices.MarkReadAsync(db, actor.OrganizationId, accountId, roomId, now, gone).ConfigureAwait(false);
            Tell(db, roomId, accountId);
            return (room.NoteLeft(accountId, actor, now), null);
        }, gone);

    private async Task<Outcome<Guid>> OpenAsync(
        Actor actor, System.Linq.Expressions.Expression<Func<ChatRoom, bool>> isIt, Func<ClinicDbContext, Task<(ChatRoom? Room, Refusal? Refusal)>> make, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            db.ChangeTracker.Clear();
            var found = await ChatRights.Rooms(db, actor).Where(isIt).Select(r => (Guid?)r.Id).SingleOrDefaultAsync(gone).ConfigureAwait(false);
            if (found is { } there) return Outcome<Guid>.Already(there);
            var (room, refusal) = await make(db).ConfigureAwait(false);
            if (room is null) return refusal!;
            var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
            if (saved == SaveResult.Saved) return Outcome<Guid>.Done(room.Id);
            if (saved != SaveResult.Stale) return Refusal.Unavailable; // stale: somebody opened it in the same moment
        }

        return Refusal.Unavailable;
    }

    private async Task<Outcome<Guid>> ChangeRoomAsync(
        Actor actor, Guid roomId, bool mustBeStaff, Func<ClinicDbContext, ChatRoom, Task<(ChatMessage? Note, Refusal? Refusal)>> change, CancellationToken gone)
    {
        using var turn = await turns.TakeAsync(roomId, gone).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            db.ChangeTracker.Clear();
            var room = await ChatRights.Rooms(db, actor).SingleOrDefaultAsync(r => r.Id == roomId, gone).ConfigureAwait(false);
            if (room is null) return Refusal.NotFound("conversation");
            if (mustBeStaff && !actor.IsStaff) return Refusal.Forbidden("Only people of the clinic can change a conversation.");
            var (note, refusal) = await change(db, room).ConfigureAwait(false);
            if (refusal is not null) return refusal;
            if (note is null) return Outcome<Guid>.Already(roomId);
            db.Add(note);
            await ChatNotices.AnsweredAsync(db, room, actor, time.GetUtcNow(), gone).ConfigureAwait(false);
            await TellListsAsync(db, roomId, gone).ConfigureAwait(false);
            var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
            if (saved == SaveResult.Saved) return Outcome<Guid>.Done(roomId);
            if (saved != SaveResult.Stale) return Refusal.Unavailable;
        }

        return Refusal.Unavailable;
    }

    private static async Task<Refusal?> RefusePeopleAsync(ClinicDbContext db, Actor actor, Guid[] accountIds, CancellationToken gone)
    {
        var roles = await db.Accounts.Where(a => accountIds.Contains(a.Id) && a.OrganizationId == actor.OrganizationId && !a.IsDisabled).Select(a => a.Role).ToListAsync(gone).ConfigureAwait(false);
        if (roles.Count < accountIds.Length) return Refusal.Invalid("People", "Please choose people of this clinic.");
        return roles.Count(r => r == Role.Patient) > 1 ? Refusal.Invalid("People", "A group has at most one patient: patients do not see each other.") : null;
    }

    private static async Task<Outcome<Guid>?> MadeBeforeAsync(ClinicDbContext db, Actor actor, Guid commandId, CancellationToken gone)
    {
        var line = await CommandLog.FindAsync(db, actor, commandId, gone).ConfigureAwait(false);
        if (line is null) return null;
        return line.ActorId == actor.UserId && line.Kind == ActivityKind.ChatRoomOpened
            ? Outcome<Guid>.Already(line.SubjectId)
            : CommandLog.UsedOtherwise;
    }

    private static void Tell(ClinicDbContext db, Guid roomId, params Guid[] accountIds)
    {
        foreach (var account in accountIds) db.PublishAfterSave(new ChatListChanged(account, roomId));
    }
}
