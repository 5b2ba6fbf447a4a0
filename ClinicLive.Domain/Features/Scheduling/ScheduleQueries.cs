using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>Reads of hours, absences and kinds of visits: one shared value per clinic, read once per change on the node.</summary>
public sealed class ScheduleQueries(IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, TimeProvider time)
{
    /// <summary>Most days that <see cref="OutsideHoursAsync"/> looks at.</summary>
    public const int LongestLook = 750;

    /// <summary>Most rows that <see cref="OutsideHoursAsync"/> answers.</summary>
    public const int OutsideLimit = 200;

    /// <summary>The book as this person may read it; an empty one for patients.</summary>
    public async ValueTask<OpeningBook> ReadAsync(Actor actor, CancellationToken gone = default) =>
        (await BookAsync(actor.OrganizationId, gone).ConfigureAwait(false)).For(actor);

    /// <summary>
    /// What is booked, reserved or asked for from now on and lies outside the hours or in an absence: it was there before the hours
    /// changed, and somebody should move it. By begin, at most <see cref="OutsideLimit"/>. For staff; a doctor sees his own only.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="practitionerId">One doctor, or null for all.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day; not more than <see cref="LongestLook"/> days behind the first.</param>
    /// <param name="gone">Stops the read.</param>
    public async Task<IReadOnlyList<OutsideHours>> OutsideHoursAsync(
        Actor actor, Guid? practitionerId, DateOnly from, DateOnly to, CancellationToken gone = default)
    {
        if (!actor.IsStaff || to < from || to.DayNumber - from.DayNumber > LongestLook) return [];
        if (actor.Role == Role.Practitioner) practitionerId = actor.PractitionerId;
        var book = await BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var doctors = practitionerId is { } one ? [one] : book.Doctors.Select(d => d.Id).ToList();
        var (since, until) = (book.Policy.At(from, TimeOnly.MinValue), book.Policy.At(to.AddDays(1), TimeOnly.MinValue));
        if (since < now) since = now;
        var planned = new List<OutsideHours>();
        foreach (var doctor in doctors)
        {
            // One short read of the index for each: asked for all at once, SQLite reads every active appointment of the clinic instead.
            planned.AddRange(await (
                from a in db.Appointments.AsNoTracking()
                join p in db.Patients on a.PatientId equals p.Id
                where a.PractitionerId == doctor && a.HoldsSlot && a.Start >= since && a.Start < until && a.OrganizationId == actor.OrganizationId
                    && (a.Status == AppointmentStatus.Booked || a.Status == AppointmentStatus.Held)
                select new OutsideHours(a.Id, a.PatientId, p.Name, a.PractitionerId, a.Start, a.End, a.Status, "")).ToListAsync(gone).ConfigureAwait(false));
        }

        return
        [
            .. planned.OrderBy(a => a.Start).ThenBy(a => a.AppointmentId).Select(a => (Row: a, Refusal: book.Refuse(a.PractitionerId, a.Start, a.End))).Where(a => a.Refusal is not null)
                .Take(OutsideLimit).Select(a => a.Row with { Why = a.Refusal!.Sentence }),
        ];
    }

    /// <summary>The whole book, for the clinic's own rules.</summary>
    internal ValueTask<OpeningBook> BookAsync(Guid organizationId, CancellationToken gone = default) =>
        snapshots.ReadAsync<OpeningBook>(Topic.Schedule(organizationId), (_, shared) => LoadAsync(organizationId, shared), gone);

    /// <summary>The book with the exceptions and absences since a day, for looking back. Read afresh: nobody looks back often.</summary>
    internal Task<OpeningBook> BookOfDaysAsync(Guid organizationId, DateOnly from, CancellationToken gone = default) =>
        LoadAsync(organizationId, new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(-1), gone);

    private Task<OpeningBook> LoadAsync(Guid organizationId, CancellationToken shared) => LoadAsync(organizationId, time.GetUtcNow().AddDays(-1), shared);

