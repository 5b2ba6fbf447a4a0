using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>A patient as another system had him.</summary>
/// <param name="ExternalId">His id there.</param>
/// <param name="Name">Full name.</param>
/// <param name="BirthDate">Date of birth, or null.</param>
/// <param name="Phone">Telephone number, or null.</param>
public sealed record PastPatient(string ExternalId, string Name, DateOnly? BirthDate, string? Phone = null);

/// <summary>A row that was not taken over.</summary>
/// <param name="ExternalId">Its id in the other system.</param>
/// <param name="Sentence">Why.</param>
public sealed record PastProblem(string ExternalId, string Sentence);

/// <summary>What came of it.</summary>
/// <param name="Patients">Patients that were new.</param>
/// <param name="Appointments">Appointments that were new.</param>
/// <param name="Known">Appointments that had been taken over before and were left as they are.</param>
/// <param name="Overlaps">Of the new ones, how many lie in the time of another one; they are past, kept and marked.</param>
/// <param name="Refused">How many rows were not taken over.</param>
/// <param name="Problems">Why not: the first of them, up to <see cref="HistoryImportService.MostProblems"/>.</param>
public sealed record PastTaken(int Patients, int Appointments, int Known, int Overlaps, int Refused, IReadOnlyList<PastProblem> Problems);

