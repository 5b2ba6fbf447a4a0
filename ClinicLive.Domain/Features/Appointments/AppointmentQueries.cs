using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Reads of appointments. What many people look at is read once per change and shared.</summary>
public sealed class AppointmentQueries(
    IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>Rows of one page of a patient's history.</summary>
    public const int HistoryPageSize = 20;

    private const int LastHistoryPage = 10_000;

    /// <summary>
    /// The board of a day of the actor's clinic, without what was entered in error; on today's also who was left in the house on an earlier day.
    /// Empty for patients: they have <see cref="OwnAsync"/>.
    /// </summary>
    public ValueTask<DayBoard> DayAsync(Actor actor, DateOnly day, CancellationToken gone = default) => actor.IsStaff
        ? SharedDayAsync(actor.OrganizationId, day, gone)
        : ValueTask.FromResult(new DayBoard(day, []));

    /// <summary>A patient's own appointments: what is ahead or going on, and what was. Empty for everybody else.</summary>
    public async Task<OwnAppointments> OwnAsync(Actor actor, CancellationToken gone = default)
    {
        if (actor.Role != Role.Patient || actor.PatientId is not { } patientId) return OwnAppointments.None;
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var today = policy.DayOf(now);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var ahead = await Rows(db, db.Appointments.Where(a =>
                a.OrganizationId == actor.OrganizationId && a.PatientId == patientId && a.Status != AppointmentStatus.EnteredInError
                && (a.Status != AppointmentStatus.Cancelled || a.StatusBefore != AppointmentStatus.Held) // a reservation that was not taken is no visit
                && (a.Day >= today || a.Status == AppointmentStatus.Waitlisted || a.Status == AppointmentStatus.Arrived || a.Status == AppointmentStatus.Ready
                    || a.Status == AppointmentStatus.InConsultation || a.Status == AppointmentStatus.Paused)))
            .Take(HistoryPageSize).ToListAsync(gone).ConfigureAwait(false);
        var history = await HistoryAsync(db, actor, patientId, today, page: 0, gone).ConfigureAwait(false);
        return new OwnAppointments(ahead, [.. history.Take(HistoryPageSize)], history.Count > HistoryPageSize);
    }

    /// <summary>One page of what was of a patient's own appointments, newest first; the first is that of <see cref="OwnAsync"/>. Empty for everybody else.</summary>
    /// <param name="actor">The patient.</param>
    /// <param name="page">From 0; one that does not exist is empty.</param>
    /// <param name="gone">Stops the read.</param>
    public async Task<PatientVisits> OwnHistoryAsync(Actor actor, int page, CancellationToken gone = default)
    {
        if (actor.Role != Role.Patient || actor.PatientId is not { } patientId || page is < 0 or > LastHistoryPage) return PatientVisits.None;
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var rows = await HistoryAsync(db, actor, patientId, policy.DayOf(time.GetUtcNow()), page, gone).ConfigureAwait(false);
        return new PatientVisits([.. rows.Take(HistoryPageSize)], rows.Count > HistoryPageSize);
    }

    private static Task<List<BoardRow>> HistoryAsync(ClinicDbContext db, Actor actor, Guid patientId, DateOnly today, int page, CancellationToken gone) =>
        Rows(db, db.Appointments.Where(a =>
                a.OrganizationId == actor.OrganizationId && a.PatientId == patientId && a.Status != AppointmentStatus.EnteredInError
                && (a.Status != AppointmentStatus.Cancelled || a.StatusBefore != AppointmentStatus.Held) // a reservation that was not taken is no visit
                && a.Day < today && a.Status != AppointmentStatus.Waitlisted && a.Status != AppointmentStatus.Arrived && a.Status != AppointmentStatus.Ready
                && a.Status != AppointmentStatus.InConsultation && a.Status != AppointmentStatus.Paused))
            .Reverse().Skip(page * HistoryPageSize).Take(HistoryPageSize + 1).ToListAsync(gone);

    /// <summary>The doctors of the actor's clinic who have a consultation open; for everybody, because it names no patient.</summary>
    public async ValueTask<IReadOnlySet<Guid>> DoctorsWithPatientsAsync(Actor actor, CancellationToken gone = default)
    {
        return (await BoardOfTodayAsync(actor.OrganizationId, gone).ConfigureAwait(false)).DoctorsWithPatients;
    }

    /// <summary>One appointment, or null when it does not exist for this person.</summary>
    public async Task<BoardRow?> FindAsync(Actor actor, Guid appointmentId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await FindAsync(db, actor, appointmentId, gone).ConfigureAwait(false);
    }

    /// <summary>One appointment for a calendar, or null when it does not exist for this person.</summary>
    public async Task<CalendarEntry?> CalendarEntryAsync(Actor actor, Guid appointmentId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await CalendarEntries(db, Visible(db, actor).Where(a => a.Id == appointmentId)).SingleOrDefaultAsync(gone).ConfigureAwait(false);
    }

    /// <summary>Appointments for a calendar, for somebody who was found to see them.</summary>
    internal static IQueryable<CalendarEntry> CalendarEntries(ClinicDbContext db, IQueryable<Appointment> appointments) =>
        from a in appointments.AsNoTracking()
        join doctor in db.Practitioners on a.PractitionerId equals doctor.Id
        join clinic in db.Organizations on a.OrganizationId equals clinic.Id
        let changed = db.Activity.Where(l => l.SubjectId == a.Id && l.Category == ActivityCategory.Appointment).OrderByDescending(l => l.Sequence).Select(l => (DateTimeOffset?)l.At).FirstOrDefault()
        select new CalendarEntry(a.Id, a.Start, a.End, "Appointment with Dr " + doctor.FamilyName, clinic.Name, a.Status, a.Version - 1, changed ?? a.StatusSince) { ZoneId = clinic.TimeZoneId };

    /// <summary>Everything that happened to an appointment, oldest first; staff only.</summary>
    public async Task<IReadOnlyList<HistoryLine>> HistoryAsync(Actor actor, Guid appointmentId, CancellationToken gone = default)
    {
        if (!actor.IsStaff) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.Activity.AsNoTracking()
            .Where(a => a.OrganizationId == actor.OrganizationId && a.SubjectId == appointmentId && a.Category == ActivityCategory.Appointment)
            .OrderBy(a => a.Sequence)
            .Select(a => new HistoryLine(
                a.Sequence, a.At, a.Kind, a.From, a.To, a.Reason, a.OnBehalf,
                db.Accounts.Where(p => p.Id == a.ActorId).Select(p => p.DisplayName).FirstOrDefault())
            {
                Before = db.Practitioners.Where(p => p.Id == a.BeforeId).Select(p => "Dr " + p.FamilyName).FirstOrDefault()
                    ?? db.Locations.Where(l => l.Id == a.BeforeId).Select(l => l.Name).FirstOrDefault(),
                After = db.Practitioners.Where(p => p.Id == a.AfterId).Select(p => "Dr " + p.FamilyName).FirstOrDefault()
                    ?? db.Locations.Where(l => l.Id == a.AfterId).Select(l => l.Name).FirstOrDefault(),
                StartBefore = a.StartBefore,
                EndBefore = a.EndBefore,
            })
            .ToListAsync(gone).ConfigureAwait(false);
    }

    /// <summary>The same read inside a use case's own context.</summary>
    internal static Task<BoardRow?> FindAsync(ClinicDbContext db, Actor actor, Guid appointmentId, CancellationToken gone) =>
        Rows(db, Visible(db, actor).Where(a => a.Id == appointmentId)).SingleOrDefaultAsync(gone);

    /// <summary>The appointments that exist for a person: of the clinic for staff, the own ones for a patient; never what was entered in error, but for an admin.</summary>
    internal static IQueryable<Appointment> Visible(ClinicDbContext db, Actor actor) => db.Appointments.Where(a =>
        a.OrganizationId == actor.OrganizationId
        && (actor.Role != Role.Patient || a.PatientId == actor.PatientId)
        && (actor.Role == Role.Admin || a.Status != AppointmentStatus.EnteredInError));

    /// <summary>The board of a clinic's day as the node shares it; for reads that filter it further.</summary>
    internal ValueTask<DayBoard> SharedDayAsync(Guid organizationId, DateOnly day, CancellationToken gone) =>
        snapshots.ReadAsync<DayBoard>(Topic.DayBoard(organizationId, day), async (before, shared) =>
        {
            await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
            var isToday = (await organizations.PolicyAsync(organizationId, shared).ConfigureAwait(false)).DayOf(time.GetUtcNow()) == day;
            // Two sets and not one with an "or": each has an index of its own, and for an "or" SQLite would walk the clinic's history.
            var own = db.Appointments.Where(a => a.OrganizationId == organizationId);
            var ofDay = own.Where(a => a.Day == day && a.Status != AppointmentStatus.EnteredInError);
            var leftInTheHouse = own.Where(a => a.HoldsSlot && a.Day < day && (a.Status == AppointmentStatus.Arrived || a.Status == AppointmentStatus.Ready
                || a.Status == AppointmentStatus.InConsultation || a.Status == AppointmentStatus.Paused));
            var rows = await Rows(db, isToday ? ofDay.Concat(leftInTheHouse) : ofDay).ToListAsync(shared).ConfigureAwait(false);
            var merged = RowReuse.Merge(before?.Rows, rows, r => r.Id);
            return before is not null && DayBoard.KeepIfSame(before.Rows, merged) == before.Rows ? before : new DayBoard(day, merged, before);
        }, gone);

    /// <summary>The clinic's board of today, for reads that show a part of it.</summary>
    internal async ValueTask<DayBoard> BoardOfTodayAsync(Guid organizationId, CancellationToken gone)
    {
        var policy = await organizations.PolicyAsync(organizationId, gone).ConfigureAwait(false);
        return await SharedDayAsync(organizationId, policy.DayOf(time.GetUtcNow()), gone).ConfigureAwait(false);
    }

    /// <summary>Who is in the house for one doctor, in whichever state.</summary>
    internal static Task<List<BoardRow>> InHouseAsync(ClinicDbContext db, Guid organizationId, Guid practitionerId, CancellationToken gone) =>
        Rows(db, db.Appointments.Where(a => a.OrganizationId == organizationId && a.PractitionerId == practitionerId && a.HoldsSlot
            && (a.Status == AppointmentStatus.Arrived || a.Status == AppointmentStatus.Ready
                || a.Status == AppointmentStatus.InConsultation || a.Status == AppointmentStatus.Paused))).ToListAsync(gone);

    /// <summary>The rows by begin. Ordered here, because a record made by its constructor cannot be ordered by the database.</summary>
    internal static IQueryable<BoardRow> Rows(ClinicDbContext db, IQueryable<Appointment> appointments) =>
        from a in appointments.AsNoTracking()
        join patient in db.Patients on a.PatientId equals patient.Id
        join practitioner in db.Practitioners on a.PractitionerId equals practitioner.Id
        join usual in db.Locations on practitioner.LocationId equals usual.Id into usuals
        from usual in usuals.DefaultIfEmpty()
        join own in db.Locations on a.LocationId equals own.Id into owns
        from own in owns.DefaultIfEmpty()
        join mover in db.Accounts on a.StatusBy equals mover.Id into movers
        from mover in movers.DefaultIfEmpty()
        orderby a.Start, a.Id
        select new BoardRow(
            a.Id, a.PatientId, patient.Name, a.PractitionerId, "Dr " + practitioner.FamilyName, a.Start, a.End,
            a.Status, a.StatusSince, a.StatusBefore, a.StatusBy, mover.DisplayName, own.Name ?? usual.Name, a.Reason,
            a.PatientConfirmed, a.CameLate, a.HeldUntil, a.ArrivedAt, a.CalledAt, a.ConsultationStartedAt, a.PausedFor,
            a.FinishedAt, a.EndReason, a.Version, a.VisitTypeId)
        {
            Priority = a.Priority,
            PriorityReason = a.PriorityReason,
            QueuedAt = a.QueuedAt,
            PlacedAt = a.PlacedAt,
            WalkedIn = a.WalkedIn,
            BackAt = a.BackAt,
            DoctorBefore = a.DoctorBefore,
            Day = a.Day,
            RoomId = a.LocationId ?? practitioner.LocationId,
            TicketNumber = a.TicketNumber,
        };
}