    private async Task<OpeningBook> LoadAsync(Guid organizationId, DateTimeOffset yesterday, CancellationToken shared)
    {
        await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
        var clinic = await db.Organizations.AsNoTracking().SingleAsync(o => o.Id == organizationId, shared).ConfigureAwait(false);
        var recently = DateOnly.FromDateTime(yesterday.AddDays(-1).UtcDateTime);
        var hours = await db.WorkingHours.AsNoTracking().Where(h => h.OrganizationId == organizationId)
            .Select(h => new HoursRow(new HoursOwner(h.OwnerKind, h.OwnerId), h.Week, h.Version)).ToListAsync(shared).ConfigureAwait(false);
        var exceptions = await db.HoursExceptions.AsNoTracking().Where(e => e.OrganizationId == organizationId && e.Date >= recently).OrderBy(e => e.Date)
            .Select(e => new HoursExceptionRow(e.Id, new HoursOwner(e.OwnerKind, e.OwnerId), e.Date, e.Hours, e.Note, e.Version)).ToListAsync(shared).ConfigureAwait(false);
        var timeOff = await db.TimeOff.AsNoTracking().Where(t => t.OrganizationId == organizationId && t.Until > yesterday).OrderBy(t => t.From).ThenBy(t => t.Id)
            .Select(t => new TimeOffRow(t.Id, t.PractitionerId, t.From, t.Until, t.Reason, t.Version) { CoveredBy = t.CoveredBy }).ToListAsync(shared).ConfigureAwait(false);
        var offers = (await (
            from o in db.VisitTypeOffers.AsNoTracking()
            join t in db.VisitTypes on o.VisitTypeId equals t.Id
            where t.OrganizationId == organizationId
            select new { o.VisitTypeId, o.PractitionerId }).ToListAsync(shared).ConfigureAwait(false)).ToLookup(o => o.VisitTypeId, o => o.PractitionerId);
        var types = await db.VisitTypes.AsNoTracking().Where(t => t.OrganizationId == organizationId).OrderBy(t => t.Name).ThenBy(t => t.Id).ToListAsync(shared).ConfigureAwait(false);
        var doctors = await db.Practitioners.AsNoTracking().Where(p => p.OrganizationId == organizationId && !p.IsRetired).OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ThenBy(p => p.Id)
            .Select(p => new ScheduleDoctor(p.Id, "Dr " + p.GivenName + " " + p.FamilyName, "Dr " + p.FamilyName, p.LocationId)).ToListAsync(shared).ConfigureAwait(false);
        var rooms = await db.Locations.AsNoTracking().Where(l => l.OrganizationId == organizationId).OrderBy(l => l.Name).ThenBy(l => l.Id)
            .Select(l => new ScheduleRoom(l.Id, l.Name, l.IsRetired, l.Version)).ToListAsync(shared).ConfigureAwait(false);
        var visitTypes = types.ConvertAll(t => new VisitTypeRow(t.Id, t.Name, t.Minutes, t.BufferMinutes, t.IsOnline, t.IsRetired, [.. offers[t.Id]], t.Version));
        return new OpeningBook(organizationId, clinic.Policy, hours, exceptions, timeOff, visitTypes, doctors, rooms);
    }
}

/// <summary>An appointment that lies outside the hours or in an absence.</summary>
/// <param name="AppointmentId">Which one.</param>
/// <param name="PatientId">Whose.</param>
/// <param name="PatientName">The patient's name.</param>
/// <param name="PractitionerId">With whom.</param>
/// <param name="Start">Begin, in UTC.</param>
/// <param name="End">End, in UTC.</param>
/// <param name="Status">The state.</param>
/// <param name="Why">The sentence that a booking there would be refused with.</param>
public sealed record OutsideHours(
    Guid AppointmentId, Guid PatientId, string PatientName, Guid PractitionerId, DateTimeOffset Start, DateTimeOffset End, AppointmentStatus Status, string Why);
