using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>
/// Computes the free times of doctors from the hours and the appointments, on every call; nothing of it is stored. For staff, and
/// for patients for the kinds of visits that they may book by themselves.
/// </summary>
public sealed class FreeSlotQueries(IDbContextFactory<ClinicDbContext> contexts, ScheduleQueries schedule, TimeProvider time)
{
    /// <summary>Most days of one search.</summary>
    public const int LongestDays = 42;

    /// <summary>Most days that <see cref="FirstAvailableAsync"/> looks through.</summary>
    public const int FirstWithinDays = 184;

    private const int DaysAtOnce = 14;

    /// <summary>
    /// All free times of the days asked for, from now on. Refuses, at its field, a last day before the first, more than
    /// <see cref="LongestDays"/> days, a length that no appointment has, a kind of visit that is not for this person, a doctor who
    /// is not of the clinic or does not offer it.
    /// </summary>
    public async Task<FreeSlots> FindAsync(Actor actor, FreeSlotSearch search, CancellationToken gone = default)
    {
        if (Days(search) > LongestDays) return FreeSlots.Refused(Refusal.Invalid("To", $"Please look at {LongestDays / 7} weeks or less at once."));
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var (visit, refusal) = Visit.Of(book, actor, search);
        return visit is null ? FreeSlots.Refused(refusal!) : new FreeSlots(await FindAsync(actor, visit, search, gone).ConfigureAwait(false));
    }

    /// <summary>
    /// The times to which a booked appointment can go, with its own doctor and length. Nothing for one that this person does not see or
    /// that is not booked.
    /// </summary>
    public async Task<FreeSlots> FindForMoveAsync(Actor actor, Guid appointmentId, DateOnly from, DateOnly to, CancellationToken gone = default)
    {
        var search = new FreeSlotSearch(from, to, Moving: appointmentId);
        if (to < from || Days(search) > LongestDays) return FreeSlots.Refused(Refusal.Invalid("To", $"Please look at {LongestDays / 7} weeks or less at once."));
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var own = await AppointmentQueries.Visible(db, actor).AsNoTracking().Where(a => a.Id == appointmentId && a.Status == AppointmentStatus.Booked)
            .Select(a => new { a.PractitionerId, a.Start, a.End, a.VisitTypeId }).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        if (own is null) return FreeSlots.Refused(Refusal.NotFound("appointment"));
        var visit = new Visit(
            book, (int)(own.End - own.Start).TotalMinutes, book.VisitType(own.VisitTypeId)?.BufferMinutes ?? 0, [.. book.Doctors.Where(d => d.Id == own.PractitionerId)]);
        return new FreeSlots([.. (await FindAsync(actor, visit, search, gone).ConfigureAwait(false)).Where(s => s.Start != own.Start)]);
    }

    /// <summary>
    /// The first free time from the first to the last day asked for, which may be up to <see cref="FirstWithinDays"/> days; of several
    /// doctors at one time the first by name. Null when there is none, or when the search is one that <see cref="FindAsync(Actor, FreeSlotSearch, CancellationToken)"/> refuses.
    /// </summary>
    public async Task<FreeSlot?> FirstAvailableAsync(Actor actor, FreeSlotSearch search, CancellationToken gone = default)
    {
        if (Days(search) > FirstWithinDays) return null;
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        if (Visit.Of(book, actor, search).Visit is not { } visit) return null;
        for (var from = search.From; from <= search.To; from = from.AddDays(DaysAtOnce))
        {
            var to = from.AddDays(DaysAtOnce - 1);
            var some = search with { From = from, To = to < search.To ? to : search.To };
            if (await FindAsync(actor, visit, some, gone).ConfigureAwait(false) is [var first, ..]) return first;
        }

        return null;
    }

    /// <summary>Whether exactly this time is free for the visit; it need not lie on the grid.</summary>
    public async Task<bool> IsFreeAsync(Actor actor, FreeSlotSearch search, DateTimeOffset start, CancellationToken gone = default)
    {
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        if (Visit.Of(book, actor, search).Visit is not { Doctors: [var doctor] } visit || start < time.GetUtcNow()) return false;
        var end = start.AddMinutes(visit.Minutes);
        if (book.Refuse(doctor.Id, start, end) is not null) return false;
        var taken = await TakenAsync(actor, visit, search.Moving, start, end.AddMinutes(visit.Buffer), gone).ConfigureAwait(false);
        return !Stretch.Merge(taken[doctor.Id]).Any(t => t.From < end.AddMinutes(visit.Buffer) && t.To > start);
    }