/// <summary>A patient's own appointments.</summary>
/// <param name="Ahead">Today's and later ones, by begin.</param>
/// <param name="History">Earlier ones, newest first; one page.</param>
/// <param name="HasOlder">Another page follows (<see cref="AppointmentQueries.OwnHistoryAsync"/>).</param>
public sealed record OwnAppointments(IReadOnlyList<BoardRow> Ahead, IReadOnlyList<BoardRow> History, bool HasOlder = false)
{
    /// <summary>Nothing.</summary>
    public static OwnAppointments None { get; } = new([], []);
}

/// <summary>One line of an appointment's history.</summary>
/// <param name="Sequence">Position in the log.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Kind">What happened.</param>
/// <param name="From">The state before, by name.</param>
/// <param name="To">The state after, by name.</param>
/// <param name="Reason">Why.</param>
/// <param name="OnBehalf">Done for the doctor whose step it is.</param>
/// <param name="By">Who; null for the clinic itself.</param>
public sealed record HistoryLine(
    long Sequence, DateTimeOffset At, ActivityKind Kind, string? From, string? To, string? Reason, bool OnBehalf, string? By)
{
    /// <summary>The doctor or room before, by name.</summary>
    public string? Before { get; init; }

    /// <summary>The doctor or room after, by name; null is the doctor's usual room.</summary>
    public string? After { get; init; }

    /// <summary>When it would have begun before it went to another time, in UTC.</summary>
    public DateTimeOffset? StartBefore { get; init; }

    /// <summary>When it would have ended before, in UTC.</summary>
    public DateTimeOffset? EndBefore { get; init; }
}
