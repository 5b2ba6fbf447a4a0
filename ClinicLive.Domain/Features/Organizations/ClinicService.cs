using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Organizations;

/// <summary>What an admin does with the clinic's rooms and settings. Every command carries the version that the person was looking at.</summary>
public sealed class ClinicService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Most rooms of one clinic.</summary>
    public const int MostRooms = 500;

    /// <summary>Adds a room. Refuses a name that another room has.</summary>
    public Task<Outcome<Guid>> AddRoomAsync(Actor actor, string name, Guid commandId, CancellationToken gone = default) =>
        ChangeAsync(actor, commandId, ActivityKind.RoomAdded, async (db, change) =>
        {
            if (await RefuseNameAsync(db, actor, null, name, gone).ConfigureAwait(false) is { } taken) return taken;
            if (await db.Locations.CountAsync(l => l.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false) >= MostRooms)
            {
                return Refusal.NotAllowed($"A clinic has at most {MostRooms} rooms.");
            }

            var (room, refusal) = Location.Open(name, change);
            if (room is null) return refusal!;
            db.Add(room);
            return Outcome<Guid>.Done(room.Id);
        }, gone);

    /// <summary>Another name for a room.</summary>
    public Task<Outcome<Guid>> RenameRoomAsync(Actor actor, Guid roomId, string name, int version, Guid commandId, CancellationToken gone = default) =>
        RoomAsync(actor, roomId, version, commandId, ActivityKind.RoomRenamed, async (db, room, change) =>
        {
            if (room.Name == name.Trim()) return Outcome<Guid>.Already(roomId);
            if (await RefuseNameAsync(db, actor, roomId, name, gone).ConfigureAwait(false) is { } taken) return taken;
            return room.Rename(name, change) is { } refusal ? refusal : Outcome<Guid>.Done(roomId);
        }, gone);

    /// <summary>Ends the use of a room, or begins it again. Refuses while it is a doctor's usual room.</summary>
    public Task<Outcome<Guid>> RetireRoomAsync(Actor actor, Guid roomId, bool retired, int version, Guid commandId, CancellationToken gone = default) =>
        RoomAsync(actor, roomId, version, commandId, retired ? ActivityKind.RoomRetired : ActivityKind.RoomBroughtBack, async (db, room, change) =>
        {
            if (room.IsRetired == retired) return Outcome<Guid>.Already(roomId);
            var doctor = await db.Practitioners.Where(p => p.LocationId == roomId).Select(p => p.FamilyName).FirstOrDefaultAsync(gone).ConfigureAwait(false);
            if (retired && doctor is not null) return Refusal.NotAllowed($"{room.Name} is the room of Dr {doctor}, so it is still in use.");
            room.Retire(retired, change);
            return Outcome<Guid>.Done(roomId);
        }, gone);

    /// <summary>Other settings. Refuses what <see cref="ClinicSettings.Check"/> refuses; settings that are so already are a success.</summary>
    public Task<Outcome<Guid>> ChangeSettingsAsync(Actor actor, ClinicSettings settings, int version, Guid commandId, CancellationToken gone = default) =>
        ChangeAsync(actor, commandId, ActivityKind.ClinicSettingsChanged, async (db, change) =>
        {
            if (settings.Check() is { } refusal) return refusal;
            var clinic = await db.Organizations.SingleAsync(o => o.Id == actor.OrganizationId, gone).ConfigureAwait(false);
            if (clinic.Settings == settings) return Outcome<Guid>.Already(clinic.Id);
            if (clinic.Version != version) return await SomebodyElseAsync(db, clinic.Id, gone).ConfigureAwait(false);
            if (settings.DayClosesAt != clinic.DayClosesAt && await RefuseClosingAsync(db, clinic.Id, settings.DayClosesAt, gone).ConfigureAwait(false) is { } open) return open;
            var zoneBefore = clinic.TimeZoneId;
            clinic.Change(settings, change);
            if (clinic.TimeZoneId != zoneBefore) await CountDaysAnewAsync(db, clinic, change.At, gone).ConfigureAwait(false);
            return Outcome<Guid>.Done(clinic.Id);
        }, gone);

    /// <summary>What is still to come or going on lies on the new calendar's days; what is over stays where it was.</summary>
    private static async Task CountDaysAnewAsync(ClinicDbContext db, Organization clinic, DateTimeOffset now, CancellationToken gone)
    {
        var since = now.AddDays(-1);
        var open = await db.Appointments.Where(a => a.OrganizationId == clinic.Id && a.Start >= since
                && (a.HoldsSlot || a.Status == AppointmentStatus.Requested || a.Status == AppointmentStatus.Waitlisted)).ToListAsync(gone).ConfigureAwait(false);
        var days = new HashSet<DateOnly>();
        foreach (var appointment in open)
        {
            var before = appointment.Day;
            appointment.CountDayBy(clinic.Policy);
            if (appointment.Day != before) days.UnionWith([before, appointment.Day]);
        }

        foreach (var day in days) db.PublishAfterSave(new ClinicDayRecounted(clinic.Id, day));
    }

    /// <summary>The day is not closed while the clinic is open: whoever waits then would be gone from the board.</summary>
    private static async Task<Refusal?> RefuseClosingAsync(ClinicDbContext db, Guid clinicId, TimeOnly? closes, CancellationToken gone)
    {
        if (closes is not { } at) return null;
        var week = await db.WorkingHours.Where(h => h.OrganizationId == clinicId && h.OwnerId == clinicId).Select(h => h.Week).FirstOrDefaultAsync(gone).ConfigureAwait(false);
        if (week is null) return null;
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            foreach (var span in week[day])
            {
                if (span.From < at && (at < span.To || span.To == TimeOnly.MinValue))
                {
                    return Refusal.Invalid(nameof(ClinicSettings.DayClosesAt), $"The clinic is open {span} on {day}. Please choose a time at which it is closed.");
                }
            }
        }

        return null;
    }

    private static async Task<Refusal?> RefuseNameAsync(ClinicDbContext db, Actor actor, Guid? self, string typed, CancellationToken gone)
    {
        var name = PlainText.Fold(typed.Trim());
        var names = await db.Locations.Where(l => l.OrganizationId == actor.OrganizationId && l.Id != self).Select(l => l.Name).ToListAsync(gone).ConfigureAwait(false);
        return names.Exists(n => PlainText.Fold(n) == name) ? Refusal.Invalid("Name", "There is a room of this name already.") : null;
    }

    private Task<Outcome<Guid>> RoomAsync(
        Actor actor, Guid roomId, int version, Guid commandId, ActivityKind kind,
        Func<ClinicDbContext, Location, ClinicChange, Task<Outcome<Guid>>> act, CancellationToken gone) =>
        ChangeAsync(actor, commandId, kind, async (db, change) =>
        {
            var room = await db.Locations.SingleOrDefaultAsync(l => l.Id == roomId && l.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
            if (room is null) return Refusal.NotFound("room");
            var outcome = await act(db, room, change).ConfigureAwait(false);
            if (!outcome.Changed || room.Version == version + 1) return outcome;
            db.ChangeTracker.Clear();
            return await SomebodyElseAsync(db, roomId, gone).ConfigureAwait(false);
        }, gone);

    private async Task<Outcome<Guid>> ChangeAsync(
        Actor actor, Guid commandId, ActivityKind kind, Func<ClinicDbContext, ClinicChange, Task<Outcome<Guid>>> act, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (actor.Role != Role.Admin) return Refusal.Forbidden("Only an admin changes the clinic's rooms and settings.");
        return await CommandLog.ChangeAsync<Guid>(db, actor, commandId, line => line.Kind == kind ? line.SubjectId : null, async () =>
        {
            var policy = (await db.Organizations.AsNoTracking().SingleAsync(o => o.Id == actor.OrganizationId, gone).ConfigureAwait(false)).Policy;
            return await act(db, new ClinicChange(actor, time.GetUtcNow(), policy, commandId)).ConfigureAwait(false);
        }, gone).ConfigureAwait(false);
    }

    private Task<Refusal> SomebodyElseAsync(ClinicDbContext db, Guid subjectId, CancellationToken gone) =>
        CommandLog.SomebodyElseAsync(db, subjectId, ActivityCategory.Clinic, time.GetUtcNow(), gone);
}
