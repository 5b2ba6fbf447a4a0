using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.WaitingList;

/// <summary>Reads of the waiting list.</summary>
public sealed class WaitingListQueries(
    IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, ScheduleQueries schedule, FittingTimes fitting)
{
    /// <summary>Most times that <see cref="FittingAsync"/> answers.</summary>
    public const int FittingLimit = 6;

    /// <summary>Everybody on the list of the actor's clinic, who waits longest first. For the front desk; empty for everybody else.</summary>
    public ValueTask<WaitingRows> ListAsync(Actor actor, CancellationToken gone = default) => actor.IsFrontDesk
        ? snapshots.ReadAsync<WaitingRows>(Topic.WaitingList(actor.OrganizationId), (before, shared) => LoadAsync(actor.OrganizationId, before, shared), gone)
        : ValueTask.FromResult(WaitingRows.Empty);

    /// <summary>A patient's own places on the list; empty for everybody else.</summary>
    public async Task<IReadOnlyList<WaitingRow>> OwnAsync(Actor actor, CancellationToken gone = default)
    {
        if (actor.Role != Role.Patient || actor.PatientId is not { } patientId) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await RowsAsync(db, actor.OrganizationId, patientId, gone).ConfigureAwait(false);
    }

    /// <summary>The first free times that fit somebody on the list, for reception to offer one by hand. Without a wish it is the time asked for.</summary>
    public async Task<IReadOnlyList<FreeSlot>> FittingAsync(Actor actor, Guid appointmentId, CancellationToken gone = default)
    {
        if (!actor.IsFrontDesk) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var row = (await RowsAsync(db, actor.OrganizationId, null, gone).ConfigureAwait(false)).FirstOrDefault(r => r.Id == appointmentId);
        if (row is not { Status: AppointmentStatus.Waitlisted }) return [];
        var entry = await db.WaitingEntries.AsNoTracking().SingleOrDefaultAsync(e => e.AppointmentId == appointmentId, gone).ConfigureAwait(false);
        if (entry is null) return [new FreeSlot(row.PractitionerId, row.PractitionerName, row.Start, 0)];
        var found = new List<FreeSlot>();
        await foreach (var slot in fitting.FindAsync(db, actor, entry, row.PatientId, [], gone).ConfigureAwait(false))
        {
            found.Add(slot);
            if (found.Count == FittingLimit) break;
        }

        return found;
    }

    /// <summary>What this person can wish for; nothing for doctors.</summary>
    public async Task<WaitingChoices> ChoicesAsync(Actor actor, CancellationToken gone = default)
    {
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        return actor.Role == Role.Practitioner
            ? new WaitingChoices([], [])
            : new WaitingChoices([.. book.VisitTypes.Where(t => !t.IsRetired && (actor.Role != Role.Patient || t.IsOnline))], book.Doctors);
    }

    private async Task<WaitingRows> LoadAsync(Guid organizationId, WaitingRows? before, CancellationToken shared)
    {
        await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
        return new WaitingRows(RowReuse.Merge(before?.Rows, await RowsAsync(db, organizationId, null, shared).ConfigureAwait(false), r => r.Id));
    }

    // Two reads: each of them finds its few rows by an index of its own.
    private static async Task<List<WaitingRow>> RowsAsync(ClinicDbContext db, Guid organizationId, Guid? patientId, CancellationToken gone)
    {
        var waiting = await RowsAsync(db, db.Appointments.Where(
            a => a.OrganizationId == organizationId && a.Status == AppointmentStatus.Waitlisted && (patientId == null || a.PatientId == patientId)), gone).ConfigureAwait(false);
        var offered = await RowsAsync(db, db.Appointments.Where(
            a => a.HeldUntil != null && a.OrganizationId == organizationId && a.Status == AppointmentStatus.Held
                && a.StatusBefore == AppointmentStatus.Waitlisted && (patientId == null || a.PatientId == patientId)), gone).ConfigureAwait(false);
        return [.. waiting.Concat(offered).OrderBy(r => r.Since).ThenBy(r => r.Id)];
    }

    private static Task<List<WaitingRow>> RowsAsync(ClinicDbContext db, IQueryable<Appointment> appointments, CancellationToken gone) => (
        from a in appointments.AsNoTracking()
        join patient in db.Patients on a.PatientId equals patient.Id
        join practitioner in db.Practitioners on a.PractitionerId equals practitioner.Id
        join e in db.WaitingEntries on a.Id equals e.AppointmentId into entries
        from e in entries.DefaultIfEmpty()
        select new WaitingRow(
            a.Id, a.PatientId, patient.Name, patient.Phone, a.Status, a.Version, e != null ? e.Since : a.StatusSince, a.Reason, a.VisitTypeId,
            e == null ? null : new WishRow(
                db.VisitTypes.Where(t => t.Id == e.VisitTypeId).Select(t => t.Name).First(),
                db.Practitioners.Where(p => p.Id == e.PractitionerId).Select(p => "Dr " + p.FamilyName).FirstOrDefault(),
                e.From, e.To, e.Days, e.FromTime, e.ToTime),
            a.PractitionerId, "Dr " + practitioner.FamilyName, a.Start, a.End, a.HeldUntil,
            db.WaitingOffers.Count(o => o.AppointmentId == a.Id))).ToListAsync(gone);
}
