using System.Globalization;
using System.Linq.Expressions;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// What belongs to a cover beside the room's own row, in the same save: the covering doctor's place in the room, what he is told, and
/// whose screens look again. Without a place nobody reads anything, and the place ends with the cover.
/// </summary>
internal static class RoomCovers
{
    /// <summary>The absences that run now and name somebody who is there to answer.</summary>
    public static IQueryable<TimeOff> Running(ClinicDbContext db, Guid organizationId, DateTimeOffset now) => db.TimeOff.Where(
        t => t.OrganizationId == organizationId && t.From <= now && t.Until > now && t.CoveredBy != null
            && !db.TimeOff.Any(own => own.PractitionerId == t.CoveredBy && own.From <= now && own.Until > now));

    /// <summary>Lets a doctor answer. Answers null when nothing had to be done, too; a save is due when the room has changed.</summary>
    public static async Task<Refusal?> BeginAsync(
        ClinicDbContext db, ChatRoom room, Guid practitionerId, DateTimeOffset? until, Guid? timeOffId, Actor by, DateTimeOffset now, CancellationToken gone)
    {
        var colleague = await DoctorAsync(db, room.OrganizationId, practitionerId, gone).ConfigureAwait(false);
        if (colleague is not { AccountId: { } account, CanRead: true }) return Refusal.Invalid("Doctor", "Please choose a doctor of this clinic who has an account.");
        if (await DoctorAsync(db, room.OrganizationId, room.PractitionerId, gone).ConfigureAwait(false) is not { } own) return Refusal.NotFound("conversation");
        var before = room.CoveredBy;
        var (note, refusal) = room.Cover(new RoomCover(practitionerId, account, own.Name, until, timeOffId), by, now);
        if (note is null) return refusal;
        if (before is { } earlier) await LeaveAsync(db, room, earlier, now, gone).ConfigureAwait(false);
        db.Add(note);
        await ComeInAsync(db, room, account, now, gone).ConfigureAwait(false);
        var patient = await db.Patients.Where(p => p.Id == room.PatientId).Select(p => p.Name).SingleAsync(gone).ConfigureAwait(false);
        if (account != by.UserId) TellThem(account, $"You answer {patient} for {own.Name}", "you");
        if (own.AccountId is { } absent && absent != by.UserId && by.Role != Role.System) TellThem(absent, $"{colleague.Name} answers {patient} for you", "own");
        Ring(db, room, account, now);
        return null;

        void TellThem(Guid person, string title, string whom) => db.Tell(room.OrganizationId, person, new Notice(
            NotificationKind.ChatMessage, title, "", $"/chat/{room.Id}", string.Create(CultureInfo.InvariantCulture, $"cover-{whom}:{room.Id:N}:{room.Version}"), SubjectId: room.Id), now);
    }

    /// <summary>The room is its own doctor's again, and the other one reads it no longer.</summary>
    public static async Task EndAsync(ClinicDbContext db, ChatRoom room, bool staysEnded, Actor by, DateTimeOffset now, CancellationToken gone)
    {
        if (room.CoveredBy is not { } covering) return;
        var account = await LeaveAsync(db, room, covering, now, gone).ConfigureAwait(false);
        var own = await DoctorAsync(db, room.OrganizationId, room.PractitionerId, gone).ConfigureAwait(false);
        var concerned = account ?? own?.AccountId ?? by.UserId;
        db.Add(room.EndCover(concerned, own?.Name ?? "", staysEnded, by, now)!);
        Ring(db, room, concerned, now);
    }

    /// <summary>
    /// What a message in a doctor's room entails: a patient who writes to a doctor who is away is answered by the one whom the absence
    /// names, and a doctor who answers himself has his conversation back.
    /// </summary>
    public static async Task AfterMessageAsync(ClinicDbContext db, ChatRoom room, Actor actor, bool waited, DateTimeOffset now, CancellationToken gone)
    {
        if (room.Kind != ChatRoomKind.Direct) return;
        if (waited != room.WaitingSince is not null) db.PublishAfterSave(new WaitForDoctorChanged(room.OrganizationId, room.Id, now));
        if (actor.Role == Role.Practitioner && actor.PractitionerId == room.PractitionerId)
        {
            await EndAsync(db, room, staysEnded: false, actor, now, gone).ConfigureAwait(false);
        }
        else if (actor.Role == Role.Patient && room.CoveredBy is null)
        {
            var absence = await Running(db, room.OrganizationId, now).AsNoTracking()
                .FirstOrDefaultAsync(t => t.PractitionerId == room.PractitionerId && t.Id != room.CoverDeclinedFor, gone).ConfigureAwait(false);
            if (absence is not null) await BeginAsync(db, room, absence.CoveredBy!.Value, absence.Until, absence.Id, Actor.System(room.OrganizationId), now, gone).ConfigureAwait(false);
        }
    }