/// <summary>
/// Takes over a clinic's history from another system, in batches: each is one transaction of its own, so however long the history is,
/// few rows are in memory and nobody at the desk waits for long. What stopped on the way is gone on with by taking it over again.
/// </summary>
public sealed class HistoryImportService(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>Rows that are taken over at once.</summary>
    public const int BatchRows = 500;

    /// <summary>Most problems that are told one by one.</summary>
    public const int MostProblems = 5_000;

    private const int MostAttempts = 3;

    /// <summary>
    /// Takes over what is not known yet; admin only. A second time the same rows change nothing. What lies in the time of another
    /// appointment is kept and marked (<see cref="Appointment.HasOverlap"/>) where it is past, and is a problem where it is still to come.
    /// Nobody is notified.
    /// </summary>
    /// <param name="actor">The acting admin.</param>
    /// <param name="patients">The patients that the appointments name; those known from before may be left out. Read once, batch by batch.</param>
    /// <param name="appointments">The appointments, in any order. Read once, batch by batch, after the patients.</param>
    /// <param name="gone">Stops between two batches.</param>
    public async Task<Outcome<PastTaken>> ImportAsync(
        Actor actor, IEnumerable<PastPatient> patients, IEnumerable<PastAppointment> appointments, CancellationToken gone = default)
    {
        if (actor.Role != Role.Admin) return Refusal.Forbidden("Only an admin can take over history.");
        var tally = new Tally();
        foreach (var batch in patients.Chunk(BatchRows))
        {
            if (await TakeAsync(actor, tally, (db, change, some) => AddPatientsAsync(db, change, batch, some, gone), gone).ConfigureAwait(false) is { } refusal) return refusal;
        }

        foreach (var batch in appointments.Chunk(BatchRows))
        {
            if (await TakeAsync(actor, tally, (db, change, some) => AddAppointmentsAsync(db, change, batch, some, gone), gone).ConfigureAwait(false) is { } refusal) return refusal;
        }

        return Outcome<PastTaken>.Done(tally.Sum());
    }

    /// <summary>One batch, looked at again when somebody was faster in the same place.</summary>
    private async Task<Refusal?> TakeAsync(Actor actor, Tally tally, Func<ClinicDbContext, Change, Tally, Task> add, CancellationToken gone)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
            db.TellsNobody = true;
            if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
            var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
            var some = new Tally();
            await add(db, new Change(actor, time.GetUtcNow(), policy), some).ConfigureAwait(false);
            switch (await db.TrySaveAsync(gone).ConfigureAwait(false))
            {
                case SaveResult.Saved:
                    tally.Add(some);
                    return null;
                case SaveResult.Unavailable:
                    return Refusal.Unavailable;
            }
        }

        return Refusal.Unavailable;
    }

    private static async Task AddPatientsAsync(ClinicDbContext db, Change change, PastPatient[] batch, Tally tally, CancellationToken gone)
    {
        var organization = change.By.OrganizationId;
        var ids = batch.Select(p => p.ExternalId).ToList();
        var known = (await db.Patients.Where(p => p.OrganizationId == organization && p.ExternalId != null && ids.Contains(p.ExternalId))
            .Select(p => p.ExternalId!).ToListAsync(gone).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        var today = change.Policy.DayOf(change.At);
        foreach (var past in batch.Where(p => !known.Contains(p.ExternalId)))
        {
            var (patient, refusal) = Patient.Register(change.By, past.Name, past.BirthDate, past.Phone, change.At, today, externalId: past.ExternalId);
            if (patient is null)
            {
                tally.Refuse(past.ExternalId, refusal!.Sentence);
                continue;
            }

            known.Add(past.ExternalId);
            AddQuietly(db, patient);
            tally.Patients++;
        }
    }

    private static async Task AddAppointmentsAsync(ClinicDbContext db, Change change, PastAppointment[] batch, Tally tally, CancellationToken gone)
    {
        var organization = change.By.OrganizationId;
        var usable = new List<PastAppointment>(batch.Length);
        foreach (var past in batch)
        {
            if (Appointment.CheckPast(past) is { } refusal) tally.Refuse(past.ExternalId, refusal.Sentence);
            else usable.Add(past);
        }

        var ids = usable.ConvertAll(a => a.ExternalId);
        var theirs = usable.Select(a => a.PatientExternalId).Distinct().ToList();
        var known = (await db.Appointments.Where(a => a.OrganizationId == organization && a.ExternalId != null && ids.Contains(a.ExternalId))
            .Select(a => a.ExternalId!).ToListAsync(gone).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        var patients = await db.Patients.Where(p => p.OrganizationId == organization && p.ExternalId != null && theirs.Contains(p.ExternalId))
            .ToDictionaryAsync(p => p.ExternalId!, p => p.Id, StringComparer.Ordinal, gone).ConfigureAwait(false);
        var doctors = (await db.Practitioners.Where(p => p.OrganizationId == organization).Select(p => p.Id).ToListAsync(gone).ConfigureAwait(false)).ToHashSet();
        var calendar = await PastCalendar.ReadAsync(db, organization, change.Policy, usable, gone).ConfigureAwait(false);

        var taken = new List<Appointment>();
        foreach (var past in usable.OrderBy(a => a.Start).ThenBy(a => a.ExternalId, StringComparer.Ordinal))
        {
            if (known.Contains(past.ExternalId)) tally.Known++;
            else if (!doctors.Contains(past.PractitionerId)) tally.Refuse(past.ExternalId, "The doctor is none of this clinic.");
            else if (!patients.TryGetValue(past.PatientExternalId, out var patient)) tally.Refuse(past.ExternalId, "The patient is not known.");
            else
            {
                var overlaps = calendar.IsTaken(past);
                var (appointment, refusal) = Appointment.TakeOver(past, patient, overlaps, change);
                if (appointment is null)
                {
                    tally.Refuse(past.ExternalId, refusal!.Sentence);
                    continue;
                }

                calendar.Keep(past);
                known.Add(past.ExternalId);
                AddQuietly(db, appointment);
                taken.Add(appointment);
                tally.Appointments++;
                if (overlaps) tally.Overlaps++;
            }
        }

        if (taken.Count > 0) db.PublishAfterSave(new HistoryImported(organization, taken.Min(a => a.Day), taken.Max(a => a.Day), taken.Count, change.At));
    }

    // The line is written with the row; instead of one event for each row there is one for all of them.
    private static void AddQuietly(ClinicDbContext db, LiveEntity entity)
    {
        foreach (var raised in entity.TakeRaised()) db.Activity.Add(raised.Line);
        db.Add(entity);
    }

    /// <summary>Counts on the way.</summary>
    private sealed class Tally
    {
        private readonly List<PastProblem> _problems = [];
        private int _refused;

        public int Patients { get; set; }

        public int Appointments { get; set; }

        public int Known { get; set; }

        public int Overlaps { get; set; }

        public void Refuse(string id, string sentence)
        {
            _refused++;
            if (_problems.Count < MostProblems) _problems.Add(new PastProblem(id, sentence));
        }

        public void Add(Tally other)
        {
            (Patients, Appointments, Known, Overlaps) = (Patients + other.Patients, Appointments + other.Appointments, Known + other.Known, Overlaps + other.Overlaps);
            _refused += other._refused;
            _problems.AddRange(other._problems.Take(MostProblems - _problems.Count));
        }

        public PastTaken Sum() => new(Patients, Appointments, Known, Overlaps, _refused, _problems);
    }
}
