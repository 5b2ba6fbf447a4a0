using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Replay;

/// <summary>Reads the log of one day of the clinic.</summary>
public sealed class ReplayQueries(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations)
{
    private static readonly string[] InTheHouse =
        [.. Enum.GetValues<AppointmentStatus>().Where(s => s.IsInHouse()).Select(s => s.ToString())];

    /// <summary>A day of the actor's clinic, to be replayed; null for everybody but the front desk.</summary>
    public async Task<DayReplay?> DayAsync(Actor actor, DateOnly day, CancellationToken gone = default)
    {
        if (!actor.IsFrontDesk) return null;
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var (from, until) = (policy.At(day, TimeOnly.MinValue), policy.At(day.AddDays(1), TimeOnly.MinValue));
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is not null) return null;

        var ids = await IdsAsync(db, actor.OrganizationId, day, from, until, gone).ConfigureAwait(false);
        var rows = await AppointmentQueries.Rows(db, db.Appointments.Where(a => a.OrganizationId == actor.OrganizationId && ids.Contains(a.Id))).ToListAsync(gone).ConfigureAwait(false);
        var lines = await LinesAsync(db, actor.OrganizationId, ids, gone).ConfigureAwait(false);
        var doctors = await db.Practitioners.AsNoTracking().Where(p => p.OrganizationId == actor.OrganizationId)
            .Select(p => new ReplayDoctor(p.Id, "Dr " + p.FamilyName, p.LocationId)).ToListAsync(gone).ConfigureAwait(false);
        var rooms = await db.Locations.AsNoTracking().Where(l => l.OrganizationId == actor.OrganizationId).ToDictionaryAsync(l => l.Id, l => l.Name, gone).ConfigureAwait(false);
        return new DayReplay(day, policy, rows, lines, new ReplayPlaces(doctors.ToDictionary(d => d.Id), rooms), await AvailabilityAsync(db, actor.OrganizationId, doctors, from, until, gone).ConfigureAwait(false));
    }

    /// <summary>What is on the day, what was on it once, and whoever was in the house on it.</summary>
    private static async Task<List<Guid>> IdsAsync(
        ClinicDbContext db, Guid organizationId, DateOnly day, DateTimeOffset from, DateTimeOffset until, CancellationToken gone)
    {
        var log = db.Activity.AsNoTracking().Where(l => l.OrganizationId == organizationId && l.Category == ActivityCategory.Appointment);
        return await db.Appointments.AsNoTracking().Where(a => a.OrganizationId == organizationId && a.Day == day).Select(a => a.Id)
            .Union(log.Where(l => l.NewStart >= from && l.NewStart < until).Select(l => l.SubjectId))
            .Union(log.Where(l => l.At >= from && l.At < until && (InTheHouse.Contains(l.From) || InTheHouse.Contains(l.To))).Select(l => l.SubjectId))
            .ToListAsync(gone).ConfigureAwait(false);
    }

    private static async Task<IEnumerable<ReplayLine>> LinesAsync(ClinicDbContext db, Guid organizationId, List<Guid> ids, CancellationToken gone)
    {
        var lines = await (
            from l in db.Activity.AsNoTracking()
            where l.OrganizationId == organizationId && l.Category == ActivityCategory.Appointment && ids.Contains(l.SubjectId)
            join account in db.Accounts on l.ActorId equals account.Id into known
            from account in known.DefaultIfEmpty()
            select new { Line = l, By = account.DisplayName }).ToListAsync(gone).ConfigureAwait(false);
        return lines.Where(l => l.Line.To is not null).Select(l => new ReplayLine(
            l.Line.Sequence, l.Line.SubjectId, l.Line.SubjectVersion, l.Line.Kind,
            l.Line.From is null ? null : Enum.Parse<AppointmentStatus>(l.Line.From), Enum.Parse<AppointmentStatus>(l.Line.To!),
            l.Line.At, l.Line.Reason, l.Line.ActorId, l.By, l.Line.NewStart, l.Line.NewEnd, l.Line.NewPractitionerId, l.Line.QueuedAt, l.Line.BeforeId, l.Line.AfterId));
    }

    private static async Task<List<AvailabilityLine>> AvailabilityAsync(
        ClinicDbContext db, Guid organizationId, List<ReplayDoctor> doctors, DateTimeOffset from, DateTimeOffset until, CancellationToken gone)
    {
        var said = db.Activity.AsNoTracking().Where(l => l.OrganizationId == organizationId && l.Kind == ActivityKind.AvailabilityChanged);
        var lines = await said.Where(l => l.At >= from && l.At < until).OrderBy(l => l.Sequence).Select(l => new { l.SubjectId, l.At, l.To }).ToListAsync(gone).ConfigureAwait(false);
        foreach (var doctor in doctors)
        {
            var before = await said.Where(l => l.SubjectId == doctor.Id && l.At < from).OrderByDescending(l => l.Sequence)
                .Select(l => new { l.SubjectId, l.At, l.To }).FirstOrDefaultAsync(gone).ConfigureAwait(false);
            if (before is not null) lines.Add(before);
        }

        return lines.ConvertAll(l => new AvailabilityLine(l.SubjectId, l.At, Enum.Parse<Availability>(l.To!)));
    }
}