    /// <summary>A doctor's sign under the last thing that the patient said answers it; the own doctor's gives him his conversation back.</summary>
    public static async Task AfterSignAsync(ClinicDbContext db, Actor actor, ChatMessage message, DateTimeOffset now, CancellationToken gone)
    {
        if (actor.Role != Role.Practitioner || !message.IsFromPatient || await SaysPatientAsync(db, message.RoomId, m => m.Sequence > message.Sequence, gone).ConfigureAwait(false)) return;
        var room = await db.ChatRooms.SingleAsync(r => r.Id == message.RoomId, gone).ConfigureAwait(false);
        if (!room.Acknowledge(actor, message)) return;
        db.PublishAfterSave(new WaitForDoctorChanged(room.OrganizationId, room.Id, now));
        if (actor.PractitionerId != room.PractitionerId || room.CoveredBy is null) return;
        await EndAsync(db, room, staysEnded: false, actor, now, gone).ConfigureAwait(false);
        await ChatService.TellListsAsync(db, room.Id, gone).ConfigureAwait(false);
    }

    /// <summary>Whoever takes back the only thing that he asked waits no longer.</summary>
    public static async Task AfterDeletingAsync(ClinicDbContext db, ChatRoom room, ChatMessage message, DateTimeOffset now, CancellationToken gone)
    {
        if (!message.IsFromPatient || room.WaitingSince is not { } since) return;
        if (await SaysPatientAsync(db, room.Id, m => m.Id != message.Id && m.SentAt >= since, gone).ConfigureAwait(false) || !room.NothingWaits()) return;
        db.PublishAfterSave(room.Kind == ChatRoomKind.Direct ? new WaitForDoctorChanged(room.OrganizationId, room.Id, now) : new RoomChanged(room.OrganizationId, room.Id, room.Version, room.Kind, now));
    }

    private static Task<bool> SaysPatientAsync(ClinicDbContext db, Guid roomId, Expression<Func<ChatMessage, bool>> which, CancellationToken gone) =>
        db.ChatMessages.Where(m => m.RoomId == roomId && m.IsFromPatient && m.Kind == ChatMessageKind.Text && m.DeletedAt == null).AnyAsync(which, gone);

    private static async Task ComeInAsync(ClinicDbContext db, ChatRoom room, Guid account, DateTimeOffset now, CancellationToken gone)
    {
        var oldest = now - ChatRoom.WaitCounts;
        var first = (room.WaitingSince > oldest ? room.WaitingSince.Value : oldest) - ChatRoom.CoverSeesBack;
        var said = db.ChatMessages.Where(m => m.RoomId == room.Id).OrderByDescending(m => m.Sequence);
        var hidden = await said.Where(m => m.SentAt < first).Select(m => m.Sequence).FirstOrDefaultAsync(gone).ConfigureAwait(false);
        var answered = await said.Where(m => !m.IsFromPatient && m.Kind == ChatMessageKind.Text).Select(m => m.Sequence).FirstOrDefaultAsync(gone).ConfigureAwait(false);
        var place = await db.ChatParticipants.SingleOrDefaultAsync(p => p.RoomId == room.Id && p.AccountId == account, gone).ConfigureAwait(false);
        if (place is null) db.Add(place = new ChatParticipant(room, account, now));
        place.ComeInToCover(hidden, answered, now);
    }

    private static async Task<Guid?> LeaveAsync(ClinicDbContext db, ChatRoom room, Guid practitionerId, DateTimeOffset now, CancellationToken gone)
    {
        var account = await db.Practitioners.Where(p => p.Id == practitionerId).Select(p => p.AccountId).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        var place = await db.ChatParticipants.SingleOrDefaultAsync(p => p.RoomId == room.Id && p.AccountId == account && p.LeftAt == null, gone).ConfigureAwait(false);
        place?.Leave(now);
        if (account is { } person) db.PublishAfterSave(new ChatListChanged(person, room.Id));
        return account;
    }

    private static void Ring(ClinicDbContext db, ChatRoom room, Guid account, DateTimeOffset now)
    {
        db.PublishAfterSave(new ChatListChanged(account, room.Id));
        db.PublishAfterSave(new WaitForDoctorChanged(room.OrganizationId, room.Id, now));
    }

    private static Task<Doctor?> DoctorAsync(ClinicDbContext db, Guid organizationId, Guid? practitionerId, CancellationToken gone) =>
        db.Practitioners.Where(p => p.Id == practitionerId && p.OrganizationId == organizationId)
            .Select(p => new Doctor("Dr " + p.GivenName + " " + p.FamilyName, p.AccountId, db.Accounts.Any(a => a.Id == p.AccountId && !a.IsDisabled && a.Role == Role.Practitioner)))
            .SingleOrDefaultAsync(gone);

    private sealed record Doctor(string Name, Guid? AccountId, bool CanRead);
}
