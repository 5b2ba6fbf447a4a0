using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Series of appointments, every so many weeks at the same time of the clinic's wall clock. For reception.</summary>
public sealed class SeriesService(IDbContextFactory<ClinicDbContext> contexts, ScheduleQueries schedule, FreeSlotQueries free, TimeProvider time)
{
    /// <summary>
    /// Every date of a series and whether it can be booked. A suggestion: at the save the database decides. Refuses, at its field, fewer than
    /// <see cref="SeriesWish.FewestTimes"/> or more than <see cref="SeriesWish.MostTimes"/> times, less than one or more than
    /// <see cref="SeriesWish.MostWeeks"/> weeks; an appointment that is not booked, and a kind of visit that cannot be booked any more.
    /// </summary>
    public async Task<Outcome<SeriesPreview>> PreviewAsync(Actor actor, SeriesWish wish, CancellationToken gone = default)
    {
        if (wish.EveryWeeks is < 1 or > SeriesWish.MostWeeks) return Refusal.Invalid("EveryWeeks", $"A series comes every 1 to {SeriesWish.MostWeeks} weeks.");
        if (wish.Times is < SeriesWish.FewestTimes or > SeriesWish.MostTimes)
        {
            return Refusal.Invalid("Times", $"A series has {SeriesWish.FewestTimes} to {SeriesWish.MostTimes} appointments.");
        }

        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } refused) return refused;
        var first = await AppointmentQueries.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(a => a.Id == wish.AppointmentId, gone).ConfigureAwait(false);
        if (first is null) return Refusal.NotFound("appointment");
        if (first.Status != AppointmentStatus.Booked) return Refusal.NotAllowed("A series begins with a booked appointment.");
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        if (book.RefuseVisitType(actor, first.VisitTypeId, first.PractitionerId) is { } notOffered) return notOffered;

        var dates = new List<SeriesDate>(wish.Times - 1);
        foreach (var start in Starts(book, first, wish)) dates.Add(await LookAsync(actor, book, first, start, gone).ConfigureAwait(false));
        return Outcome<SeriesPreview>.Done(new SeriesPreview(dates));
    }

    /// <summary>
    /// Books further appointments like the first one, all of them or none, in one transaction. Refuses a command about an appointment that has
    /// moved, a time outside the hours or in an absence, and, naming them, times that somebody took meanwhile.
    /// </summary>
    public async Task<Outcome<SeriesBooked>> BookAsync(Actor actor, AppointmentCommand command, IReadOnlyCollection<DateTimeOffset> starts, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } refused) return refused;
        return await CommandLog.OnceAsync(() => AnswerRepeatedAsync(db, actor, command, gone), () => BookOnceAsync(db, actor, command, starts, gone)).ConfigureAwait(false);
    }

    private async Task<Outcome<SeriesBooked>> BookOnceAsync(
        ClinicDbContext db, Actor actor, AppointmentCommand command, IReadOnlyCollection<DateTimeOffset> starts, CancellationToken gone)
    {
        var chosen = starts.Select(s => s.ToUniversalTime()).Distinct().Order().ToList();
        if (chosen.Count is 0 or >= SeriesWish.MostTimes) return Refusal.Invalid("Dates", $"Please choose 1 to {SeriesWish.MostTimes - 1} dates.");
        var first = await AppointmentQueries.Visible(db, actor).SingleOrDefaultAsync(a => a.Id == command.AppointmentId, gone).ConfigureAwait(false);
        if (first is null) return Refusal.NotFound("appointment");
        if (first.Version != command.Version || first.Status != command.ExpectedFrom)
        {
            return new Refusal(RefusalKind.Moved, "Somebody has changed the first appointment meanwhile. Nothing was booked. Please look again.");
        }

        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        if (book.RefuseVisitType(actor, first.VisitTypeId, first.PractitionerId) is { } notOffered) return notOffered;
        var (further, refusal) = first.BeginSeries(chosen, new Change(actor, time.GetUtcNow(), book.Policy, CommandId: command.CommandId));
        if (refusal is not null) return refusal;
        foreach (var next in further)
        {
            if (book.Refuse(next.PractitionerId, next.Start, next.End) is { } outside) return outside with { Field = "Dates" };
        }

        db.AddRange(further);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<SeriesBooked>.Done(new SeriesBooked(first.SeriesId!.Value, further.Count)),
            SaveResult.Overlap => await NameTakenAsync(db, book, further, gone).ConfigureAwait(false),
            SaveResult.Stale => new Refusal(RefusalKind.Moved, "Somebody has changed the first appointment meanwhile. Nothing was booked. Please look again."),
            _ => Refusal.Unavailable,
        };
    }

    private static async Task<Refusal?> RefuseAsync(ClinicDbContext db, Actor actor, CancellationToken gone) =>
        await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false)
        ?? (actor.Role == Role.Receptionist ? null : Refusal.Forbidden("Only reception books a series."));

    private static IEnumerable<DateTimeOffset> Starts(OpeningBook book, Appointment first, SeriesWish wish)
    {
        var begin = book.Policy.ToLocal(first.Start);
        var (day, clock) = (DateOnly.FromDateTime(begin.DateTime), TimeOnly.FromDateTime(begin.DateTime));
        return Enumerable.Range(1, wish.Times - 1).Select(i => book.Policy.At(day.AddDays(7 * i * wish.EveryWeeks), clock));
    }

    private async Task<SeriesDate> LookAsync(Actor actor, OpeningBook book, Appointment first, DateTimeOffset start, CancellationToken gone)
    {
        var (minutes, day, now) = ((int)(first.End - first.Start).TotalMinutes, book.Policy.DayOf(start), time.GetUtcNow());
        if (start <= now) return new SeriesDate(start, SeriesDateState.OutsideHours, "This date has passed.");
        if (start > now.AddYears(3)) return new SeriesDate(start, SeriesDateState.OutsideHours, "This date is more than three years ahead.");
        var search = new FreeSlotSearch(day, day, minutes, first.VisitTypeId, first.PractitionerId);
        var end = start.AddMinutes(minutes);
        var outside = book.Refuse(first.PractitionerId, start, end);
        if (outside is null && await free.IsFreeAsync(actor, search, start, gone).ConfigureAwait(false)) return new SeriesDate(start, SeriesDateState.Free);

        var slots = (await free.FindAsync(actor, search, gone).ConfigureAwait(false)).Slots;
        var instead = slots.Count == 0 ? null : (DateTimeOffset?)slots.MinBy(s => (s.Start - start).Duration())!.Start;
        if (outside is null) return new SeriesDate(start, SeriesDateState.Taken, "The doctor has another appointment then.", instead);
        var isAway = book.TimeOff.Any(t => t.PractitionerId == first.PractitionerId && t.From < end && t.Until > start);
        return new SeriesDate(start, isAway ? SeriesDateState.TimeOff : SeriesDateState.OutsideHours, outside.Sentence, instead);
    }

    private static async Task<Outcome<SeriesBooked>?> AnswerRepeatedAsync(ClinicDbContext db, Actor actor, AppointmentCommand command, CancellationToken gone)
    {
        var line = await CommandLog.FindAsync(db, actor, command.CommandId, gone).ConfigureAwait(false);
        if (line is null) return null;
        if (line.ActorId != actor.UserId || line.Kind != ActivityKind.SeriesBegun || line.SubjectId != command.AppointmentId)
        {
            return CommandLog.UsedOtherwise;
        }

        var series = await db.Appointments.AsNoTracking().Where(a => a.Id == line.SubjectId).Select(a => a.SeriesId).SingleAsync(gone).ConfigureAwait(false);
        var booked = await db.Appointments.CountAsync(a => a.SeriesId == series && a.Id != line.SubjectId, gone).ConfigureAwait(false);
        return Outcome<SeriesBooked>.Already(new SeriesBooked(series!.Value, booked));
    }

    // All of them are named: who has to choose again does so once.
    private static async Task<Refusal> NameTakenAsync(ClinicDbContext db, OpeningBook book, IReadOnlyList<Appointment> further, CancellationToken gone)
    {
        var taken = new List<string>();
        foreach (var next in further)
        {
            var isTaken = await db.Appointments.AnyAsync(
                a => a.PractitionerId == next.PractitionerId && a.HoldsSlot && a.Start < next.End && a.End > next.Start, gone).ConfigureAwait(false);
            if (isTaken) taken.Add(book.Policy.ToLocal(next.Start).ToString("d MMMM, H:mm", CultureInfo.InvariantCulture));
        }

        var which = taken.Count == 0 ? "One of these dates" : string.Join(" and ", taken);
        return new Refusal(RefusalKind.SlotTaken, $"{which} was taken meanwhile. Nothing was booked. Please look at the dates again.", "Dates");
    }
}
