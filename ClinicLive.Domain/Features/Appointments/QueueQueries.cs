using System.Runtime.CompilerServices;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>
/// Reads of the doctors' lines. Made of views that are shared already, once for all screens: a change costs no read beyond
/// the board's own; the lengths of earlier days are read once per day.
/// </summary>
public sealed class QueueQueries(
    IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, AppointmentQueries appointments, PractitionerQueries practitioners, OrganizationQueries organizations, ScheduleQueries schedule,
    TimeProvider time)
{
    private static readonly Lock Making = new();
    private static readonly ConditionalWeakTable<DayBoard, DayQueues> Made = [];
    private static readonly ConditionalWeakTable<OpeningBook, RoomList> Rooms = [];

    /// <summary>The lines of a day of the actor's clinic. Empty for patients.</summary>
    public async ValueTask<DayQueues> DayAsync(Actor actor, DateOnly day, CancellationToken gone = default)
    {
        var board = await appointments.DayAsync(actor, day, gone).ConfigureAwait(false);
        if (!actor.IsStaff) return new DayQueues(board, new PractitionerList([]), ConsultationLengths.None);
        return await OfBoardAsync(actor, board, gone).ConfigureAwait(false);
    }

    /// <summary>
    /// The rooms in which patients are seen: those of doctors and those with hours, or all where nobody has said either.
    /// Empty for patients. Changes with the clinic's schedule.
    /// </summary>
    public async ValueTask<RoomList> RoomsAsync(Actor actor, CancellationToken gone = default)
    {
        if (!actor.IsStaff) return new RoomList([]);
        return Rooms.GetValue(await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false), static book =>
        {
            var used = book.Rooms.Where(r => book.Doctors.Any(d => d.RoomId == r.Id) || book.Hours.Any(h => h.Owner == HoursOwner.Room(r.Id))).ToList();
            return new RoomList([.. (used.Count > 0 ? used : book.Rooms).Select(r => new RoomRow(r.Id, r.Name))]);
        });
    }

    /// <summary>
    /// What the place and time of a patient's own appointment of today depend on; null while he does not wait. Instants and
    /// minutes only, nothing of anybody else.
    /// </summary>
    public async Task<WaitForecast?> OwnAsync(Actor actor, BoardRow own, CancellationToken gone = default)
    {
        if (actor.Role != Role.Patient || actor.PatientId != own.PatientId || own.Status is not (AppointmentStatus.Arrived or AppointmentStatus.Ready)) return null;
        var board = await appointments.BoardOfTodayAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        return (await OfBoardAsync(actor, board, gone).ConfigureAwait(false)).Forecast(own.Id);
    }

    /// <summary>
    /// How late a doctor is now, and whom it concerns, with what is needed to tell them. For the front desk, and for a doctor
    /// about himself; null for everybody else and for a doctor of another clinic.
    /// </summary>
    public async Task<LateDoctor?> LateAsync(Actor actor, Guid practitionerId, CancellationToken gone = default)
    {
        if (!actor.IsFrontDesk && (actor.Role != Role.Practitioner || actor.PractitionerId != practitionerId)) return null;
        var now = time.GetUtcNow();
        var queues = await OfBoardAsync(actor, await appointments.BoardOfTodayAsync(actor.OrganizationId, gone).ConfigureAwait(false), gone).ConfigureAwait(false);
        if (queues.Of(practitionerId) is not { } line) return null;
        var delay = line.Delay.At(now);
        var rows = delay.Affected.Select(a => (Row: queues.Day.Find(a.AppointmentId)!, a.Begins)).ToList();
        var patients = rows.ConvertAll(r => r.Row.PatientId);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var reach = await db.Patients.AsNoTracking().Where(p => p.OrganizationId == actor.OrganizationId && patients.Contains(p.Id))
            .Select(p => new { p.Id, p.Phone, HasAccount = db.Accounts.Any(a => a.Id == p.AccountId && !a.IsDisabled) })
            .ToDictionaryAsync(p => p.Id, gone).ConfigureAwait(false);
        return new LateDoctor(
            queues.Doctors.Rows.First(d => d.Id == practitionerId).DisplayName,
            delay.Minutes,
            [.. rows.Select(r => new AffectedPatient(r.Row, r.Begins, reach[r.Row.PatientId].HasAccount, reach[r.Row.PatientId].Phone))]);
    }

    private async ValueTask<DayQueues> OfBoardAsync(Actor actor, DayBoard board, CancellationToken gone)
    {
        var doctors = await practitioners.ListAsync(actor, gone).ConfigureAwait(false);
        var lengths = await LengthsAsync(actor.OrganizationId, board.Day, gone).ConfigureAwait(false);
        lock (Making) // a thousand screens that hear of one change get one object, and pass over it by reference
        {
            if (Made.TryGetValue(board, out var made) && ReferenceEquals(made.Doctors, doctors) && ReferenceEquals(made.Lengths, lengths)) return made;
            var queues = new DayQueues(board, doctors, lengths);
            Made.AddOrUpdate(board, queues);
            return queues;
        }
    }

    private ValueTask<ConsultationLengths> LengthsAsync(Guid organizationId, DateOnly day, CancellationToken gone) =>
        snapshots.ReadAsync<ConsultationLengths>(Topic.ConsultationLengths(organizationId, day), async (_, shared) =>
        {
            var policy = await organizations.PolicyAsync(organizationId, shared).ConfigureAwait(false);
            var begin = policy.At(day, TimeOnly.MinValue);
            await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
            var earlier = new Dictionary<Guid, IReadOnlyList<FinishedConsultation>>();
            foreach (var doctor in await db.Practitioners.Where(p => p.OrganizationId == organizationId && !p.IsRetired).Select(p => p.Id).ToListAsync(shared).ConfigureAwait(false))
            {
                var last = await db.Appointments.AsNoTracking()
                    .Where(a => a.PractitionerId == doctor && a.FinishedAt < begin && a.Status == AppointmentStatus.Done && a.ConsultationStartedAt != null)
                    .OrderByDescending(a => a.FinishedAt).Take(ConsultationLengths.Last)
                    .Select(a => new { Began = a.ConsultationStartedAt!.Value, Ended = a.FinishedAt!.Value, a.PausedFor, a.Start, a.End, a.VisitTypeId })
                    .ToListAsync(shared).ConfigureAwait(false);
                earlier[doctor] = [.. last.Select(a => new FinishedConsultation((a.Ended - a.Began - a.PausedFor).TotalMinutes, Math.Max(1, (int)(a.End - a.Start).TotalMinutes), a.VisitTypeId))];
            }

            return new ConsultationLengths(earlier);
        }, gone);
}

/// <summary>A doctor who is late, and whom it concerns.</summary>
/// <param name="Name">The doctor's name.</param>
/// <param name="Minutes">How late the next patient begins.</param>
/// <param name="Affected">Who begins late, in order.</param>
public sealed record LateDoctor(string Name, int Minutes, IReadOnlyList<AffectedPatient> Affected);

/// <summary>Somebody whom a doctor's being late concerns.</summary>
/// <param name="Row">The appointment.</param>
/// <param name="Begins">When it will probably begin, in UTC.</param>
/// <param name="HasAccount">Whether the patient can be told in the app.</param>
/// <param name="Phone">The telephone, for one who cannot.</param>
public sealed record AffectedPatient(BoardRow Row, DateTimeOffset Begins, bool HasAccount, string? Phone);
