using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Insight;

/// <summary>
/// Reads what happened in the clinic over days, for its admins. The database sums up: what is read is one row per doctor, week and hour,
/// however many appointments there were. Only consultations that stood still for a test are read one by one.
/// </summary>
public sealed class InsightQueries(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, ScheduleQueries schedule)
{
    /// <summary>The report of a range of the actor's clinic; null for everybody but its admins, and for a range that cannot be asked (<see cref="InsightRange.Check"/>).</summary>
    public async Task<InsightReport?> ReadAsync(Actor actor, InsightRange range, CancellationToken gone = default)
    {
        if (actor.Role != Role.Admin || range.Check() is not null) return null;
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is not null) return null;

        var doctors = await InsightSql.DoctorsAsync(db, actor.OrganizationId, range, gone).ConfigureAwait(false);
        var weeks = await InsightSql.WeeksAsync(db, actor.OrganizationId, range, gone).ConfigureAwait(false);
        var waits = await InsightSql.WaitsAsync(db, actor.OrganizationId, range, policy, gone).ConfigureAwait(false);
        var all = waits.Find(w => w.Hour < 0);
        return new InsightReport(
            range,
            new InsightTotals(
                doctors.Sum(d => d.Appointments), doctors.Sum(d => d.Seen), doctors.Sum(d => d.NoShows), doctors.Sum(d => d.Cancelled),
                doctors.Sum(d => d.LeftUnseen), all is null ? null : TimeSpan.FromMilliseconds(all.Median), doctors.Sum(d => d.Overlapping)),
            [.. waits.Where(w => w.Hour >= 0).OrderBy(w => w.Hour).Select(w => new WaitHour(
                w.Hour, w.Patients, TimeSpan.FromMilliseconds(w.Mean), TimeSpan.FromMilliseconds(w.Median), TimeSpan.FromMilliseconds(w.Ninety)))],
            await LoadsAsync(db, actor.OrganizationId, range, doctors, gone).ConfigureAwait(false),
            WeeksOf(range, weeks));
    }

    private async Task<IReadOnlyList<DoctorLoad>> LoadsAsync(
        ClinicDbContext db, Guid organizationId, InsightRange range, List<DoctorSums> doctors, CancellationToken gone)
    {
        if (doctors.Count == 0) return [];
        var spans = (await InsightSql.SpansAsync(db, organizationId, range, gone).ConfigureAwait(false)).ToDictionary(s => s.PractitionerId, s => s.Length);
        var pauses = (await db.Appointments.AsNoTracking()
            .Where(a => a.OrganizationId == organizationId && a.Day >= range.From && a.Day <= range.To && (range.PractitionerId == null || a.PractitionerId == range.PractitionerId)
                && a.PausedFor != TimeSpan.Zero && a.FinishedAt != null && a.ConsultationStartedAt != null && a.StatusBy != Guid.Empty && a.Status == AppointmentStatus.Done)
            .Select(a => new { a.PractitionerId, a.PausedFor }).ToListAsync(gone).ConfigureAwait(false))
            .GroupBy(a => a.PractitionerId).ToDictionary(g => g.Key, g => g.Sum(a => a.PausedFor.TotalMilliseconds));
        var book = await schedule.BookOfDaysAsync(organizationId, range.From, gone).ConfigureAwait(false);
        return
        [
            .. book.Doctors.Join(doctors, b => b.Id, d => d.PractitionerId, (b, d) => new DoctorLoad(
                d.PractitionerId, b.Name, d.Days, d.Appointments, d.Seen, d.NoShows, d.Cancelled,
                WorkingTime(book, d.PractitionerId, range) ?? TimeSpan.FromMilliseconds(spans.GetValueOrDefault(d.PractitionerId)),
                TimeSpan.FromMilliseconds(d.Booked),
                TimeSpan.FromMilliseconds(Math.Max(0, d.WithPatients - pauses.GetValueOrDefault(d.PractitionerId))))),
        ];
    }

    private static TimeSpan? WorkingTime(OpeningBook book, Guid doctor, InsightRange range)
    {
        if (!book.Hours.Any(h => !h.Week.IsEmpty && (h.Owner.Id == doctor || h.Owner.Id == book.OrganizationId))) return null;
        return book.OpenTimes(doctor, range.From, range.To).Aggregate(TimeSpan.Zero, (sum, open) => sum + (open.To - open.From));
    }

    private static List<WeekCounts> WeeksOf(InsightRange range, List<WeekSums> sums)
    {
        var byMonday = sums.ToDictionary(w => w.Monday);
        var weeks = new List<WeekCounts>();
        for (var monday = range.From.AddDays(-(((int)range.From.DayOfWeek + 6) % 7)); monday <= range.To; monday = monday.AddDays(7))
        {
            var own = byMonday.GetValueOrDefault(monday);
            weeks.Add(new WeekCounts(monday, own?.Appointments ?? 0, own?.Seen ?? 0, own?.NoShows ?? 0, own?.Cancelled ?? 0));
        }

        return weeks;
    }
}