    private async Task<IReadOnlyList<FreeSlot>> FindAsync(Actor actor, Visit visit, FreeSlotSearch search, CancellationToken gone)
    {
        var book = visit.Book;
        var open = visit.Doctors.ToDictionary(d => d.Id, d => book.OpenTimes(d.Id, search.From, search.To.AddDays(1))); // a visit may go on past midnight
        var (now, nextDay) = (time.GetUtcNow(), book.Policy.At(search.To.AddDays(1), TimeOnly.MinValue));
        var all = open.Values.SelectMany(o => o).ToList();
        if (all.Count == 0 || all.Max(s => s.To) <= now) return [];
        var first = all.Min(s => s.From);
        var taken = await TakenAsync(actor, visit, search.Moving, first > now ? first : now, all.Max(s => s.To).AddMinutes(visit.Buffer), gone).ConfigureAwait(false);
        return
        [
            .. visit.Doctors.SelectMany(d => SlotGrid.Begins(book.Policy, open[d.Id], Stretch.Merge(taken[d.Id]), now, visit.Minutes, visit.Buffer)
                .TakeWhile(start => start < nextDay)
                .Select(start => new FreeSlot(d.Id, d.Name, start, visit.Minutes))).OrderBy(s => s.Start), // stable: the doctors stay in their order
        ];
    }

    /// <summary>What is taken of each doctor between two instants, buffers behind it included. Reads a short range of one index for each, however large the table is.</summary>
    private async Task<ILookup<Guid, Stretch>> TakenAsync(
        Actor actor, Visit visit, Guid? moving, DateTimeOffset since, DateTimeOffset until, CancellationToken gone)
    {
        // Nothing that began earlier can reach into the time asked for.
        var earliest = since.AddMinutes(-(Appointment.LongestMinutes + VisitType.LongestBuffer));
        var patientId = actor.Role == Role.Patient ? actor.PatientId : null;
        var isPatient = actor.Role == Role.Patient;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var taken = new List<(Guid Doctor, Stretch Time)>();
        foreach (var doctor in visit.Doctors)
        {
            // One short read for each: asked for many doctors at once, SQLite reads all active appointments of the clinic instead.
            var rows = await db.Appointments.AsNoTracking()
                .Where(a => a.PractitionerId == doctor.Id && a.HoldsSlot && a.Start >= earliest && a.Start < until && a.OrganizationId == actor.OrganizationId)
                .Where(a => a.Id != moving || (isPatient && a.PatientId != patientId)) // nobody learns of other people's times by moving them
                .Select(a => new { a.Start, a.End, a.VisitTypeId }).ToListAsync(gone).ConfigureAwait(false);
            taken.AddRange(rows.Select(a => (doctor.Id, new Stretch(a.Start, a.End.AddMinutes(visit.Book.VisitType(a.VisitTypeId)?.BufferMinutes ?? 0)))));
        }

        return taken.ToLookup(t => t.Doctor, t => t.Time);
    }

    private static int Days(FreeSlotSearch search) => search.To.DayNumber - search.From.DayNumber + 1;

    /// <summary>What is to be booked, after it was found allowed.</summary>
    private sealed record Visit(OpeningBook Book, int Minutes, int Buffer, IReadOnlyList<ScheduleDoctor> Doctors)
    {
        public static (Visit? Visit, Refusal? Refusal) Of(OpeningBook book, Actor actor, FreeSlotSearch search)
        {
            if (search.To < search.From) return (null, Refusal.Invalid("To", "The last day is before the first."));
            var type = book.VisitType(search.VisitTypeId);
            if ((type is null && (search.VisitTypeId is not null || actor.Role == Role.Patient)) || type is { IsRetired: true }
                || (actor.Role == Role.Patient && (!type!.IsOnline || (search.Minutes is { } asked && asked != type.Minutes))))
            {
                return (null, Refusal.Invalid("VisitType", "Please choose a kind of visit that can be booked here."));
            }

            if ((search.Minutes ?? type?.Minutes) is not (>= Appointment.ShortestMinutes and <= Appointment.LongestMinutes and var minutes))
            {
                return (null, Refusal.Invalid("Minutes", $"An appointment lasts {Appointment.ShortestMinutes} to {Appointment.LongestMinutes} minutes."));
            }

            var doctors = book.Doctors.Where(d => (search.PractitionerId is null || d.Id == search.PractitionerId) && type?.IsOfferedBy(d.Id) != false).ToList();
            return doctors.Count == 0
                ? (null, Refusal.Invalid("Practitioner", search.PractitionerId is null ? "No doctor offers this." : "This doctor does not offer it. Please choose another doctor."))
                : (new Visit(book, minutes, type?.BufferMinutes ?? 0, doctors), null);
        }
    }
}
